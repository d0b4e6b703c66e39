"""When a page must be confirmed again, and when a report of doubt must be answered.

Source: domain.md W8 (doubt) and the curator's work against staleness (§1).
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from wiki.rules.terms import PageKind

# Months for which "still right" holds, per kind: what changes often is asked about more often. Our choice.
DEFAULT_MONTHS: dict[PageKind, int] = {
    PageKind.DATASET: 12,
    PageKind.OBJECT: 12,
    PageKind.TERM: 18,
    PageKind.LESSON: 24,
    PageKind.BEST_PRACTICE: 18,
    PageKind.FAQ: 6,
    PageKind.STEP_PLAN: 12,
    PageKind.LAW: 12,
    PageKind.PRINCIPLE: 24,
    PageKind.TOOL: 6,
    PageKind.ORGANISATION: 12,
    PageKind.PAGE: 12,
}
LONGEST_MONTHS = 60
SOON = timedelta(days=30)
ANSWER_DAYS = 10  # working days
OWN_EDIT = timedelta(hours=24)  # how long one may change what one said


class Upkeep(StrEnum):
    """How a page stands on a day."""

    RIGHT = "right"
    SOON = "soon"
    OVERDUE = "overdue"


class DoubtState(StrEnum):
    """What became of a report of doubt."""

    OPEN = "open"
    ANSWERED = "answered"
    CHANGED = "changed"
    DISMISSED = "dismissed"


class FollowKind(StrEnum):
    """What one can follow."""

    PAGE = "page"
    CATEGORY = "category"
    SUBJECT = "subject"
    SEARCH = "search"


SETTLED = frozenset(DoubtState) - {DoubtState.OPEN}


def stale_from(since: date, months: int) -> date:
    """Return the first day on which what was right on ``since`` must be confirmed again.

    The same day of the month, or the last one where the month is shorter.
    """
    index = since.year * 12 + since.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))


def upkeep_on(stale: date, day: date) -> Upkeep:
    """Return how a page stands on ``day`` that must be confirmed again from ``stale`` on."""
    if day >= stale:
        return Upkeep.OVERDUE
    return Upkeep.SOON if stale - day <= SOON else Upkeep.RIGHT


def answer_due(asked: date, working_days: int = ANSWER_DAYS) -> date:
    """Return the last day to answer: so many days further, Saturdays and Sundays not counted."""
    day = asked
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


def is_late(state: DoubtState, due_on: date, day: date) -> bool:
    """Tell whether an answer should have been there before ``day``."""
    return state is DoubtState.OPEN and day > due_on
