"""Ask for an exact scheduling proposal, keep its answer, and take moves over from one. None commits.

Nothing of a proposal moves by itself: ``accept_moves`` moves what a person ticked, by the same
action as a move by hand, so that promises and reasons count alike.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from accounts.models import Domain
from core import audit
from core.audit import SYSTEM, Actor
from core.database import db, lock, utc_now
from core.errors import Conflict, Invalid, Refusal
from core.jobs import ask_to_cancel, enqueue
from portfolio.actions.plan_log import Plan, plan_of
from portfolio.actions.progress import move_plans
from portfolio.models import RunState, ScheduleRun, UseCase
from portfolio.models.progress import PlanMove
from portfolio.queries.use_cases import load_fresh
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.schedule import Question
from portfolio.rules.selection.plain import input_to_plain, to_plain
from portfolio.rules.selection.proposal import Status
from portfolio.rules.selection.scheduling import Schedule
from portfolio.rules.selection.terms import MODEL_VERSION

TASK = "schedule.run"
_STATES = {
    Status.TIME_LIMIT: RunState.TIMED_OUT,
    Status.NOTHING_FOUND: RunState.TIMED_OUT,
    Status.CANCELLED: RunState.CANCELLED,
}


def ask_schedule(
    domain: Domain,
    question: Question,
    *,
    may_move_promised: bool,
    seconds: float,
    gap: Decimal,
    by: Actor,
) -> ScheduleRun:
    """Ask a worker for the exact answer: within ``seconds``, or as soon as it is within ``gap`` (0–1)."""
    lock(Domain, [domain.id])
    going = select(ScheduleRun.id).where(
        ScheduleRun.domain_id == domain.id, ScheduleRun.state == RunState.QUEUED
    )
    if db.session.scalar(going.limit(1)) is not None:
        raise Refusal("schedule_is_going_on")
    if not question.free:
        raise Refusal("nothing_to_schedule")
    run = ScheduleRun(
        domain_id=domain.id,
        aim=question.aim.value,
        may_move_promised=may_move_promised,
        inputs=input_to_plain(question.candidates, replace(question.terms, gap=gap, seconds=seconds)),
        input_hash=question.hash,
        model_version=MODEL_VERSION,
        asked_by=by.actor_label,
    )
    db.session.add(run)
    db.session.flush()
    run.job_id = enqueue(TASK, {"run_id": run.id}).id
    audit.record("schedule.asked", run, by=by, label=domain.name)
    return run


def cancel_schedule(run: ScheduleRun, *, by: Actor) -> None:
    """Ask a calculation to stop with the best it found; its job must be loaded."""
    if run.is_final:
        raise Refusal("run_has_ended")
    if run.job is not None:
        ask_to_cancel(run.job)
    audit.record("schedule.cancelled", run, by=by, label=str(run.id))


def record_schedule(run: ScheduleRun, schedule: Schedule, *, was_cancelled: bool) -> None:
    """Keep an answer; one that has ended stays as it was."""
    if run.is_final:
        return
    run.result = to_plain(schedule)
    known = _STATES.get(schedule.status, RunState.DONE) if schedule.status else RunState.DONE
    run.state = RunState.CANCELLED if was_cancelled else known
    run.ended_at = utc_now()
    audit.record("schedule.calculated", run, by=SYSTEM, label=str(run.id))


def end_schedule(run: ScheduleRun, state: RunState, error: str = "") -> None:
    """End a calculation that gave no answer."""
    if run.is_final:
        return
    run.state, run.error, run.ended_at = state, error[:60], utc_now()
    audit.record("schedule.not_calculated", run, by=SYSTEM, label=str(run.id))


def accept_moves(
    domain: Domain,
    moves: Mapping[str, tuple[Quarter, int]],
    *,
    by: Actor,
    reason: ReplanReason | None,
    note: str,
    before: Mapping[str, Plan] | None = None,
) -> list[PlanMove]:
    """Move the use cases of a domain to (first quarter, length) by code; all of them, or none.

    What was promised asks for the reason code, as a move by hand does. ``before`` are the
    plans that the author saw: Conflict when one is another by now.
    """
    if not moves:
        raise Invalid([("codes", "nothing_ticked", {})])
    statement = select(UseCase.id).where(UseCase.code.in_(moves), UseCase.domain_id == domain.id)
    found = load_fresh(db.session.scalars(statement).all())
    if len(found) != len(moves):
        raise Conflict("stale")
    if before is not None and any(plan_of(one) != before[one.code] for one in found):
        raise Conflict("stale")
    places = [(use_case, moves[use_case.code]) for use_case in found]
    return move_plans(
        [(use_case, start.index, quarters) for use_case, (start, quarters) in places],
        by=by,
        reason=reason,
        note=note,
    )
