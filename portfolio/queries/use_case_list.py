"""Read what the list of use cases shows: one page, all rows for an export, and what there is to filter by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Domain
from core.database import db
from core.web.paging import Page, page_of
from portfolio.models import Partner, SystemFunction, UseCase
from portfolio.queries.use_cases import FOR_LIST, Filters, codes_with_visible_scores, readable
from portfolio.queries.visibility import is_readable

FOR_EXPORT = (
    *FOR_LIST,
    joinedload(UseCase.owner_organisation),
    selectinload(UseCase.other_domains),
    selectinload(UseCase.challenges),
    selectinload(UseCase.partners).joinedload(Partner.organisation),
)


@dataclass(frozen=True)
class Choices:
    """What a list can be narrowed to: domains and main system functions, in order."""

    domains: Sequence[Domain]
    functions: Sequence[SystemFunction]


def page_of_use_cases(reader: Any, filters: Filters, number: int) -> tuple[Page[UseCase], frozenset[str]]:
    """Return one page, and the codes on it whose scores ``reader`` may see."""
    page = page_of(readable(reader, filters).options(*FOR_LIST), number)
    return page, codes_with_visible_scores([use_case.code for use_case in page.items], reader)


def rows_for_export(reader: Any, filters: Filters) -> tuple[Sequence[UseCase], frozenset[str]]:
    """Return all of them in order, and the codes whose scores ``reader`` may see."""
    rows = db.session.scalars(readable(reader, filters).options(*FOR_EXPORT)).unique().all()
    return rows, codes_with_visible_scores(None, reader)


def count_readable(reader: Any) -> int:
    """Return how many there are without any filter."""
    return db.session.scalar(select(func.count(UseCase.id)).where(is_readable(reader))) or 0


def filter_choices() -> Choices:
    """Return the domains by name and the system functions in their own order: two queries."""
    domains = db.session.scalars(select(Domain).order_by(Domain.name, Domain.id)).all()
    functions = db.session.scalars(
        select(SystemFunction)
        .where(SystemFunction.parent_id.is_(None))
        .order_by(SystemFunction.position, SystemFunction.code)
    ).all()
    return Choices(domains, functions)
