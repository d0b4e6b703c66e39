"""Calculate an exact scheduling proposal in the worker; no transaction is open while the solver runs."""

from collections.abc import Mapping
from typing import Any

from core.database import db, reading
from core.jobs import JobState, Running, register_task
from portfolio.actions.schedules import TASK, end_schedule, record_schedule
from portfolio.jobs.scenarios import Looking
from portfolio.models import RunState, ScheduleRun
from portfolio.rules.findings import Refusal
from portfolio.rules.selection.plain import input_from_plain
from portfolio.rules.selection.scheduling import Aim, schedule


def calculate_schedule(payload: Mapping[str, Any], running: Running) -> None:
    """Answer the question that a run holds, and keep the answer."""
    run_id = int(payload["run_id"])
    with reading():
        run = db.session.get_one(ScheduleRun, run_id)
        inputs, aim, is_final = run.inputs, Aim(run.aim), run.is_final
        db.session.rollback()
    if is_final:
        return
    candidates, terms = input_from_plain(inputs)
    looking = Looking(running, last=100)
    try:
        found = schedule(candidates, terms, aim, exact=True, watch=looking.watch())
    except Refusal as refusal:
        end_schedule(db.session.get_one(ScheduleRun, run_id), RunState.FAILED, refusal.code)
        return
    was_cancelled = looking.is_stopped or not running.goes_on(100)
    record_schedule(
        db.session.get_one(ScheduleRun, run_id, with_for_update=True), found, was_cancelled=was_cancelled
    )


def end_run(payload: Mapping[str, Any], state: JobState) -> None:
    """End a run whose job failed or was cancelled before it began."""
    run = db.session.get(ScheduleRun, int(payload["run_id"]))
    if run is not None:
        ended = RunState.CANCELLED if state is JobState.CANCELLED else RunState.FAILED
        end_schedule(run, ended, "" if state is JobState.CANCELLED else "worker_failed")


def register_tasks() -> None:
    """Let the worker know of it."""
    register_task(TASK, calculate_schedule, not_done=end_run)
