"""Totals of an agenda's budget: reserved money and proposals kept apart, and what was spent (domain.md §7).

What was spent is compared only with the amounts of which it was reported; an amount
without a report counts nowhere as 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portfolio.rules.findings import Refusal


class BudgetNotValid(Refusal):
    """A negative amount, or two for the same line and year."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a line has in a year, in cents; proposed unless reserved. ``spent`` is None while not reported."""

    line: str
    year: int
    cents: int
    is_reserved: bool
    spent: int | None = None


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


@dataclass(frozen=True, slots=True)
class YearSpent:
    """What is known of a year's spending: of ``reported`` of its ``lines`` amounts.

    ``planned`` and ``spent`` are cents over those reported only; ``is_all_reserved``
    tells whether all of ``planned`` was reserved rather than proposed.
    """

    year: int
    lines: int
    reported: int
    planned: int
    spent: int
    is_all_reserved: bool

    @property
    def difference(self) -> int:
        """Cents spent beyond what was planned; negative when less was spent."""
        return self.spent - self.planned


def spending(amounts: Iterable[Amount]) -> tuple[YearSpent, ...]:
    """Return by year what was spent against what was planned; a year without any report is left out."""
    years: dict[int, list[Amount]] = {}
    for amount in amounts:
        if amount.spent is not None and amount.spent < 0:
            raise BudgetNotValid("amount_negative", line=amount.line, year=amount.year)
        years.setdefault(amount.year, []).append(amount)
    found = []
    for year in sorted(years):
        known = [amount for amount in years[year] if amount.spent is not None]
        if known:
            found.append(
                YearSpent(
                    year=year,
                    lines=len(years[year]),
                    reported=len(known),
                    planned=sum(amount.cents for amount in known),
                    spent=sum(amount.spent or 0 for amount in known),
                    is_all_reserved=all(amount.is_reserved for amount in known),
                )
            )
    return tuple(found)


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
