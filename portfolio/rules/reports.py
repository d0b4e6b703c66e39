"""What a progress report holds, for whom, how it is numbered, and what moved between two takes of figures.

A report is frozen with its figures; a mistake is corrected by a next report that
names it (decision 0023). Plain Python: the day comes as an argument.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

EARLIEST_YEAR = 2000  # as for charts
LONGEST_DAYS = 3 * 366
"""A report looks back at most three years: the span of a roadmap."""
NUMBER = re.compile(r"VR-([0-9]{4})-([0-9]{3,6})")


class Audience(StrEnum):
    """For whom a report is written. The figures are the same; what is told of them differs."""

    PARLIAMENT = "parliament"
    BOARD = "board"
    PUBLIC = "public"


class ReportState(StrEnum):
    """A draft may change; what is published stays as it is."""

    DRAFT = "draft"
    PUBLISHED = "published"


class SectionKey(StrEnum):
    """The sections, in the order in which they are read."""

    SUMMARY = "summary"
    DOMAINS = "domains"
    STATUS = "status"
    PROMISE = "promise"
    CHANGES = "changes"
    UNREPORTED = "unreported"
    BENEFITS = "benefits"
    AGENDA = "agenda"
    ACCOUNT = "account"


_LEFT_OUT: dict[Audience, frozenset[SectionKey]] = {
    Audience.PARLIAMENT: frozenset(),
    Audience.BOARD: frozenset({SectionKey.AGENDA}),
    Audience.PUBLIC: frozenset({SectionKey.STATUS}),
}
ROWS: dict[Audience, int] = {Audience.PARLIAMENT: 25, Audience.BOARD: 60, Audience.PUBLIC: 10}
"""How many rows a table of the report shows; the file of figures holds what the snapshot holds."""


def sections_for(audience: Audience) -> tuple[SectionKey, ...]:
    """Return the sections that this audience reads. What was not reported is never left out."""
    return tuple(key for key in SectionKey if key not in _LEFT_OUT[audience])


def number_of(year: int, serial: int) -> str:
    """Return the number of a report: VR-2026-001, per year, without gaps."""
    return f"VR-{year}-{serial:03}"


def is_number(text: str) -> bool:
    """Tell whether ``text`` is written as the number of a report."""
    return NUMBER.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a report is about, both included."""

    first: date
    last: date

    def wrong(self, today: date) -> list[tuple[str, str]]:
        """Return (field, code) of what makes this no period to report on."""
        if self.first.year < EARLIEST_YEAR:
            return [("from_on", "chart_date_out_of_range")]
        if self.last < self.first:
            return [("to_on", "report_days_in_order")]
        if self.last > today:
            return [("to_on", "report_in_future")]
        if (self.last - self.first).days > LONGEST_DAYS:
            return [("from_on", "report_too_long")]
        return []

    @property
    def before(self) -> date:
        """The day before it began: where the comparison starts."""
        return self.first - timedelta(days=1)


def half_year_before(today: date) -> Period:
    """Return the last whole half of a calendar year before ``today``."""
    if today.month > 6:
        return Period(date(today.year, 1, 1), date(today.year, 6, 30))
    return Period(date(today.year - 1, 7, 1), date(today.year - 1, 12, 31))


def month_ends(period: Period, most: int = 13) -> list[date]:
    """Return the day before the period, the last days of its months, and its own last day; evenly thinned."""
    days = [period.before]
    year, month = period.first.year, period.first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date(year, month, 1) - timedelta(days=1)
        if end >= period.last:
            break
        days.append(end)
    days.append(period.last)
    if len(days) <= most:
        return days
    step = (len(days) - 1) / (most - 1)
    return [days[round(place * step)] for place in range(most)]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is another now: of which domain (empty for all), which, what it was and is."""

    domain: str
    name: str
    before: Any
    after: Any


def changed_figures(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FigureChange]:
    """Return which figures differ between two takes: the totals first, then per domain in order of slug.

    A domain that came or went counts as having had, or having, no figures.
    """
    found = _differences("", old.get("total", {}), new.get("total", {}))
    before = {row["slug"]: row for row in old.get("domains", ())}
    after = {row["slug"]: row for row in new.get("domains", ())}
    for slug in sorted(before.keys() | after.keys()):
        found += _differences(slug, before.get(slug, {}), after.get(slug, {}))
    return found


_NAMES = frozenset({"slug", "name", "name_en", "is_illustrative"})


def _differences(domain: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FigureChange]:
    names = [name for name in dict.fromkeys((*old, *new)) if name not in _NAMES]
    return [
        FigureChange(domain, name, old.get(name), new.get(name))
        for name in names
        if old.get(name) != new.get(name)
    ]
