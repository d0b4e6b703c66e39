"""Write what benefits turn out to be: measurements, when the next is due, their worth and the costs.

None of these commits.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.audit import Actor, record
from core.database import db, lock, today
from core.errors import Conflict, Invalid
from portfolio.models import Benefit, UseCase
from portfolio.models.progress import BenefitDue, BenefitMeasurement, BenefitWorth, LifeCost
from portfolio.queries.benefits import life_costs_version

MOST_MONTHS = 60


def measure_benefit(
    benefit: Benefit,
    *,
    value: Decimal,
    on: date,
    by: Actor,
    note: str = "",
    is_illustrative: bool = False,
) -> BenefitMeasurement:
    """Record what was measured on a day, also after delivery; the same day again corrects it.

    Moves the day of the next measurement on: by its interval, else it is done.
    """
    if on > today():
        raise Invalid([("on", "date_in_future", {})])
    statement = select(BenefitMeasurement).where(
        BenefitMeasurement.benefit_id == benefit.id, BenefitMeasurement.on == on
    )
    row = db.session.scalars(statement).one_or_none()
    if row is None:
        row = BenefitMeasurement(benefit_id=benefit.id, on=on)
        db.session.add(row)
    row.value, row.note, row.by_label = value, note.strip(), by.actor_label
    row.is_illustrative = is_illustrative
    due = db.session.get(BenefitDue, benefit.id)
    if due is not None and not is_illustrative:
        if due.every_months:
            due.due_on, due.is_illustrative = months_later(on, due.every_months), False
        elif due.due_on <= on:
            db.session.delete(due)
    record("benefit.measured", benefit, by=by, label=str(benefit.id), use_case=benefit.use_case_id)
    return row


def plan_measurement(
    benefit: Benefit,
    *,
    due_on: date | None,
    every_months: int | None,
    by: Actor,
    is_illustrative: bool = False,
) -> BenefitDue | None:
    """Say when a benefit is measured next and how often after that; no day forgets it."""
    if every_months is not None and not 1 <= every_months <= MOST_MONTHS:
        raise Invalid([("every_months", "months_not_valid", {"most": MOST_MONTHS})])
    due = db.session.get(BenefitDue, benefit.id)
    if due_on is None:
        if due is not None:
            db.session.delete(due)
        due = None
    else:
        if due is None:
            due = BenefitDue(benefit_id=benefit.id)
            db.session.add(due)
        due.due_on, due.every_months, due.is_illustrative = due_on, every_months, is_illustrative
    record("benefit.planned", benefit, by=by, label=str(benefit.id), use_case=benefit.use_case_id)
    return due


def value_benefit(
    benefit: Benefit,
    *,
    low_cents: int | None,
    high_cents: int | None,
    years: tuple[int | None, int | None],
    assumption: str,
    by: Actor,
    is_illustrative: bool = False,
) -> BenefitWorth | None:
    """Say what a benefit is worth a year, as a range with its assumption; no amounts means no price."""
    worth = db.session.get(BenefitWorth, benefit.id)
    if low_cents is None and high_cents is None:
        if worth is not None:
            db.session.delete(worth)
        worth = None
    else:
        if low_cents is None or high_cents is None or low_cents > high_cents:
            raise Invalid([("high", "worth_range", {})])
        first, last = years
        if first is None or last is None or first > last:
            raise Invalid([("to_year", "worth_years", {})])
        if not assumption.strip():
            raise Invalid([("assumption", "worth_assumption", {})])
        if worth is None:
            worth = BenefitWorth(benefit_id=benefit.id)
            db.session.add(worth)
        worth.low_cents, worth.high_cents = low_cents, high_cents
        worth.from_year, worth.to_year = first, last
        worth.assumption, worth.is_illustrative = assumption.strip(), is_illustrative
    record("benefit.valued", benefit, by=by, label=str(benefit.id), use_case=benefit.use_case_id)
    return worth


def set_life_costs(
    use_case: UseCase,
    rows: Sequence[tuple[int, int, int, str]],
    *,
    by: Actor,
    version: int | None = None,
    is_illustrative: bool = False,
) -> None:
    """Make the costs over the life equal to ``rows``: year, low and high in cents, assumption.

    Errors: Conflict when they were written since ``version``; Invalid.
    """
    # One writer at a time, so that the version is still that of the rows when they are written.
    lock(UseCase, [use_case.id])
    if version is not None and version != life_costs_version(use_case.id):
        raise Conflict("stale")
    wrong: list[tuple[str, str, dict[str, Any]]] = [
        (f"costs-{place}-high", "range_in_order", {})
        for place, (_year, low, high, _text) in enumerate(rows)
        if low < 0 or low > high
    ]
    years = [row[0] for row in rows]
    wrong += [
        (f"costs-{place}-year", "amount_twice", {})
        for place, year in enumerate(years)
        if year in years[:place]
    ]
    if wrong:
        raise Invalid(wrong)
    known = {
        row.year: row
        for row in db.session.scalars(select(LifeCost).where(LifeCost.use_case_id == use_case.id))
    }
    for year in known.keys() - set(years):
        db.session.delete(known[year])
    for year, low, high, assumption in rows:
        row = known.get(year)
        if row is None:
            row = LifeCost(use_case_id=use_case.id, year=year)
            db.session.add(row)
        elif (row.low_cents, row.high_cents, row.assumption) == (low, high, assumption.strip()):
            continue
        row.low_cents, row.high_cents, row.assumption = low, high, assumption.strip()
        row.is_illustrative = is_illustrative
    record("use_case.costed", use_case, by=by, label=use_case.code)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where that day is not there."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(last, day.day))
        except ValueError:
            continue
    raise ValueError(day)
