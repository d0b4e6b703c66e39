"""One save of an owner's update: status, milestones and measurements together. Never commits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from core.audit import Actor, record
from core.database import db, today
from core.errors import Conflict, Invalid
from portfolio.actions.benefits import measure_benefit
from portfolio.actions.progress import edit_milestone, report_status
from portfolio.models import Benefit, UseCase
from portfolio.models.progress import Milestone, StatusReport
from portfolio.queries.progress import progress_version
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import ReplanReason


@dataclass(frozen=True, slots=True)
class MilestoneNews:
    """What an update says of one milestone: reached on a day, or expected on another, and why."""

    milestone_id: int
    reached_on: date | None = None
    planned_on: date | None = None
    reason: ReplanReason | None = None


@dataclass(frozen=True, slots=True)
class MeasuredNow:
    """What an update measured of one benefit."""

    benefit_id: int
    value: Decimal
    on: date


def update_progress(
    use_case: UseCase,
    *,
    status: Status,
    note: str,
    milestones: Sequence[MilestoneNews] = (),
    measurements: Sequence[MeasuredNow] = (),
    by: Actor,
    version: int | None = None,
) -> StatusReport:
    """Report how it goes with all that changed; refuse when someone reported since ``version`` was opened.

    Findings name the row: ``milestones-0-reason``. Source: methods.md §5.
    """
    if version is not None and version != progress_version(use_case.id):
        raise Conflict("stale")
    wrong: list[tuple[str, str, Mapping[str, Any]]] = []

    def attempt(prefix: str, act: Callable[[], object]) -> None:
        try:
            act()
        except Invalid as refusal:
            wrong.extend((f"{prefix}{name}", code, params) for name, code, params in refusal.findings)

    for place, news in enumerate(milestones):
        attempt(f"milestones-{place}-", partial(_tell, use_case, news, by))
    for place, one in enumerate(measurements):
        attempt(f"measurements-{place}-", partial(_measure, use_case, one, by))
    report: list[StatusReport] = []
    attempt("", lambda: report.append(report_status(use_case, status=status, note=note, by=by)))
    if wrong:
        raise Invalid([(name, code, dict(params)) for name, code, params in wrong])
    return report[0]


def _tell(use_case: UseCase, news: MilestoneNews, by: Actor) -> None:
    milestone = db.session.get(Milestone, news.milestone_id)
    if milestone is None or milestone.use_case_id != use_case.id:
        raise Invalid([("planned_on", "milestone_unknown", {})])
    if milestone.dropped_on is not None:
        raise Invalid([("planned_on", "milestone_dropped", {})])
    if milestone.reached_on is not None:
        raise Invalid([("reached_on", "milestone_reached", {})])
    moved = news.planned_on if news.planned_on != milestone.planned_on else None
    if news.reached_on is not None:
        edit_milestone(milestone, reached_on=news.reached_on, by=by)
    elif moved is not None:
        edit_milestone(milestone, planned_on=moved, reason=news.reason, by=by)


def _measure(use_case: UseCase, one: MeasuredNow, by: Actor) -> None:
    benefit = db.session.get(Benefit, one.benefit_id)
    if benefit is None or benefit.use_case_id != use_case.id:
        raise Invalid([("value", "benefit_unknown", {})])
    measure_benefit(benefit, value=one.value, on=one.on, by=by)


def drop_milestone(milestone: Milestone, *, note: str, by: Actor, version: int | None = None) -> Milestone:
    """Let a milestone go with a reason; it stays on record, with its first promise."""
    if version is not None and version != milestone.version:
        raise Conflict("stale")
    if milestone.reached_on is not None:
        raise Invalid([("drop", "milestone_reached", {})])
    if milestone.dropped_on is not None:
        raise Invalid([("drop", "milestone_dropped", {})])
    if not note.strip():
        raise Invalid([("note", "drop_needs_reason", {})])
    milestone.dropped_on, milestone.note = today(), note.strip()
    record("milestone.dropped", milestone, by=by, label=str(milestone.id), use_case=milestone.use_case_id)
    return milestone
