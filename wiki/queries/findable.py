"""Read what search indexes of the wiki: a constant number of queries per batch."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload, undefer_group

from core.database import db
from search.registry import SearchDocument
from wiki.models import Page
from wiki.queries.life import stale_days
from wiki.queries.visibility import is_live
from wiki.rules.fields import texts_of
from wiki.rules.plain_text import plain_text


def page_ids() -> Sequence[int]:
    """Return the ids of all live pages."""
    return db.session.scalars(select(Page.id).where(is_live()).order_by(Page.id)).all()


def page_documents(ids: Sequence[int]) -> Iterator[SearchDocument]:
    """Yield a document per live page."""
    statement = (
        select(Page)
        .where(Page.id.in_(ids), is_live())
        .options(selectinload(Page.categories), selectinload(Page.domains), undefer_group("body"))
    )
    stale = stale_days(ids)
    for page in db.session.scalars(statement):
        texts = [page.body, *texts_of(page.kind, page.fields)]
        yield SearchDocument(
            type="page",
            id=page.id,
            reference=page.slug,
            title=page.title,
            title_en=page.title_en,
            aliases=tuple(page.aliases),
            abstract=page.abstract,
            abstract_en=page.abstract_en,
            body=plain_text("\n".join(texts)),
            kind=page.kind.value,
            categories=tuple(row.category.value for row in page.categories),
            domains=tuple(domain.slug for domain in page.domains),
            stale_from=stale.get(page.id),
        )
