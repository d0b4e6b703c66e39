"""How long a precondition has been open, whether it is late, and in which order people should see them."""

from collections.abc import Iterable
from datetime import date

from portfolio.rules.terms import PreconditionState

UNMET = frozenset({PreconditionState.OPEN, PreconditionState.IN_PROGRESS})
"""States in which something still has to be done."""


def open_since(
    state: PreconditionState, changes: Iterable[tuple[date, PreconditionState]], made_on: date
) -> date | None:
    """Return the day since which it has been unmet without a break; None when it is met or not needed.

    ``changes`` are (day, state), the oldest first. Without any, it counts from
    ``made_on``, the day on which it was written down.
    """
    if state not in UNMET:
        return None
    since: date | None = None
    for day, then in changes:
        if then not in UNMET:
            since = None
        elif since is None:
            since = day
    return since or made_on


def is_late(state: PreconditionState, due_on: date | None, on: date) -> bool:
    """Tell whether its date has passed while it is not met; on the day itself it is still in time."""
    return state in UNMET and due_on is not None and due_on < on


def urgency(state: PreconditionState, due_on: date | None, on: date) -> tuple[int, date]:
    """Return a key to sort by: what is late first, then what is open by its date, then what is settled."""
    place = 0 if is_late(state, due_on, on) else 1 if state in UNMET else 2
    return place, due_on or date.max
