from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.chance import ChanceNotValid, check_chance, expected_value
from portfolio.rules.effort import Effort, EffortNotValid
from portfolio.rules.interval import Interval
from portfolio.rules.size import SizeLimits, SizeNotValid, SizeOverride, classify
from portfolio.rules.terms import Size


@pytest.mark.parametrize("chance", [None, *range(0, 101, 5)])
def test_a_chance_in_steps_of_five_is_fine(chance):
    check_chance(chance)


@pytest.mark.parametrize(
    ("chance", "code"),
    [
        (-5, "chance_out_of_range"),
        (105, "chance_out_of_range"),
        (1, "chance_between_steps"),
        (99, "chance_between_steps"),
    ],
)
def test_another_chance_is_refused(chance, code):
    with pytest.raises(ChanceNotValid) as refusal:
        check_chance(chance)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("chance", "low", "high", "expected"),
    [(50, 40, 90, (20, 45)), (100, 80, 80, (80, 80)), (0, 80, 80, (0, 0)), (25, 10, 10, ("2.5", "2.5"))],
)
def test_expected_value_is_chance_times_value(chance, low, high, expected):
    assert expected_value(chance, Interval(Decimal(low), Decimal(high))) == Interval(*map(Decimal, expected))


def test_expected_value_of_an_unknown_chance_is_unknown():
    assert expected_value(None, Interval.exact(80)) is None


@given(st.sampled_from(range(0, 101, 5)), st.integers(0, 100), st.integers(0, 100))
def test_expected_value_never_exceeds_the_value(chance, one, other):
    value = Interval(Decimal(min(one, other)), Decimal(max(one, other)))
    expected = expected_value(chance, value)

    assert expected.low <= value.low
    assert expected.high <= value.high


@pytest.mark.parametrize(
    ("low", "likely", "high", "code"),
    [
        ("3", "2", "4", "effort_not_in_order"),
        ("1", "5", "4", "effort_not_in_order"),
        ("-1", "5", "6", "effort_not_positive"),
        ("0", "0", "1", "effort_not_positive"),
        ("1", "NaN", "3", "effort_not_positive"),
        ("1", "2", "Infinity", "effort_not_positive"),
    ],
)
def test_effort_out_of_order_or_without_work_is_refused(low, likely, high, code):
    with pytest.raises(EffortNotValid) as refusal:
        Effort(Decimal(low), Decimal(likely), Decimal(high))
    assert refusal.value.code == code


def test_effort_in_order_is_kept():
    assert Effort(Decimal(0), Decimal(5), Decimal(8)).likely == 5
    assert Effort.exact(4) == Effort(Decimal(4), Decimal(4), Decimal(4))


@pytest.mark.parametrize(
    ("effort", "organisations", "expected"),
    [
        ("6", 3, Size.SMALL),
        ("6.1", 3, Size.AMBITIOUS),
        ("6", 4, Size.AMBITIOUS),
        ("0.5", 0, Size.SMALL),
        (None, 1, None),
        (None, 40, None),
    ],
)
def test_size_follows_from_effort_and_organisations(effort, organisations, expected):
    sized = classify(None if effort is None else Decimal(effort), organisations)

    assert sized.size is expected
    assert not sized.is_overruled


def test_the_board_may_set_other_limits():
    assert classify(Decimal(10), 5, limits=SizeLimits(Decimal(12), 5)).size is Size.SMALL


def test_the_board_may_overrule_with_a_reason_even_when_effort_is_unknown():
    sized = classify(None, 2, SizeOverride(Size.AMBITIOUS, " raakt alle gemeenten "))

    assert (sized.size, sized.reason, sized.is_overruled) == (Size.AMBITIOUS, "raakt alle gemeenten", True)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_overruling_without_a_reason_is_refused(reason):
    with pytest.raises(SizeNotValid, match="size_override_without_reason"):
        classify(Decimal(3), 1, SizeOverride(Size.AMBITIOUS, reason))


@pytest.mark.parametrize(("effort", "organisations"), [("-1", 2), ("NaN", 2), ("3", -1)])
def test_impossible_figures_are_refused(effort, organisations):
    with pytest.raises(SizeNotValid, match="size_figures_not_valid"):
        classify(Decimal(effort), organisations)


@given(st.decimals(0, 20, places=1), st.integers(0, 10), st.decimals(0, 20, places=1), st.integers(0, 10))
def test_more_work_or_more_organisations_never_makes_it_smaller(effort, organisations, extra, joining):
    if classify(effort, organisations).size is Size.AMBITIOUS:
        assert classify(effort + extra, organisations + joining).size is Size.AMBITIOUS
