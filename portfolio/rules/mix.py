"""The mix of small and ambitious use cases: about 75 % small (R2).

A rule of thumb with a tolerance: it warns and never blocks. It counts what is
selected up to and including scale-up; what has no size stays outside and is
counted apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from portfolio.rules.findings import Refusal
from portfolio.rules.terms import MIX_PHASES, Basis, Kind, Phase, Size


class MixRuleNotValid(Refusal):
    """A target or tolerance that can't be a percentage."""


class Verdict(StrEnum):
    """How the mix stands to its band."""

    WITHIN = "within"
    TOO_FEW_SMALL = "too_few_small"
    TOO_MANY_SMALL = "too_many_small"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class MixRule:
    """The share of small ones aimed at and how far off is still fine, in percent and percentage points."""

    target: Decimal = Decimal(75)
    tolerance: Decimal = Decimal(10)

    def __post_init__(self) -> None:
        if not 0 <= self.target <= 100 or not 0 <= self.tolerance <= 100:
            raise MixRuleNotValid("mix_rule_not_valid", target=self.target, tolerance=self.tolerance)

    @property
    def low(self) -> Decimal:
        """Lower end of the band, percent."""
        return max(Decimal(0), self.target - self.tolerance)

    @property
    def high(self) -> Decimal:
        """Upper end of the band, percent."""
        return min(Decimal(100), self.target + self.tolerance)


DEFAULT_RULE = MixRule()


@dataclass(frozen=True, slots=True)
class MixItem:
    """One use case as the mix sees it: effort in likely person-months, budget in cents."""

    code: str
    phase: Phase
    size: Size | None
    effort: Decimal | None = None
    budget: int | None = None
    kind: Kind = Kind.USE_CASE

    @property
    def is_in_portfolio(self) -> bool:
        """Whether the mix counts it."""
        return self.kind is Kind.USE_CASE and self.phase in MIX_PHASES

    def amount(self, basis: Basis) -> Decimal | None:
        """Return what it weighs on that basis: 1, person-months or cents; None when unknown."""
        if basis is Basis.COUNT:
            return Decimal(1)
        if basis is Basis.EFFORT:
            return self.effort
        return None if self.budget is None else Decimal(self.budget)


@dataclass(frozen=True, slots=True)
class Mix:
    """The mix on one basis: amounts, share of small in percent (None when empty), and what stayed outside."""

    basis: Basis
    rule: MixRule
    small: Decimal
    ambitious: Decimal
    verdict: Verdict
    unknown_size: tuple[str, ...]
    unknown_amount: tuple[str, ...]
    has_no_fitting_share: bool = False
    """True when no split of so few use cases lies in the band (1 or 2 with the default rule)."""

    @property
    def total(self) -> Decimal:
        """Everything that counted."""
        return self.small + self.ambitious

    @property
    def share(self) -> Decimal | None:
        """Percentage small, unrounded."""
        return share_of(self.small, self.total)


def measure(items: Iterable[MixItem], basis: Basis, rule: MixRule = DEFAULT_RULE) -> Mix:
    """Return the mix of those items that are in the portfolio."""
    sums = {Size.SMALL: Decimal(0), Size.AMBITIOUS: Decimal(0)}
    unknown_size: list[str] = []
    unknown_amount: list[str] = []
    for item in items:
        if not item.is_in_portfolio:
            continue
        amount = item.amount(basis)
        if item.size is None:
            unknown_size.append(item.code)
        elif amount is None:
            unknown_amount.append(item.code)
        else:
            sums[item.size] += amount
    small, total = sums[Size.SMALL], sums[Size.SMALL] + sums[Size.AMBITIOUS]
    return Mix(
        basis,
        rule,
        small,
        sums[Size.AMBITIOUS],
        verdict_on(small, total, rule),
        tuple(sorted(unknown_size)),
        tuple(sorted(unknown_amount)),
        basis is Basis.COUNT and total > 0 and not can_fit(int(total), rule),
    )


def measure_all(items: Iterable[MixItem], rule: MixRule = DEFAULT_RULE) -> dict[Basis, Mix]:
    """Return the mix by count, by effort and by budget."""
    kept = tuple(items)
    return {basis: measure(kept, basis, rule) for basis in Basis}


def share_of(small: Decimal, total: Decimal) -> Decimal | None:
    """Return small as a percentage of the total; None of nothing."""
    return small * 100 / total if total else None


def verdict_on(small: Decimal, total: Decimal, rule: MixRule = DEFAULT_RULE) -> Verdict:
    """Compare without dividing, so that the edge of the band is exact."""
    if not total:
        return Verdict.EMPTY
    if small * 100 < rule.low * total:
        return Verdict.TOO_FEW_SMALL
    if small * 100 > rule.high * total:
        return Verdict.TOO_MANY_SMALL
    return Verdict.WITHIN


def can_fit(count: int, rule: MixRule = DEFAULT_RULE) -> bool:
    """Whether some whole number of small ones out of ``count`` lies in the band."""
    fewest = (rule.low * count / 100).to_integral_value(ROUND_CEILING)
    return fewest * 100 <= rule.high * count
