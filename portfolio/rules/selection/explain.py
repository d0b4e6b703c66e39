"""Explain a proposal by solving again (methods.md §3).

A price is always the objective of one answer less that of another, both exact sums of what is
chosen: force the code in, solve again, and the difference is the printed price. λ is kept as in
the proposal. Prices are exact when both answers are proven; else they are no better than the gap.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from portfolio.rules.chance import STEP
from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.formulation import Formulation
from portfolio.rules.selection.greedy import advise
from portfolio.rules.selection.proposal import LeftOut, Proposal, Reason, Rule
from portfolio.rules.selection.room import Shortage, largest_effort, shortages
from portfolio.rules.selection.solver import Watch, relax
from portfolio.rules.selection.terms import Candidate, MixMode, Terms, check, expected_utility

NEAREST = 30
PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Difference:
    """What another answer differs in: codes that leave, enter and move; price None when it can't be."""

    price: Decimal | None
    leaves: tuple[str, ...]
    enters: tuple[str, ...]
    moves: tuple[str, ...]
    obstacle: tuple[Rule, ...]
    is_exact: bool


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a code is left out, and what would have to change for it to be chosen.

    ``if_in``: what leaves and what it costs if it is forced in, against its precondition if need be; a
    price below 0 says that only a lock or precondition keeps it out. The figures needed are the smallest
    that do, each alone with all else as it is; None: no figure would do, or it is not known.
    ``effort_needed`` is the most person-months at which it enters (choice alone, exact answers only).
    ``shortages``: what room lacks to add it beside all that is chosen.
    """

    code: str
    reason: Reason
    if_in: Difference | None
    utility_needed: Decimal | None = None
    chance_needed: int | None = None
    value_needed: Decimal | None = None
    effort_needed: Decimal | None = None
    shortages: tuple[Shortage, ...] = ()

    @property
    def enters_once_ready(self) -> bool:
        """Whether it would be chosen at once if its hard precondition were met."""
        waits = self.reason in (Reason.BLOCKED, Reason.TOO_LATE)
        return waits and self.if_in is not None and self.if_in.price is not None and self.if_in.price <= 0


@dataclass(frozen=True, slots=True)
class WhyIn:
    """What is lost without a code that is chosen; price None when the terms can't do without it."""

    code: str
    if_out: Difference


@dataclass(frozen=True, slots=True)
class Override:
    """The price of one lock of the board against the same terms without it."""

    rule: Rule
    without: Difference


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What the mix rule costs: utility without it less utility with it, and what differs."""

    price: Decimal | None
    without: Difference


def explain(
    candidates: Iterable[Candidate],
    terms: Terms,
    proposal: Proposal,
    *,
    most: int | None = NEAREST,
    watch: Watch | None = None,
) -> Iterator[WhyNot | WhyIn]:
    """Yield the explanations one by one, the nearest decisions first; ``most`` None gives all.

    None of a proposal without an answer: its ``conflict`` explains it.
    """
    ordered = check(candidates, terms)
    if proposal.objective is None:
        return
    for code in nearest(ordered, terms, proposal)[:most]:
        if watch is not None and watch.should_stop is not None and watch.should_stop():
            return
        if code in proposal.codes:
            yield why_in(ordered, terms, proposal, code, watch=watch)
        else:
            yield why_not(ordered, terms, proposal, code, watch=watch)


def nearest(candidates: Iterable[Candidate], terms: Terms, proposal: Proposal) -> list[str]:
    """Return all codes, those nearest to the other side first: smallest price in the relaxed model.

    Codes that can't be chosen at all come last, in order of code.
    """
    ordered = check(candidates, terms)
    formulation = Formulation(ordered, pinned(terms, proposal))
    relaxed = relax(formulation.model)
    if relaxed is None:
        return [candidate.code for candidate in ordered]
    advice = advise(formulation, relaxed)
    chosen = proposal.codes

    def distance(candidate: Candidate) -> tuple[bool, float, str]:
        known = advice.get(candidate.code)
        if known is None:
            return True, 0.0, candidate.code
        towards = known.price if candidate.code in chosen else -known.price
        return False, max(0.0, towards), candidate.code

    return [candidate.code for candidate in sorted(ordered, key=distance)]


def why_not(
    candidates: Iterable[Candidate],
    terms: Terms,
    proposal: Proposal,
    code: str,
    *,
    watch: Watch | None = None,
) -> WhyNot:
    """Return why ``code`` is left out of the proposal, and what would change that."""
    ordered = check(candidates, terms)
    candidate = next(one for one in ordered if one.code == code)
    reason = _reason(proposal.left_out, code)
    if reason is Reason.NOT_RANKABLE:
        return WhyNot(code, reason, None)
    fixed = pinned(terms, proposal)
    forced = propose(ordered, forced_in(fixed, code), watch=watch)
    difference = compare(proposal, forced, code)
    needed = _utility_needed(candidate, fixed, difference.price, forced.starts.get(code))
    most_effort = None
    pays_not = difference.price is None or difference.price > 0
    if reason is Reason.NOT_CHOSEN and proposal.is_exact and terms.horizon is None and pays_not:
        most_effort = largest_effort(ordered, fixed, proposal, code)
    return WhyNot(
        code,
        reason,
        difference,
        utility_needed=needed,
        chance_needed=_chance_needed(candidate, needed),
        value_needed=_value_needed(candidate, needed),
        effort_needed=most_effort,
        shortages=shortages(ordered, fixed, proposal, code),
    )


def why_in(
    candidates: Iterable[Candidate],
    terms: Terms,
    proposal: Proposal,
    code: str,
    *,
    watch: Watch | None = None,
) -> WhyIn:
    """Return what is lost without ``code``, and what would come instead."""
    without = propose(candidates, forced_out(pinned(terms, proposal), code), watch=watch)
    return WhyIn(code, compare(proposal, without, code))


def price_of_mix(
    candidates: Iterable[Candidate], terms: Terms, proposal: Proposal, *, watch: Watch | None = None
) -> RulePrice:
    """Return what the mix rule costs: how much more utility there is without it."""
    without = propose(candidates, replace(terms, mix=replace(terms.mix, mode=MixMode.OFF)), watch=watch)
    difference = compare(proposal, without)
    has_both = proposal.objective is not None and without.objective is not None
    return RulePrice(without.utility - proposal.utility if has_both else None, difference)


def prices_of_overrides(
    candidates: Iterable[Candidate], terms: Terms, proposal: Proposal, *, watch: Watch | None = None
) -> list[Override]:
    """Return for each lock what it costs: the objective without it less that with it, ≥ 0 when exact."""
    ordered = check(candidates, terms)
    fixed = pinned(terms, proposal)
    names = [("locked_in", code) for code in sorted(terms.locked_in)]
    names += [("locked_out", code) for code in sorted(terms.locked_out)]
    found = []
    for name, code in names:
        unlocked = propose(ordered, free(fixed, code), watch=watch)
        found.append(Override(Rule(name, (code,)), _cheaper(compare(proposal, unlocked))))
    return found


def price_of_all_overrides(
    candidates: Iterable[Candidate], terms: Terms, proposal: Proposal, *, watch: Watch | None = None
) -> Difference:
    """Return what all locks together cost."""
    fixed = replace(pinned(terms, proposal), locked_in={}, locked_out=frozenset())
    return _cheaper(compare(proposal, propose(candidates, fixed, watch=watch)))


def pinned(terms: Terms, proposal: Proposal) -> Terms:
    """Return the terms with λ as the proposal had it, so that prices are of one currency."""
    return replace(terms, mix=replace(terms.mix, price=proposal.mix_price))


def forced_in(terms: Terms, code: str) -> Terms:
    """Return the terms with ``code`` locked in, at any start."""
    locked: Mapping[str, Quarter | None] = {code: None, **terms.locked_in}
    return replace(terms, locked_in=locked, locked_out=terms.locked_out - {code})


def forced_out(terms: Terms, code: str) -> Terms:
    """Return the terms with ``code`` locked out."""
    return replace(free(terms, code), locked_out=terms.locked_out | {code})


def free(terms: Terms, code: str) -> Terms:
    """Return the terms without a lock on ``code``."""
    locked = {other: start for other, start in terms.locked_in.items() if other != code}
    return replace(terms, locked_in=locked, locked_out=terms.locked_out - {code})


def compare(proposal: Proposal, other: Proposal, code: str | None = None) -> Difference:
    """Return what the other answer differs in; ``code`` itself, which was forced, is not listed."""
    before, after = proposal.starts, other.starts
    if proposal.objective is None or other.objective is None:
        obstacle = other.conflict.together if other.conflict else ()
        return Difference(None, (), (), (), obstacle, other.is_reproducible)
    return Difference(
        price=proposal.objective - other.objective,
        leaves=tuple(sorted(one for one in before if one not in after and one != code)),
        enters=tuple(sorted(one for one in after if one not in before and one != code)),
        moves=tuple(sorted(one for one in before if one in after and before[one] != after[one])),
        obstacle=(),
        is_exact=proposal.is_exact and other.is_exact,
    )


def _cheaper(difference: Difference) -> Difference:
    """The other way round: what the lock costs, not what taking it away brings."""
    return replace(difference, price=None if difference.price is None else -difference.price)


def _reason(left_out: Sequence[LeftOut], code: str) -> Reason:
    return next(one.reason for one in left_out if one.code == code)


def _utility_needed(
    candidate: Candidate, terms: Terms, price: Decimal | None, start: Quarter | None
) -> Decimal | None:
    """Forced in, a point of utility adds one (discounted) to the objective; out, none: it lacks its price."""
    if price is None or price <= 0:
        return None
    share = Decimal(1)
    if terms.horizon is not None and start is not None:
        late = max(0, start - terms.horizon.first + candidate.duration)
        share = (1 + terms.discount) ** (Decimal(-late) / 4)
    return candidate.gain + price / share


def _is_expected(candidate: Candidate) -> bool:
    return candidate.utility is not None and candidate.utility == expected_utility(
        candidate.value, candidate.chance
    )


def _chance_needed(candidate: Candidate, needed: Decimal | None) -> int | None:
    """The lowest chance on the scale at which p·V is enough; None when even certainty is not."""
    if needed is None or candidate.value is None or not candidate.value.low or not _is_expected(candidate):
        return None
    steps = (needed * 100 / candidate.value.low / STEP).to_integral_value(ROUND_CEILING)
    return int(steps) * STEP if steps * STEP <= 100 else None


def _value_needed(candidate: Candidate, needed: Decimal | None) -> Decimal | None:
    """The lowest value (0–100) at which p·V is enough; None when even the highest is not."""
    if needed is None or not candidate.chance or not _is_expected(candidate):
        return None
    value = (needed * 100 / candidate.chance).quantize(PLACES, ROUND_CEILING)
    return value if value <= 100 else None
