"""Read the lists behind the figures of the programme: milestones, and use cases with a measurement due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from core.database import db
from portfolio.models import Benefit, UseCase
from portfolio.models.progress import Milestone
from portfolio.queries.measured import is_overdue
from portfolio.queries.progress_charts import Asked


class MilestoneState(StrEnum):
    """Which milestones are asked for."""

    PROMISED = "promised"
    MISSED = "missed"
    REACHED = "reached"
    OPEN = "open"


@dataclass(frozen=True)
class Span:
    """From which day until which; None leaves an end open."""

    since: date | None = None
    until: date | None = None

    def holds(self, column: Any) -> list[ColumnElement[bool]]:
        """Return the conditions under which a day lies in it."""
        found = [column.is_not(None)]
        if self.since is not None:
            found.append(column >= self.since)
        if self.until is not None:
            found.append(column <= self.until)
        return found


def select_milestones(asked: Asked, state: MilestoneState | None, span: Span) -> Any:
    """Return the statement for milestones with their use case, by the day that was first promised.

    Promised and missed look at the first promise, reached at the day it was reached (of what was
    promised), open and all at the plan of now. Missed and open are those not reached on the reference date.
    """
    is_reached = and_(Milestone.reached_on.is_not(None), Milestone.reached_on <= asked.on)
    conditions: list[ColumnElement[bool]] = []
    if state in (MilestoneState.PROMISED, MilestoneState.MISSED):
        conditions += span.holds(Milestone.first_planned_on)
    elif state is MilestoneState.REACHED:
        conditions += [is_reached, Milestone.first_planned_on.is_not(None)]
        conditions += span.holds(Milestone.reached_on)
    else:
        conditions += span.holds(Milestone.planned_on)
    if state in (MilestoneState.MISSED, MilestoneState.OPEN):
        conditions.append(or_(Milestone.reached_on.is_(None), Milestone.reached_on > asked.on))
    return (
        select(Milestone)
        .join(Milestone.use_case)
        .options(contains_eager(Milestone.use_case).joinedload(UseCase.domain))
        .where(*conditions, *asked.conditions)
        .order_by(Milestone.first_planned_on.is_(None), Milestone.first_planned_on, Milestone.id)
    )


def codes_overdue(asked: Asked) -> frozenset[str]:
    """Return what has a benefit that was due by the day and was not measured, by code: one query."""
    statement = (
        select(UseCase.code)
        .join(Benefit, Benefit.use_case_id == UseCase.id)
        .where(is_overdue(asked.on), *asked.conditions)
    )
    return frozenset(db.session.scalars(statement))
