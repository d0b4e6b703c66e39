"""RICE and WSJF: worked examples, and that nothing unknown becomes a number."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portfolio.rules.indicative import Inputs, rice, wsjf
from portfolio.rules.interval import Interval

D = Decimal
KNOWN = Inputs(
    organisations=4,
    value=Interval(D(60), D(80)),
    chance=50,
    effort=D(3),
    urgency=4,
    contribution=3,
)


def test_a_worked_example():
    """RICE 4 × 3 × 0.5 ÷ 3 = 2; WSJF (3 + 4 + 3) ÷ 3 = 3.3."""
    assert (rice(KNOWN), wsjf(KNOWN)) == (D("2.0"), D("3.3"))


@pytest.mark.parametrize(
    ("change", "has_rice", "has_wsjf"),
    [
        ({"value": None}, False, False),
        ({"effort": None}, False, False),
        ({"effort": D(0)}, False, False),
        ({"chance": None}, False, True),
        ({"organisations": 0}, False, True),
        ({"urgency": None}, True, False),
        ({"urgency": 0}, True, True),
    ],
)
def test_what_is_unknown_gives_no_figure(change, has_rice, has_wsjf):
    inputs = replace(KNOWN, **change)
    assert (rice(inputs) is not None, wsjf(inputs) is not None) == (has_rice, has_wsjf)
