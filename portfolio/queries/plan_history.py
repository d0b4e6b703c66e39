"""What was planned on an earlier day: read back from the log of plans, in the database."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.sql import Subquery

from core.database import db, start_of, today
from portfolio.models import UseCase
from portfolio.models.progress import PlanMove


class PlanOn:
    """The plan of use cases at the end of a day: outer join ``moved`` on its use case, then use the columns.

    The first move after that day tells what was planned before it; without one the plan of now held.
    """

    def __init__(self, on: date) -> None:
        self.is_past = on < today()
        self.moved = _first_after(on)
        self.joined: ColumnElement[bool] = self.moved.c.use_case_id == UseCase.id

    @property
    def start(self) -> ColumnElement[Any]:
        """The first quarter, counted as year * 4 + quarter - 1; null for none."""
        return case((self.moved.c.use_case_id.is_not(None), self.moved.c.start), else_=UseCase.planned_start)

    @property
    def quarters(self) -> ColumnElement[Any]:
        """The length in quarters; null for none."""
        return case(
            (self.moved.c.use_case_id.is_not(None), self.moved.c.quarters), else_=UseCase.planned_quarters
        )


def _first_after(on: date) -> Subquery:
    end = start_of(on + timedelta(days=1))
    place = func.row_number().over(partition_by=PlanMove.use_case_id, order_by=(PlanMove.at, PlanMove.id))
    numbered = (
        select(
            PlanMove.use_case_id,
            PlanMove.from_start.label("start"),
            PlanMove.from_quarters.label("quarters"),
            place.label("place"),
        )
        .where(PlanMove.at >= end)
        .subquery("later_moves")
    )
    return select(numbered).where(numbered.c.place == 1).subquery("plan_before")


def plans_on(on: date, domain_id: int | None = None) -> dict[str, tuple[int | None, int | None]]:
    """Return by code the plan at the end of a day of what was moved since: one query.

    What is not in it is planned as now. For what a reader may see already.
    """
    plan = PlanOn(on)
    statement = select(UseCase.code, plan.moved.c.start, plan.moved.c.quarters).join(plan.moved, plan.joined)
    if domain_id is not None:
        statement = statement.where(UseCase.domain_id == domain_id)
    return {code: (start, quarters) for code, start, quarters in db.session.execute(statement)}
