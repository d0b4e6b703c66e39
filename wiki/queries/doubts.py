"""Read reports of doubt. What is not released is for who may answer, and for its author."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from core.database import db
from core.errors import NotFound
from wiki.models import Doubt, Page, PageLife
from wiki.queries.visibility import is_live
from wiki.rules.life import DoubtState


def list_doubts(page_id: int, reader: Any, *, may_answer: bool) -> Sequence[Doubt]:
    """Return the reports about a page with their answers, open ones first, then the newest: two queries."""
    return db.session.scalars(
        select(Doubt)
        .where(Doubt.page_id == page_id, _readable(reader, may_answer))
        .order_by(Doubt.state != DoubtState.OPEN, Doubt.id.desc())
        .options(selectinload(Doubt.replies))
        .limit(100)
    ).all()


def get_doubt(page_id: int, doubt_id: int, reader: Any, *, may_answer: bool) -> Doubt:
    """Return one report with its answers; NotFound where this reader may not know of it."""
    found = db.session.scalars(
        select(Doubt)
        .where(Doubt.id == doubt_id, Doubt.page_id == page_id, _readable(reader, may_answer))
        .options(selectinload(Doubt.replies))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("doubt_not_found")
    return found


def list_late(day: date, *, with_hidden: bool) -> Sequence[Doubt]:
    """Return the open reports about live pages whose answer should have been there before ``day``."""
    return db.session.scalars(
        select(Doubt)
        .join(Page, Page.id == Doubt.page_id)
        .where(
            is_live(),
            Doubt.state == DoubtState.OPEN,
            Doubt.due_on < day,
            true() if with_hidden else Doubt.is_released.is_(True),
        )
        .order_by(Doubt.due_on, Doubt.id)
        .options(joinedload(Doubt.page))
        .limit(100)
    ).all()


def _readable(reader: Any, may_answer: bool) -> ColumnElement[bool]:
    if may_answer:
        return true()
    person_id = getattr(reader, "id", None)
    own = Doubt.asked_by_id == person_id if person_id is not None else None
    released = Doubt.is_released.is_(True)
    return released if own is None else or_(released, own)


def doubts_for(
    ids: Sequence[int], reader: Any, *, is_curator: bool, organisation_id: int | None
) -> dict[str, Doubt]:
    """Return the reports with these ids that ``reader`` may read, by id as text, each with its page.

    ``organisation_id`` is that of a reader who may write: its pages' reports are his too.
    """
    own = Doubt.asked_by_id == getattr(reader, "id", None)
    owned = (
        Doubt.page_id.in_(select(PageLife.page_id).where(PageLife.organisation_id == organisation_id))
        if organisation_id is not None
        else false()
    )
    condition = true() if is_curator else or_(Doubt.is_released.is_(True), own, owned)
    found = db.session.scalars(
        select(Doubt)
        .join(Page, Page.id == Doubt.page_id)
        .where(Doubt.id.in_(ids), is_live(), condition)
        .options(joinedload(Doubt.page))
    )
    return {str(doubt.id): doubt for doubt in found}


def open_doubts_of(organisation_id: int, limit: int = 20) -> Sequence[Doubt]:
    """Return the open reports about an owner's live pages, first due first, each with its page."""
    return db.session.scalars(
        select(Doubt)
        .join(Page, Page.id == Doubt.page_id)
        .join(PageLife, PageLife.page_id == Page.id)
        .where(is_live(), PageLife.organisation_id == organisation_id, Doubt.state == DoubtState.OPEN)
        .order_by(Doubt.due_on, Doubt.id)
        .options(joinedload(Doubt.page))
        .limit(limit)
    ).all()
