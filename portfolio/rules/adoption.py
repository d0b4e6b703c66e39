"""Scale-up: adopted by n of N organisations, dated (R9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.rules.findings import Refusal


class AdoptionNotValid(Refusal):
    """More organisations than there are, or fewer than none."""


@dataclass(frozen=True, slots=True)
class Total:
    """How many organisations of a kind there were on a day: N."""

    on: date
    count: int


@dataclass(frozen=True, slots=True)
class Adoption:
    """n of N organisations on a day; ``total_on`` is the day that N was counted."""

    on: date
    adopted: int
    total: int
    total_on: date

    def __post_init__(self) -> None:
        if self.total < 1 or self.adopted < 0:
            raise AdoptionNotValid("adoption_not_positive", adopted=self.adopted, total=self.total)
        if self.adopted > self.total:
            raise AdoptionNotValid("adopted_more_than_there_are", adopted=self.adopted, total=self.total)

    @property
    def share(self) -> Decimal:
        """Percentage that adopted it, unrounded."""
        return Decimal(100 * self.adopted) / self.total


def adoption(on: date, adopted: int, totals: Iterable[Total]) -> Adoption | None:
    """Return n of the N that held on that day; None when N was never counted.

    N is the last count on or before the day, or else the first one after it.
    """
    counted = sorted(totals, key=lambda total: total.on)
    if not counted:
        return None
    before = [total for total in counted if total.on <= on]
    total = before[-1] if before else counted[0]
    return Adoption(on, adopted, total.count, total.on)


def latest(adoptions: Iterable[Adoption], on: date | None = None) -> Adoption | None:
    """Return the last figure on or before ``on`` (or of all); of two on one day the later given."""
    known = [adoption for adoption in adoptions if on is None or adoption.on <= on]
    return sorted(known, key=lambda adoption: adoption.on)[-1] if known else None
