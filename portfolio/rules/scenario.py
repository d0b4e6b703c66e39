"""From what a board asks and what is known of the use cases to the question for the optimiser.

Source: methods.md §3. Our own choices, said on the screen: person-months are spread evenly over the
quarters of the work and over the organisations that take part; work without a plan lasts
two quarters when small and four when ambitious; what runs already counts along (locked
in), only serves as what others depend on, or is chosen anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portfolio.rules.effort import Effort
from portfolio.rules.interval import Interval
from portfolio.rules.lanes import DEFAULT_FLOORS, Floors
from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.terms import (
    Candidate,
    Horizon,
    MixTerms,
    Saving,
    Terms,
    spread,
)
from portfolio.rules.terms import MIX_PHASES, Phase, Size

WITHOUT_PLAN = {Size.SMALL: 2, Size.AMBITIOUS: 4, None: 2}
"""Quarters that work lasts when nothing is planned."""


class Yardstick(StrEnum):
    """What is maximised: p·V for all, or each lane's own leading criterion (chance, value)."""

    EXPECTED = "expected"
    LANE = "lane"


class ValueEnd(StrEnum):
    """By which figure an incomplete value counts."""

    LOW = "low"
    MIDDLE = "middle"


class Begun(StrEnum):
    """How what was chosen before takes part."""

    COUNTS = "counts"  # fixed in the proposal, counted in budget and mix
    APART = "apart"  # outside the sum; others may depend on it
    FREE = "free"  # chosen anew, as if nothing had been decided: to compare with


class Ineligible(StrEnum):
    """Why a use case cannot be chosen at all, before any calculation."""

    NO_VALUE = "no_value"
    NO_CHANCE = "no_chance"
    NO_EFFORT = "no_effort"
    NO_BUILDING = "no_building"
    VALUE_BELOW_FLOOR = "value_below_floor"
    CHANCE_BELOW_FLOOR = "chance_below_floor"


@dataclass(frozen=True, slots=True)
class CapacityException:
    """Person-months of one organisation in one quarter, other than in the rest."""

    organisation: str
    quarter: Quarter
    person_months: Decimal


@dataclass(frozen=True, slots=True)
class Settings:
    """What a scenario asks. ``capacity`` is person-months per quarter by organisation (its slug);
    who is not named is not limited. Money is cents, effort person-months."""

    budget_months: Decimal | None = None
    budget_cents: int | None = None
    with_quarters: bool = False
    first: Quarter | None = None
    quarters: int = 12
    must_finish: bool = True
    capacity: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    exceptions: tuple[CapacityException, ...] = ()
    mix: MixTerms = field(default_factory=MixTerms)
    yardstick: Yardstick = Yardstick.EXPECTED
    value_end: ValueEnd = ValueEnd.LOW
    begun: Begun = Begun.COUNTS
    function_minimum: Mapping[str, int] = field(default_factory=dict, hash=False)
    either_or: tuple[frozenset[str], ...] = ()
    savings: tuple[Saving, ...] = ()
    gap: Decimal | None = None
    nodes: int = 20_000
    seconds: float | None = 300.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class HardGate:
    """A hard precondition that is not met, and by when it should be."""

    due_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one use case of the domain; effort in person-months, cost in cents."""

    code: str
    phase: Phase
    size: Size | None
    value: Interval | None
    chance: int | None
    effort: Effort | None
    cost: int | None = None
    organisations: tuple[str, ...] = ()
    builds: frozenset[str] = frozenset()
    depends_on: frozenset[str] = frozenset()
    gates: tuple[HardGate, ...] = ()
    planned_start: Quarter | None = None
    planned_quarters: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether it was chosen before."""
        return self.phase in MIX_PHASES


@dataclass(frozen=True, slots=True)
class Question:
    """What goes to the optimiser, and who stays out of it and why."""

    candidates: tuple[Candidate, ...]
    terms: Terms
    ineligible: Mapping[str, tuple[Ineligible, ...]]
    not_counted: tuple[str, ...]
    """Chosen before, but without a figure that counts, so that they cannot take part."""


def make_question(
    settings: Settings,
    known: Sequence[Known],
    *,
    locked_in: frozenset[str] = frozenset(),
    locked_out: frozenset[str] = frozenset(),
    done: frozenset[str] = frozenset(),
    now: Quarter,
    floors: Floors = DEFAULT_FLOORS,
) -> Question:
    """Return the question for these use cases.

    ``done`` are codes elsewhere or finished that others may depend on; ``now`` is the
    quarter of today, before which nothing starts. A lock on what cannot be chosen, or on
    what is no candidate any more, is passed over.
    """
    ineligible: dict[str, tuple[Ineligible, ...]] = {}
    not_counted: list[str] = []
    candidates: list[Candidate] = []
    running: set[str] = set()
    already = set(done)
    for one in sorted(known, key=lambda known: known.code):
        reasons = why_ineligible(one, floors)
        if one.is_running:
            lacks = {Ineligible.NO_VALUE, Ineligible.NO_CHANCE, Ineligible.NO_EFFORT} & set(reasons)
            if settings.begun is Begun.APART or lacks:
                already.add(one.code)
                if settings.begun is not Begun.APART:
                    not_counted.append(one.code)
                continue
            if settings.begun is Begun.COUNTS:
                running.add(one.code)
        elif reasons:
            ineligible[one.code] = reasons
            continue
        candidates.append(candidate_of(one, settings, now))
    codes = {candidate.code for candidate in candidates}
    out = (locked_out & codes) - running
    terms = Terms(
        budget_months=settings.budget_months,
        budget_cents=settings.budget_cents,
        capacity=_capacity(settings, now),
        mix=settings.mix,
        function_minimum={code: least for code, least in settings.function_minimum.items() if least > 0},
        either_or=tuple(group & codes for group in settings.either_or if len(group & codes) > 1),
        savings=tuple(one for one in settings.savings if {one.first, one.second} <= codes),
        locked_in=dict.fromkeys(sorted(((locked_in & codes) | running) - out)),
        locked_out=out,
        already=frozenset(already - codes),
        horizon=_horizon(settings, now),
        gap=settings.gap,
        nodes=settings.nodes,
        seconds=settings.seconds,
        seed=settings.seed,
    )
    return Question(tuple(candidates), terms, ineligible, tuple(not_counted))


def why_ineligible(known: Known, floors: Floors = DEFAULT_FLOORS) -> tuple[Ineligible, ...]:
    """Return what keeps it from being chosen: unknown figures, no function built (R3), or a floor."""
    found = []
    if known.value is None:
        found.append(Ineligible.NO_VALUE)
    if known.chance is None:
        found.append(Ineligible.NO_CHANCE)
    if known.effort is None:
        found.append(Ineligible.NO_EFFORT)
    if not known.builds:
        found.append(Ineligible.NO_BUILDING)
    if known.size is Size.SMALL and known.value is not None and known.value.high < floors.value:
        found.append(Ineligible.VALUE_BELOW_FLOOR)
    if known.size is Size.AMBITIOUS and known.chance is not None and known.chance < floors.chance:
        found.append(Ineligible.CHANCE_BELOW_FLOOR)
    return tuple(found)


def utility_of(known: Known, settings: Settings) -> Decimal | None:
    """Return what it adds to the sum, on 0–100; None when a figure for it is unknown."""
    if known.value is None or known.chance is None:
        return None
    value = known.value.low
    if settings.value_end is ValueEnd.MIDDLE:
        value = (known.value.low + known.value.high) / 2
    if settings.yardstick is Yardstick.LANE:
        return Decimal(known.chance) if known.size is Size.SMALL else value
    return value * known.chance / 100


def candidate_of(known: Known, settings: Settings, now: Quarter) -> Candidate:
    """Return it as the optimiser sees it; what already runs waits for no precondition."""
    duration = known.planned_quarters or WITHOUT_PLAN[known.size]
    months = known.effort.likely if known.effort else Decimal(0)
    share = {name: months / len(known.organisations) for name in known.organisations}
    gates = () if known.is_running else known.gates
    dates = [gate.due_on for gate in gates if gate.due_on is not None]
    ready = Quarter.of(max(dates)) if dates else None
    is_late = ready is not None and ready < now
    return Candidate(
        code=known.code,
        size=known.size,
        utility=utility_of(known, settings),
        effort=known.effort,
        value=known.value,
        chance=known.chance,
        cost=known.cost or 0,
        load=spread(share, duration),
        builds=known.builds,
        depends_on=frozenset() if known.is_running else known.depends_on,
        ready_from=None if is_late else ready,
        is_blocked=len(dates) < len(gates) or is_late,
        planned_start=known.planned_start,
        duration=duration,
    )


def _horizon(settings: Settings, now: Quarter) -> Horizon | None:
    if not settings.with_quarters:
        return None
    return Horizon(settings.first or now + 1, settings.quarters, settings.must_finish)


def _capacity(settings: Settings, now: Quarter) -> dict[tuple[str, Quarter], Decimal]:
    """Return the capacity per organisation and quarter, over the horizon or over three years from now."""
    first = settings.first or (now + 1 if settings.with_quarters else now)
    quarters = [first + step for step in range(settings.quarters if settings.with_quarters else 12)]
    found = {
        (organisation, quarter): months
        for organisation, months in settings.capacity.items()
        for quarter in quarters
    }
    return found | {
        (one.organisation, one.quarter): one.person_months
        for one in settings.exceptions
        if one.quarter in quarters
    }
