"""A number that is not quite known: anything from low to high."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.rules.findings import Refusal


class IntervalNotValid(Refusal):
    """The ends are not finite, or the wrong way round."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of decimals, low ≤ high; exact when both ends are the same."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if not (self.low.is_finite() and self.high.is_finite()):
            raise IntervalNotValid("interval_not_finite")
        if self.low > self.high:
            raise IntervalNotValid("interval_wrong_way_round", low=self.low, high=self.high)

    @classmethod
    def exact(cls, number: Decimal | int) -> "Interval":
        """Return the interval that holds one number only."""
        return cls(Decimal(number), Decimal(number))

    @property
    def is_exact(self) -> bool:
        """Whether the number is known."""
        return self.low == self.high

    @property
    def width(self) -> Decimal:
        """How much is still unknown."""
        return self.high - self.low

    def __contains__(self, number: object) -> bool:
        return isinstance(number, (Decimal, int)) and self.low <= number <= self.high

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, factor: Decimal | int) -> "Interval":
        """Return the interval scaled by a known number; a negative one swaps the ends."""
        ends = (self.low * factor, self.high * factor)
        return Interval(min(ends), max(ends))

    def divided_by(self, divisor: Decimal | int) -> "Interval":
        """Return the interval divided by a known number other than 0."""
        ends = (self.low / divisor, self.high / divisor)
        return Interval(min(ends), max(ends))

    def rounded(self, places: int) -> "Interval":
        """Return the interval with both ends at so many decimals."""
        return Interval(round(self.low, places), round(self.high, places))
