"""Read pages: one by its address, lists with filters, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import undefer_group
from sqlalchemy.orm.attributes import set_committed_value

from accounts.models import Domain
from core.database import db
from core.errors import NotFound
from core.web.paging import Page as ListPage
from core.web.paging import page_of
from wiki.models import Page, PageCategory, PageLink, SlugHistory, page_domain
from wiki.queries.visibility import is_live, is_readable, reads_deleted
from wiki.rules.terms import Category, PageKind

# Every reader of a page asks these. Written once, because building a statement takes longer than its answer.
_WHOLE = select(Page).options(undefer_group("body"))
_AT_SLUG = _WHOLE.where(Page.slug == bindparam("slug"))
_LIVE_AT_SLUG = _AT_SLUG.where(is_live())
_CATEGORIES = (
    select(PageCategory).where(PageCategory.page_id == bindparam("page_id")).order_by(PageCategory.category)
)
_DOMAINS = (
    select(Domain)
    .join(page_domain)
    .where(page_domain.c.page_id == bindparam("page_id"))
    .order_by(Domain.name)
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of pages is narrowed to; ``letter`` is the first letter of the title."""

    kind: PageKind | None = None
    category: Category | None = None
    domain: str = ""
    is_core: bool = False

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.kind, self.category, self.domain, self.is_core)))


def find_page(slug: str, reader: Any) -> Page | None:
    """Return the page at this address with all its texts, if ``reader`` may open it."""
    statement = _AT_SLUG if reads_deleted(reader) else _LIVE_AT_SLUG
    return _with_lists(db.session.scalar(statement, {"slug": slug}))


def read_page(*conditions: ColumnElement[bool]) -> Page | None:
    """Return the one page that meets these conditions, with text, categories and domains: three queries.

    They are read one by one because that takes half the time of the loader strategies.
    """
    return _with_lists(db.session.scalar(_WHOLE.where(*conditions)))


def _with_lists(page: Page | None) -> Page | None:
    if page is not None:
        key = {"page_id": page.id}
        set_committed_value(page, "categories", db.session.scalars(_CATEGORIES, key).all())
        set_committed_value(page, "domains", db.session.scalars(_DOMAINS, key).all())
    return page


def get_page(slug: str, reader: Any) -> Page:
    """Return the page at this address with all its texts, or refuse with NotFound."""
    page = find_page(slug, reader)
    if page is None:
        raise NotFound("page_not_found")
    return page


def get_page_by_id(page_id: int, reader: Any) -> Page:
    """Return the page with this id with all its texts, or refuse with NotFound."""
    page = read_page(Page.id == page_id, is_readable(reader))
    if page is None:
        raise NotFound("page_not_found")
    return page


def was_deleted(slug: str) -> bool:
    """Tell whether there was a page at this address; only for who had it open."""
    statement = select(Page.id).where(Page.slug == slug, Page.deleted_at.is_not(None))
    return db.session.scalar(statement) is not None


def find_moved(slug: str, reader: Any) -> str | None:
    """Return the present address of a page that once had this one."""
    return db.session.scalar(
        select(Page.slug)
        .join(SlugHistory, SlugHistory.page_id == Page.id)
        .where(SlugHistory.slug == slug, is_readable(reader))
    )


def slug_of(page_id: int, reader: Any) -> str | None:
    """Return the address of a page by its id, if ``reader`` may open it."""
    return db.session.scalar(select(Page.slug).where(Page.id == page_id, is_readable(reader)))


def list_pages(filters: Filters, number: int, per_page: int = 50) -> ListPage[Page]:
    """Return one page of the list, by title."""
    statement = _filtered(select(Page), filters).order_by(func.lower(Page.title), Page.id)
    return page_of(statement, number, per_page)


def _filtered(statement: Select[Any], filters: Filters) -> Select[Any]:
    return statement.where(*conditions_of(filters))


def conditions_of(filters: Filters) -> list[ColumnElement[bool]]:
    """Return what the live pages of a filtered list meet."""
    conditions = [is_live()]
    if filters.kind:
        conditions.append(Page.kind == filters.kind)
    if filters.is_core:
        conditions.append(Page.is_core.is_(True))
    if filters.category:
        conditions.append(
            exists().where(PageCategory.page_id == Page.id, PageCategory.category == filters.category)
        )
    if filters.domain:
        conditions.append(
            exists().where(
                page_domain.c.page_id == Page.id,
                page_domain.c.domain_id == Domain.id,
                Domain.slug == filters.domain,
            )
        )
    return conditions


def count_by_kind() -> dict[PageKind, int]:
    """Return how many live pages each kind has; kinds without pages are left out."""
    rows = db.session.execute(select(Page.kind, func.count()).where(is_live()).group_by(Page.kind))
    return {row[0]: row[1] for row in rows}


def count_by_category() -> dict[Category, int]:
    """Return how many live pages each category has."""
    rows = db.session.execute(
        select(PageCategory.category, func.count())
        .join(Page, Page.id == PageCategory.page_id)
        .where(is_live())
        .group_by(PageCategory.category)
    )
    return {row[0]: row[1] for row in rows}


def count_by_domain() -> list[tuple[Domain, int]]:
    """Return the domains that have pages, with how many, by name."""
    rows = db.session.execute(
        select(Domain, func.count())
        .join(page_domain, page_domain.c.domain_id == Domain.id)
        .join(Page, Page.id == page_domain.c.page_id)
        .where(is_live())
        .group_by(Domain.id)
        .order_by(Domain.name)
    )
    return [(domain, total) for domain, total in rows]


def list_recently_changed(limit: int = 8) -> Sequence[Page]:
    """Return the live pages that changed last, newest first."""
    statement = select(Page).where(is_live()).order_by(Page.changed_at.desc(), Page.id.desc()).limit(limit)
    return db.session.scalars(statement).all()


def list_domains() -> Sequence[Domain]:
    """Return the domains that a page can belong to, by name."""
    statement = select(Domain).where(Domain.retired_on.is_(None), Domain.merged_into_id.is_(None))
    return db.session.scalars(statement.order_by(Domain.name)).all()


def suggest_pages(typed: str, limit: int = 10) -> Sequence[Page]:
    """Return live pages whose title or alias holds what was typed; those that begin with it go first."""
    text = typed.strip().lower()
    if not text:
        return []
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    title = func.lower(Page.title)
    begins = title.like(f"{escaped}%", escape="\\")
    anywhere = title.like(f"%{escaped}%", escape="\\") | Page.slug.like(f"%{escaped}%", escape="\\")
    statement = (
        select(Page).where(is_live(), anywhere).order_by(begins.desc(), func.length(Page.title), Page.id)
    )
    return db.session.scalars(statement.limit(limit)).all()


def list_wanted(number: int, per_page: int = 50) -> ListPage[Any]:
    """Return names that live pages link to and that nobody wrote yet, most wanted first.

    Each row: name (as first written), slug, total (pages that link to it).
    """
    total = func.count(PageLink.source_id.distinct())
    statement = (
        select(func.min(PageLink.key).label("name"), PageLink.wanted_slug.label("slug"), total.label("total"))
        .join(Page, Page.id == PageLink.source_id)
        .where(is_live(), PageLink.target_id.is_(None), PageLink.target_type == "page")
        .group_by(PageLink.wanted_slug)
        .order_by(total.desc(), PageLink.wanted_slug)
    )
    everything = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    last = max(1, -(-everything // per_page))
    number = min(number, last)
    rows = db.session.execute(statement.limit(per_page).offset((number - 1) * per_page)).all()
    return ListPage(rows, number, everything, per_page)


def list_orphans(number: int, per_page: int = 50) -> ListPage[Page]:
    """Return live pages to which no other live page links, by title."""
    linked = (
        select(PageLink.target_id)
        .join(Page, Page.id == PageLink.source_id)
        .where(is_live(), PageLink.target_id.is_not(None), PageLink.target_id != PageLink.source_id)
    )
    statement = (
        select(Page).where(is_live(), Page.id.not_in(linked)).order_by(func.lower(Page.title), Page.id)
    )
    return page_of(statement, number, per_page)
