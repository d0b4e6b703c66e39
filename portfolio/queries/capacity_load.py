"""Read what a roadmap asks of organisations per quarter, summed in the database."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import case, func, select, union

from accounts.models import Organisation
from core.database import db
from portfolio.models import Partner, UseCase
from portfolio.queries.capacity import CARRYING
from portfolio.queries.narrowing import Within
from portfolio.queries.plain_rows import exact, plain_rows, stored_list, stored_number
from portfolio.queries.plan_history import PlanOn
from portfolio.queries.roadmap import is_on_roadmap
from portfolio.rules.quarters import Quarter


class Work(NamedTuple):
    """What use cases with the same quarters ask of one organisation, all together, over those quarters."""

    slug: str
    name: str
    start: Quarter
    quarters: int
    months: Decimal
    use_cases: int
    is_illustrative: bool


def list_work(reader: Any, on: date, within: Within) -> list[Work]:
    """Return the planned work as ``reader`` sees it on the roadmap, as planned on a day: one query.

    The likely effort, shared evenly by all who take part; what has no estimate is left out.
    """
    plan = PlanOn(on)
    made_up = stored_list(UseCase.illustrative)
    is_made_up = made_up.contains('"effort"') | made_up.contains('"planned"')
    owners = select(UseCase.id.label("id"), UseCase.owner_organisation_id.label("organisation_id")).where(
        UseCase.owner_organisation_id.is_not(None)
    )
    takers = union(owners, select(Partner.use_case_id, Partner.organisation_id)).subquery("takers")
    start, quarters = plan.start.label("start"), plan.quarters.label("quarters")
    statement: Any = (
        select(
            *(Organisation.slug, Organisation.name, start, quarters, UseCase.organisations),
            func.sum(stored_number(UseCase.effort_likely)),
            func.count(UseCase.id),
            func.max(case((is_made_up, 1), else_=0)),
        )
        .join(takers, takers.c.id == UseCase.id)
        .join(Organisation, Organisation.id == takers.c.organisation_id)
        .outerjoin(plan.moved, plan.joined)
        .where(
            is_on_roadmap(reader),
            UseCase.phase.in_(CARRYING),
            UseCase.is_draft.is_(False),
            UseCase.merged_into_id.is_(None),
            UseCase.effort_likely.is_not(None),
            plan.start.is_not(None),
            *within.conditions,
        )
        .group_by(Organisation.slug, Organisation.name, start, quarters, UseCase.organisations)
        .order_by(Organisation.slug)
    )
    return [
        Work(
            slug,
            name,
            Quarter.from_index(first),
            max(1, length),
            (exact(int(months)) or Decimal(0)) / max(1, takers_),
            total,
            bool(marked),
        )
        for slug, name, first, length, takers_, months, total, marked in plain_rows(statement)
    ]


def count_without_estimate(reader: Any, within: Within) -> int:
    """Return how many planned use cases have no estimate, and so do not count: one query."""
    statement = select(func.count(UseCase.id)).where(
        is_on_roadmap(reader),
        UseCase.phase.in_(CARRYING),
        UseCase.is_draft.is_(False),
        UseCase.planned_start.is_not(None),
        UseCase.effort_likely.is_(None),
        *within.conditions,
    )
    return db.session.scalar(statement) or 0
