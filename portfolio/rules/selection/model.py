"""A linear model in whole numbers: columns, and rows that carry the rule they stand for.

Coefficients come in as decimals and are scaled to whole numbers row by row, so that
feasibility has no rounding in it: a row is kept exactly or broken by at least one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import gcd

from portfolio.rules.selection.proposal import Rule

STRUCTURE = Rule("structure")
"""Rows that only tie columns together; no rule of the field."""


@dataclass(frozen=True, slots=True)
class Row:
    """lower ≤ Σ coefficient · column ≤ upper, in whole numbers; each is ``unit`` of the rule's own."""

    rule: Rule
    entries: tuple[tuple[int, int], ...]
    lower: int | None
    upper: int | None
    unit: Decimal = Decimal(1)

    def activity(self, values: Sequence[int]) -> int:
        """Return the left-hand side for whole values of the columns."""
        return sum(coefficient * values[column] for column, coefficient in self.entries)

    def holds(self, values: Sequence[int]) -> bool:
        """Whether the row is kept, exactly."""
        found = self.activity(values)
        return (self.lower is None or found >= self.lower) and (self.upper is None or found <= self.upper)


@dataclass(slots=True)
class Model:
    """Columns with bounds and worth (to be maximised), and rows."""

    upper: list[int] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    worth: list[Decimal] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, worth: Decimal = Decimal(0), *, upper: int = 1, whole: bool = True) -> int:
        """Add a column from 0 to ``upper``; return its number."""
        self.lower.append(0)
        self.upper.append(upper)
        self.whole.append(whole)
        self.worth.append(worth)
        return len(self.worth) - 1

    def row(
        self,
        rule: Rule,
        entries: Mapping[int, Decimal | int],
        lower: Decimal | int | None = None,
        upper: Decimal | int | None = None,
    ) -> None:
        """Add a row; zero coefficients are dropped, and a limit that nothing can break is no row."""
        kept = {column: Decimal(coefficient) for column, coefficient in entries.items() if coefficient}
        ends = [Decimal(end) for end in (lower, upper) if end is not None]
        whole, unit = scaled([*kept.values(), *ends])
        columns = tuple(zip(kept, whole, strict=False))
        rest = whole[len(kept) :]
        low = rest.pop(0) if lower is not None else None
        high = rest.pop(0) if upper is not None else None
        if not columns and (low is None or low <= 0) and (high is None or high >= 0):
            return
        self.rows.append(Row(rule, columns, low, high, unit))

    @property
    def count(self) -> int:
        """Number of columns."""
        return len(self.worth)

    def objective(self, values: Sequence[int]) -> Decimal:
        """Return what these whole values are worth, exactly."""
        return sum((self.worth[c] * value for c, value in enumerate(values) if value), Decimal(0))

    def broken(self, values: Sequence[int]) -> list[Row]:
        """Return the rows that these whole values break."""
        return [row for row in self.rows if not row.holds(values)]


def scaled(numbers: Iterable[Decimal]) -> tuple[list[int], Decimal]:
    """Return the smallest whole numbers in the same ratio, and the unit: number = whole · unit."""
    wanted = list(numbers)
    places = 0
    for number in wanted:
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > places:
            places = -exponent
    power = 10**places
    whole = [int(number * power) for number in wanted]
    divisor = gcd(*whole) or 1
    return [number // divisor for number in whole], Decimal(divisor) / power
