"""Read what the charts are made of: rows of plain values, filtered by what the reader may see.

Columns instead of objects, because a chart may hold thousands: they leave the
database as they are stored, and each different value is made once. Values that
the reader may not see are already empty when they leave it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Domain
from core.database import db
from portfolio.models import Contribution, PhaseChange, SystemFunction, UseCase
from portfolio.queries.narrowing import EVERYWHERE, Within
from portfolio.queries.plain_rows import (
    exact,
    list_of,
    names,
    plain_rows,
    stored_list,
    stored_number,
    stored_word,
    words_of,
)
from portfolio.queries.visibility import is_readable, may_see_scores
from portfolio.rules.phase_history import DatedStep
from portfolio.rules.terms import MIX_PHASES, PUBLISHED_PHASES, ContributionLevel, Kind, Phase, Size


class Row(NamedTuple):
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


class Given(NamedTuple):
    """What one use case contributes to one function or part of one; ``phase`` is that of now."""

    code: str
    domain: str
    function: str
    level: ContributionLevel
    is_illustrative: bool
    phase: Phase = Phase.SELECTED


class Titled(NamedTuple):
    """The name of a use case."""

    code: str
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Function:
    """A system function, or a part of the one whose code is ``parent``."""

    code: str
    parent: str | None
    name: str
    name_en: str


def list_rows(reader: Any, within: Within = EVERYWHERE, *also: ColumnElement[bool]) -> list[Row]:
    """Return what ``reader`` may read and meets ``also``, by code, in one query."""
    may_see = may_see_scores(reader)
    statement: Any = (
        select(
            *(UseCase.code, stored_word(UseCase.kind), UseCase.title, UseCase.title_en, Domain.slug),
            *(stored_word(UseCase.phase), stored_word(UseCase.size)),
            *(stored_number(UseCase.effort_likely), UseCase.cost_cents),
            *(UseCase.planned_start, UseCase.planned_quarters),
            case((may_see, literal(1)), else_=literal(0)),
            stored_number(case((may_see, UseCase.value_low))),
            stored_number(case((may_see, UseCase.value_high))),
            case((may_see, UseCase.chance)),
            stored_list(UseCase.illustrative),
        )
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(is_readable(reader), *within.conditions, *also)
        .order_by(UseCase.code)
    )
    return [_row(*values) for values in plain_rows(statement)]


def _row(
    code: str,
    kind: str,
    title: str,
    title_en: str,
    domain: str,
    phase: str,
    size: str | None,
    effort: int | None,
    cost: int | None,
    start: int | None,
    quarters: int | None,
    sees: int,
    low: int | None,
    high: int | None,
    chance: int | None,
    marks: str,
) -> Row:
    return Row(
        code,
        _KINDS[kind],
        title,
        title_en,
        domain,
        _PHASES[phase],
        _SIZES[size],
        exact(effort),
        cost,
        start,
        quarters,
        sees == 1,
        exact(low),
        exact(high),
        chance,
        list_of(marks),
    )


def list_steps(reader: Any, within: Within = EVERYWHERE) -> list[DatedStep]:
    """Return the dated steps of what ``reader`` may read, by use case and day, in one query."""
    statement: Any = (
        select(
            *(UseCase.code, stored_word(PhaseChange.phase), PhaseChange.happened_on),
            names(PhaseChange.illustrative, "happened_on", "phase"),
        )
        .join(UseCase, UseCase.id == PhaseChange.use_case_id)
        .where(is_readable(reader), *within.conditions)
        .order_by(UseCase.code, PhaseChange.happened_on, PhaseChange.id)
    )
    return _steps(statement)


def list_mix_steps(reader: Any, within: Within = EVERYWHERE) -> list[DatedStep]:
    """Return only the steps by which a use case began or stopped to count in the mix: one query."""
    counts = case((PhaseChange.phase.in_(MIX_PHASES), 1), else_=0)
    before = func.lag(counts).over(
        partition_by=PhaseChange.use_case_id, order_by=(PhaseChange.happened_on, PhaseChange.id)
    )
    steps = (
        select(
            *(UseCase.code, PhaseChange.id, stored_word(PhaseChange.phase).label("phase")),
            *(PhaseChange.happened_on, counts.label("counts")),
            func.coalesce(before, 0).label("counted"),
            names(PhaseChange.illustrative, "happened_on", "phase").label("marked"),
        )
        .join(UseCase, UseCase.id == PhaseChange.use_case_id)
        .where(is_readable(reader), *within.conditions, UseCase.kind == Kind.USE_CASE)
        .subquery()
    )
    return _steps(
        select(steps.c.code, steps.c.phase, steps.c.happened_on, steps.c.marked)
        .where(steps.c.counts != steps.c.counted)
        .order_by(steps.c.code, steps.c.happened_on, steps.c.id)
    )


def _steps(statement: Any) -> list[DatedStep]:
    return [
        DatedStep(code, _PHASES[phase], on, bool(marked)) for code, phase, on, marked in plain_rows(statement)
    ]


def list_contributions(reader: Any, within: Within = EVERYWHERE) -> list[Given]:
    """Return what is contributed by what was ever chosen, as ``reader`` may read it, in one query."""
    statement: Any = (
        select(
            *(UseCase.code, Domain.slug, SystemFunction.code, stored_word(Contribution.level)),
            *(names(Contribution.illustrative, "level", "function_id"), stored_word(UseCase.phase)),
        )
        .join(UseCase, UseCase.id == Contribution.use_case_id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .join(SystemFunction, SystemFunction.id == Contribution.function_id)
        .where(
            is_readable(reader),
            or_(UseCase.published_on.is_not(None), UseCase.phase.in_(PUBLISHED_PHASES)),
            *within.conditions,
        )
        .order_by(UseCase.code, SystemFunction.code)
    )
    return [
        Given(code, domain, function, _LEVELS[level], marked == 1, _PHASES[phase])
        for code, domain, function, level, marked, phase in plain_rows(statement)
    ]


def titles_of(codes: Collection[str]) -> dict[str, Titled]:
    """Return what use cases are called that the reader sees already, by code: one query."""
    statement: Any = select(UseCase.code, UseCase.title, UseCase.title_en).where(UseCase.code.in_(codes))
    return {row[0]: Titled(*row) for row in plain_rows(statement)}


_KINDS, _PHASES, _LEVELS = words_of(Kind), words_of(Phase), words_of(ContributionLevel)
_SIZES: dict[str | None, Size | None] = {None: None} | {size.value: size for size in Size}


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
