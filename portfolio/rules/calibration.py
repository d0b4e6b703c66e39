"""Was the chance of success a good forecast? (methods.md §2, end; Brier 1950)

Per board, never per person. The forecast is the chance on record when the use
case was selected, the event that it succeeded *as intended*: a part of that
counts as not succeeded, for the chance was given of the whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portfolio.rules.findings import Finding

ENOUGH_FOR_BANDS = 20
BAND_WIDTH = 20
COIN = Decimal("0.25")  # the score of saying 50 % every time


class Result(StrEnum):
    """How a use case ended, measured by what it set out to do."""

    SUCCEEDED = "succeeded"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Ended:
    """One that ended: chance when selected as 0–100 (None: not on record), and how it ended."""

    code: str
    chance: int | None
    result: Result

    @property
    def event(self) -> int:
        """1 when it succeeded as intended, else 0."""
        return int(self.result is Result.SUCCEEDED)


@dataclass(frozen=True, slots=True)
class Band:
    """Chances from ``low`` up to ``high`` percent: how many, their mean, the share that succeeded (0–1)."""

    low: int
    high: int
    n: int
    forecast: Decimal | None
    succeeded: Decimal | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """The score over ``n`` with a chance on record; ``without_chance`` more ended without one.

    ``brier``, ``forecast`` and ``succeeded`` run 0–1 and are None when n is 0; lower
    Brier is better. ``always_the_share`` is what always saying the share that
    succeeded would have scored. ``bands`` is empty below ENOUGH_FOR_BANDS.
    """

    n: int
    without_chance: int
    brier: Decimal | None
    forecast: Decimal | None
    succeeded: Decimal | None
    always_the_share: Decimal | None
    bands: tuple[Band, ...]


def calibrate(rows: Iterable[Ended]) -> Calibration:
    """Return how good the chances of these were."""
    ended = list(rows)
    known = [row for row in ended if row.chance is not None]
    missing = len(ended) - len(known)
    if not known:
        return Calibration(0, missing, None, None, None, None, ())
    forecasts = [Decimal(row.chance or 0) / 100 for row in known]
    events = [Decimal(row.event) for row in known]
    share = _mean(events)
    return Calibration(
        n=len(known),
        without_chance=missing,
        brier=_mean([(p - o) ** 2 for p, o in zip(forecasts, events, strict=True)]),
        forecast=_mean(forecasts),
        succeeded=share,
        always_the_share=share * (1 - share),
        bands=_bands(forecasts, events) if len(known) >= ENOUGH_FOR_BANDS else (),
    )


def _bands(forecasts: Sequence[Decimal], events: Sequence[Decimal]) -> tuple[Band, ...]:
    found = []
    for low in range(0, 100, BAND_WIDTH):
        high = low + BAND_WIDTH
        inside = [
            (p, o)
            for p, o in zip(forecasts, events, strict=True)
            if low <= p * 100 < high or (high == 100 and p == 1)
        ]
        found.append(
            Band(
                low,
                high,
                len(inside),
                _mean([p for p, _o in inside]) if inside else None,
                _mean([o for _p, o in inside]) if inside else None,
            )
        )
    return tuple(found)


def _mean(numbers: Sequence[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0)) / len(numbers)


def check_outcome(explanation: str, ended_on: date, ended_since: date | None, today: date) -> list[Finding]:
    """Return what is wrong with an outcome: no explanation, or a day in the future or before the end."""
    found = []
    if not explanation.strip():
        found.append(Finding("outcome_without_explanation"))
    if ended_on > today:
        found.append(Finding("outcome_in_future"))
    if ended_since is not None and ended_on < ended_since:
        found.append(Finding("outcome_before_end", {"since": ended_since}))
    return found
