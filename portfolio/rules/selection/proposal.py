"""What comes out of a choice (methods.md §3)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portfolio.rules.quarters import Quarter


class Status(StrEnum):
    """How the solver ended."""

    OPTIMAL = "optimal"  # proven, to within the gap that was allowed
    NODE_LIMIT = "node_limit"  # best found, with its gap; the same again gives the same
    TIME_LIMIT = "time_limit"  # best found, with its gap; not reproducible
    CANCELLED = "cancelled"  # best found, with its gap; not reproducible
    INFEASIBLE = "infeasible"  # the terms contradict each other: see ``conflict``
    NOTHING_FOUND = "nothing_found"  # stopped before there was any answer


class Reason(StrEnum):
    """Why a candidate is not in the proposal, as far as it can be said without solving again."""

    NOT_RANKABLE = "not_rankable"  # value, chance or effort unknown
    BLOCKED = "blocked"  # a hard precondition is unmet
    TOO_LATE = "too_late"  # its precondition is met, or it ends, only after the horizon
    DEPENDENCY_MISSING = "dependency_missing"  # depends on what is out for one of these reasons
    LOCKED_OUT = "locked_out"  # by the board
    NOT_CHOSEN = "not_chosen"  # others bring more within the limits: ask ``explain``


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate that is in, and its start: planned or proposed; None when no quarter is known."""

    code: str
    start: Quarter | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate that is not in."""

    code: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the model by name and parts: ("capacity", "RWS", "2027-Q1"), ("locked_in", "SOC-001")…

    Names: budget_months, budget_cents, capacity (organisation, quarter), mix_low, mix_high,
    function_minimum (function), either_or (codes), depends_on (code, on what), locked_in (code),
    locked_out (code).
    """

    name: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ":".join((self.name, *self.parts))


@dataclass(frozen=True, slots=True)
class Tight:
    """A rule that has no room left for the smallest thing it still keeps out: used, limit, and room."""

    rule: Rule
    used: Decimal
    limit: Decimal

    @property
    def room(self) -> Decimal:
        """What is left: 0 when it is filled exactly."""
        return abs(self.limit - self.used)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why nothing fits: rules that together contradict, and a smallest set to give up."""

    together: tuple[Rule, ...]
    give_up: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The answer. ``objective`` is exact for what is chosen; ``bound`` is what nothing can exceed.

    ``gap`` = (bound − objective) ÷ objective, None without an answer. ``shortfall_small`` and
    ``excess_small`` are d⁻ and d⁺; ``mix_price`` is the λ that was used. ``seconds`` is the solver's time.
    """

    status: Status
    chosen: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]
    objective: Decimal | None
    bound: Decimal | None
    gap: Decimal | None
    utility: Decimal
    effort: Decimal
    cost: int
    mix_price: Decimal
    shortfall_small: Decimal
    excess_small: Decimal
    tight: tuple[Tight, ...]
    conflict: Conflict | None
    is_reproducible: bool
    nodes: int
    seconds: float
    seed: int
    model_version: str
    solver: str
    input_hash: str

    @property
    def codes(self) -> frozenset[str]:
        """The codes that are in."""
        return frozenset(chosen.code for chosen in self.chosen)

    @property
    def starts(self) -> dict[str, Quarter | None]:
        """Start per code that is in."""
        return {chosen.code: chosen.start for chosen in self.chosen}

    @property
    def is_exact(self) -> bool:
        """Whether it is proven that nothing is better at all."""
        return self.status is Status.OPTIMAL and self.gap == 0
