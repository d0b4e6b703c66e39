"""Read the two axes on which use cases are evaluated (R11): milestones of each kind, promised and reached.

Counted in the database; who has no milestone of a kind is there too, with none.
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from accounts.models import Domain
from core.database import db
from portfolio.models import Benefit, UseCase
from portfolio.models.progress import BenefitMeasurement, Milestone, MilestonePlan
from portfolio.queries.progress_charts import Asked
from portfolio.rules.progress_terms import MilestoneKind
from portfolio.rules.terms import PUBLISHED_PHASES


class Place(NamedTuple):
    """How many use cases reached the same part of their milestones; ``code`` is the first of them."""

    value_reached: int
    value_total: int
    function_reached: int
    function_total: int
    use_cases: int
    code: str


class ResultRow(NamedTuple):
    """One use case on both axes, and how many of its benefits were measured."""

    code: str
    title: str
    title_en: str
    domain: str
    value_reached: int
    value_total: int
    function_reached: int
    function_total: int
    benefits: int
    measured: int
    is_illustrative: bool


def _per_use_case(asked: Asked) -> Any:
    """Return the subquery with four numbers per use case that is chosen or finished and has milestones."""
    stands = or_(Milestone.dropped_on.is_(None), Milestone.dropped_on > asked.on)
    is_reached = Milestone.reached_on <= asked.on

    def total(kind: MilestoneKind, *more: ColumnElement[bool]) -> Any:
        return func.coalesce(func.sum(case((and_(Milestone.kind == kind, *more), 1), else_=0)), 0)

    value, function = MilestoneKind.SOCIETAL_VALUE, MilestoneKind.SYSTEM_FUNCTION
    return (
        select(
            UseCase.id,
            UseCase.code,
            total(value, is_reached).label("value_reached"),
            total(value).label("value_total"),
            total(function, is_reached).label("function_reached"),
            total(function).label("function_total"),
        )
        .join(Milestone, and_(Milestone.use_case_id == UseCase.id, stands))
        .where(*asked.conditions, UseCase.phase.in_(PUBLISHED_PHASES), UseCase.published_on.is_not(None))
        .group_by(UseCase.id, UseCase.code)
        .subquery()
    )


def count_places(asked: Asked) -> list[Place]:
    """Return how many use cases stand in each place: one query, few rows however many use cases."""
    found = _per_use_case(asked)
    numbers = (found.c.value_reached, found.c.value_total, found.c.function_reached, found.c.function_total)
    statement: Any = (
        select(*numbers, func.count(), func.min(found.c.code)).group_by(*numbers).order_by(*numbers)
    )
    return [Place(*row) for row in db.session.execute(statement)]


def count_without(asked: Asked) -> int:
    """Return how many chosen or finished use cases have no milestone at all: one query."""
    has_one = select(Milestone.use_case_id).where(Milestone.use_case_id == UseCase.id).exists()
    statement = (
        select(func.count())
        .select_from(UseCase)
        .where(
            *asked.conditions,
            UseCase.phase.in_(PUBLISHED_PHASES),
            UseCase.published_on.is_not(None),
            ~has_one,
        )
    )
    return db.session.scalar(statement) or 0


def list_results(asked: Asked, most: int | None = None) -> list[ResultRow]:
    """Return the use cases, those that reached most on both axes together first: one query."""
    found = _per_use_case(asked)
    benefits = (
        select(func.count()).where(Benefit.use_case_id == found.c.id).correlate(found).scalar_subquery()
    )
    measured = (
        select(func.count(Benefit.id.distinct()))
        .select_from(BenefitMeasurement)
        .join(Benefit, Benefit.id == BenefitMeasurement.benefit_id)
        .where(Benefit.use_case_id == found.c.id, BenefitMeasurement.on <= asked.on)
        .correlate(found)
        .scalar_subquery()
    )
    made_up = (
        select(func.count())
        .select_from(MilestonePlan)
        .join(Milestone, Milestone.id == MilestonePlan.milestone_id)
        .where(Milestone.use_case_id == found.c.id, MilestonePlan.is_illustrative.is_(True))
        .correlate(found)
        .scalar_subquery()
    )
    reached = found.c.value_reached + found.c.function_reached
    statement: Any = (
        select(
            *(UseCase.code, UseCase.title, UseCase.title_en, Domain.slug),
            *(found.c.value_reached, found.c.value_total),
            *(found.c.function_reached, found.c.function_total),
            *(benefits, measured, made_up),
        )
        .join(found, found.c.id == UseCase.id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .order_by(reached.desc(), UseCase.code)
    )
    if most is not None:
        statement = statement.limit(most)
    rows = [ResultRow(*row) for row in db.session.execute(statement)]
    return [row._replace(is_illustrative=bool(row.is_illustrative)) for row in rows]
