"""Read what there is to browse: terms, questions, tools, and the pages of one category."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from core.database import db
from wiki.models import Page, PageCategory, PageLife, PageLink
from wiki.queries.visibility import is_live
from wiki.rules.terms import Category, PageKind

TERMS = (PageKind.TERM, PageKind.OBJECT)
MOST = 2_000
_TERM = (Page.slug, Page.title, Page.title_en, Page.abstract, Page.abstract_en, Page.aliases, Page.kind)


def list_terms() -> Sequence[Any]:
    """Return the terms and objects by title: slug, title and abstract in both languages, aliases, kind."""
    statement = select(*_TERM).where(Page.kind.in_(TERMS), is_live())
    return db.session.execute(statement.order_by(func.lower(Page.title), Page.id).limit(MOST)).all()


def list_of_kind(kind: PageKind) -> Sequence[Page]:
    """Return the live pages of one kind with their domains, by title; at most MOST."""
    statement = select(Page).where(Page.kind == kind, is_live()).options(selectinload(Page.domains))
    return db.session.scalars(statement.order_by(func.lower(Page.title), Page.id).limit(MOST)).all()


def count_kinds_in(category: Category) -> dict[PageKind, int]:
    """Return how many live pages of each kind a category has."""
    rows = db.session.execute(
        _in(select(Page.kind, func.count()), category).group_by(Page.kind).order_by(func.count().desc())
    )
    return {row[0]: row[1] for row in rows}


def latest_in(category: Category, limit: int = 8) -> Sequence[Page]:
    """Return the pages of a category that changed last."""
    statement = _in(select(Page), category).order_by(Page.changed_at.desc(), Page.id.desc())
    return db.session.scalars(statement.limit(limit)).all()


def most_used_in(category: Category, limit: int = 8) -> list[tuple[Page, int]]:
    """Return the pages of a category to which most other live pages link, with how many do."""
    linking = (
        select(PageLink.target_id.label("id"), func.count(PageLink.source_id.distinct()).label("total"))
        .join(Page, Page.id == PageLink.source_id)
        .where(is_live(), PageLink.target_id.is_not(None), PageLink.target_id != PageLink.source_id)
        .group_by(PageLink.target_id)
        .subquery()
    )
    statement = _in(select(Page, linking.c.total).join(linking, linking.c.id == Page.id), category)
    rows = db.session.execute(statement.order_by(linking.c.total.desc(), Page.title).limit(limit))
    return [(page, total) for page, total in rows]


def overdue_in(category: Category, day: date, limit: int = 8) -> list[tuple[Page, date]]:
    """Return the pages of a category that nobody vouches for any more, longest ago first."""
    statement = _in(
        select(Page, PageLife.stale_from).join(PageLife, PageLife.page_id == Page.id), category
    ).where(PageLife.stale_from <= day)
    rows = db.session.execute(statement.order_by(PageLife.stale_from, Page.title).limit(limit))
    return [(page, since) for page, since in rows]


def wanted_in(category: Category, limit: int = 8) -> Sequence[Any]:
    """Return names that pages of a category link to and that nobody wrote yet: name, slug, total."""
    total = func.count(PageLink.source_id.distinct())
    statement = (
        _in(
            select(
                func.min(PageLink.key).label("name"),
                PageLink.wanted_slug.label("slug"),
                total.label("total"),
            ).join(Page, Page.id == PageLink.source_id),
            category,
        )
        .where(PageLink.target_id.is_(None), PageLink.target_type == "page")
        .group_by(PageLink.wanted_slug)
        .order_by(total.desc(), PageLink.wanted_slug)
    )
    return db.session.execute(statement.limit(limit)).all()


def _in(statement: Any, category: Category) -> Any:
    return statement.join(PageCategory, PageCategory.page_id == Page.id).where(
        PageCategory.category == category, is_live()
    )
