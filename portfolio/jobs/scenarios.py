"""Calculate scenarios in the worker: the choice first, then what explains it, in one job.

No transaction is open while the solver runs. The answer is committed as soon as it
is there; a worker that is killed later only makes the explanations that lack.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.database import db, reading
from core.jobs import JobState, Running, register_task
from portfolio.actions.scenario_results import record_end, record_result
from portfolio.actions.scenarios import DETAIL_TASK, RUN_TASK
from portfolio.jobs.explanations import explain_all, make_detail
from portfolio.models import DetailKind, RunState, ScenarioRun
from portfolio.rules.findings import Refusal
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.plain import from_plain, input_from_plain
from portfolio.rules.selection.proposal import Proposal
from portfolio.rules.selection.solver import Progress, Watch
from portfolio.rules.selection.terms import Candidate, Terms

SHARE_OF_CHOICE = 60
"""Percent of a job that the choice itself counts for; the rest is explaining."""
_SECONDS_BETWEEN = 0.4


@dataclass
class Looking:
    """Looks on at a solve: tells the job how far it is, and whether to stop; a few times a second."""

    running: Running
    first: int = 0
    last: int = SHARE_OF_CHOICE
    is_stopped: bool = False
    _progress: int = 0
    _asked_at: float = field(default=0.0)

    def watch(self) -> Watch:
        """Return what the solver calls."""
        return Watch(show=self._show, should_stop=self._should_stop)

    def _show(self, progress: Progress) -> None:
        if progress.gap is not None:
            closed = 1 - min(1.0, progress.gap)
            self._progress = max(self._progress, round(self.first + (self.last - self.first) * closed))

    def _should_stop(self) -> bool:
        if not self.is_stopped and time.monotonic() - self._asked_at > _SECONDS_BETWEEN:
            self._asked_at = time.monotonic()
            self.is_stopped = not self.running.goes_on(self._progress)
        return self.is_stopped


def calculate_run(payload: Mapping[str, Any], running: Running) -> None:
    """Answer the question that a run holds, keep the answer, then explain it."""
    run_id = int(payload["run_id"])
    candidates, terms, proposal = load_run(run_id)
    if proposal is None:
        looking = Looking(running)
        try:
            proposal = propose(candidates, terms, watch=looking.watch())
        except Refusal as refusal:
            record_end(db.session.get_one(ScenarioRun, run_id), RunState.FAILED, refusal.code)
            return
        if not running.goes_on(SHARE_OF_CHOICE) and not looking.is_stopped:
            looking.is_stopped = True
        run = db.session.get_one(ScenarioRun, run_id, with_for_update=True)
        record_result(run, proposal, was_cancelled=looking.is_stopped)
        db.session.commit()
        if looking.is_stopped:
            return
    explain_all(run_id, candidates, terms, proposal, running)


def calculate_detail(payload: Mapping[str, Any], running: Running) -> None:
    """Make one explanation or study that somebody asked for."""
    run_id = int(payload["run_id"])
    candidates, terms, proposal = load_run(run_id)
    if proposal is not None:
        question = (candidates, terms, proposal)
        make_detail(run_id, DetailKind(payload["kind"]), str(payload["key"]), question, running)


def load_run(run_id: int) -> tuple[tuple[Candidate, ...], Terms, Proposal | None]:
    """Return the question of a run and its answer, as they were kept; leaves no transaction open."""
    with reading():
        run = db.session.get_one(ScenarioRun, run_id)
        inputs, result = run.inputs, run.result
        db.session.rollback()
    candidates, terms = input_from_plain(inputs)
    return candidates, terms, None if result is None else from_plain(Proposal, result)


def end_run(payload: Mapping[str, Any], state: JobState) -> None:
    """End a run whose job failed or was cancelled before it began."""
    run = db.session.get(ScenarioRun, int(payload["run_id"]))
    if run is not None:
        ended = RunState.CANCELLED if state is JobState.CANCELLED else RunState.FAILED
        record_end(run, ended, "" if state is JobState.CANCELLED else "worker_failed")


def register_tasks() -> None:
    """Let the worker know what the portfolio asks of it."""
    register_task(RUN_TASK, calculate_run, not_done=end_run)
    register_task(DETAIL_TASK, calculate_detail)
