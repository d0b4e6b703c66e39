"""Read the benefits of a use case with what was measured, what it is worth and what it costs."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from core.database import db
from portfolio.models import Benefit
from portfolio.models.progress import BenefitDue, BenefitMeasurement, BenefitWorth, LifeCost
from portfolio.rules.benefit_figures import Measurement, Realised, realised


@dataclass(frozen=True)
class BenefitLine:
    """A benefit with its measurements, the oldest first, how far it is, its worth and when it is due."""

    benefit: Benefit
    realised: Realised
    measurements: Sequence[BenefitMeasurement] = field(default_factory=list)
    worth: BenefitWorth | None = None
    due: BenefitDue | None = None


def list_benefits(use_case_id: int, on: date) -> list[BenefitLine]:
    """Return the benefits in order: four queries, or one without benefits."""
    statement = select(Benefit).where(Benefit.use_case_id == use_case_id)
    benefits = db.session.scalars(statement.order_by(Benefit.position, Benefit.id)).all()
    ids = [benefit.id for benefit in benefits]
    if not ids:
        return []
    measured: dict[int, list[BenefitMeasurement]] = {}
    rows = select(BenefitMeasurement).where(BenefitMeasurement.benefit_id.in_(ids))
    for row in db.session.scalars(rows.order_by(BenefitMeasurement.on)):
        measured.setdefault(row.benefit_id, []).append(row)
    worth = select(BenefitWorth).where(BenefitWorth.benefit_id.in_(ids))
    worths = {row.benefit_id: row for row in db.session.scalars(worth)}
    due = select(BenefitDue).where(BenefitDue.benefit_id.in_(ids))
    dues = {row.benefit_id: row for row in db.session.scalars(due)}
    return [
        BenefitLine(
            benefit,
            realised(
                benefit.baseline,
                benefit.target,
                [Measurement(row.on, row.value) for row in measured.get(benefit.id, [])],
                on,
            ),
            measured.get(benefit.id, []),
            worths.get(benefit.id),
            dues.get(benefit.id),
        )
        for benefit in benefits
    ]


def list_life_costs(use_case_id: int) -> Sequence[LifeCost]:
    """Return the costs by year."""
    statement = select(LifeCost).where(LifeCost.use_case_id == use_case_id)
    return db.session.scalars(statement.order_by(LifeCost.year)).all()


def life_costs_version(use_case_id: int) -> int:
    """Return a number that changes when a year of the costs comes, goes or is written otherwise."""
    rows = [(row.year, row.low_cents, row.high_cents, row.assumption) for row in list_life_costs(use_case_id)]
    return zlib.crc32(repr(rows).encode()) & 0x7FFFFFFF
