"""Keep how preconditions and risks change: a dated row each time one stands otherwise. Never commits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.audit import Actor
from core.database import db, today
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.models import UseCase
from portfolio.models.progress import PreconditionChange, RiskChange

Stood = tuple[Any, Any]


@dataclass(frozen=True)
class Before:
    """How preconditions (state, due) and risks (likelihood, impact) stood, by id."""

    preconditions: dict[int, Stood]
    risks: dict[int, Stood]


def stood(use_case: UseCase) -> Before:
    """Return how they stand now; both relations must be loaded."""
    return Before(
        {row.id: (row.state, row.due_on) for row in use_case.preconditions if row.id is not None},
        {row.id: (row.likelihood, row.impact) for row in use_case.risks if row.id is not None},
    )


def note_changes(use_case: UseCase, before: Before, *, by: Actor) -> int:
    """Add a row for each that stands otherwise than ``before`` or is new; return how many.

    The first change of one also keeps how it stood since the use case was made, so
    that the past can be told. ``use_case`` must be flushed.
    """
    now = stood(use_case)
    on, since, who = today(), use_case.created_at.date(), by.actor_label
    moved = {id_: value for id_, value in now.preconditions.items() if before.preconditions.get(id_) != value}
    graded = {id_: value for id_, value in now.risks.items() if before.risks.get(id_) != value}
    known = _with_history(PreconditionChange.precondition_id, moved)
    for id_, (state, due_on) in moved.items():
        if id_ not in known and id_ in before.preconditions and since < on:
            db.session.add(_precondition(id_, since, before.preconditions[id_], ""))
        db.session.add(_precondition(id_, on, (state, due_on), who))
    known = _with_history(RiskChange.risk_id, graded)
    for id_, value in graded.items():
        if id_ not in known and id_ in before.risks and since < on:
            db.session.add(_risk(id_, since, before.risks[id_], ""))
        db.session.add(_risk(id_, on, value, who))
    if moved:
        db.session.flush()
        refresh_statuses(on, [use_case.id])
    return len(moved) + len(graded)


def _with_history(column: Any, rows: dict[int, Stood]) -> set[int]:
    return set(db.session.scalars(select(column).where(column.in_(rows)))) if rows else set()


def _precondition(id_: int, on: date, value: Stood, who: str) -> PreconditionChange:
    return PreconditionChange(precondition_id=id_, on=on, state=value[0], due_on=value[1], by_label=who)


def _risk(id_: int, on: date, value: Stood, who: str) -> RiskChange:
    return RiskChange(risk_id=id_, on=on, likelihood=value[0], impact=value[1], by_label=who)
