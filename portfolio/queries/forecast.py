"""Read what a forecast of milestones is made of: how late finished ones were, and what is still open."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from core.database import db
from portfolio.models import UseCase
from portfolio.models.progress import Milestone
from portfolio.queries.progress_charts import Asked


def count_slips(asked: Asked) -> dict[int, int]:
    """Return by days past the first promise how many milestones were reached so by the day: one query."""
    statement = (
        select(Milestone.first_planned_on, Milestone.reached_on, func.count())
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .where(Milestone.first_planned_on.is_not(None), Milestone.reached_on <= asked.on, *asked.conditions)
        .group_by(Milestone.first_planned_on, Milestone.reached_on)
    )
    rows: Iterable[Any] = db.session.execute(statement)
    found: dict[int, int] = {}
    for first, reached, total in rows:
        slip = (reached - first).days
        found[slip] = found.get(slip, 0) + total
    return found


def count_open(asked: Asked) -> dict[date, int]:
    """Return by first promised day how many milestones were open on the day: one query."""
    statement = (
        select(Milestone.first_planned_on, func.count())
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .where(
            Milestone.first_planned_on.is_not(None),
            or_(Milestone.reached_on.is_(None), Milestone.reached_on > asked.on),
            or_(Milestone.dropped_on.is_(None), Milestone.dropped_on > asked.on),
            *asked.conditions,
        )
        .group_by(Milestone.first_planned_on)
    )
    rows: Iterable[Any] = db.session.execute(statement)
    return dict(iter(rows))
