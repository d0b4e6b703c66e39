"""Chance of success: a probability in steps of five percent (methods.md §1)."""

from decimal import Decimal

from portfolio.rules.findings import Refusal
from portfolio.rules.interval import Interval

STEP = 5


class ChanceNotValid(Refusal):
    """Not a percentage from 0 to 100 in steps of five."""


def check_chance(chance: int | None) -> None:
    """Refuse a chance outside 0–100 or between the steps; unknown is fine."""
    if chance is None:
        return
    if not 0 <= chance <= 100:
        raise ChanceNotValid("chance_out_of_range", chance=chance)
    if chance % STEP:
        raise ChanceNotValid("chance_between_steps", chance=chance, step=STEP)


def expected_value(chance: int | None, value: Interval) -> Interval | None:
    """Return p·V on 0–100; None when the chance is unknown, never 0."""
    check_chance(chance)
    if chance is None:
        return None
    return value.times(Decimal(chance)).divided_by(100)
