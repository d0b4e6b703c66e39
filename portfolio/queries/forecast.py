"""Read what a forecast of milestones is made of: what was promised, reached, and is still open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from core.database import db
from portfolio.models import UseCase
from portfolio.models.progress import Milestone
from portfolio.queries.progress_charts import Asked

Days = dict[date, int]


@dataclass(frozen=True)
class Counted:
    """How many milestones by day: first ``promised``, ``reached``, and ``still_open`` by first promise.

    ``slips`` counts those reached by how many days past the first promise.
    """

    promised: Days = field(default_factory=dict)
    reached: Days = field(default_factory=dict)
    still_open: Days = field(default_factory=dict)
    slips: dict[int, int] = field(default_factory=dict)


def count_milestones(asked: Asked) -> Counted:
    """Return what was known on the day of every milestone with a first promise: one query.

    One that was dropped counts only as promised.
    """
    reached_on = case((Milestone.reached_on <= asked.on, Milestone.reached_on))
    is_open = and_(
        or_(Milestone.reached_on.is_(None), Milestone.reached_on > asked.on),
        or_(Milestone.dropped_on.is_(None), Milestone.dropped_on > asked.on),
    )
    open_mark = case((is_open, 1), else_=0)
    statement = (
        select(Milestone.first_planned_on, reached_on, open_mark, func.count())
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .where(Milestone.first_planned_on.is_not(None), *asked.conditions)
        .group_by(Milestone.first_planned_on, reached_on, open_mark)
    )
    found = Counted()
    rows: Iterable[Any] = db.session.execute(statement)
    for first, reached, still_open, total in rows:
        _add(found.promised, first, total)
        if reached is not None:
            _add(found.reached, reached, total)
            _add(found.slips, (reached - first).days, total)
        elif still_open:
            _add(found.still_open, first, total)
    return found


def _add(counts: dict[Any, int], key: Any, total: int) -> None:
    counts[key] = counts.get(key, 0) + total
