"""Read what the pages of domains show: counts, use cases, steps, and what comes next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select

from accounts.models import Domain
from core.database import db
from portfolio.models import PhaseChange, UseCase
from portfolio.queries.visibility import is_readable
from portfolio.rules.mix import MixItem
from portfolio.rules.terms import MIX_PHASES, PUBLISHED_PHASES, Kind, Phase, Size

# The portfolio first, then what may join it, then what is over.
PHASE_ORDER = (
    *(Phase.SELECTED, Phase.PREPARATION, Phase.PILOT, Phase.PRODUCTION, Phase.SCALE_UP),
    *(Phase.CANDIDATE, Phase.IDEA, Phase.FINISHED, Phase.PARKED, Phase.STOPPED),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A use case or initiative as a line in a list; the start is the index of its quarter."""

    code: str
    kind: Kind
    title: str
    title_en: str
    phase: Phase
    size: Size | None
    is_draft: bool
    planned_start: int | None
    planned_quarters: int | None
    illustrative: Sequence[str]

    def is_illustrative(self, mark: str) -> bool:
        """Tell whether the values under ``mark`` were made up to show the software at work."""
        return mark in self.illustrative


@dataclass(frozen=True, slots=True)
class Step:
    """A use case that came into a phase on a day; ``decision`` names the decision by which it did."""

    code: str
    title: str
    title_en: str
    phase: Phase
    happened_on: date
    reason: str
    decision: str
    illustrative: Sequence[str]

    def is_illustrative(self, mark: str) -> bool:
        """Tell whether the value of ``mark`` was made up to show the software at work."""
        return mark in self.illustrative


@dataclass(frozen=True, slots=True)
class Tally:
    """How many use cases of a domain are in each phase and of each size."""

    by_phase: Mapping[Phase, int]
    items: Sequence[MixItem]
    initiatives: int

    @property
    def total(self) -> int:
        """All use cases, without initiatives."""
        return sum(self.by_phase.values())

    @property
    def chosen(self) -> int:
        """From *selected* up to and including scale-up."""
        return sum(count for phase, count in self.by_phase.items() if phase in MIX_PHASES)

    @property
    def waiting(self) -> int:
        """Ideas and candidates."""
        return self.by_phase.get(Phase.CANDIDATE, 0) + self.by_phase.get(Phase.IDEA, 0)


EMPTY = Tally({}, (), 0)
_LINE = (
    *(
        UseCase.code,
        UseCase.kind,
        UseCase.title,
        UseCase.title_en,
        UseCase.phase,
        UseCase.size,
        UseCase.is_draft,
    ),
    *(UseCase.planned_start, UseCase.planned_quarters, UseCase.illustrative),
)


def tallies(reader: Any, domain_id: int | None = None) -> dict[int, Tally]:
    """Return, by the id of the lead domain, what ``reader`` may read: one query."""
    statement: Any = (
        select(
            *(UseCase.domain_id, UseCase.kind, UseCase.phase, UseCase.size, func.count(UseCase.id)),
            func.sum(UseCase.effort_likely, type_=UseCase.effort_likely.type),
        )
        .where(is_readable(reader))
        .group_by(UseCase.domain_id, UseCase.kind, UseCase.phase, UseCase.size)
    )
    if domain_id is not None:
        statement = statement.where(UseCase.domain_id == domain_id)
    groups: dict[int, list[Any]] = {}
    for id_, *group in db.session.execute(statement):
        groups.setdefault(id_, []).append(group)
    return {id_: _tally(found) for id_, found in groups.items()}


def _tally(groups: Sequence[Any]) -> Tally:
    by_phase: dict[Phase, int] = {}
    items: list[MixItem] = []
    initiatives = 0
    for kind, phase, size, count, effort in groups:
        if kind is Kind.INITIATIVE:
            initiatives += count
            continue
        by_phase[phase] = by_phase.get(phase, 0) + count
        share = None if effort is None else Decimal(effort) / count
        items += [
            MixItem(f"{phase}-{size}-{place}", phase, size, share, None, kind) for place in range(count)
        ]
    return Tally(by_phase, items, initiatives)


def list_lines(reader: Any, domain_id: int, most: int) -> Sequence[Line]:
    """Return the first use cases of a domain, the portfolio first: one query."""
    order = case({phase.value: place for place, phase in enumerate(PHASE_ORDER)}, value=UseCase.phase)
    statement: Any = (
        select(*_LINE)
        .where(is_readable(reader), UseCase.domain_id == domain_id)
        .order_by(order, UseCase.planned_start.is_(None), UseCase.planned_start, UseCase.code)
        .limit(most)
    )
    return [Line(*row) for row in db.session.execute(statement)]


def list_next(
    reader: Any, domain_id: int, *, since: int, phases: Collection[Phase], most: int
) -> Sequence[Line]:
    """Return what starts in the quarter with index ``since`` or later, soonest first: one query."""
    statement: Any = (
        select(*_LINE)
        .where(
            is_readable(reader),
            UseCase.domain_id == domain_id,
            UseCase.phase.in_(phases),
            UseCase.planned_start >= since,
        )
        .order_by(UseCase.planned_start, UseCase.code)
        .limit(most)
    )
    return [Line(*row) for row in db.session.execute(statement)]


def list_steps(reader: Any, domain_id: int, most: int) -> Sequence[Step]:
    """Return the latest steps of what ``reader`` may read, newest first: one query.

    Steps before *selected* tell of a time when the use case was not public; they
    are for who is signed in.
    """
    statement: Any = (
        select(
            *(UseCase.code, UseCase.title, UseCase.title_en),
            *(PhaseChange.phase, PhaseChange.happened_on, PhaseChange.reason, PhaseChange.decision),
            PhaseChange.illustrative,
        )
        .join(UseCase, UseCase.id == PhaseChange.use_case_id)
        .where(is_readable(reader), UseCase.domain_id == domain_id)
        .order_by(PhaseChange.happened_on.desc(), PhaseChange.id.desc())
        .limit(most)
    )
    if not getattr(reader, "is_authenticated", False):
        ended = (Phase.STOPPED, Phase.PARKED)
        statement = statement.where(PhaseChange.phase.in_((*PUBLISHED_PHASES, *ended)))
    return [Step(*row) for row in db.session.execute(statement)]


def list_all_domains() -> Sequence[Domain]:
    """Return every domain by name, also retired and merged ones: one query."""
    return db.session.scalars(select(Domain).order_by(func.lower(Domain.name), Domain.id)).all()


def domains_by_slug(slugs: Collection[str]) -> dict[str, Domain]:
    """Return domains by the address asked for; a merged one gives the domain that took it up."""
    found = {row.slug: row for row in db.session.scalars(select(Domain).where(Domain.slug.in_(slugs)))}
    if any(row.merged_into_id for row in found.values()):
        by_id = {row.id: row for row in db.session.scalars(select(Domain))}
        for slug, row in found.items():
            seen = set()
            while row.merged_into_id is not None and row.id not in seen:
                seen.add(row.id)
                row = by_id[row.merged_into_id]
            found[slug] = row
    return found


def find_domain_slug(id_: int) -> str | None:
    """Return the address of the domain with this id."""
    return db.session.scalar(select(Domain.slug).where(Domain.id == id_))
