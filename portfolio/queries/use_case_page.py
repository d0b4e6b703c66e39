"""Read what the page of one use case shows beside the use case itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.database import db
from portfolio.models import Dependency, UseCase
from portfolio.queries.visibility import is_readable


@dataclass(frozen=True)
class Related:
    """Another use case that this one needs or is needed by, with the reason."""

    use_case: UseCase
    reason: str
    is_illustrative: bool


def needed_first(use_case: UseCase, reader: Any) -> Sequence[Related]:
    """Return what this use case needs first, as far as ``reader`` may know of it."""
    statement = (
        select(UseCase, Dependency)
        .join(Dependency, Dependency.needs_id == UseCase.id)
        .where(Dependency.use_case_id == use_case.id, is_readable(reader))
    )
    return _related(statement)


def waiting_for_it(use_case: UseCase, reader: Any) -> Sequence[Related]:
    """Return what needs this use case first, as far as ``reader`` may know of it."""
    statement = (
        select(UseCase, Dependency)
        .join(Dependency, Dependency.use_case_id == UseCase.id)
        .where(Dependency.needs_id == use_case.id, is_readable(reader))
    )
    return _related(statement)


def _related(statement: Any) -> Sequence[Related]:
    rows = db.session.execute(statement.order_by(UseCase.code)).all()
    return [Related(other, row.reason, "reason" in row.illustrative) for other, row in rows]


def readable_codes(codes: Sequence[str], reader: Any) -> frozenset[str]:
    """Return those of ``codes`` that ``reader`` may read now."""
    if not codes:
        return frozenset()
    return frozenset(
        db.session.scalars(select(UseCase.code).where(UseCase.code.in_(codes), is_readable(reader)))
    )
