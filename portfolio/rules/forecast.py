"""When open milestones will be reached if it goes as it went before (methods.md §5, chart 15).

Experience is how many days after its first promise each finished milestone was
reached. One that is still open says something too: it took longer than until now. Both
go into a survival curve (Kaplan and Meier, 1958), so that slow ones, which are seldom
among the finished, are not forgotten. No chance is drawn: the same rows give the same fan.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

ENOUGH = 10
"""Finished milestones from which there is a forecast at all."""
FAST, MIDDLE, SLOW = 0.1, 0.5, 0.9
SHARES = (FAST, MIDDLE, SLOW)


@dataclass(frozen=True, slots=True)
class Experience:
    """The share that is still open after each number of days past the first promise, falling."""

    slips: tuple[int, ...]
    shares: tuple[float, ...]

    def open_after(self, slip: int) -> float:
        """Return the share that is still open ``slip`` days after the first promise."""
        place = bisect_right(self.slips, slip)
        return self.shares[place - 1] if place else 1.0

    def slip_at(self, share: float, after: int) -> int | None:
        """Return by how many days past its promise a milestone is reached that is open at ``after``.

        ``share`` is how many of such milestones are as fast: 0.1 is fast, 0.9 slow. None
        when none was seen to take so long.
        """
        wanted = self.open_after(after) * (1 - share)
        for slip, left in zip(self.slips, self.shares, strict=True):
            if slip > after and left <= wanted + 1e-12:
                return slip
        return None


def experience(finished: Mapping[int, int], waiting: Mapping[int, int]) -> Experience:
    """Return what past milestones teach; both map days past the first promise to how many milestones.

    ``finished`` were reached then; ``waiting`` are open and have come so far, below zero
    before the promised day.
    """
    at_risk = sum(finished.values()) + sum(waiting.values())
    left = 1.0
    slips, shares = [], []
    for slip in sorted({*finished, *waiting}):
        reached = finished.get(slip, 0)
        if reached:
            left *= 1 - reached / at_risk
            slips.append(slip)
            shares.append(left)
        at_risk -= reached + waiting.get(slip, 0)
    return Experience(tuple(slips), tuple(shares))


def expected_days(known: Experience, promised: Mapping[date, int], on: date, share: float) -> dict[date, int]:
    """Return how many open milestones are reached on each day if each is as fast as ``share`` says.

    ``promised`` maps the first promised day to how many open milestones have it. What
    took longer than anything seen before is left out: nobody knows.
    """
    found: dict[date, int] = {}
    for first, total in promised.items():
        slip = known.slip_at(share, (on - first).days)
        if slip is not None:
            day = first + timedelta(days=slip)
            found[day] = found.get(day, 0) + total
    return found
