"""Benefits measured against a baseline and a target, and what they return (methods.md §5).

No measurement is *not measured*, never 0 %. A benefit without a price is listed
beside the return, never priced silently.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portfolio.rules.findings import Refusal

DEFAULT_DISCOUNT = Decimal("0.0225")


class ReturnNotPossible(Refusal):
    """There is nothing to divide by, or a figure contradicts another."""


class BenefitState(StrEnum):
    """What can be said of a benefit."""

    NOT_MEASURED = "not_measured"
    HELD = "held"
    NOT_HELD = "not_held"
    WORSE = "worse"
    UNDERWAY = "underway"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value of the indicator on a day."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Realised:
    """How far a benefit is: 0 is the baseline, 1 the target; below 0 and above 1 are possible.

    ``ratio`` is None when not measured, and for a benefit that only has to hold.
    """

    state: BenefitState
    ratio: Decimal | None
    measured_on: date | None


def realised(
    baseline: Decimal | None,
    target: Decimal | None,
    measurements: Iterable[Measurement],
    on: date,
    *,
    tolerance: Decimal = Decimal(0),
) -> Realised:
    """Return R = (a − b0) ÷ (b1 − b0) with the last measurement on or before ``on``.

    b1 = b0 is a benefit to hold: it holds while it stays within ``tolerance`` of
    the baseline. Source: methods.md §5.
    """
    known = sorted((one for one in measurements if one.on <= on), key=lambda one: one.on)
    if baseline is None or target is None or not known:
        return Realised(BenefitState.NOT_MEASURED, None, None)
    last = known[-1]
    if target == baseline:
        is_held = abs(last.value - baseline) <= tolerance
        return Realised(BenefitState.HELD if is_held else BenefitState.NOT_HELD, None, last.on)
    ratio = (last.value - baseline) / (target - baseline)
    if ratio < 0:
        return Realised(BenefitState.WORSE, ratio, last.on)
    return Realised(BenefitState.REACHED if ratio >= 1 else BenefitState.UNDERWAY, ratio, last.on)


@dataclass(frozen=True, slots=True)
class Flow:
    """Money in one year of the life, in cents, as a range; a disbenefit counts as a negative benefit."""

    year: int
    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ReturnNotPossible("range_in_order", year=self.year)


@dataclass(frozen=True, slots=True)
class Return:
    """Societal return per euro as a range, with the discounted sums (cents) it is made of."""

    low: Decimal
    high: Decimal
    benefits_low: Decimal
    benefits_high: Decimal
    costs_low: Decimal
    costs_high: Decimal


def societal_return(
    benefits: Sequence[Flow],
    costs: Sequence[Flow],
    *,
    first_year: int,
    discount: Decimal = DEFAULT_DISCOUNT,
) -> Return:
    """Return (Σ discounted benefits − Σ discounted costs) ÷ Σ discounted costs, low and high.

    The low end pairs low benefits with high costs, the high end the other way
    round. Errors: ReturnNotPossible without costs, or with a discount of −1 or
    less. Source: methods.md §5.
    """
    if discount <= -1:
        raise ReturnNotPossible("discount_not_valid", discount=discount)
    benefits_low, benefits_high = _discounted(benefits, first_year, discount)
    costs_low, costs_high = _discounted(costs, first_year, discount)
    if costs_low <= 0:
        raise ReturnNotPossible("no_costs")
    ends = [
        (benefit - cost) / cost
        for benefit in (benefits_low, benefits_high)
        for cost in (costs_low, costs_high)
    ]
    return Return(min(ends), max(ends), benefits_low, benefits_high, costs_low, costs_high)


def _discounted(flows: Iterable[Flow], first_year: int, discount: Decimal) -> tuple[Decimal, Decimal]:
    low = high = Decimal(0)
    for flow in flows:
        factor = (1 + discount) ** (flow.year - first_year)
        low += flow.low / factor
        high += flow.high / factor
    return low, high
