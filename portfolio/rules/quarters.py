"""Quarters of a year: the grid of every roadmap (methods.md §4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from portfolio.rules.findings import Refusal

ROLLING_YEARS = 3  # a rolling agenda with a horizon of three years (R5)
FIRST_YEAR, LAST_YEAR = 1900, 2199
_WRITTEN = re.compile(r"([0-9]{4})[- ]?[QqKk]([1-4])|[QqKk]([1-4])\s?([0-9]{4})")


class QuarterNotValid(Refusal):
    """Not written as a quarter, or outside 1900–2199."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year; sorts by time and prints as 2026-Q4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= 4):
            raise QuarterNotValid("quarter_out_of_range", year=self.year, number=self.number)

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read 2026-Q4 or Q4 2026; the Dutch K and a missing dash are fine too."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            raise QuarterNotValid("quarter_not_readable", text=text[:40])
        return cls(int(found[1] or found[4]), int(found[2] or found[3]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter that holds the day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def from_index(cls, index: int) -> "Quarter":
        """Return the quarter with this running number (year * 4 + number - 1, as the database keeps it)."""
        return _quarter_at(index)

    @property
    def index(self) -> int:
        """Running number: one more for each next quarter."""
        return self.year * 4 + self.number - 1

    @property
    def first_day(self) -> date:
        """1 January, 1 April, 1 July or 1 October."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The day before the next quarter."""
        following = date(self.year + self.number // 4, 3 * (self.number % 4) + 1, 1)
        return following - timedelta(days=1)

    @property
    def typed(self) -> str:
        """Return it as people type it and as pages show it: Q4 2026."""
        return f"Q{self.number} {self.year}"

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    def __add__(self, quarters: int) -> "Quarter":
        return Quarter.from_index(self.index + quarters)

    def __sub__(self, other: "Quarter") -> int:
        return self.index - other.index


@lru_cache(maxsize=2048)
def _quarter_at(index: int) -> Quarter:
    """Make each quarter once: roadmaps of thousands of use cases ask for the same few."""
    year, rest = divmod(index, 4)
    return Quarter(year, rest + 1)


def span(first: Quarter, length: int) -> Iterator[Quarter]:
    """Yield so many quarters in a row; none for a length of 0 or less."""
    return (Quarter.from_index(first.index + step) for step in range(length))


def rolling(first: Quarter, years: int = ROLLING_YEARS) -> tuple[Quarter, ...]:
    """Return the quarters of a rolling agenda: twelve for three years."""
    return tuple(span(first, 4 * years))
