"""What a group of judgements has in common: median, quartiles, spread, and agreement in a number.

Levels are whole numbers 0–5, chances 0–100 in steps of five. A group of fewer
than three says nothing in figures: they would tell who gave which. Source: methods.md §2.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

SMALLEST_GROUP = 3
WIDE_LEVELS = 2
WIDE_CHANCE = 40


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a group that is large enough; ``n`` people gave a value."""

    n: int
    median: Decimal
    lower: Decimal
    upper: Decimal
    lowest: int
    highest: int

    @property
    def spread(self) -> int:
        """Highest less lowest: the two who differ most."""
        return self.highest - self.lowest


def median(values: Sequence[int]) -> Decimal:
    """Return the middle value; of an even number the mean of the two in the middle."""
    return _quantile(sorted(values), 2)


def quartiles(values: Sequence[int]) -> tuple[Decimal, Decimal]:
    """Return the first and third quartile, interpolated (type 7 of Hyndman and Fan, 1996; a spreadsheet's
    QUARTILE.INC)."""
    ordered = sorted(values)
    return _quantile(ordered, 1), _quantile(ordered, 3)


def _quantile(ordered: Sequence[int], quarter: int) -> Decimal:
    if not ordered:
        raise ValueError("no values")
    whole, part = divmod((len(ordered) - 1) * quarter, 4)
    above = ordered[min(whole + 1, len(ordered) - 1)]
    return Decimal(ordered[whole]) + Decimal(part * (above - ordered[whole])) / 4


def summarise(values: Iterable[int]) -> Summary | None:
    """Return the figures of a group; None when it is too small to show any."""
    given = sorted(values)
    if len(given) < SMALLEST_GROUP:
        return None
    lower, upper = quartiles(given)
    return Summary(len(given), median(given), lower, upper, given[0], given[-1])


def is_wide(summary: Summary | None, *, is_chance: bool) -> bool:
    """Tell whether people differ so much that it is worth talking about: 2 levels, or 40 points of chance.

    Measured from the lowest to the highest, so that one dissenter suffices: that is
    what counter-voice is for.
    """
    return summary is not None and summary.spread >= (WIDE_CHANCE if is_chance else WIDE_LEVELS)


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W, 0 (none) to 1 (all order alike), of ``raters`` over ``items`` that all of them scored."""

    w: Decimal
    raters: int
    items: int

    @property
    def chi_square(self) -> Decimal:
        """Friedman's χ² = m(n−1)W."""
        return self.w * self.raters * (self.items - 1)


def concordance(scores: Mapping[int, Mapping[int, int]]) -> Concordance | None:
    """Return Kendall's W of ``{rater: {item: value}}`` over the items that every rater gave a value.

    None with fewer than three raters (a figure about two tells one what the other
    thinks), fewer than two items, or when nobody tells any two items apart.
    """
    raters = [given for given in scores.values() if given]
    if len(raters) < SMALLEST_GROUP:
        return None
    shared = sorted(set.intersection(*(set(given) for given in raters)))
    return kendalls_w([[given[item] for item in shared] for given in raters])


def kendalls_w(rows: Sequence[Sequence[int | float]]) -> Concordance | None:
    """Return Kendall's W, corrected for ties, of one row of values per rater; None where it is not defined.

    W = (12 ΣR² − 3m²n(n+1)²) ÷ (m²n(n²−1) − mΣ(t³−t)), with R the sum of the ranks of
    an item and t the size of each group of ties within a rater.
    """
    m, n = len(rows), len(rows[0]) if rows else 0
    if m < 1 or n < 2:
        return None
    ranked = [ranks(row) for row in rows]
    sums = [sum((row[place] for row in ranked), Decimal(0)) for place in range(n)]
    ties = sum(size**3 - size for row in rows for size in Counter(row).values())
    below = m * m * n * (n * n - 1) - m * ties
    if not below:
        return None
    above = 12 * sum((total * total for total in sums), Decimal(0)) - 3 * m * m * n * (n + 1) ** 2
    return Concordance(above / below, m, n)


def ranks(values: Sequence[int | float]) -> list[Decimal]:
    """Return the rank of each value from 1; equal values share the mean of their ranks."""
    first: dict[int | float, int] = {}
    for place, value in enumerate(sorted(values)):
        first.setdefault(value, place)
    sizes = Counter(values)
    return [Decimal(2 * first[value] + sizes[value] + 1) / 2 for value in values]
