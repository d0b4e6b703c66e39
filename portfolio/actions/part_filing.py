"""File how preconditions and risks went as it was told: dated rows at once, for the loader. Never commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.audit import Actor, record
from core.database import db
from portfolio.actions.precondition_sharing import SharedText
from portfolio.actions.writing import settle
from portfolio.models import Precondition, Risk, UseCase
from portfolio.models.progress import (
    PreconditionChange,
    PreconditionShare,
    RiskChange,
    SharedPrecondition,
)
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules.terms import Grade, PreconditionState

MARKS = ["text", "state", "due_on"]


@dataclass(frozen=True)
class ToldState:
    """On a day a precondition stood so."""

    on: date
    state: PreconditionState
    due_on: date | None
    note: str = ""


@dataclass(frozen=True)
class ToldGrade:
    """On a day a risk was graded so."""

    on: date
    likelihood: Grade
    impact: Grade
    note: str = ""


def file_shared(
    told: SharedText, precondition_ids: Sequence[int], course: Sequence[ToldState], *, by: Actor
) -> SharedPrecondition:
    """Add a shared precondition with its course, and join what is given to it; each value is marked.

    The last of ``course`` is how it stands now. Whoever is joined had the same course.
    """
    last = course[-1]
    shared = SharedPrecondition(
        kind=told.kind,
        text=told.text,
        text_en=told.text_en,
        owner_organisation_id=told.owner_organisation_id,
        state=last.state,
        due_on=last.due_on,
        illustrative=MARKS,
    )
    db.session.add(shared)
    db.session.flush()
    db.session.add_all(_change(one, by, shared_id=shared.id) for one in course)
    db.session.add_all(
        PreconditionShare(precondition_id=id_, shared_id=shared.id) for id_ in precondition_ids
    )
    record("shared_precondition.shared", shared, by=by)
    _stand(precondition_ids, course, by)
    return shared


def file_course(precondition: Precondition, course: Sequence[ToldState], *, by: Actor) -> None:
    """Add the course of a precondition of one use case; it stands as the last of it says."""
    _stand([precondition.id], course, by)


def file_grades(risk: Risk, course: Sequence[ToldGrade], *, by: Actor) -> None:
    """Add how a risk was graded; the last of ``course`` must be how it is graded now."""
    db.session.add_all(
        RiskChange(
            risk_id=risk.id,
            on=one.on,
            likelihood=one.likelihood,
            impact=one.impact,
            note=one.note,
            is_illustrative=True,
        )
        for one in course
    )
    record("use_case.risks_told", risk, by=by, label=str(risk.id), use_case=risk.use_case_id)


def _stand(precondition_ids: Sequence[int], course: Sequence[ToldState], by: Actor) -> None:
    last = course[-1]
    for id_ in precondition_ids:
        db.session.add_all(_change(one, by, precondition_id=id_) for one in course)
    ids = select(Precondition.use_case_id).where(Precondition.id.in_(precondition_ids))
    statement = select(UseCase).where(UseCase.id.in_(ids)).order_by(UseCase.id).options(*EVERYTHING)
    for use_case in db.session.scalars(statement).unique().all():
        is_changed = False
        for row in use_case.preconditions:
            if row.id in precondition_ids and (row.state, row.due_on) != (last.state, last.due_on):
                row.state, row.due_on = last.state, last.due_on
                kept = [mark for mark in row.illustrative if mark not in ("state", "due_on", "due_quarter")]
                row.illustrative = [*kept, "state", "due_on"]
                is_changed = True
        if is_changed:
            settle(use_case, use_case.domain, by, "use_case.preconditions_told", "")


def _change(
    told: ToldState, by: Actor, *, precondition_id: int | None = None, shared_id: int | None = None
) -> PreconditionChange:
    return PreconditionChange(
        precondition_id=precondition_id,
        shared_id=shared_id,
        on=told.on,
        state=told.state,
        due_on=told.due_on,
        note=told.note,
        is_illustrative=True,
    )
