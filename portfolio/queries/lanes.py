"""Read what lanes, mix and coverage of a domain are made of: plain rows, scores only where visible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import case, literal, select, true

from accounts.models import Domain
from core.database import db
from portfolio.models import Assessment, Contribution, SystemFunction, UseCase, other_domain
from portfolio.queries.visibility import is_readable, may_see_scores
from portfolio.rules import coverage
from portfolio.rules.effort import Effort
from portfolio.rules.interval import Interval
from portfolio.rules.lanes import Entry
from portfolio.rules.mix import MixItem
from portfolio.rules.terms import MIX_PHASES, PUBLISHED_PHASES, Kind, Phase, Size
from portfolio.rules.value import Value

RANKED_PHASES = MIX_PHASES | {Phase.CANDIDATE}
_ANY_VALUE = Interval(Decimal(0), Decimal(100))


@dataclass(frozen=True, slots=True)
class LaneRow:
    """One use case or initiative of a domain; effort in person-months, cost in cents.

    Value, chance and what belongs to them are None or 0 when unknown, and also
    when ``sees_scores`` is false. ``is_score_public`` is true when everyone sees them.
    ``model_id`` is the version of the scoring model that its value was computed with.
    """

    code: str
    kind: Kind
    title: str
    title_en: str
    phase: Phase
    size: Size | None
    effort_low: Decimal | None
    effort_likely: Decimal | None
    effort_high: Decimal | None
    cost: int | None
    sees_scores: bool
    is_score_public: bool
    value_low: Decimal | None
    value_high: Decimal | None
    chance: int | None
    scored: int
    criteria: int
    illustrative: Sequence[str]
    model_id: int | None = None

    def is_illustrative(self, mark: str) -> bool:
        """Tell whether the values under ``mark`` were made up to show the software at work."""
        return mark in self.illustrative

    @property
    def entry(self) -> Entry:
        """What the ranking sees of it."""
        low, high = self.value_low, self.value_high
        interval = _ANY_VALUE if low is None or high is None else Interval(low, high)
        # No work at all is no divisor: such a figure counts as unknown.
        efforts = (self.effort_low, self.effort_likely, self.effort_high)
        effort = Effort.of(*efforts) if self.effort_likely else None
        value = Value(interval, 0 if low is None else self.scored, self.criteria)
        return Entry(self.code, self.size, value, self.chance, effort, self.kind)

    @property
    def mix_item(self) -> MixItem:
        """What the mix sees of it."""
        return MixItem(self.code, self.phase, self.size, self.effort_likely, self.cost, self.kind)


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A use case that another domain leads and this one joins."""

    code: str
    title: str
    title_en: str
    kind: Kind
    phase: Phase
    size: Size | None
    lead: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class DomainName:
    """The address and the names of a domain."""

    slug: str
    name: str
    name_en: str


def list_lane_rows(reader: Any, domain_id: int) -> list[LaneRow]:
    """Return what ``reader`` may read of a domain's candidates and portfolio, by code: one query."""
    return _lane_rows(domain_id, is_readable(reader), may_see_scores(reader))


def list_every_lane_row(domain_id: int) -> list[LaneRow]:
    """Return all of a domain's candidates and portfolio with their scores, as its board may see them.

    Only for what is shown to who may read the scores of the domain.
    """
    return _lane_rows(domain_id, UseCase.merged_into_id.is_(None), true())


def _lane_rows(domain_id: int, readable: Any, may_see: Any) -> list[LaneRow]:
    is_public = UseCase.id.in_(select(Assessment.use_case_id).where(Assessment.published_on.is_not(None)))
    statement: Any = (
        select(
            *(UseCase.code, UseCase.kind, UseCase.title, UseCase.title_en, UseCase.phase, UseCase.size),
            *(UseCase.effort_low, UseCase.effort_likely, UseCase.effort_high, UseCase.cost_cents),
            case((may_see, literal(1)), else_=literal(0)),
            case((is_public, literal(1)), else_=literal(0)),
            case((may_see, UseCase.value_low)),
            case((may_see, UseCase.value_high)),
            case((may_see, UseCase.chance)),
            case((may_see, UseCase.scored), else_=literal(0)),
            UseCase.criteria,
            UseCase.illustrative,
            case((may_see, Assessment.model_id)),
        )
        .outerjoin(Assessment, Assessment.use_case_id == UseCase.id)
        .where(readable, UseCase.domain_id == domain_id, UseCase.phase.in_(RANKED_PHASES))
        .order_by(UseCase.code)
    )
    rows: Any = db.session.execute(statement)
    return [LaneRow(*[*row[:10], bool(row[10]), bool(row[11]), *row[12:]]) for row in rows]


def other_domains(reader: Any, domain_id: int) -> Mapping[str, Sequence[DomainName]]:
    """Return, by code, the domains that join a use case led by this one: one query."""
    rows: Any = db.session.execute(
        select(UseCase.code, Domain.slug, Domain.name, Domain.name_en)
        .join(other_domain, other_domain.c.use_case_id == UseCase.id)
        .join(Domain, Domain.id == other_domain.c.domain_id)
        .where(is_readable(reader), UseCase.domain_id == domain_id, UseCase.phase.in_(RANKED_PHASES))
        .order_by(UseCase.code, Domain.name)
    )
    found: dict[str, list[DomainName]] = {}
    for code, *name in rows:
        found.setdefault(code, []).append(DomainName(*name))
    return found


def list_shared(reader: Any, domain_id: int) -> list[SharedRow]:
    """Return what other domains lead and this one joins, as far as ``reader`` may read it: one query."""
    rows: Any = db.session.execute(
        select(
            *(UseCase.code, UseCase.title, UseCase.title_en, UseCase.kind, UseCase.phase, UseCase.size),
            *(Domain.slug, Domain.name, Domain.name_en),
        )
        .join(other_domain, other_domain.c.use_case_id == UseCase.id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(
            is_readable(reader),
            other_domain.c.domain_id == domain_id,
            UseCase.domain_id != domain_id,
            UseCase.phase.not_in((Phase.STOPPED, Phase.PARKED)),
        )
        .order_by(Domain.name, UseCase.code)
    )
    return [SharedRow(*row) for row in rows]


def list_given(reader: Any, domain_id: int | None = None) -> list[coverage.Contribution]:
    """Return what chosen and finished use cases contribute, as far as ``reader`` may read them: one query."""
    statement = (
        select(UseCase.code, SystemFunction.code, Contribution.level)
        .join(Contribution, Contribution.use_case_id == UseCase.id)
        .join(SystemFunction, SystemFunction.id == Contribution.function_id)
        .where(is_readable(reader), UseCase.phase.in_(PUBLISHED_PHASES))
        .order_by(UseCase.code, SystemFunction.code)
    )
    if domain_id is not None:
        statement = statement.where(UseCase.domain_id == domain_id)
    return [coverage.Contribution(*row) for row in db.session.execute(statement)]
