from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.interval import Interval, IntervalNotValid

numbers = st.decimals(-1000, 1000, places=3)
intervals = st.tuples(numbers, numbers).map(lambda ends: Interval(min(ends), max(ends)))


def between(low, high):
    return Interval(Decimal(low), Decimal(high))


def test_an_interval_with_equal_ends_is_exact():
    assert Interval.exact(3).is_exact
    assert not between(3, 4).is_exact
    assert between(3, 4).width == 1


@pytest.mark.parametrize(
    ("low", "high", "code"),
    [
        ("2", "1", "interval_wrong_way_round"),
        ("NaN", "1", "interval_not_finite"),
        ("0", "Infinity", "interval_not_finite"),
    ],
)
def test_an_impossible_interval_is_refused(low, high, code):
    with pytest.raises(IntervalNotValid) as refusal:
        between(low, high)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (between(1, 2) + between(3, 5), between(4, 7)),
        (between(1, 2) - between(3, 5), between(-4, -1)),
        (between(1, 2).times(3), between(3, 6)),
        (between(1, 2).times(-1), between(-2, -1)),
        (between(1, 2).divided_by(2), between("0.5", 1)),
        (between("0.12345", "0.5").rounded(2), between("0.12", "0.50")),
    ],
)
def test_sums_hold_both_ends(result, expected):
    assert result == expected


@given(intervals, intervals, st.integers(-5, 5))
def test_every_result_holds_what_its_ends_make(a, b, factor):
    assert a.low + b.high in a + b
    assert a.low - b.low in a - b
    assert a.high * factor in a.times(factor)
