"""File the progress of a use case as it was told: dated reports, plans and measurements at once.

For the loader and for generated data; nothing of it replaces what is there. None of this commits.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import delete

from core.audit import Actor, record
from core.database import db
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.models import UseCase
from portfolio.models.progress import (
    BenefitDue,
    BenefitMeasurement,
    BenefitWorth,
    ComputedStatus,
    LifeCost,
    Milestone,
    MilestonePlan,
    StatusReport,
)
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import MilestoneKind, ReplanReason

MARKS = ["title", "planned_on", "reached_on"]


@dataclass(frozen=True)
class ToldPlan:
    """On a day another day was expected."""

    on: date
    planned_on: date
    reason: ReplanReason | None = None


@dataclass(frozen=True)
class ToldMilestone:
    """A milestone with its plans, the first one first."""

    title: str
    title_en: str
    function_id: int | None
    plans: Sequence[ToldPlan]
    reached_on: date | None


@dataclass(frozen=True)
class ToldProgress:
    """All that is told of one use case; benefits by id. Amounts in cents; years as they are."""

    reports: Sequence[tuple[date, Status, str]] = ()
    milestones: Sequence[ToldMilestone] = ()
    measured: Sequence[tuple[int, date, Decimal]] = ()
    due: Sequence[tuple[int, date, int | None]] = ()
    worth: Mapping[int, tuple[int, int, int, int, str]] = field(default_factory=dict)
    costs: Sequence[tuple[int, int, int, str]] = ()


def file_progress(use_case: UseCase, told: ToldProgress, *, by: Actor) -> list[Milestone | StatusReport]:
    """Add what is told, each value marked as illustrative; one event. The caller computes statuses."""
    who = by.actor_label
    milestones = [
        Milestone(
            use_case_id=use_case.id,
            position=place,
            kind=MilestoneKind.SYSTEM_FUNCTION if one.function_id else MilestoneKind.SOCIETAL_VALUE,
            function_id=one.function_id,
            title=one.title,
            title_en=one.title_en,
            first_planned_on=one.plans[0].planned_on,
            planned_on=one.plans[-1].planned_on,
            reached_on=one.reached_on,
            illustrative=MARKS,
            plans=[
                MilestonePlan(
                    on=plan.on,
                    planned_on=plan.planned_on,
                    reason=plan.reason,
                    by_label=who,
                    is_illustrative=True,
                )
                for plan in one.plans
            ],
        )
        for place, one in enumerate(told.milestones)
    ]
    reports = [
        StatusReport(
            use_case_id=use_case.id, on=on, status=status, note=note, by_label=who, is_illustrative=True
        )
        for on, status, note in told.reports
    ]
    db.session.add_all([*milestones, *reports])
    db.session.add_all(
        BenefitMeasurement(benefit_id=id_, on=on, value=value, by_label=who, is_illustrative=True)
        for id_, on, value in told.measured
    )
    db.session.add_all(
        BenefitDue(benefit_id=id_, due_on=on, every_months=months, is_illustrative=True)
        for id_, on, months in told.due
    )
    db.session.add_all(
        BenefitWorth(
            benefit_id=id_,
            low_cents=low,
            high_cents=high,
            from_year=first,
            to_year=last,
            assumption=assumption,
            is_illustrative=True,
        )
        for id_, (low, high, first, last, assumption) in told.worth.items()
    )
    db.session.add_all(
        LifeCost(
            use_case_id=use_case.id,
            year=year,
            low_cents=low,
            high_cents=high,
            assumption=assumption,
            is_illustrative=True,
        )
        for year, low, high, assumption in told.costs
    )
    record("use_case.reported", use_case, by=by, label=use_case.code, filed=len(reports))
    return [*milestones, *reports]


def compute_anew(days: Sequence[date], use_case_ids: Collection[int] | None = None) -> int:
    """Forget what was computed and compute it as known on each of ``days``, rising; return the rows written.

    Computed rows follow from what was told, so nothing is lost.
    """
    statement = delete(ComputedStatus)
    if use_case_ids is not None:
        statement = statement.where(ComputedStatus.use_case_id.in_(use_case_ids))
    db.session.execute(statement)
    db.session.expire_all()
    written = 0
    for day in sorted(days):
        written += refresh_statuses(day, use_case_ids)
        db.session.flush()
    return written
