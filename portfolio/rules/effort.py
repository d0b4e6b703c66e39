"""Effort in person-months: low, likely, high (methods.md §1)."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.rules.findings import Refusal


class EffortNotValid(Refusal):
    """The three estimates are not in order, or there is no work in them."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Person-months, 0 ≤ low ≤ likely ≤ high and likely > 0 (it is a divisor)."""

    low: Decimal
    likely: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        estimates = (self.low, self.likely, self.high)
        if not all(estimate.is_finite() and estimate >= 0 for estimate in estimates) or self.likely == 0:
            raise EffortNotValid("effort_not_positive")
        if not self.low <= self.likely <= self.high:
            raise EffortNotValid("effort_not_in_order", low=self.low, likely=self.likely, high=self.high)

    @classmethod
    def of(cls, low: Decimal | None, likely: Decimal | None, high: Decimal | None) -> "Effort | None":
        """Return the effort, None when the likely figure is unknown; a lacking end is taken as likely."""
        if likely is None:
            return None
        return cls(likely if low is None else low, likely, likely if high is None else high)

    @classmethod
    def exact(cls, months: Decimal | int) -> "Effort":
        """Return an effort of which one figure is known."""
        return cls(Decimal(months), Decimal(months), Decimal(months))
