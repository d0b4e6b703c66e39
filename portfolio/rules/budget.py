"""Totals of an agenda's budget: reserved money and proposals kept apart (domain.md §7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from portfolio.rules.findings import Refusal


class BudgetNotValid(Refusal):
    """A negative amount, or two for the same line and year."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a line has in a year, in cents; proposed unless reserved."""

    line: str
    year: int
    cents: int
    is_reserved: bool


@dataclass(frozen=True, slots=True)
class YearTotal:
    """A year's money in cents, and what of it is reserved."""

    year: int
    reserved: int
    proposed: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.reserved + self.proposed

    @property
    def is_all_reserved(self) -> bool:
        """Whether nothing is a mere proposal."""
        return self.proposed == 0


def totals(amounts: Iterable[Amount]) -> tuple[YearTotal, ...]:
    """Return a total per year that occurs, in order."""
    seen: set[tuple[str, int]] = set()
    reserved: dict[int, int] = {}
    proposed: dict[int, int] = {}
    for amount in amounts:
        if amount.cents < 0:
            raise BudgetNotValid("amount_negative", line=amount.line, year=amount.year)
        if (amount.line, amount.year) in seen:
            raise BudgetNotValid("amount_twice", line=amount.line, year=amount.year)
        seen.add((amount.line, amount.year))
        pot = reserved if amount.is_reserved else proposed
        pot[amount.year] = pot.get(amount.year, 0) + amount.cents
    years = sorted(reserved.keys() | proposed.keys())
    return tuple(YearTotal(year, reserved.get(year, 0), proposed.get(year, 0)) for year in years)


def totals_by_line(amounts: Iterable[Amount]) -> dict[str, int]:
    """Return the cents of each line over all years, in the order the lines come."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.line] = sums.get(amount.line, 0) + amount.cents
    return sums
