"""Read what status is computed from, as it was known on a day, in a fixed number of statements."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from core.database import db, start_of
from portfolio.models import AdoptedRow, Decision, PhaseChange, Precondition, RoadmapAdoption, UseCase
from portfolio.models.progress import (
    ComputedStatus,
    PlanMove,
    PreconditionChange,
    StatusReport,
)
from portfolio.rules.decisions import DecisionState
from portfolio.rules.progress_status import Situation, Status
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import MIX_PHASES, Phase, PreconditionState

FOLLOWED = MIX_PHASES | {Phase.FINISHED, Phase.STOPPED}
"""What is followed in any case; what was promised is followed in every phase."""
IN_ORDER = (Decision.published_at, Decision.id)
"""The order of decisions: the day that a decision bears is written by its secretary, this moment is not."""
_ENDED = (Phase.FINISHED, Phase.STOPPED)
_SHUT = (PreconditionState.OPEN, PreconditionState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of one use case on a day; ``reports`` are the declared statuses, oldest first.

    ``ended_on`` is the day it finished or stopped; ``is_delivered`` is false for what stopped.
    """

    use_case_id: int
    situation: Situation
    ended_on: date | None
    is_delivered: bool
    reports: tuple[Status, ...]
    is_illustrative: bool


def list_known(on: date, use_case_ids: Collection[int] | None = None) -> list[Known]:
    """Return what was known at the end of the day ``on`` of every use case that is followed."""
    phases = _phases(on, use_case_ids)
    plans = _plans(on, use_case_ids)
    promises = first_promises(on, use_case_ids)
    reports = _reports(on, use_case_ids)
    late = _late(on, use_case_ids)
    known = []
    for use_case_id, (phase, since) in sorted(phases.items()):
        first = promises.get(use_case_id)
        if phase not in FOLLOWED and first is None:
            continue
        said = reports.get(use_case_id, [])
        known.append(
            Known(
                use_case_id,
                Situation(
                    first[0] if first else None,
                    first[1] if first else None,
                    _end(plans.get(use_case_id)),
                    said[-1][0] if said else None,
                    late.get(use_case_id, 0),
                ),
                since if phase in _ENDED else None,
                phase is not Phase.STOPPED,
                tuple(status for _day, status, _made_up in said),
                any(made_up for _day, _status, made_up in said) or bool(first and first[2]),
            )
        )
    return known


def first_promises(
    on: date, use_case_ids: Collection[int] | None = None
) -> dict[int, tuple[date, date, bool]]:
    """Return per use case the first and last day of its first baseline, and whether it is illustrative.

    The first baseline is the row of the first decision to be published that adopted a
    roadmap with this use case in it; no later one replaces it, whatever day it bears.
    """
    statement = (
        select(AdoptedRow.use_case_id, AdoptedRow.start, AdoptedRow.quarters, AdoptedRow.is_illustrative)
        .join(RoadmapAdoption, RoadmapAdoption.id == AdoptedRow.adoption_id)
        .join(Decision, Decision.id == RoadmapAdoption.decision_id)
        .where(Decision.state == DecisionState.PUBLISHED, Decision.decided_on <= on)
        .order_by(*IN_ORDER)
    )
    first: dict[int, tuple[date, date, bool]] = {}
    for id_, start, quarters, made_up in _of(statement, AdoptedRow.use_case_id, use_case_ids):
        if id_ not in first:
            begin, last = Quarter.from_index(start), Quarter.from_index(start + quarters - 1)
            first[id_] = (begin.first_day, last.last_day, made_up)
    return first


def last_adopted_on(use_case_ids: Collection[int]) -> date | None:
    """Return the latest day of a published decision that adopted a roadmap with any of these in it."""
    statement = (
        select(func.max(Decision.decided_on))
        .join(RoadmapAdoption, RoadmapAdoption.decision_id == Decision.id)
        .join(AdoptedRow, AdoptedRow.adoption_id == RoadmapAdoption.id)
        .where(Decision.state == DecisionState.PUBLISHED, AdoptedRow.use_case_id.in_(use_case_ids))
    )
    return db.session.scalar(statement)


def list_open_rows(use_case_ids: Collection[int] | None = None) -> dict[int, ComputedStatus]:
    """Return per use case the row that holds until now."""
    statement = select(ComputedStatus).where(ComputedStatus.until.is_(None))
    if use_case_ids is not None:
        statement = statement.where(ComputedStatus.use_case_id.in_(use_case_ids))
    return {row.use_case_id: row for row in db.session.scalars(statement)}


def _of(statement: Any, column: Any, ids: Collection[int] | None) -> Iterable[Any]:
    return db.session.execute(statement if ids is None else statement.where(column.in_(ids)))


def _end_of(day: date) -> datetime:
    return start_of(day + timedelta(days=1))


def _end(plan: tuple[int | None, int | None] | None) -> date | None:
    if plan is None or plan[0] is None or plan[1] is None:
        return None
    return Quarter.from_index(plan[0] + plan[1] - 1).last_day


def _phases(on: date, ids: Collection[int] | None) -> dict[int, tuple[Phase, date]]:
    statement = (
        select(PhaseChange.use_case_id, PhaseChange.phase, PhaseChange.happened_on)
        .join(UseCase, UseCase.id == PhaseChange.use_case_id)
        .where(PhaseChange.happened_on <= on, UseCase.merged_into_id.is_(None))
        .order_by(PhaseChange.happened_on, PhaseChange.id)
    )
    return {id_: (phase, day) for id_, phase, day in _of(statement, PhaseChange.use_case_id, ids)}


def _plans(on: date, ids: Collection[int] | None) -> dict[int, tuple[int | None, int | None]]:
    """Return the plan as it stood: the last move until then, else what the first move later left behind."""
    now = select(UseCase.id, UseCase.planned_start, UseCase.planned_quarters)
    plans: dict[int, tuple[int | None, int | None]] = {
        id_: (start, quarters) for id_, start, quarters in _of(now, UseCase.id, ids)
    }
    moves = select(
        *(PlanMove.use_case_id, PlanMove.at, PlanMove.from_start, PlanMove.from_quarters),
        *(PlanMove.to_start, PlanMove.to_quarters),
    ).order_by(PlanMove.at.desc(), PlanMove.id.desc())
    limit = _end_of(on)
    settled: set[int] = set()
    for id_, at, from_start, from_quarters, to_start, to_quarters in _of(moves, PlanMove.use_case_id, ids):
        if id_ in settled:
            continue
        if at < limit:
            plans[id_] = (to_start, to_quarters)
            settled.add(id_)
        else:
            plans[id_] = (from_start, from_quarters)
    return plans


def _reports(on: date, ids: Collection[int] | None) -> dict[int, list[tuple[date, Status, bool]]]:
    statement = (
        select(StatusReport.use_case_id, StatusReport.on, StatusReport.status, StatusReport.is_illustrative)
        .where(StatusReport.on <= on)
        .order_by(StatusReport.use_case_id, StatusReport.on, StatusReport.id)
    )
    found: dict[int, list[tuple[date, Status, bool]]] = {}
    for id_, day, status, made_up in _of(statement, StatusReport.use_case_id, ids):
        found.setdefault(id_, []).append((day, status, made_up))
    return found


def _late(on: date, ids: Collection[int] | None) -> dict[int, int]:
    """Count per use case the hard preconditions that were over their date and not met.

    What is shared is written onto each precondition with a dated change of its own, so
    the shared ones are not read here.
    """
    statement = select(
        *(Precondition.id, Precondition.use_case_id, Precondition.state, Precondition.due_on)
    ).where(Precondition.is_hard.is_(True))
    rows = list(_of(statement, Precondition.use_case_id, ids))
    if not rows:
        return {}
    then = _changes(on, ids)
    counts: dict[int, int] = {}
    for id_, use_case_id, state, due_on in rows:
        state, due_on = then.get(id_, (state, due_on))
        if state in _SHUT and due_on is not None and due_on < on:
            counts[use_case_id] = counts.get(use_case_id, 0) + 1
    return counts


def _changes(on: date, ids: Collection[int] | None) -> dict[int, tuple[PreconditionState, date | None]]:
    """Return how hard preconditions stood on a day, as far as a change was recorded."""
    statement = (
        select(PreconditionChange.precondition_id, PreconditionChange.state, PreconditionChange.due_on)
        .join(Precondition, Precondition.id == PreconditionChange.precondition_id)
        .where(PreconditionChange.on <= on, Precondition.is_hard.is_(True))
        .order_by(PreconditionChange.on, PreconditionChange.id)
    )
    return {id_: (state, due_on) for id_, state, due_on in _of(statement, Precondition.use_case_id, ids)}
