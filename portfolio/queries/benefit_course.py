"""Read what benefits turned out to be over many use cases: counted in the database, the courses of a few."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from core.database import db
from portfolio.models import Benefit, UseCase
from portfolio.models.progress import BenefitMeasurement
from portfolio.queries.plain_rows import names
from portfolio.queries.progress_charts import Asked
from portfolio.rules.benefit_figures import BenefitState
from portfolio.rules.terms import MIX_PHASES, Phase

COUNTED = MIX_PHASES | {Phase.FINISHED}
"""What is chosen and what was delivered: measured on after delivery."""


@dataclass(frozen=True, slots=True)
class Course:
    """One benefit with its measurements until the day, the oldest first; ``last`` also where that is all."""

    id: int
    code: str
    text: str
    text_en: str
    unit: str
    is_disbenefit: bool
    baseline: Decimal | None
    target: Decimal | None
    is_illustrative: bool
    measured: Sequence[tuple[date, Decimal, bool]]


def _last(on: date) -> Any:
    """Return the day of the last measurement of each benefit by the day, and how many there are."""
    return (
        select(
            BenefitMeasurement.benefit_id,
            func.max(BenefitMeasurement.on).label("on"),
            func.count().label("times"),
        )
        .where(BenefitMeasurement.on <= on)
        .group_by(BenefitMeasurement.benefit_id)
        .subquery()
    )


def _conditions(asked: Asked) -> list[Any]:
    return [UseCase.phase.in_(COUNTED), *asked.conditions]


def count_states(asked: Asked) -> dict[BenefitState, int]:
    """Return how many benefits stand how on the day, by rules/benefit_figures.py: one query."""
    last = _last(asked.on)
    value, begin, goal = BenefitMeasurement.value, Benefit.baseline, Benefit.target
    up, down = goal > begin, goal < begin
    state = case(
        (
            or_(value.is_(None), begin.is_(None), goal.is_(None)),
            BenefitState.NOT_MEASURED.value,
        ),
        (and_(goal == begin, value == begin), BenefitState.HELD.value),
        (goal == begin, BenefitState.NOT_HELD.value),
        (or_(and_(up, value < begin), and_(down, value > begin)), BenefitState.WORSE.value),
        (or_(and_(up, value >= goal), and_(down, value <= goal)), BenefitState.REACHED.value),
        else_=BenefitState.UNDERWAY.value,
    ).label("state")
    stands = (
        select(state)
        .select_from(Benefit)
        .join(UseCase, UseCase.id == Benefit.use_case_id)
        .outerjoin(last, last.c.benefit_id == Benefit.id)
        .outerjoin(
            BenefitMeasurement,
            and_(BenefitMeasurement.benefit_id == Benefit.id, BenefitMeasurement.on == last.c.on),
        )
        .where(*_conditions(asked))
        .subquery()
    )
    rows: Iterable[Any] = db.session.execute(select(stands.c.state, func.count()).group_by(stands.c.state))
    return {BenefitState(name): total for name, total in rows}


def list_courses(asked: Asked, *, is_measured: bool = False, most: int | None = None) -> list[Course]:
    """Return benefits, those measured most often first: two queries.

    ``is_measured`` leaves out what has no measurement, beginning or goal.
    """
    last = _last(asked.on)
    statement = (
        select(
            *(Benefit.id, UseCase.code, Benefit.text, Benefit.text_en, Benefit.unit),
            *(Benefit.is_disbenefit, Benefit.baseline, Benefit.target),
            names(Benefit.illustrative, "baseline", "target"),
        )
        .join(UseCase, UseCase.id == Benefit.use_case_id)
        .outerjoin(last, last.c.benefit_id == Benefit.id)
        .where(*_conditions(asked))
        .order_by(func.coalesce(last.c.times, 0).desc(), UseCase.code, Benefit.position, Benefit.id)
    )
    if is_measured:
        statement = statement.where(
            last.c.times.is_not(None), Benefit.baseline.is_not(None), Benefit.target.is_not(None)
        )
    if most is not None:
        statement = statement.limit(most)
    rows: list[Any] = list(db.session.execute(statement))
    measured: dict[int, list[tuple[date, Decimal, bool]]] = {}
    values = select(
        *(BenefitMeasurement.benefit_id, BenefitMeasurement.on),
        *(BenefitMeasurement.value, BenefitMeasurement.is_illustrative),
    ).where(BenefitMeasurement.on <= asked.on)
    if most is None and not is_measured:
        values = (
            values.join(Benefit, Benefit.id == BenefitMeasurement.benefit_id)
            .join(UseCase, UseCase.id == Benefit.use_case_id)
            .where(*_conditions(asked))
        )
    else:
        values = values.where(BenefitMeasurement.benefit_id.in_([row[0] for row in rows]))
    for id_, on, value, made_up in db.session.execute(values.order_by(BenefitMeasurement.on)):
        measured.setdefault(id_, []).append((on, value, made_up))
    return [_course(measured.get(row[0], []), *row) for row in rows]


def _course(measured: Sequence[tuple[date, Decimal, bool]], *values: Any) -> Course:
    *known, made_up = values
    whole: list[Any] = [*known, bool(made_up), measured]
    return Course(*whole)
