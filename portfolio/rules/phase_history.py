"""Where use cases stood on a day, from their dated steps: what charts over time rest on."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase


class DatedStep(NamedTuple):
    """The phase that a use case went to, and when."""

    code: str
    phase: Phase
    on: date
    is_illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A day with its quarter; the last moment of a row is the reference date itself."""

    quarter: Quarter
    on: date


def steps_by_code(steps: Iterable[DatedStep]) -> dict[str, tuple[DatedStep, ...]]:
    """Return the steps of each use case by day; those of one day stay in the order given."""
    found: dict[str, list[DatedStep]] = {}
    for step in steps:
        found.setdefault(step.code, []).append(step)
    return {code: tuple(sorted(own, key=lambda step: step.on)) for code, own in found.items()}


def phase_on(steps: Sequence[DatedStep], day: date) -> Phase | None:
    """Return the phase at the end of ``day``; None before the first step. Steps are sorted by day."""
    place = bisect_right(steps, day, key=lambda step: step.on)
    return steps[place - 1].phase if place else None


def moments(first: date, last: date, most: int) -> tuple[Moment, ...]:
    """Return the ends of the quarters from ``first`` until ``last``, at most the last so many."""
    start, end = Quarter.of(min(first, last)), Quarter.of(last)
    start = max(start, end + (1 - most))
    quarters = [start + step for step in range(end - start + 1)]
    return tuple(Moment(quarter, min(quarter.last_day, last)) for quarter in quarters)
