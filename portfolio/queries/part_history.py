"""Read how the preconditions and risks of a use case went: in a fixed number of statements."""

import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import joinedload

from core.database import day_of, db
from portfolio.models import Precondition, Risk, UseCase
from portfolio.models.progress import (
    PreconditionChange,
    PreconditionShare,
    RiskChange,
    SharedPrecondition,
)
from portfolio.queries.visibility import is_readable
from portfolio.rules.precondition_course import is_late, open_since, urgency
from portfolio.rules.risks import rate
from portfolio.rules.terms import Grade


@dataclass(frozen=True)
class FollowedPrecondition:
    """A precondition with its dated states, the oldest first; ``since`` is None when it is settled.

    ``others`` counts the other use cases that wait for the same shared one, as far as
    the reader may know of them.
    """

    row: Precondition
    changes: Sequence[PreconditionChange]
    since: date | None
    days_open: int | None
    is_late: bool
    shared: SharedPrecondition | None = None
    others: int = 0


@dataclass(frozen=True)
class FollowedRisk:
    """A risk with its dated grades, the oldest first, and its rating now."""

    row: Risk
    changes: Sequence[RiskChange]
    rating: Grade | None
    graded: Sequence[tuple[RiskChange, Grade | None]] = field(default_factory=list)


def follow_preconditions(use_case: UseCase, on: date, reader: Any) -> list[FollowedPrecondition]:
    """Return the preconditions with their history, what is late first: three statements, none without any."""
    rows = list(use_case.preconditions)
    ids = [row.id for row in rows]
    if not ids:
        return []
    changes: dict[int, list[PreconditionChange]] = {}
    for change in changes_of_preconditions(ids):
        changes.setdefault(change.precondition_id or 0, []).append(change)
    shared = shared_of(ids)
    others = count_uses({one.id for one in shared.values()}, reader)
    found = []
    for row in sorted(rows, key=lambda row: (*urgency(row.state, row.due_on, on), row.position)):
        dated = changes.get(row.id, [])
        since = open_since(row.state, [(one.on, one.state) for one in dated], day_of(use_case.created_at))
        thing = shared.get(row.id)
        found.append(
            FollowedPrecondition(
                row,
                dated,
                since,
                (on - since).days if since else None,
                is_late(row.state, row.due_on, on),
                thing,
                max(others.get(thing.id, 1) - 1, 0) if thing else 0,
            )
        )
    return found


def follow_risks(use_case: UseCase) -> list[FollowedRisk]:
    """Return the risks with their history: one statement, none without any. For who may see risks."""
    ids = [row.id for row in use_case.risks]
    if not ids:
        return []
    changes: dict[int, list[RiskChange]] = {}
    statement = select(RiskChange).where(RiskChange.risk_id.in_(ids)).order_by(RiskChange.on, RiskChange.id)
    for change in db.session.scalars(statement):
        changes.setdefault(change.risk_id, []).append(change)
    return [
        FollowedRisk(
            row,
            changes.get(row.id, []),
            rate(row.likelihood, row.impact),
            [(one, rate(one.likelihood, one.impact)) for one in changes.get(row.id, [])],
        )
        for row in use_case.risks
    ]


def changes_of_preconditions(ids: Collection[int]) -> Iterable[PreconditionChange]:
    """Return the dated states of preconditions of use cases, the oldest first."""
    statement = select(PreconditionChange).where(PreconditionChange.precondition_id.in_(ids))
    return db.session.scalars(statement.order_by(PreconditionChange.on, PreconditionChange.id))


def shared_of(precondition_ids: Collection[int]) -> dict[int, SharedPrecondition]:
    """Return by precondition the shared one that it is, with its owner: one statement, none for none."""
    if not precondition_ids:
        return {}
    statement = (
        select(PreconditionShare.precondition_id, SharedPrecondition)
        .join(SharedPrecondition, SharedPrecondition.id == PreconditionShare.shared_id)
        .where(PreconditionShare.precondition_id.in_(precondition_ids))
        .options(joinedload(SharedPrecondition.owner_organisation))
    )
    rows: Iterable[Any] = db.session.execute(statement)
    return dict(iter(rows))


def count_uses(shared_ids: Collection[int], reader: Any) -> dict[int, int]:
    """Return how many use cases that ``reader`` may read are joined to each: one statement, none for none."""
    if not shared_ids:
        return {}
    statement = (
        select(PreconditionShare.shared_id, func.count(distinct(Precondition.use_case_id)))
        .join(Precondition, Precondition.id == PreconditionShare.precondition_id)
        .join(UseCase, UseCase.id == Precondition.use_case_id)
        .where(PreconditionShare.shared_id.in_(shared_ids), is_readable(reader))
        .group_by(PreconditionShare.shared_id)
    )
    rows: Iterable[Any] = db.session.execute(statement)
    return dict(iter(rows))


def preconditions_version(use_case: UseCase) -> int:
    """Return a number that changes when a precondition of ``use_case`` comes, goes or stands otherwise."""
    return _number((row.id, row.state, row.due_on) for row in use_case.preconditions)


def risks_version(use_case: UseCase) -> int:
    """Return a number that changes when a risk of ``use_case`` comes, goes or is graded otherwise."""
    return _number((row.id, row.likelihood, row.impact) for row in use_case.risks)


def _number(rows: Iterable[tuple[Any, ...]]) -> int:
    written = repr(sorted(tuple(str(value) for value in row) for row in rows))
    return zlib.crc32(written.encode()) & 0x7FFFFFFF
