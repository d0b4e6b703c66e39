"""When a round takes scores, may be revealed and reminds; what a final value may be (methods.md §2)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal

from portfolio.rules.agreement import Summary
from portfolio.rules.chance import STEP
from portfolio.rules.findings import Finding
from portfolio.rules.round_terms import RoundState

REMIND_DAYS = (3, 1)
HIGHEST_LEVEL = 5


def state_at(state: RoundState, deadline: datetime, now: datetime) -> RoundState:
    """Return the state at ``now``: an open round is closed at its deadline, written down or not."""
    return RoundState.CLOSED if state is RoundState.OPEN and now >= deadline else state


def takes_scores(state: RoundState, deadline: datetime, now: datetime) -> bool:
    """Tell whether a scorer may still fill in or change."""
    return state_at(state, deadline, now) is RoundState.OPEN


def may_reveal(state: RoundState, deadline: datetime, now: datetime, *, are_all_done: bool) -> bool:
    """Tell whether the secretary may reveal: after the deadline, or when every scorer is done."""
    held = state_at(state, deadline, now)
    return held is RoundState.CLOSED or (held is RoundState.OPEN and are_all_done)


def reminder_due(deadline: datetime, now: datetime, sent: Collection[int]) -> int | None:
    """Return how many days before the deadline the reminder belongs that is due now; None when none is.

    Only the most urgent one: who was not reminded at three days is reminded at one, once.
    """
    if now >= deadline:
        return None
    due = [days for days in REMIND_DAYS if now >= deadline - timedelta(days=days)]
    if not due or any(days <= min(due) for days in sent):
        return None
    return min(due)


def check_opening(*, use_cases: int, scorers: int, deadline: datetime, now: datetime) -> list[Finding]:
    """Return what stops a round from opening, and what is worth knowing."""
    found = []
    if not use_cases:
        found.append(Finding("round_without_use_cases"))
    if not scorers:
        found.append(Finding("round_without_scorers"))
    elif scorers < 3:
        found.append(Finding("round_with_few_scorers", is_blocking=False))
    if deadline <= now:
        found.append(Finding("round_deadline_over"))
    return found


def as_median(summary: Summary | None, *, is_chance: bool) -> tuple[int, ...]:
    """Return the values that count as the median, lowest first; none when there is no median.

    A median between two levels (or two steps of chance) is met by either neighbour.
    """
    if summary is None:
        return ()
    step = STEP if is_chance else 1
    below = int(summary.median // step) * step
    return (below,) if Decimal(below) == summary.median else (below, below + step)


def default_final(summary: Summary | None, *, is_chance: bool) -> int | None:
    """Return the final value as long as the board says nothing else: the median, between two the lower."""
    met = as_median(summary, is_chance=is_chance)
    return met[0] if met else None


def needs_reason(value: int | None, summary: Summary | None, *, is_chance: bool) -> bool:
    """Tell whether a final value differs from the median; without a median only *unknown* does not."""
    met = as_median(summary, is_chance=is_chance)
    return value not in met if met else value is not None


def is_value(value: int | None, *, is_chance: bool) -> bool:
    """Tell whether ``value`` can be a level or a chance; unknown can."""
    if value is None:
        return True
    return 0 <= value <= 100 and value % STEP == 0 if is_chance else 0 <= value <= HIGHEST_LEVEL
