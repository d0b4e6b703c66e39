"""What would bring the mix within its band: the smallest addition or swap (R2).

Advice, never a block. Only what is selected or in preparation may leave: a
running pilot is not stopped to please a rule of thumb. Nothing leaves without
another in its place. Smallest means: fewest that enter, then fewest that leave,
then nearest to the target. On count that is found for certain; on effort and
budget for short lists, and else it is the best of a bounded search.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from math import comb

from portfolio.rules.mix import DEFAULT_RULE, Mix, MixItem, MixRule, Verdict, measure, share_of, verdict_on
from portfolio.rules.terms import Basis, Kind, Phase, Size

MAY_LEAVE = frozenset({Phase.SELECTED, Phase.PREPARATION})
MOST_ENTERING = 8  # a longer list of changes is a new portfolio, not a repair
MOST_CHOICES = 200  # per number of codes
Choice = tuple[MixItem, ...]


class Outcome(StrEnum):
    """What the search came to."""

    NOT_NEEDED = "not_needed"
    NOTHING_CHOSEN = "nothing_chosen"
    SUGGESTED = "suggested"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Codes to leave and to enter, and the percentage small that results."""

    leave: tuple[str, ...]
    enter: tuple[str, ...]
    share: Decimal

    @property
    def is_swap(self) -> bool:
        """Whether something has to leave."""
        return bool(self.leave)


@dataclass(frozen=True, slots=True)
class Repair:
    """The outcome, with a suggestion when there is one, and the mix it started from.

    ``mix.has_no_fitting_share`` tells that no split of so few could ever fit:
    say so, beside an addition that helps or instead of one.
    """

    outcome: Outcome
    mix: Mix
    suggestion: Suggestion | None = None

    @property
    def needs_change(self) -> bool:
        """Whether something was chosen and it lies outside the band."""
        return self.outcome in (Outcome.SUGGESTED, Outcome.NOT_FOUND)


def repair(
    items: Iterable[MixItem],
    basis: Basis,
    rule: MixRule = DEFAULT_RULE,
    may_leave: frozenset[Phase] = MAY_LEAVE,
) -> Repair:
    """Return the smallest change that brings the mix within its band.

    ``items`` hold the portfolio and its candidates in order of preference, best
    first: among equals the first candidate enters and the last chosen one leaves.
    """
    kept = tuple(items)
    mix = measure(kept, basis, rule)
    if mix.verdict is Verdict.EMPTY:
        return Repair(Outcome.NOTHING_CHOSEN, mix)
    if mix.verdict is Verdict.WITHIN:
        return Repair(Outcome.NOT_NEEDED, mix)
    wanted = Size.SMALL if mix.verdict is Verdict.TOO_FEW_SMALL else Size.AMBITIOUS
    usable = [item for item in kept if item.kind is Kind.USE_CASE and item.size and item.amount(basis)]
    entering = [item for item in usable if item.phase is Phase.CANDIDATE and item.size is wanted]
    leaving = [item for item in reversed(usable) if item.phase in may_leave and item.size is not wanted]
    for enter_count in range(1, min(MOST_ENTERING, len(entering)) + 1):
        for leave_count in range(min(enter_count, len(leaving)) + 1):
            if 0 < leave_count < enter_count and basis is not Basis.COUNT:
                continue  # a mixture of swap and addition is hard to read, and seldom shorter
            best = _best_of(
                _choices(leaving, leave_count, basis), _choices(entering, enter_count, basis), wanted, mix
            )
            if best is not None:
                return Repair(Outcome.SUGGESTED, mix, best)
    return Repair(Outcome.NOT_FOUND, mix)


def _best_of(leaves: list[Choice], enters: list[Choice], wanted: Size, mix: Mix) -> Suggestion | None:
    """Return the pair that lands nearest to the target within the band; the first among equals."""
    enter_sums = [_sum(enter, mix.basis) for enter in enters]
    best: tuple[Decimal, Suggestion] | None = None
    for leave in leaves:
        leave_sum = _sum(leave, mix.basis)
        for enter, enter_sum in zip(enters, enter_sums, strict=True):
            small = mix.small + (enter_sum if wanted is Size.SMALL else -leave_sum)
            total = mix.total + enter_sum - leave_sum
            if verdict_on(small, total, mix.rule) is not Verdict.WITHIN:
                continue
            share = share_of(small, total) or Decimal(0)
            distance = abs(share - mix.rule.target)
            if best is None or distance < best[0]:
                best = (distance, Suggestion(_codes(leave), _codes(enter), share))
    return best[1] if best else None


def _sum(items: Choice, basis: Basis) -> Decimal:
    return sum((item.amount(basis) or Decimal(0) for item in items), Decimal(0))


def _codes(items: Choice) -> tuple[str, ...]:
    return tuple(item.code for item in items)


def _choices(pool: list[MixItem], size: int, basis: Basis) -> list[Choice]:
    """Return which ones to take: all ways when few, else neighbours in order of amount.

    On count all weigh the same, so the most preferred ones are the only choice needed.
    """
    if basis is Basis.COUNT or size == 0:
        return [tuple(pool[:size])]
    if comb(len(pool), size) <= MOST_CHOICES:
        return list(combinations(pool, size))
    by_amount = sorted(pool, key=lambda item: (item.amount(basis) or Decimal(0), item.code))
    starts = range(0, len(by_amount) - size + 1, -(-len(by_amount) // MOST_CHOICES))
    return [tuple(by_amount[start : start + size]) for start in starts]
