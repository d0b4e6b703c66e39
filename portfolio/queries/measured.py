"""When a benefit counts as measured: one meaning for the dashboard, the list behind it and every report.

Measured is one with a measurement in the period and none that is still due at its end;
overdue is one whose next measurement was due by then. A benefit is never both. When it was
due is known as it is planned now: a measurement made after the period moves it on.
"""

from datetime import date

from sqlalchemy import ColumnElement, Exists, and_, exists

from portfolio.models import Benefit
from portfolio.models.progress import BenefitDue, BenefitMeasurement


def is_overdue(on: date) -> Exists:
    """Return the condition for a benefit whose next measurement was due by a day."""
    was_due = exists().where(BenefitDue.benefit_id == Benefit.id, BenefitDue.due_on <= on)
    return was_due.correlate(Benefit)


def is_up_to_date(since: date, on: date) -> ColumnElement[bool]:
    """Return the condition for one that was measured from ``since`` until ``on``, and owes nothing."""
    was_measured = exists().where(
        BenefitMeasurement.benefit_id == Benefit.id, BenefitMeasurement.on.between(since, on)
    )
    return and_(was_measured.correlate(Benefit), ~is_overdue(on))
