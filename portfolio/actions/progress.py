"""Write how it goes: reports, milestones, moves on the roadmap. None of these commits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core.audit import Actor, record
from core.database import db, today
from core.errors import Conflict, Invalid
from portfolio.actions.plan_log import Plan, is_promised, keep_move, plan_of
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.actions.use_cases import check_version, settle
from portfolio.models import UseCase
from portfolio.models.progress import Milestone, MilestonePlan, PlanMove, StatusReport
from portfolio.queries.plan_moves import standing_ids
from portfolio.queries.progress_inputs import first_promises
from portfolio.queries.scoring_models import Models
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import MilestoneKind, ReplanReason
from portfolio.rules.quarters import Quarter, QuarterNotValid


def report_status(
    use_case: UseCase,
    *,
    status: Status,
    note: str,
    by: Actor,
    on: date | None = None,
    is_illustrative: bool = False,
) -> StatusReport:
    """Add the owner's word on how it goes; amber and red ask for a note."""
    if status is Status.NOT_REPORTED:
        raise Invalid([("status", "status_missing", {})])
    if status is not Status.GREEN and not note.strip():
        raise Invalid([("note", "status_needs_note", {})])
    on = on or today()
    if on > today():
        raise Invalid([("on", "date_in_future", {})])
    report = StatusReport(
        use_case_id=use_case.id,
        on=on,
        status=status,
        note=note.strip(),
        by_id=by.actor_id,
        by_label=by.actor_label,
        is_illustrative=is_illustrative,
    )
    db.session.add(report)
    record("use_case.reported", use_case, by=by, label=use_case.code, status=status.value)
    _renew([use_case.id], on)
    return report


def add_milestone(
    use_case: UseCase,
    *,
    kind: MilestoneKind,
    title: str,
    planned_on: date,
    by: Actor,
    function_id: int | None = None,
    first_planned_on: date | None = None,
    on: date | None = None,
    **values: Any,
) -> Milestone:
    """Add a milestone. Once the use case has a first baseline, a first plan ahead is a promise at once."""
    if (kind is MilestoneKind.SYSTEM_FUNCTION) != (function_id is not None):
        raise Invalid([("function_id", "milestone_function", {})])
    on = on or today()
    is_ahead = planned_on >= on  # what lies behind can't be promised any more
    if first_planned_on is None and is_ahead and use_case.id in first_promises(on, [use_case.id]):
        first_planned_on = planned_on
    milestone = Milestone(
        use_case_id=use_case.id,
        kind=kind,
        function_id=function_id,
        title=title.strip(),
        planned_on=planned_on,
        first_planned_on=first_planned_on,
        plans=[MilestonePlan(on=on, planned_on=planned_on, by_label=by.actor_label)],
        **values,
    )
    db.session.add(milestone)
    record("milestone.added", milestone, by=by, label=use_case.code)
    return milestone


def edit_milestone(
    milestone: Milestone,
    *,
    by: Actor,
    version: int | None = None,
    planned_on: date | None = None,
    reached_on: date | None = None,
    reason: ReplanReason | None = None,
    note: str = "",
    values: Mapping[str, Any] | None = None,
    on: date | None = None,
) -> Milestone:
    """Change a milestone; a promised date that moves asks for a reason, and every plan is kept."""
    if version is not None and version != milestone.version:
        raise Conflict("stale")
    if milestone.dropped_on is not None:
        raise Invalid([("planned_on", "milestone_dropped", {})])
    on = on or today()
    if reached_on is not None and reached_on > on:
        raise Invalid([("reached_on", "date_in_future", {})])
    if planned_on is not None and planned_on != milestone.planned_on:
        if milestone.first_planned_on is not None and reason is None:
            raise Invalid([("reason", "replan_needs_reason", {})])
        db.session.add(
            MilestonePlan(
                milestone_id=milestone.id,
                on=on,
                planned_on=planned_on,
                reason=reason,
                note=note.strip(),
                by_label=by.actor_label,
            )
        )
        milestone.planned_on = planned_on
    milestone.reached_on = reached_on
    for name, value in (values or {}).items():
        setattr(milestone, name, value)
    record("milestone.edited", milestone, by=by, label=str(milestone.id), use_case=milestone.use_case_id)
    return milestone


def promise_milestones(use_case_ids: list[int]) -> None:
    """Make the plans of today the first promise, where there was none; called when a roadmap is adopted.

    What is reached already can't be promised any more.
    """
    statement = select(Milestone).where(
        Milestone.use_case_id.in_(use_case_ids),
        Milestone.first_planned_on.is_(None),
        Milestone.dropped_on.is_(None),
        Milestone.reached_on.is_(None),
    )
    for milestone in db.session.scalars(statement):
        milestone.first_planned_on = milestone.planned_on


def move_plan(
    use_case: UseCase,
    *,
    start: int | None,
    quarters: int | None,
    by: Actor,
    reason: ReplanReason | None = None,
    note: str = "",
    version: int | None = None,
    undoes: PlanMove | None = None,
    at: datetime | None = None,
    is_illustrative: bool = False,
) -> PlanMove | None:
    """Put a use case elsewhere on the roadmap, keep the move; None when it stands there already.

    ``start`` is a quarter counted as year * 4 + quarter - 1. A use case with a
    first baseline asks for a reason code; an undo takes that of its move.
    """
    check_version(use_case, version)
    reason = reason or (undoes.reason if undoes else None)
    move = _place(
        use_case, (start, quarters), by, reason, note, undoes=undoes, at=at, made_up=is_illustrative
    )
    if move is not None:
        _renew([use_case.id], today())
    return move


def move_plans(
    places: Sequence[tuple[UseCase, int, int]],
    *,
    by: Actor,
    reason: ReplanReason | None = None,
    note: str = "",
) -> list[PlanMove]:
    """Put several use cases at a first quarter and a length, as ``move_plan`` does; all or none.

    They must be loaded with everything.
    """
    models = Models()
    placed = [
        (use_case.id, _place(use_case, (start, quarters), by, reason, note, models=models))
        for use_case, start, quarters in places
    ]
    moves = {id_: move for id_, move in placed if move is not None}
    _renew(moves, today())
    return list(moves.values())


def _place(
    use_case: UseCase,
    place: Plan,
    by: Actor,
    reason: ReplanReason | None,
    note: str,
    *,
    undoes: PlanMove | None = None,
    at: datetime | None = None,
    made_up: bool = False,
    models: Models | None = None,
) -> PlanMove | None:
    """Check and make one move; the caller computes the status again."""
    start, quarters = place
    if (start is None) != (quarters is None):
        raise Invalid([("start", "plan_whole", {})])
    if quarters is not None and not 1 <= quarters <= 40:
        raise Invalid([("quarters", "length_not_valid", {})])
    if start is not None and quarters is not None:
        _check_years(start, quarters)
    before = plan_of(use_case)
    if before == (start, quarters):
        return None
    if is_promised(use_case):
        if start is None:  # without a plan there would be no drift to see
            raise Invalid([("start", "promise_stays_planned", {})])
        if reason is None:
            raise Invalid([("reason", "replan_needs_reason", {})])
    else:
        reason = None  # there is no promise to break yet
    use_case.planned_start, use_case.planned_quarters = start, quarters
    move = keep_move(
        use_case,
        before,
        by=by,
        reason=reason,
        note=note,
        undoes=undoes,
        at=at,
        is_illustrative=made_up,
    )
    if not made_up:
        use_case.illustrative = [mark for mark in use_case.illustrative if mark != "planned"]
    is_one_of_many = models is not None  # then it was loaded for this
    settle(use_case, use_case.domain, by, "use_case.planned", note, models=models, is_whole=is_one_of_many)
    return move


def _check_years(start: int, quarters: int) -> None:
    try:
        Quarter.from_index(start)
        Quarter.from_index(start + quarters - 1)
    except QuarterNotValid as refusal:
        raise Invalid([("start", refusal.code, dict(refusal.params))]) from None


def undo_move(
    move: PlanMove,
    use_case: UseCase,
    *,
    by: Actor,
    version: int | None = None,
    reason: ReplanReason | None = None,
    note: str = "",
) -> PlanMove | None:
    """Put a use case back where the move found it; the move and its undoing both stay on record.

    A move from before the first baseline has no reason code; undone after it, it asks for one.
    """
    if plan_of(use_case) != (move.to_start, move.to_quarters) or move.id not in standing_ids(use_case.id):
        raise Conflict("stale")
    return move_plan(
        use_case,
        start=move.from_start,
        quarters=move.from_quarters,
        by=by,
        reason=move.reason or reason,
        note=note,
        version=version,
        undoes=move,
    )


def _renew(use_case_ids: Collection[int], on: date) -> None:
    db.session.flush()
    refresh_statuses(max(on, today()), use_case_ids)
