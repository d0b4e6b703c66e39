"""Record what a calculation gave. Done by jobs; none of these commits, and nothing is ever changed later."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from core import audit
from core.audit import SYSTEM
from core.database import db, utc_now
from portfolio.models import DetailKind, RunDetail, RunState, Scenario, ScenarioRun
from portfolio.rules.selection.plain import to_plain
from portfolio.rules.selection.proposal import Proposal, Status

STUDIES = frozenset({DetailKind.FRONTIER, DetailKind.ROBUSTNESS})
_STATES = {
    Status.OPTIMAL: RunState.DONE,
    Status.NODE_LIMIT: RunState.DONE,
    Status.INFEASIBLE: RunState.DONE,
    Status.TIME_LIMIT: RunState.TIMED_OUT,
    Status.NOTHING_FOUND: RunState.TIMED_OUT,
    Status.CANCELLED: RunState.CANCELLED,
}


def record_result(run: ScenarioRun, proposal: Proposal, *, was_cancelled: bool = False) -> bool:
    """Keep the answer of a calculation; return False when it had ended already."""
    if run.is_final:
        return False
    run.result = to_plain(proposal)
    run.ended_at = utc_now()
    run.state = RunState.CANCELLED if was_cancelled else _STATES[proposal.status]
    _record("scenario.calculated", run)
    return True


def record_end(run: ScenarioRun, state: RunState, error: str = "") -> None:
    """End a calculation that gave no answer."""
    if run.is_final:
        return
    run.state, run.error, run.ended_at = state, error[:60], utc_now()
    _record("scenario.not_calculated", run)


def record_detail(
    run_id: int, kind: DetailKind, data: Mapping[str, Any], *, key: str = ""
) -> RunDetail | None:
    """Keep an explanation or study; None when it was there already, which then stays."""
    there = select(RunDetail.id).where(
        RunDetail.run_id == run_id, RunDetail.kind == kind, RunDetail.key == key
    )
    if db.session.scalar(there) is not None:
        return None
    detail = RunDetail(run_id=run_id, kind=kind, key=key, data=dict(data))
    db.session.add(detail)
    db.session.flush()
    if kind in STUDIES:
        # Everyone reads these where a decision rests on the calculation: their pages are told.
        _record("scenario.studied", db.session.get_one(ScenarioRun, run_id))
    return detail


def _record(verb: str, run: ScenarioRun) -> None:
    scenario = db.session.get_one(Scenario, run.scenario_id)
    audit.record(verb, scenario, by=SYSTEM, label=f"scenario {scenario.number}", run=run.number)
