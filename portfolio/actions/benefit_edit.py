"""One save of what is known of a benefit: a measurement, the next day, its worth. Never commits."""

from datetime import date
from decimal import Decimal

from core.audit import Actor
from core.database import db, today
from core.errors import Conflict
from portfolio.actions.benefits import measure_benefit, plan_measurement, value_benefit
from portfolio.models import Benefit
from portfolio.models.progress import BenefitDue, BenefitWorth
from portfolio.queries.progress import progress_version


def edit_benefit(
    benefit: Benefit,
    *,
    value: Decimal | None,
    on: date | None,
    note: str,
    due: tuple[date | None, int | None],
    worth: tuple[int | None, int | None],
    years: tuple[int | None, int | None],
    assumption: str,
    version: int | None,
    by: Actor,
) -> Benefit:
    """Write what changed; ``worth`` is in cents. Refuse when the use case was reported on meanwhile.

    A measurement moves the next day on, unless another day is given with it.
    """
    if version is not None and version != progress_version(benefit.use_case_id):
        raise Conflict("stale")
    kept = db.session.get(BenefitDue, benefit.id)
    known = (kept.due_on, kept.every_months) if kept else (None, None)
    if due != known:
        plan_measurement(benefit, due_on=due[0], every_months=due[1], by=by)
        db.session.flush()
    if value is not None:
        measure_benefit(benefit, value=value, on=on or today(), note=note, by=by)
    priced = db.session.get(BenefitWorth, benefit.id)
    present = (
        (priced.low_cents, priced.high_cents, priced.from_year, priced.to_year, priced.assumption)
        if priced
        else (None, None, None, None, "")
    )
    if (*worth, *years, assumption.strip()) != present:
        value_benefit(
            benefit, low_cents=worth[0], high_cents=worth[1], years=years, assumption=assumption, by=by
        )
    return benefit
