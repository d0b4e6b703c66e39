"""Status: what the owner declares beside what the dates say (methods.md §5).

Both are kept. Self-reported status runs optimistic, so the gap is a figure of its
own, and *not reported* is a value that is never dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portfolio.rules.findings import Refusal


class Status(StrEnum):
    """How a use case goes, from good to bad, and that nobody said."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NOT_REPORTED = "not_reported"


class Cause(StrEnum):
    """What makes a computed status amber or red."""

    DRIFT = "drift"
    PRECONDITION_LATE = "precondition_late"
    NO_UPDATE = "no_update"


class DatesNotValid(Refusal):
    """The dates contradict each other."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When drift and silence count: shares of the planned duration, and days below which they never do."""

    red_share: float = 0.25
    red_days: int = 30
    amber_share: float = 0.10
    amber_days: int = 14
    silence_days: int = 35


DEFAULT_LIMITS = Limits()
_BADNESS = {Status.GREEN: 0, Status.AMBER: 1, Status.RED: 2}


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of one use case on a day: first promise, latest plan, last report, late preconditions.

    ``first_starts_on`` and ``first_ends_on`` are the first baseline; without one there is no drift.
    """

    first_starts_on: date | None
    first_ends_on: date | None
    ends_on: date | None
    reported_on: date | None
    late_preconditions: int = 0


@dataclass(frozen=True, slots=True)
class Computed:
    """The status that the dates give, why, and the drift in days (None without a first baseline)."""

    status: Status
    causes: tuple[Cause, ...]
    drift: int | None


def drift_days(first: date | None, current: date | None) -> int | None:
    """Return how many days ``current`` is later than was first promised; negative is earlier."""
    return (current - first).days if first and current else None


def middle_drift(days: Iterable[int]) -> int | None:
    """Return the median in whole days; of an even number the mean of the middle two, half a day up."""
    known = sorted(days)
    if not known:
        return None
    half = len(known) // 2
    return known[half] if len(known) % 2 else -(-(known[half - 1] + known[half]) // 2)


def compute_status(
    situation: Situation,
    on: date,
    *,
    ended_on: date | None = None,
    is_delivered: bool = True,
    limits: Limits = DEFAULT_LIMITS,
) -> Computed:
    """Return the status on the day ``on``.

    A plan whose end has passed without being met is at least as late as today.
    ``ended_on`` closes the counting: what ended has the drift it ended with, and
    asks for no more reports. What ended without delivering (``is_delivered`` false) keeps the
    drift of its last plan and is never early. Source: methods.md §5.
    """
    first_start, first_end = situation.first_starts_on, situation.first_ends_on
    if first_start and first_end and first_end < first_start:
        raise DatesNotValid("dates_in_order")
    expected = ended_on or _not_in_the_past(situation.ends_on, on)
    if ended_on and not is_delivered:
        expected = max(day for day in (ended_on, situation.ends_on, first_end) if day)
    drift = drift_days(first_end, expected)
    duration = (first_end - first_start).days if first_start and first_end else 0
    causes: dict[Cause, Status] = {}
    if drift is not None:
        if drift > max(limits.red_share * duration, limits.red_days):
            causes[Cause.DRIFT] = Status.RED
        elif drift > max(limits.amber_share * duration, limits.amber_days):
            causes[Cause.DRIFT] = Status.AMBER
    if ended_on is None:
        if situation.late_preconditions:
            causes[Cause.PRECONDITION_LATE] = Status.RED
        if situation.reported_on is None or (on - situation.reported_on).days > limits.silence_days:
            causes[Cause.NO_UPDATE] = Status.AMBER
    worst = max(causes.values(), key=_BADNESS.__getitem__, default=Status.GREEN)
    return Computed(worst, tuple(sorted(causes, key=lambda cause: (-_BADNESS[causes[cause]], cause))), drift)


def _not_in_the_past(ends_on: date | None, on: date) -> date | None:
    return max(ends_on, on) if ends_on else None


def gap(declared: Status, computed: Status) -> int | None:
    """Return how many steps rosier the declared status is (negative: gloomier); None if not reported."""
    if Status.NOT_REPORTED in (declared, computed):
        return None
    return _BADNESS[computed] - _BADNESS[declared]


def unchanged_for(declared: Sequence[Status]) -> int:
    """Return for how many reports in a row, oldest first, the last declared status has been the same."""
    total = 0
    for status in reversed(declared):
        if status is not declared[-1]:
            break
        total += 1
    return total


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone as the index sees it: first promise and when it was reached, if it was."""

    first_planned_on: date | None
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class ExecutionIndex:
    """Milestones reached by a day, beside those the first baseline had by then."""

    reached: int
    promised: int

    @property
    def share(self) -> float | None:
        """Reached per promised, 1 is as promised; None when nothing was promised yet."""
        return self.reached / self.promised if self.promised else None


def execution_index(milestones: Iterable[Due], on: date) -> ExecutionIndex:
    """Return the baseline execution index on a day.

    A milestone without a first baseline counts on neither side: added later, it can't
    make up for one that was promised. Source: methods.md §5, chart 4.
    """
    counted = [one for one in milestones if one.first_planned_on is not None]
    return ExecutionIndex(
        reached=sum(one.reached_on is not None and one.reached_on <= on for one in counted),
        promised=sum(one.first_planned_on is not None and one.first_planned_on <= on for one in counted),
    )


def due_for_report(reported_on: date | None, since: date, on: date, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Tell whether an owner should be asked for news: a week before silence starts to count."""
    last = reported_on or since
    return on >= last + timedelta(days=limits.silence_days - 7)
