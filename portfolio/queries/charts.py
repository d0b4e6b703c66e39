"""Read what the charts are made of: rows of plain values, filtered by what the reader may see.

Columns instead of objects, because a chart may hold thousands; values that the
reader may not see are already empty when they leave the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, literal, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Domain
from core.database import db
from portfolio.models import Contribution, PhaseChange, SystemFunction, UseCase
from portfolio.queries.narrowing import EVERYWHERE, Within
from portfolio.queries.visibility import is_readable, may_see_scores
from portfolio.rules.phase_history import DatedStep
from portfolio.rules.terms import ContributionLevel, Kind, Phase, Size


@dataclass(frozen=True, slots=True)
class Row:
    """One use case or initiative. Effort in person-months, cost in cents, start as the index of its quarter.

    ``value_low``, ``value_high`` and ``chance`` are None when unknown, and also
    when ``sees_scores`` is false.
    """

    code: str
    kind: Kind
    title: str
    title_en: str
    domain: str
    phase: Phase
    size: Size | None
    effort: Decimal | None
    cost: int | None
    planned_start: int | None
    planned_quarters: int | None
    sees_scores: bool
    value_low: Decimal | None
    value_high: Decimal | None
    chance: int | None
    illustrative: Sequence[str]

    def is_illustrative(self, field: str) -> bool:
        """Tell whether the value of ``field`` was made up to show the software at work."""
        return field in self.illustrative


@dataclass(frozen=True, slots=True)
class Given:
    """What one use case contributes to one function or part of one."""

    code: str
    domain: str
    function: str
    level: ContributionLevel
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class Function:
    """A system function, or a part of the one whose code is ``parent``."""

    code: str
    parent: str | None
    name: str
    name_en: str


def list_rows(reader: Any, within: Within = EVERYWHERE) -> list[Row]:
    """Return what ``reader`` may read, by code, in one query."""
    may_see = may_see_scores(reader)
    statement: Any = (
        select(
            *(UseCase.code, UseCase.kind, UseCase.title, UseCase.title_en, Domain.slug, UseCase.phase),
            *(UseCase.size, UseCase.effort_likely, UseCase.cost_cents),
            *(UseCase.planned_start, UseCase.planned_quarters),
            case((may_see, literal(1)), else_=literal(0)),
            case((may_see, UseCase.value_low)),
            case((may_see, UseCase.value_high)),
            case((may_see, UseCase.chance)),
            UseCase.illustrative,
        )
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(is_readable(reader), *within.conditions)
        .order_by(UseCase.code)
    )
    return [Row(*[*row[:11], bool(row[11]), *row[12:]]) for row in db.session.execute(statement)]


def list_steps(reader: Any, within: Within = EVERYWHERE) -> list[DatedStep]:
    """Return the dated steps of what ``reader`` may read, by use case and day, in one query."""
    statement: Any = (
        select(
            *(UseCase.code, PhaseChange.phase, PhaseChange.happened_on),
            _names(PhaseChange.illustrative, "happened_on", "phase"),
        )
        .join(UseCase, UseCase.id == PhaseChange.use_case_id)
        .where(is_readable(reader), *within.conditions)
        .order_by(UseCase.code, PhaseChange.happened_on, PhaseChange.id)
    )
    return [
        DatedStep(code, phase, on, bool(is_illustrative))
        for code, phase, on, is_illustrative in db.session.execute(statement)
    ]


def list_contributions(reader: Any, within: Within = EVERYWHERE) -> list[Given]:
    """Return what is contributed by what ``reader`` may read, in one query."""
    statement: Any = (
        select(
            *(UseCase.code, Domain.slug, SystemFunction.code, Contribution.level),
            _names(Contribution.illustrative, "level", "function_id"),
        )
        .join(UseCase, UseCase.id == Contribution.use_case_id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .join(SystemFunction, SystemFunction.id == Contribution.function_id)
        .where(is_readable(reader), *within.conditions)
        .order_by(UseCase.code, SystemFunction.code)
    )
    return [
        Given(code, domain, function, level, bool(is_illustrative))
        for code, domain, function, level, is_illustrative in db.session.execute(statement)
    ]


def list_functions() -> list[Function]:
    """Return the functions in order, each followed by its parts, in one query."""
    parent = aliased(SystemFunction)
    rows = db.session.execute(
        select(SystemFunction.code, parent.code, SystemFunction.name, SystemFunction.name_en)
        .outerjoin(parent, parent.id == SystemFunction.parent_id)
        .order_by(SystemFunction.position, SystemFunction.code)
    ).all()
    found = [Function(*row) for row in rows]
    return [
        entry
        for main in found
        if main.parent is None
        for entry in (main, *(part for part in found if part.parent == main.code))
    ]


def _names(marks: Any, *fields: str) -> ColumnElement[int]:
    """Tell in the database whether marks name one of the fields: thousands of lists are slow to read."""
    text = cast(marks, String)
    return case((or_(*(text.contains(f'"{field}"', autoescape=True) for field in fields)), 1), else_=0)
