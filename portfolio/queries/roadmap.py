"""Read what is planned: rows with their quarters, what they need first, and their hard preconditions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased

from accounts.models import Domain
from accounts.permissions import Permission, rights
from core.database import db
from portfolio.models import Dependency, PhaseChange, Precondition, UseCase
from portfolio.queries.plain_rows import list_of, plain_rows, stored_list
from portfolio.queries.visibility import is_readable
from portfolio.rules.preconditions import Gate
from portfolio.rules.quarters import Quarter
from portfolio.rules.roadmap import Item
from portfolio.rules.terms import PUBLISHED_PHASES, Kind, Phase, PreconditionState, Size

_DELIVERS = (Phase.PRODUCTION, Phase.SCALE_UP, Phase.FINISHED)
_UNMET = (PreconditionState.OPEN, PreconditionState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Planned:
    """One use case or initiative of a roadmap; ``start`` and ``quarters`` are None while it has no place."""

    code: str
    kind: Kind
    title: str
    title_en: str
    phase: Phase
    size: Size | None
    start: int | None
    quarters: int | None
    domain: str
    domain_name: str
    domain_name_en: str
    illustrative: Sequence[str]

    @property
    def is_planned(self) -> bool:
        """Tell whether it has a place on the time line."""
        return self.start is not None and self.quarters is not None

    def is_illustrative(self, mark: str) -> bool:
        """Tell whether the values under ``mark`` were made up to show the software at work."""
        return mark in self.illustrative


@dataclass(frozen=True, slots=True)
class GateRow:
    """A hard precondition that is not met yet."""

    id: int
    text: str
    text_en: str
    state: PreconditionState
    due_on: date | None
    illustrative: Sequence[str] = ()

    @property
    def is_illustrative(self) -> bool:
        """Tell whether it or its date was made up to show the software at work."""
        return bool(self.illustrative)


@dataclass(frozen=True, slots=True)
class Needed:
    """What a use case needs first, wherever it is led: its title and the quarter in which it ends, if known.

    ``is_delivered`` is true when it is in production already, whatever is still planned.
    """

    code: str
    title: str
    title_en: str
    last: Quarter | None
    is_delivered: bool = False

    def is_in_time(self, start: Quarter) -> bool:
        """Tell whether it was there before ``start``."""
        return self.is_delivered and self.last is not None and self.last < start


@dataclass(frozen=True, slots=True)
class Ties:
    """What holds the rows of a roadmap: needs and gates by code, and what is needed by its own code."""

    needs: Mapping[str, Sequence[str]]
    gates: Mapping[str, Sequence[GateRow]]
    needed: Mapping[str, Needed]

    def item(self, row: Planned) -> Item:
        """Return the row as the rules see it; it must be planned."""
        if row.start is None or row.quarters is None:
            raise ValueError(row.code)
        start = Quarter.from_index(row.start)
        needs = tuple(
            code for code in self.needs.get(row.code, ()) if not self.needed[code].is_in_time(start)
        )
        gates = tuple(
            Gate(str(gate.id), True, gate.state, gate.due_on) for gate in self.gates.get(row.code, ())
        )
        return Item(row.code, row.title, start, row.quarters, needs, gates)

    @property
    def ends(self) -> dict[str, Quarter]:
        """The last quarter of each needed use case of which it is known."""
        return {code: one.last for code, one in self.needed.items() if one.last is not None}


def is_on_roadmap(reader: Any) -> ColumnElement[bool]:
    """Return the condition for what a roadmap shows to ``reader``.

    Until a board adopts a first plan, everyone sees what is selected or further;
    candidates are a draft of the roadmap, for the board, its secretary and the
    programme manager. Source: contract.md "Published".
    """
    domains = rights(reader).domains_where(Permission.USE_CASE_READ_DRAFT)
    of_board = true() if domains is None else UseCase.domain_id.in_(domains) if domains else false()
    return and_(
        is_readable(reader),
        or_(UseCase.phase.in_(PUBLISHED_PHASES), and_(UseCase.phase == Phase.CANDIDATE, of_board)),
    )


def has_open_plan(reader: Any, phases: Collection[Phase] = tuple(Phase)) -> ColumnElement[bool]:
    """Return the condition for what ``reader`` can read and is in these phases now: it has a plan to see.

    What was chosen once is public; the plan of a candidate is the board's draft.
    """
    domains = rights(reader).domains_where(Permission.USE_CASE_READ_DRAFT)
    of_board = true() if domains is None else UseCase.domain_id.in_(domains) if domains else false()
    chosen = or_(UseCase.published_on.is_not(None), UseCase.phase.in_(PUBLISHED_PHASES))
    return and_(UseCase.planned_start.is_not(None), UseCase.phase.in_(phases), or_(chosen, of_board))


def codes_with_plan(reader: Any, domain_id: int | None = None) -> frozenset[str]:
    """Return the codes whose plan ``reader`` may see: one query."""
    statement: Any = select(UseCase.code).where(is_readable(reader), has_open_plan(reader))
    if domain_id is not None:
        statement = statement.where(UseCase.domain_id == domain_id)
    return frozenset(db.session.scalars(statement))


def list_planned(reader: Any, domain_id: int | None = None) -> list[Planned]:
    """Return the rows of one roadmap, or of all, by domain, start and code: one query."""
    statement: Any = (
        select(
            *(UseCase.code, UseCase.kind, UseCase.title, UseCase.title_en, UseCase.phase, UseCase.size),
            *(UseCase.planned_start, UseCase.planned_quarters),
            *(Domain.slug, Domain.name, Domain.name_en, stored_list(UseCase.illustrative)),
        )
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(is_on_roadmap(reader))
        .order_by(
            func.lower(Domain.name),
            Domain.id,
            UseCase.planned_start.is_(None),
            UseCase.planned_start,
            UseCase.planned_start + UseCase.planned_quarters,
            UseCase.code,
        )
    )
    if domain_id is not None:
        statement = statement.where(UseCase.domain_id == domain_id)
    rows: Any = ((*row[:-1], list_of(row[-1])) for row in plain_rows(statement))
    return [Planned(*row) for row in rows]


def list_ties(reader: Any, domain_id: int | None = None, *, planned_only: bool = True) -> Ties:
    """Return needs and gates of those rows: three queries. Nothing waits for what ``reader`` may not read."""
    rows = [is_on_roadmap(reader)]
    if planned_only:
        rows.append(UseCase.planned_start.is_not(None))
    if domain_id is not None:
        rows.append(UseCase.domain_id == domain_id)
    pairs = _needs(rows)
    needed = list_needed(reader, {other for _code, other in pairs})
    needs: dict[str, list[str]] = {}
    for code, other in pairs:
        if other in needed:
            needs.setdefault(code, []).append(other)
    return Ties(needs, _gates(rows), needed)


def _needs(rows: Sequence[ColumnElement[bool]]) -> list[tuple[str, str]]:
    """Return (code, code of what it needs), the latter whether ``reader`` may read it or not."""
    other = aliased(UseCase)
    statement: Any = (
        select(UseCase.code, other.code)
        .join(Dependency, Dependency.use_case_id == UseCase.id)
        .join(other, other.id == Dependency.needs_id)
        .where(*rows)
        .order_by(UseCase.code, other.code)
    )
    return [(code, needed) for code, needed in db.session.execute(statement)]


def _gates(rows: Sequence[ColumnElement[bool]]) -> dict[str, list[GateRow]]:
    statement: Any = (
        select(
            *(UseCase.code, Precondition.id, Precondition.text, Precondition.text_en),
            *(Precondition.state, Precondition.due_on, Precondition.illustrative),
        )
        .join(UseCase, UseCase.id == Precondition.use_case_id)
        .where(
            *rows,
            Precondition.is_hard.is_(True),
            Precondition.state.in_(_UNMET),
        )
        .order_by(UseCase.code, Precondition.position, Precondition.id)
    )
    found: dict[str, list[GateRow]] = {}
    for code, *gate in db.session.execute(statement):
        found.setdefault(code, []).append(GateRow(*gate))
    return found


def list_needed(reader: Any, codes: Collection[str]) -> dict[str, Needed]:
    """Return when each is ready: as planned, or, when it delivers already, when it came to that."""
    if not codes:
        return {}
    since = (
        select(func.min(PhaseChange.happened_on))
        .where(PhaseChange.use_case_id == UseCase.id, PhaseChange.phase.in_(_DELIVERS))
        .correlate(UseCase)
        .scalar_subquery()
    )
    statement: Any = select(
        *(UseCase.code, UseCase.title, UseCase.title_en, UseCase.phase),
        *(UseCase.planned_start, UseCase.planned_quarters, since),
    ).where(UseCase.code.in_(codes), is_readable(reader))
    found = {}
    for code, title, title_en, phase, start, quarters, delivers in db.session.execute(statement):
        last = Quarter.from_index(start + max(quarters - 1, 0)) if start is not None and quarters else None
        is_delivered = delivers is not None and phase in _DELIVERS
        if is_delivered:
            delivered = Quarter.of(delivers)
            last = delivered if last is None else min(last, delivered)
        found[code] = Needed(code, title, title_en, last, is_delivered)
    return found
