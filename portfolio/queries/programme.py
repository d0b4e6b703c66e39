"""Read what the page of the programme counts, in the database, by what a reader may see.

How use cases stand and run is counted for use cases; milestones and benefits for initiatives as
well, for those were promised too. A report counts the same (queries/report_figures.py).
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from accounts.models import Domain
from core.database import db
from portfolio.models import AdoptedRow, Benefit, Decision, RoadmapAdoption, UseCase
from portfolio.models.progress import ComputedStatus, Milestone
from portfolio.queries.measured import is_overdue, is_up_to_date
from portfolio.queries.plain_rows import list_of, plain_rows, stored_list, stored_word, words_of
from portfolio.queries.progress_charts import Asked, holds
from portfolio.queries.progress_inputs import IN_ORDER
from portfolio.rules.decisions import DecisionState
from portfolio.rules.programme import Delivered, Measured, Standing
from portfolio.rules.progress_status import Status
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Kind

_STATUSES = words_of(Status)


def list_standings(asked: Asked, on: date, codes: Collection[str]) -> list[Standing]:
    """Return how those of ``codes`` that ``asked`` reaches stood on the day, by code: one query."""
    statement: Any = (
        select(
            *(UseCase.code, UseCase.title, UseCase.title_en, Domain.slug),
            *(stored_word(ComputedStatus.status), stored_word(ComputedStatus.declared)),
            *(ComputedStatus.drift, ComputedStatus.reported_on, ComputedStatus.unchanged_for),
            *(stored_list(ComputedStatus.causes), ComputedStatus.is_illustrative),
        )
        .join(ComputedStatus, ComputedStatus.use_case_id == UseCase.id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(holds(on), *asked.conditions)
        .order_by(UseCase.code)
    )
    return [_standing(*values) for values in plain_rows(statement) if values[0] in codes]


def _standing(code: str, title: str, title_en: str, domain: str, *rest: Any) -> Standing:
    status, declared, drift, reported_on, unchanged_for, causes, made_up = rest
    return Standing(
        *(code, title, title_en, domain, _STATUSES[status], _STATUSES[declared], drift, reported_on),
        *(unchanged_for, list_of(causes), made_up),
    )


def count_delivered(asked: Asked, since: date) -> Delivered:
    """Return what was promised and reached from ``since`` up to and including the day: one query."""
    is_promised = and_(Milestone.first_planned_on >= since, Milestone.first_planned_on <= asked.on)
    is_kept = and_(is_promised, Milestone.reached_on <= asked.on)
    is_reached = and_(Milestone.reached_on >= since, Milestone.reached_on <= asked.on)
    statement = (
        select(
            *(
                func.coalesce(func.sum(case((one, 1), else_=0)), 0)
                for one in (is_promised, is_kept, is_reached)
            )
        )
        .select_from(Milestone)
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .where(Milestone.first_planned_on.is_not(None), or_(is_promised, is_reached), *asked.conditions)
    )
    promised, kept, reached = db.session.execute(statement).one()
    return Delivered(int(promised), int(kept), int(reached))


def list_promised(asked: Asked) -> Sequence[str]:
    """Return the use cases that would run on the day by their first baseline, by code: one query."""
    quarter = Quarter.of(asked.on).index
    first = (
        select(
            *(UseCase.code, AdoptedRow.start, AdoptedRow.quarters),
            func.row_number().over(partition_by=AdoptedRow.use_case_id, order_by=IN_ORDER).label("place"),
        )
        .join(RoadmapAdoption, RoadmapAdoption.id == AdoptedRow.adoption_id)
        .join(Decision, Decision.id == RoadmapAdoption.decision_id)
        .join(UseCase, UseCase.id == AdoptedRow.use_case_id)
        .where(
            *(Decision.state == DecisionState.PUBLISHED, Decision.decided_on <= asked.on),
            *(UseCase.kind == Kind.USE_CASE, *asked.conditions),
        )
        .subquery()
    )
    statement = select(first.c.code).where(
        first.c.place == 1, first.c.start <= quarter, first.c.start + first.c.quarters > quarter
    )
    return [code for (code,) in plain_rows(statement)]


def count_measured(asked: Asked, since: date) -> Measured:
    """Return the benefits that were measured since then, and those that are due and were not: one query."""
    found = (
        select(
            case((is_up_to_date(since, asked.on), 1), else_=0).label("measured"),
            case((is_overdue(asked.on), 1), else_=0).label("overdue"),
        )
        .select_from(Benefit)
        .join(UseCase, UseCase.id == Benefit.use_case_id)
        .where(*asked.conditions)
        .subquery()
    )
    statement = select(
        func.coalesce(func.sum(found.c.measured), 0), func.coalesce(func.sum(found.c.overdue), 0)
    )
    measured, overdue = db.session.execute(statement).one()
    return Measured(int(measured), int(overdue))
