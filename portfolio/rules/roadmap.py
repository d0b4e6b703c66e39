"""The time line of a roadmap: bars in quarters, and what clashes (methods.md §4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from portfolio.rules.preconditions import Gate
from portfolio.rules.quarters import Quarter


class Clash(StrEnum):
    """What is wrong with an item as planned."""

    END_BEFORE_START = "end_before_start"
    DEPENDENCY_NOT_PLANNED = "dependency_not_planned"
    STARTS_BEFORE_DEPENDENCY_ENDS = "starts_before_dependency_ends"
    DEPENDENCY_CYCLE = "dependency_cycle"
    PRECONDITION_WITHOUT_DATE = "precondition_without_date"
    PRECONDITION_AFTER_START = "precondition_after_start"
    SOURCE_NOT_OPEN = "source_not_open"
    SOURCE_OPENS_LATE = "source_opens_late"


@dataclass(frozen=True, slots=True)
class Shut:
    """A source that is used and not open to all, and by when that is arranged, if anyone says so."""

    key: str
    opens_on: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One use case as planned; ``quarters`` is its length, the baseline is the plan first adopted."""

    code: str
    title: str
    start: Quarter
    quarters: int
    needs: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()
    baseline_start: Quarter | None = None
    baseline_quarters: int | None = None
    shut: tuple[Shut, ...] = ()

    @property
    def end(self) -> Quarter:
        """The last quarter of the work; the start itself when the length is not positive."""
        return self.start + max(self.quarters - 1, 0)


class Stretch(NamedTuple):
    """A piece of the grid: column of its first quarter, number of columns, and whether it sticks out."""

    column: int
    columns: int
    is_cut_left: bool
    is_cut_right: bool


class Bar(NamedTuple):
    """A row of the time line; a stretch is None when it lies wholly outside the grid.

    ``moved`` is how many quarters the end lies after the end of the baseline.
    """

    row: int
    item: Item
    planned: Stretch | None
    baseline: Stretch | None
    moved: int | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A clash of one item, with what it clashes with and by how many quarters at least."""

    clash: Clash
    code: str
    other: str | None = None
    quarters: int | None = None
    due_on: date | None = None


def bars(items: Iterable[Item], grid: tuple[Quarter, ...]) -> tuple[Bar, ...]:
    """Return a row for each item, by start, then end, then code; columns count from 0."""
    rows = sorted(items, key=lambda item: (item.start.index, _last(item.start, item.quarters), item.code))
    window = (grid[0].index, grid[-1].index) if grid else None
    return tuple(_bar(row, item, window) for row, item in enumerate(rows))


def conflicts(items: Iterable[Item], ended_on: Mapping[str, Quarter] | None = None) -> tuple[Conflict, ...]:
    """Return everything that clashes, by code.

    ``ended_on`` holds the last quarter of dependencies that are no longer on the
    roadmap because they are done.
    """
    by_code = {item.code: item for item in items}
    ends = {**(ended_on or {}), **{code: item.end for code, item in by_code.items()}}
    cyclic = _in_cycles(by_code)
    found: list[Conflict] = []
    for code in sorted(by_code):
        item = by_code[code]
        if item.quarters < 1:
            found.append(Conflict(Clash.END_BEFORE_START, code))
        if code in cyclic:
            found.append(Conflict(Clash.DEPENDENCY_CYCLE, code))
        found += [
            clash for other in sorted(set(item.needs)) if (clash := _with_need(item, other, ends, cyclic))
        ]
        found += [clash for gate in item.gates if (clash := _with_gate(item, gate))]
        found += [clash for source in item.shut if (clash := _with_source(item, source))]
    return tuple(found)


Window = tuple[int, int] | None
"""Running numbers of the first and the last quarter of the grid: a roadmap may hold thousands of rows."""


def _last(start: Quarter, quarters: int) -> int:
    return start.index + max(quarters - 1, 0)


def _bar(row: int, item: Item, window: Window) -> Bar:
    baseline, moved = None, None
    last = _last(item.start, item.quarters)
    if item.baseline_start is not None and item.baseline_quarters is not None:
        promised = _last(item.baseline_start, item.baseline_quarters)
        baseline = _stretch(item.baseline_start.index, promised, window)
        moved = last - promised
    return Bar(row, item, _stretch(item.start.index, last, window), baseline, moved)


@lru_cache(maxsize=2048)
def _stretch(start: int, end: int, window: Window) -> Stretch | None:
    if window is None or end < window[0] or start > window[1]:
        return None
    first, last = max(start, window[0]), min(end, window[1])
    return Stretch(first - window[0], last - first + 1, start < window[0], end > window[1])


def _with_need(item: Item, other: str, ends: Mapping[str, Quarter], cyclic: set[str]) -> Conflict | None:
    if other not in ends:
        return Conflict(Clash.DEPENDENCY_NOT_PLANNED, item.code, other)
    if item.start <= ends[other] and not (item.code in cyclic and other in cyclic):
        late = ends[other] - item.start + 1
        return Conflict(Clash.STARTS_BEFORE_DEPENDENCY_ENDS, item.code, other, late)
    return None


def _with_gate(item: Item, gate: Gate) -> Conflict | None:
    """The grid is a quarter wide: met within the quarter of the start is in time."""
    if not gate.is_shut:
        return None
    if gate.due_on is None:
        return Conflict(Clash.PRECONDITION_WITHOUT_DATE, item.code, gate.key)
    if gate.due_on > item.start.last_day:
        late = Quarter.of(gate.due_on) - item.start
        return Conflict(Clash.PRECONDITION_AFTER_START, item.code, gate.key, late, gate.due_on)
    return None


def _with_source(item: Item, source: Shut) -> Conflict | None:
    """As with a precondition: opened within the quarter of the start is in time."""
    if source.opens_on is None:
        return Conflict(Clash.SOURCE_NOT_OPEN, item.code, source.key)
    if source.opens_on > item.start.last_day:
        late = Quarter.of(source.opens_on) - item.start
        return Conflict(Clash.SOURCE_OPENS_LATE, item.code, source.key, late, source.opens_on)
    return None


def _in_cycles(by_code: Mapping[str, Item]) -> set[str]:
    """Return the codes that need each other in a circle, or stand between two circles.

    Peels off, from both sides, whatever needs nothing left or is needed by nothing left.
    """
    needs = {code: {need for need in item.needs if need in by_code} for code, item in by_code.items()}
    needed_by: dict[str, set[str]] = {code: set() for code in by_code}
    for code, others in needs.items():
        for other in others:
            needed_by[other].add(code)
    left = _peel(set(by_code), needs, needed_by)
    return _peel(left, needed_by, needs)


def _peel(codes: set[str], needs: Mapping[str, set[str]], needed_by: Mapping[str, set[str]]) -> set[str]:
    left = set(codes)
    open_needs = {code: len(needs[code] & left) for code in left}
    free = [code for code in left if not open_needs[code]]
    while free:
        done = free.pop()
        left.discard(done)
        for code in needed_by[done] & left:
            open_needs[code] -= 1
            if not open_needs[code]:
                free.append(code)
    return left
