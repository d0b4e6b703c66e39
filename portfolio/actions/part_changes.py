"""Keep how preconditions and risks change: a dated row each time one stands otherwise. Never commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.audit import Actor
from core.database import day_of, db, today
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.models import Precondition, Risk, UseCase
from portfolio.models.progress import PreconditionChange, RiskChange

Stood = tuple[Any, Any]
NO_NOTES: Mapping[int, str] = {}


@dataclass(frozen=True)
class Before:
    """How preconditions (state, due) and risks (likelihood, impact) stood, by id.

    ``made_up`` holds the ids of those whose value was illustrative, by part.
    """

    preconditions: dict[int, Stood]
    risks: dict[int, Stood]
    made_up: Mapping[str, frozenset[int]]


def stood(use_case: UseCase) -> Before:
    """Return how they stand now; both relations must be loaded."""
    preconditions = [row for row in use_case.preconditions if row.id is not None]
    risks = [row for row in use_case.risks if row.id is not None]
    return Before(
        {row.id: (row.state, row.due_on) for row in preconditions},
        {row.id: (row.likelihood, row.impact) for row in risks},
        {
            "preconditions": frozenset(row.id for row in preconditions if row.is_illustrative("state")),
            "risks": frozenset(row.id for row in risks if row.is_illustrative("likelihood")),
        },
    )


def note_changes(
    use_case: UseCase,
    before: Before,
    *,
    by: Actor,
    precondition_notes: Mapping[int, str] = NO_NOTES,
    risk_notes: Mapping[int, str] = NO_NOTES,
    refreshes: bool = True,
) -> int:
    """Add a row for each that stands otherwise than ``before``, is new or has a note; return how many.

    The first change of one also keeps how it stood since the use case was made, so
    that the past can be told. ``use_case`` must be flushed. With ``refreshes`` false the
    caller computes the status anew.
    """
    now = stood(use_case)
    on, since, who = today(), day_of(use_case.created_at), by.actor_label
    moved = _moved(now.preconditions, before.preconditions, precondition_notes)
    graded = _moved(now.risks, before.risks, risk_notes)
    known = _with_history(PreconditionChange.precondition_id, moved)
    for id_, value in moved.items():
        if id_ not in known and id_ in before.preconditions and since < on:
            made_up = id_ in before.made_up["preconditions"]
            db.session.add(_precondition(id_, since, before.preconditions[id_], made_up=made_up))
        made_up = id_ in now.made_up["preconditions"]
        note = precondition_notes.get(id_, "")
        db.session.add(_precondition(id_, on, value, who=who, note=note, made_up=made_up))
    known = _with_history(RiskChange.risk_id, graded)
    for id_, value in graded.items():
        if id_ not in known and id_ in before.risks and since < on:
            db.session.add(_risk(id_, since, before.risks[id_], made_up=id_ in before.made_up["risks"]))
        made_up = id_ in now.made_up["risks"]
        db.session.add(_risk(id_, on, value, who=who, note=risk_notes.get(id_, ""), made_up=made_up))
    if moved and refreshes:
        db.session.flush()
        refresh_statuses(on, [use_case.id])
    return len(moved) + len(graded)


def _moved(now: dict[int, Stood], before: dict[int, Stood], notes: Mapping[int, str]) -> dict[int, Stood]:
    return {id_: value for id_, value in now.items() if before.get(id_) != value or notes.get(id_)}


def _with_history(column: Any, rows: dict[int, Stood]) -> set[int]:
    return set(db.session.scalars(select(column).where(column.in_(rows)))) if rows else set()


def _precondition(
    id_: int, on: date, value: Stood, *, who: str = "", note: str = "", made_up: bool = False
) -> PreconditionChange:
    return PreconditionChange(
        precondition_id=id_,
        on=on,
        state=value[0],
        due_on=value[1],
        note=note,
        by_label=who,
        is_illustrative=made_up,
    )


def _risk(
    id_: int, on: date, value: Stood, *, who: str = "", note: str = "", made_up: bool = False
) -> RiskChange:
    return RiskChange(
        risk_id=id_,
        on=on,
        likelihood=value[0],
        impact=value[1],
        note=note,
        by_label=who,
        is_illustrative=made_up,
    )


def drop_marks(row: Precondition | Risk, *names: str) -> None:
    """Take the marks "illustrative" off what a person wrote."""
    row.illustrative = [mark for mark in row.illustrative if mark not in names]
