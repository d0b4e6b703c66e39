"""Read the upkeep of pages: of one page beside its text, and over all pages per owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select
from sqlalchemy.orm import joinedload

from accounts.models import Organisation
from core.database import db
from core.web.paging import Page as ListPage
from core.web.paging import page_of
from wiki.models import Comment, Doubt, LessonUse, Page, PageConfirmation, PageLife, UpkeepInterval
from wiki.queries.visibility import is_live
from wiki.rules.life import DEFAULT_MONTHS, SOON, DoubtState, Upkeep
from wiki.rules.terms import PageKind

NO_OWNER = "none"
# Everyone who opens a page asks this; written once. Only what every reader may know is counted.
_BESIDE = (
    select(
        PageLife.stale_from,
        PageLife.confirmed_at,
        PageLife.confirmed_revision,
        PageLife.function,
        PageLife.is_illustrative,
        PageLife.organisation_id,
        Organisation.slug.label("owner_slug"),
        Organisation.name.label("owner"),
        select(func.count(Doubt.id))
        .where(
            Doubt.page_id == bindparam("page_id"),
            Doubt.is_released.is_(True),
            Doubt.state == DoubtState.OPEN,
        )
        .scalar_subquery()
        .label("doubts"),
        select(func.count(Comment.id))
        .where(Comment.page_id == bindparam("page_id"), Comment.hidden_at.is_(None))
        .scalar_subquery()
        .label("comments"),
        select(func.count(LessonUse.id))
        .where(LessonUse.page_id == bindparam("page_id"))
        .scalar_subquery()
        .label("uses"),
    )
    .outerjoin(Organisation, Organisation.id == PageLife.organisation_id)
    .where(PageLife.page_id == bindparam("page_id"))
)


@dataclass(frozen=True, slots=True)
class UpkeepFilters:
    """What the overview is narrowed to; ``owner`` is an organisation's slug, or NO_OWNER."""

    owner: str = ""
    state: Upkeep | None = None


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """How the pages of one owner stand; slug and name are empty for pages that nobody owns."""

    slug: str
    name: str
    total: int
    overdue: int
    soon: int


def read_beside(page_id: int) -> Any | None:
    """Return what a page shows of its upkeep (columns of _BESIDE), the same for every reader: one query."""
    return db.session.execute(_BESIDE, {"page_id": page_id}).one_or_none()


def get_life(page_id: int) -> PageLife:
    """Return the upkeep of a page with its organisation."""
    statement = select(PageLife).where(PageLife.page_id == page_id).options(joinedload(PageLife.organisation))
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def list_confirmations(page_id: int, limit: int = 50) -> Sequence[PageConfirmation]:
    """Return who said that the page is still right, newest first."""
    return db.session.scalars(
        select(PageConfirmation)
        .where(PageConfirmation.page_id == page_id)
        .order_by(PageConfirmation.id.desc())
        .limit(limit)
    ).all()


def months_of(kind: PageKind) -> int:
    """Return for how many months "still right" holds for pages of this kind."""
    row = db.session.get(UpkeepInterval, kind)
    return row.months if row else DEFAULT_MONTHS[kind]


def months_by_kind() -> dict[PageKind, int]:
    """Return the same for every kind."""
    chosen = {row.kind: row.months for row in db.session.scalars(select(UpkeepInterval))}
    return {kind: chosen.get(kind, DEFAULT_MONTHS[kind]) for kind in PageKind}


def stale_days(page_ids: Sequence[int]) -> dict[int, date]:
    """Return per page the day from which nobody vouches for it any more."""
    rows: Any = db.session.execute(
        select(PageLife.page_id, PageLife.stale_from).where(PageLife.page_id.in_(page_ids))
    )
    return dict(tuple(row) for row in rows)


def list_upkeep(filters: UpkeepFilters, day: date, number: int) -> ListPage[Any]:
    """Return the upkeep of live pages, longest overdue first; each with its page and organisation."""
    statement = (
        select(PageLife)
        .join(Page, Page.id == PageLife.page_id)
        .outerjoin(Organisation, Organisation.id == PageLife.organisation_id)
        .where(is_live(), *_owner(filters.owner), *_state(filters.state, day))
        .order_by(PageLife.stale_from, PageLife.page_id)
        .options(joinedload(PageLife.organisation))
    )
    return page_of(statement, number)


def pages_of(lives: Sequence[PageLife]) -> dict[int, Page]:
    """Return the pages of these rows by id."""
    ids = [life.page_id for life in lives]
    return {page.id: page for page in db.session.scalars(select(Page).where(Page.id.in_(ids)))}


def list_owners(day: date) -> list[OwnerLine]:
    """Return how many pages each owner has and how they stand, most overdue first."""
    overdue = func.sum(case((PageLife.stale_from <= day, 1), else_=0))
    soon = func.sum(case((and_(PageLife.stale_from > day, PageLife.stale_from <= day + SOON), 1), else_=0))
    rows = db.session.execute(
        select(Organisation.slug, Organisation.name, func.count(), overdue, soon)
        .select_from(PageLife)
        .join(Page, Page.id == PageLife.page_id)
        .outerjoin(Organisation, Organisation.id == PageLife.organisation_id)
        .where(is_live())
        .group_by(Organisation.slug, Organisation.name)
    )
    lines = [OwnerLine(slug or "", name or "", total, int(o), int(s)) for slug, name, total, o, s in rows]
    return sorted(lines, key=lambda line: (not line.name, -line.overdue, -line.soon, line.name.casefold()))


def _owner(owner: str) -> list[ColumnElement[bool]]:
    if owner == NO_OWNER:
        return [PageLife.organisation_id.is_(None)]
    return [Organisation.slug == owner] if owner else []


def _state(state: Upkeep | None, day: date) -> list[ColumnElement[bool]]:
    if state is Upkeep.OVERDUE:
        return [PageLife.stale_from <= day]
    if state is Upkeep.SOON:
        return [PageLife.stale_from > day, PageLife.stale_from <= day + SOON]
    return [PageLife.stale_from > day + SOON] if state else []


def list_due(day: date, limit: int = 1000) -> list[tuple[PageLife, Page]]:
    """Return the live pages with an owner that nobody vouches for on ``day``."""
    rows: Any = db.session.execute(
        select(PageLife, Page)
        .join(Page, Page.id == PageLife.page_id)
        .where(is_live(), PageLife.stale_from <= day, PageLife.organisation_id.is_not(None))
        .order_by(PageLife.stale_from, PageLife.page_id)
        .limit(limit)
    )
    return [tuple(row) for row in rows]


def count_overdue(organisation_id: int, day: date) -> tuple[str, int]:
    """Return the slug of an owner and how many of its live pages nobody vouches for on ``day``."""
    row = db.session.execute(
        select(Organisation.slug, func.count(Page.id))
        .select_from(Organisation)
        .join(PageLife, PageLife.organisation_id == Organisation.id)
        .join(Page, and_(Page.id == PageLife.page_id, is_live()))
        .where(Organisation.id == organisation_id, PageLife.stale_from <= day)
        .group_by(Organisation.slug)
    ).one_or_none()
    return (row[0], row[1]) if row else ("", 0)
