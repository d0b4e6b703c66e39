"""RICE and WSJF, only to compare with: two well-known formulas that this product never orders by.

Both multiply, add or divide levels, as if level 4 were twice level 2. They are shown
beside the ranking for who is used to them, with what is wrong with them.
Source: methods.md §1.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portfolio.rules.interval import Interval

URGENCY = "urgency"
"""The code of the criterion that WSJF reads as time criticality."""
PLACES = 1


class Weakness(StrEnum):
    """What is wrong with a figure."""

    ORDINAL = "ordinal"
    REACH_IS_ORGANISATIONS = "reach_is_organisations"
    URGENCY_TWICE = "urgency_twice"
    FAVOURS_TINY = "favours_tiny"
    HIDES_UNKNOWN = "hides_unknown"


WEAKNESSES = {
    "rice": (
        Weakness.ORDINAL,
        Weakness.REACH_IS_ORGANISATIONS,
        Weakness.FAVOURS_TINY,
        Weakness.HIDES_UNKNOWN,
    ),
    "wsjf": (Weakness.ORDINAL, Weakness.URGENCY_TWICE, Weakness.FAVOURS_TINY, Weakness.HIDES_UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the formulas read: organisations that take part, value 0–100, chance in percent, person-months,
    the level of urgency 0–5, and the most that is contributed to a system function 0–3.
    """

    organisations: int
    value: Interval | None
    chance: int | None
    effort: Decimal | None
    urgency: int | None
    contribution: int


def rice(inputs: Inputs) -> Decimal | None:
    """Return reach × impact × confidence ÷ effort; None when a part is unknown.

    Reach is the number of organisations, impact the lower end of the value as 0–5, confidence the chance.
    """
    if inputs.value is None or inputs.chance is None or not inputs.effort or not inputs.organisations:
        return None
    impact = inputs.value.low / 20
    return round(inputs.organisations * impact * inputs.chance / 100 / inputs.effort, PLACES)


def wsjf(inputs: Inputs) -> Decimal | None:
    """Return (value + urgency + opening the way for others) ÷ size of the job; None when a part is unknown.

    Value is its lower end as 0–5, opening the way the contribution to a system function (0–3).
    """
    if inputs.value is None or inputs.urgency is None or not inputs.effort:
        return None
    return round((inputs.value.low / 20 + inputs.urgency + inputs.contribution) / inputs.effort, PLACES)
