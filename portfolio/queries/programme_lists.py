"""Read the lists behind the figures of the programme: milestones, and use cases with a measurement due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, or_, select
from sqlalchemy.orm import contains_eager

from accounts.models import Domain
from core.database import db
from portfolio.models import Benefit, UseCase
from portfolio.models.progress import Milestone
from portfolio.queries.measured import is_overdue
from portfolio.queries.plain_rows import list_of, plain_rows, stored_list, stored_word
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


class MilestoneRow(NamedTuple):
    """One milestone for programs; days as ISO writes them, None for no day."""

    code: str
    use_case: str
    domain: str
    milestone: str
    kind: str
    first_planned_on: str | None
    planned_on: str | None
    reached_on: str | None
    dropped_on: str | None
    illustrative: str


def select_milestones(asked: Asked, state: MilestoneState | None, span: Span) -> Any:
    """Return the statement for milestones with their use case, by the day that was first promised."""
    return (
        select(Milestone)
        .join(Milestone.use_case)
        .options(contains_eager(Milestone.use_case).joinedload(UseCase.domain))
        .where(*_are_asked(asked, state, span), *asked.conditions)
        .order_by(*_IN_ORDER)
    )


def list_milestones(asked: Asked, state: MilestoneState | None, span: Span) -> Iterator[MilestoneRow]:
    """Return the same, all of them, as plain values: there may be tens of thousands. One query."""
    days = (Milestone.first_planned_on, Milestone.planned_on, Milestone.reached_on, Milestone.dropped_on)
    statement: Any = (
        select(
            *(UseCase.code, UseCase.title, Domain.slug, Milestone.title, stored_word(Milestone.kind)),
            *(cast(day, String) for day in days),
            stored_list(Milestone.illustrative),
        )
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(*_are_asked(asked, state, span), *asked.conditions)
        .order_by(*_IN_ORDER)
    )
    return (MilestoneRow._make((*row[:-1], "; ".join(list_of(row[-1])))) for row in plain_rows(statement))


_IN_ORDER = (Milestone.first_planned_on.is_(None), Milestone.first_planned_on, Milestone.id)


def _are_asked(asked: Asked, state: MilestoneState | None, span: Span) -> list[ColumnElement[bool]]:
    """Return which milestones are meant.

    Promised and missed look at the first promise, reached at the day it was reached (of what was
    promised), open and all at the plan of now. Missed and open are those not reached on the reference date;
    missed are only those promised by then.
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
    if state is MilestoneState.MISSED:
        conditions.append(Milestone.first_planned_on <= asked.on)
    if state in (MilestoneState.MISSED, MilestoneState.OPEN):
        conditions.append(or_(Milestone.reached_on.is_(None), Milestone.reached_on > asked.on))
    return conditions


def codes_overdue(asked: Asked) -> frozenset[str]:
    """Return what has a benefit that was due by the day and was not measured, by code: one query."""
    statement = (
        select(UseCase.code)
        .join(Benefit, Benefit.use_case_id == UseCase.id)
        .where(is_overdue(asked.on), *asked.conditions)
    )
    return frozenset(db.session.scalars(statement))
