"""What a choice is made from and under which terms (methods.md §3).

Units: effort and load in person-months, cost in euro cents, utility on any scale
that adds up (by default p·V, 0–100), quarters as ``Quarter``. Everything is exact:
decimals and whole numbers, no floats, so that a hash of it means something.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from portfolio.rules.effort import Effort
from portfolio.rules.findings import Refusal
from portfolio.rules.interval import Interval
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Basis, Size

MODEL_VERSION = "selection-1"
"""Goes up with every change that can change an answer."""


class TermsNotValid(Refusal):
    """The candidates or terms contradict themselves, whatever is chosen."""


@dataclass(frozen=True, slots=True)
class Load:
    """Person-months that a candidate asks of an organisation in its ``offset``-th quarter (0 = first)."""

    organisation: str
    offset: int
    person_months: Decimal


@dataclass(frozen=True, slots=True)
class Candidate:
    """One use case that may be chosen.

    ``utility`` None (no chance or value yet) or ``effort`` None: not yet rankable, so left out.
    ``value`` and ``chance`` only serve the explanations. ``depends_on`` are codes that must be chosen
    too (or be among ``Terms.already``). ``is_blocked``: a hard precondition is unmet and has no date;
    ``ready_from``: it is met from that quarter on. ``planned_start`` counts for choice alone, where a
    candidate without one starts in ``ready_from``, and without either loads no quarter.
    ``load`` is relative to the start, so that it moves along with it; ``duration`` in quarters.
    """

    code: str
    size: Size | None
    utility: Decimal | None
    effort: Effort | None
    value: Interval | None = None
    chance: int | None = None
    cost: int = 0
    load: tuple[Load, ...] = ()
    builds: frozenset[str] = frozenset()
    depends_on: frozenset[str] = frozenset()
    ready_from: Quarter | None = None
    is_blocked: bool = False
    planned_start: Quarter | None = None
    duration: int = 1

    @property
    def is_rankable(self) -> bool:
        """Whether it has the figures without which it can't be chosen."""
        return self.utility is not None and self.effort is not None

    @property
    def months(self) -> Decimal:
        """Likely person-months; 0 when unknown, in which case it is never chosen."""
        return self.effort.likely if self.effort else Decimal(0)

    @property
    def gain(self) -> Decimal:
        """The utility; 0 when unknown, in which case it is never chosen."""
        return self.utility if self.utility is not None else Decimal(0)

    @property
    def fixed_start(self) -> Quarter | None:
        """The start that choice alone reckons with: as planned, but not before its precondition is met."""
        known = [quarter for quarter in (self.planned_start, self.ready_from) if quarter is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class Saving:
    """Effort (and cents) that is spent once when both are chosen; it lowers the budget, no quarter's load."""

    first: str
    second: str
    person_months: Decimal = Decimal(0)
    cents: int = 0


class MixMode(StrEnum):
    """How the band of the mix counts: at a price, as a wall, or not."""

    SOFT = "soft"
    HARD = "hard"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class MixTerms:
    """The band for the share of small ones (0–1), by count or by effort, and the price of leaving it.

    ``price`` is λ, utility per use case (or person-month) outside the band. None: the largest
    utility (by effort: the largest utility per person-month).
    """

    mode: MixMode = MixMode.SOFT
    low: Decimal = Decimal("0.65")
    high: Decimal = Decimal("0.85")
    basis: Basis = Basis.COUNT
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Horizon:
    """The quarters in which something may start; with ``must_finish`` it also ends within them."""

    first: Quarter
    count: int
    must_finish: bool = True

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters, in order."""
        return tuple(self.first + step for step in range(self.count))


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms is chosen; without ``horizon`` the choice alone, with it the start quarter too.

    ``capacity`` holds person-months per organisation and quarter; what it doesn't name is not limited.
    ``locked_in`` maps a code to its start, or None when the quarter is free. ``already`` are codes
    outside the candidates that dependencies may count on, ``function_minimum`` asks for so many chosen
    that build each system function, ``either_or`` are groups of which at most one is chosen.
    ``discount`` is yearly, and only counts with a horizon: value counts from the end of the work.
    ``gap`` is relative (None: 0 for the choice alone, 0.01 with a horizon). ``seconds`` is optional: a
    run that stopped on time is not reproducible, one that stopped on ``nodes`` or ``work``
    (a steady clock of the solver's own: the default is about a minute of one core) is.
    """

    budget_months: Decimal | None = None
    budget_cents: int | None = None
    capacity: Mapping[tuple[str, Quarter], Decimal] = field(default_factory=dict, hash=False)
    mix: MixTerms = MixTerms()
    function_minimum: Mapping[str, int] = field(default_factory=dict, hash=False)
    either_or: tuple[frozenset[str], ...] = ()
    savings: tuple[Saving, ...] = ()
    locked_in: Mapping[str, Quarter | None] = field(default_factory=dict, hash=False)
    locked_out: frozenset[str] = frozenset()
    already: frozenset[str] = frozenset()
    horizon: Horizon | None = None
    discount: Decimal = Decimal("0.0225")
    gap: Decimal | None = None
    nodes: int = 20_000
    work: int = 2_400_000
    seconds: float | None = None
    seed: int = 1

    @property
    def gap_allowed(self) -> Decimal:
        """The relative gap at which the solver may stop."""
        if self.gap is not None:
            return self.gap
        return Decimal(0) if self.horizon is None else Decimal("0.01")


def expected_utility(value: Interval | None, chance: int | None) -> Decimal | None:
    """Return p·V by the lower end of V, on 0–100; None when either is unknown, never 0."""
    if value is None or chance is None:
        return None
    return value.low * chance / 100


def spread(months: Mapping[str, Decimal], duration: int) -> tuple[Load, ...]:
    """Return person-months per organisation as a load that is even over ``duration`` quarters.

    In hundredths; what does not divide falls in the first quarters, so that the sum is exact.
    """
    loads = []
    for organisation in sorted(months):
        hundredths = int((months[organisation] * 100).to_integral_value())
        each, rest = divmod(hundredths, max(1, duration))
        for offset in range(max(1, duration)):
            amount = Decimal(each + (offset < rest)) / 100
            if amount:
                loads.append(Load(organisation, offset, amount))
    return tuple(loads)


def check(candidates: Iterable[Candidate], terms: Terms) -> tuple[Candidate, ...]:
    """Return the candidates in order of code; refuse what makes no sense whatever is chosen."""
    ordered = tuple(sorted(candidates, key=lambda candidate: candidate.code))
    known = {candidate.code for candidate in ordered}
    if len(known) < len(ordered):
        twice = next(before.code for before, after in pairwise(ordered) if before.code == after.code)
        raise TermsNotValid("code_twice", code=twice)
    for candidate in ordered:
        _check_candidate(candidate)
    named = set(terms.locked_in) | terms.locked_out
    for group in terms.either_or:
        named |= group
    for saving in terms.savings:
        named |= {saving.first, saving.second}
        if saving.first == saving.second or saving.person_months < 0 or saving.cents < 0:
            raise TermsNotValid("saving_not_valid", first=saving.first, second=saving.second)
    if unknown := sorted(named - known):
        raise TermsNotValid("code_not_known", code=unknown[0])
    if contradiction := sorted(set(terms.locked_in) & terms.locked_out):
        raise TermsNotValid("locked_in_and_out", code=contradiction[0])
    _check_figures(terms)
    return ordered


def _check_candidate(candidate: Candidate) -> None:
    figures = [candidate.gain, *(load.person_months for load in candidate.load)]
    if not all(figure.is_finite() and figure >= 0 for figure in figures) or candidate.cost < 0:
        raise TermsNotValid("figure_not_valid", code=candidate.code)
    if candidate.duration < 0 or any(load.offset < 0 for load in candidate.load):
        raise TermsNotValid("duration_not_valid", code=candidate.code)
    if candidate.code in candidate.depends_on:
        raise TermsNotValid("depends_on_itself", code=candidate.code)


def _check_figures(terms: Terms) -> None:
    amounts = [*terms.capacity.values(), terms.discount, terms.gap_allowed]
    amounts += [Decimal(least) for least in terms.function_minimum.values()]
    optional = (terms.budget_months, terms.budget_cents, terms.mix.price)
    amounts += [Decimal(limit) for limit in optional if limit is not None]
    if not all(amount.is_finite() and amount >= 0 for amount in amounts):
        raise TermsNotValid("limit_not_valid")
    if not 0 <= terms.mix.low <= terms.mix.high <= 1:
        raise TermsNotValid("mix_band_not_valid", low=terms.mix.low, high=terms.mix.high)
    if terms.mix.basis is Basis.BUDGET:
        raise TermsNotValid("mix_basis_not_valid")
    if terms.horizon is not None and terms.horizon.count < 1:
        raise TermsNotValid("horizon_not_valid")
    if min(terms.nodes, terms.work) < 1 or (terms.seconds is not None and terms.seconds <= 0):
        raise TermsNotValid("limit_not_valid")
