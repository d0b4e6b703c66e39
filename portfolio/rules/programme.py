"""What a programme manager asks first: the period, how use cases stand, and what changed since it began.

methods.md §5: the headline row. Plain Python over what was read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portfolio.rules.progress_status import DEFAULT_LIMITS, Status, gap, middle_drift
from portfolio.rules.quarters import Quarter

ORDER = (Status.GREEN, Status.AMBER, Status.RED, Status.NOT_REPORTED)
COMPUTED = ORDER[:3]
LATE_DAYS = DEFAULT_LIMITS.amber_days
UNCHANGED = 3  # reports in a row that say the same
_BADNESS = {Status.GREEN: 0, Status.AMBER: 1, Status.RED: 2}


class Period(StrEnum):
    """Since when something counts as delivered in this period."""

    QUARTER = "quarter"
    YEAR = "year"
    TWELVE_MONTHS = "12months"


def period_start(period: Period, on: date) -> date:
    """Return the first day of the period that ends with ``on``."""
    if period is Period.QUARTER:
        return Quarter.of(on).first_day
    if period is Period.YEAR:
        return date(on.year, 1, 1)
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return date.fromordinal(date(on.year - 1, on.month, day).toordinal() + 1)


def is_rosier(declared: Status, computed: Status) -> bool:
    """Tell whether what is declared is better than the dates say; silence is, unless all is well."""
    if declared is Status.NOT_REPORTED:
        return computed is not Status.GREEN
    return (gap(declared, computed) or 0) > 0


class Standing(NamedTuple):
    """How one followed use case stood on a day."""

    code: str
    title: str
    title_en: str
    domain: str
    status: Status
    declared: Status
    drift: int | None
    reported_on: date | None
    unchanged_for: int
    causes: tuple[str, ...]
    is_illustrative: bool

    @property
    def is_rosier(self) -> bool:
        """Whether the owner declares better than the dates say, or nothing at all."""
        return is_rosier(self.declared, self.status)


@dataclass(frozen=True)
class Summary:
    """Standings counted: by (declared, computed), the red ones, and the middle drift in days."""

    total: int
    cells: Mapping[tuple[Status, Status], int]
    red: int
    red_said_green: int
    worse: int
    late: int
    promised: int
    median: int | None
    silent: int
    unchanged: int

    def declared(self, status: Status) -> int:
        """How many are declared so."""
        return sum(count for (said, _found), count in self.cells.items() if said is status)

    def computed(self, status: Status) -> int:
        """How many are computed so."""
        return sum(count for (_said, found), count in self.cells.items() if found is status)


def summarise(standings: Iterable[Standing], on: date) -> Summary:
    """Count standings; silent is a report older than the limit, or none."""
    rows = list(standings)
    cells: dict[tuple[Status, Status], int] = {}
    for row in rows:
        cells[row.declared, row.status] = cells.get((row.declared, row.status), 0) + 1
    drifts = sorted(row.drift for row in rows if row.drift is not None)
    red = [row for row in rows if row.status is Status.RED]
    return Summary(
        total=len(rows),
        cells=cells,
        red=len(red),
        red_said_green=sum(row.declared is Status.GREEN for row in red),
        worse=sum(row.is_rosier for row in rows),
        late=sum(drift > LATE_DAYS for drift in drifts),
        promised=len(drifts),
        median=middle_drift(drifts),
        silent=sum(_is_silent(row, on) for row in rows),
        unchanged=sum(row.unchanged_for >= UNCHANGED for row in rows),
    )


def _is_silent(row: Standing, on: date) -> bool:
    return row.reported_on is None or (on - row.reported_on).days > DEFAULT_LIMITS.silence_days


def fell_behind(before: Sequence[Standing], now: Sequence[Standing]) -> tuple[list[Standing], list[Standing]]:
    """Return which became red since ``before``, and which were red and no longer are; the latest first."""
    was_red = {row.code for row in before if row.status is Status.RED}
    known = {row.code for row in before}
    worse = [row for row in now if row.status is Status.RED and row.code in known and row.code not in was_red]
    better = [row for row in now if row.code in was_red and row.status is not Status.RED]
    return sorted(worse, key=_lateness), sorted(better, key=_lateness)


def to_look_at(standings: Iterable[Standing], most: int) -> tuple[list[Standing], int]:
    """Return what asks for attention, the worst first, and how many: red, or amber said too rosy."""
    found = [
        row for row in standings if row.status is Status.RED or (row.status is Status.AMBER and row.is_rosier)
    ]
    return sorted(found, key=lambda row: (-_BADNESS[row.status], not row.is_rosier, *_lateness(row)))[
        :most
    ], len(found)


def _lateness(row: Standing) -> tuple[int, str]:
    return (-(row.drift if row.drift is not None else -100_000), row.code)


@dataclass(frozen=True, slots=True)
class Delivered:
    """Milestones first promised in a period, how many of those are reached, and reached in it at all."""

    promised: int
    kept: int
    reached: int

    @property
    def missed(self) -> int:
        """Promised in the period and not reached by its end."""
        return self.promised - self.kept


@dataclass(frozen=True, slots=True)
class Measured:
    """Benefits measured in a period, and those that were due and were not."""

    measured: int
    overdue: int

    @property
    def due(self) -> int:
        """What should have been measured."""
        return self.measured + self.overdue
