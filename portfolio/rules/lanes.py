"""Two lanes, each ranked by its own leading criterion (R2, methods.md §1).

Small: by chance of success, then value per person-month. Ambitious: by value,
then chance. Value counts by its lower end, effort as likely. Ties break by code, so
that a ranking can be reproduced. What is unknown is never 0: such an entry waits
below the lane, and says for what.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from portfolio.rules.chance import check_chance, expected_value
from portfolio.rules.effort import Effort
from portfolio.rules.findings import Refusal
from portfolio.rules.interval import Interval
from portfolio.rules.terms import Kind, Size
from portfolio.rules.value import PLACES, Value


class RankingNotPossible(Refusal):
    """The entries contradict each other."""


class Measure(StrEnum):
    """What a lane is ordered by, or what an entry lacks."""

    VALUE = "value"
    CHANCE = "chance"
    EFFORT = "effort"
    VALUE_PER_MONTH = "value_per_month"
    CODE = "code"


ORDERED_BY = {
    Size.SMALL: (Measure.CHANCE, Measure.VALUE_PER_MONTH, Measure.CODE),
    Size.AMBITIOUS: (Measure.VALUE, Measure.CHANCE, Measure.CODE),
}


@dataclass(frozen=True, slots=True)
class Floors:
    """Below these an entry leaves its lane; a board may change them."""

    value: Decimal = Decimal(20)
    chance: int = 20


DEFAULT_FLOORS = Floors()


@dataclass(frozen=True, slots=True)
class Entry:
    """One use case as the ranking sees it; initiatives are passed over."""

    code: str
    size: Size | None
    value: Value
    chance: int | None
    effort: Effort | None
    kind: Kind = Kind.USE_CASE

    @property
    def missing(self) -> tuple[Measure, ...]:
        """The inputs without which it can't be ranked; a value with some levels scored can."""
        wanted = (
            (Measure.VALUE, self.value.scored == 0),
            (Measure.CHANCE, self.chance is None),
            (Measure.EFFORT, self.effort is None),
        )
        return tuple(measure for measure, is_missing in wanted if is_missing)

    @property
    def value_per_month(self) -> Decimal | None:
        """The lower end of the value per likely person-month; None when effort is unknown."""
        return round(self.value.interval.low / self.effort.likely, PLACES) if self.effort else None

    @property
    def expected_value(self) -> Interval | None:
        """p·V, the neutral third column; None when the chance is unknown."""
        return expected_value(self.chance, self.value.interval)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with its rank, what it was ordered by, and what set it below the one above it.

    ``separated_by`` is None at the top.
    """

    rank: int
    entry: Entry
    ordered_by: tuple[tuple[Measure, Decimal | int | str], ...]
    separated_by: Measure | None


@dataclass(frozen=True, slots=True)
class BelowFloor:
    """An entry that a floor keeps out: its best possible figure is below the floor."""

    entry: Entry
    measure: Measure
    found: Decimal | int
    floor: Decimal | int


@dataclass(frozen=True, slots=True)
class Lane:
    """The ranked entries of one size, those that wait for an input, and those below the floor."""

    size: Size
    placed: tuple[Placed, ...]
    not_yet_rankable: tuple[Entry, ...]
    below_floor: tuple[BelowFloor, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Both lanes, and the entries whose size is unknown."""

    small: Lane
    ambitious: Lane
    unsized: tuple[Entry, ...]


def rank(entries: Iterable[Entry], floors: Floors = DEFAULT_FLOORS) -> Ranking:
    """Return the use cases in two lanes; the same entries in any order give the same ranking."""
    use_cases = sorted(
        (entry for entry in entries if entry.kind is Kind.USE_CASE), key=lambda entry: entry.code
    )
    for before, entry in pairwise(use_cases):
        if before.code == entry.code:
            raise RankingNotPossible("code_twice", code=entry.code)
    for entry in use_cases:
        check_chance(entry.chance)
    return Ranking(
        small=_lane(Size.SMALL, use_cases, floors),
        ambitious=_lane(Size.AMBITIOUS, use_cases, floors),
        unsized=tuple(entry for entry in use_cases if entry.size is None),
    )


def _lane(size: Size, use_cases: list[Entry], floors: Floors) -> Lane:
    ready: list[Entry] = []
    waiting: list[Entry] = []
    below: list[BelowFloor] = []
    for entry in use_cases:
        if entry.size is not size:
            continue
        if (kept_out := _below_floor(entry, size, floors)) is not None:
            below.append(kept_out)
        elif entry.missing:
            waiting.append(entry)
        else:
            ready.append(entry)
    ready.sort(key=_sort_key(size))  # stable: equals stay in order of code
    return Lane(size, tuple(_placed(size, ready)), tuple(waiting), tuple(below))


def _below_floor(entry: Entry, size: Size, floors: Floors) -> BelowFloor | None:
    """Tested before what is missing: no input that is still to come would lift it over the floor."""
    if size is Size.SMALL:
        best = entry.value.interval.high
        return BelowFloor(entry, Measure.VALUE, best, floors.value) if best < floors.value else None
    if entry.chance is not None and entry.chance < floors.chance:
        return BelowFloor(entry, Measure.CHANCE, entry.chance, floors.chance)
    return None


def _ordering(size: Size, entry: Entry) -> tuple[tuple[Measure, Decimal | int | str], ...]:
    figures: dict[Measure, Decimal | int | str | None] = {
        Measure.VALUE: entry.value.interval.low,
        Measure.CHANCE: entry.chance,
        Measure.VALUE_PER_MONTH: entry.value_per_month,
        Measure.CODE: entry.code,
    }
    return tuple((measure, found) for measure in ORDERED_BY[size] if (found := figures[measure]) is not None)


def _sort_key(size: Size) -> Callable[[Entry], tuple[Decimal, ...]]:
    def key(entry: Entry) -> tuple[Decimal, ...]:
        return tuple(
            -Decimal(found) for measure, found in _ordering(size, entry) if measure is not Measure.CODE
        )

    return key


def _placed(size: Size, ready: list[Entry]) -> Iterable[Placed]:
    above: tuple[tuple[Measure, Decimal | int | str], ...] = ()
    for place, entry in enumerate(ready, start=1):
        ordering = _ordering(size, entry)
        differing = (here[0] for here, there in zip(ordering, above, strict=False) if here != there)
        yield Placed(place, entry, ordering, next(differing, None))
        above = ordering
