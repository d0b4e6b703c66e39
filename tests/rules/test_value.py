from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.interval import Interval
from portfolio.rules.value import (
    LevelNotValid,
    Value,
    WeightsNotValid,
    equal_weights,
    rank_order_centroid,
    swing_weights,
    weighted_value,
)

HALVES = {"service": Decimal("0.5"), "policy": Decimal("0.5")}
THIRDS = equal_weights(["service", "policy", "urgency"])

criteria = st.lists(st.sampled_from("abcde"), min_size=1, max_size=5, unique=True)
some_levels = st.one_of(st.none(), st.integers(0, 5))


def value_of(low, high, scored, of):
    return Value(Interval(Decimal(low), Decimal(high)), scored, of)


@pytest.mark.parametrize(
    ("levels", "weights", "expected"),
    [
        ({"service": 5, "policy": 5}, HALVES, value_of(100, 100, 2, 2)),
        ({"service": 0, "policy": 0}, HALVES, value_of(0, 0, 2, 2)),
        ({"service": 4, "policy": 1}, HALVES, value_of(50, 50, 2, 2)),
        ({"service": 4, "policy": None}, HALVES, value_of(40, 90, 1, 2)),
        ({"service": 4}, HALVES, value_of(40, 90, 1, 2)),
        ({}, HALVES, value_of(0, 100, 0, 2)),
        ({"service": 5, "policy": 5, "urgency": 5}, THIRDS, value_of(100, 100, 3, 3)),
        ({"service": 5}, {"service": Decimal(1), "policy": Decimal(0)}, value_of(100, 100, 1, 2)),
    ],
)
def test_value_is_the_weighted_sum_and_a_missing_level_is_anything_from_worst_to_best(
    levels, weights, expected
):
    assert weighted_value(levels, weights) == expected


def test_the_dust_of_a_third_does_not_break_a_tie():
    first = weighted_value({"service": 5, "policy": 0, "urgency": 0}, THIRDS)
    last = weighted_value({"service": 0, "policy": 0, "urgency": 5}, THIRDS)

    assert first == last == value_of("33.333333", "33.333333", 3, 3)


def test_another_value_function_may_be_given():
    steep = {0: Decimal(0), 1: Decimal(50), 2: Decimal(80)}

    assert weighted_value({"service": 1, "policy": 2}, HALVES, steep).interval == Interval.exact(65)


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({}, "no_criteria"),
        ({"service": Decimal("-0.5"), "policy": Decimal("1.5")}, "weight_not_valid"),
        ({"service": Decimal("NaN")}, "weight_not_valid"),
        ({"service": Decimal("0.9")}, "weights_do_not_sum_to_one"),
        ({"service": Decimal(1), "policy": Decimal(1)}, "weights_do_not_sum_to_one"),
    ],
)
def test_weights_that_make_no_sense_are_refused(weights, code):
    with pytest.raises(WeightsNotValid) as refusal:
        weighted_value({}, weights)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("levels", "points", "code"),
    [
        ({"privacy": 3}, None, "unknown_criterion"),
        ({"service": 6}, None, "unknown_level"),
        ({"service": -1}, None, "unknown_level"),
        ({}, {}, "no_levels"),
        ({}, {0: Decimal(50), 1: Decimal(10)}, "points_not_rising"),
        ({}, {0: Decimal(0), 1: Decimal(101)}, "points_out_of_range"),
    ],
)
def test_levels_and_points_that_make_no_sense_are_refused(levels, points, code):
    arguments = (levels, HALVES) if points is None else (levels, HALVES, points)
    with pytest.raises(LevelNotValid) as refusal:
        weighted_value(*arguments)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (["a"], ["1"]),
        (["a", "b"], ["0.75", "0.25"]),
        (["b", "a", "c"], ["0.6111", "0.2778", "0.1111"]),
        (["a", "b", "c", "d"], ["0.5208", "0.2708", "0.1458", "0.0625"]),
    ],
)
def test_rank_order_centroid_gives_the_known_weights(order, expected):
    weights = rank_order_centroid(order)

    assert list(weights) == order
    assert [round(weight, 4) for weight in weights.values()] == [Decimal(weight) for weight in expected]


def test_swing_points_are_shared_out():
    weights = swing_weights({"service": Decimal(100), "policy": Decimal(60), "urgency": Decimal(40)})

    assert weights == {"service": Decimal("0.5"), "policy": Decimal("0.3"), "urgency": Decimal("0.2")}


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ({}, "no_criteria"),
        ({"service": Decimal(80)}, "swing_without_hundred"),
        ({"service": Decimal(100), "policy": Decimal(120)}, "swing_out_of_range"),
        ({"service": Decimal(100), "policy": Decimal(-1)}, "swing_out_of_range"),
    ],
)
def test_swings_that_make_no_sense_are_refused(points, code):
    with pytest.raises(WeightsNotValid) as refusal:
        swing_weights(points)
    assert refusal.value.code == code


def test_a_criterion_named_twice_is_refused():
    with pytest.raises(WeightsNotValid, match="criterion_twice"):
        equal_weights(["a", "a"])


@given(criteria)
def test_made_weights_sum_to_one_and_follow_the_order(names):
    ordered = rank_order_centroid(names)

    assert abs(sum(ordered.values()) - 1) < Decimal("1e-20")
    assert list(ordered.values()) == sorted(ordered.values(), reverse=True)
    assert abs(sum(equal_weights(names).values()) - 1) < Decimal("1e-20")


@given(criteria, st.data())
def test_value_stays_within_0_and_100_and_filling_in_a_level_only_narrows_it(names, data):
    weights = rank_order_centroid(names)
    levels = {name: data.draw(some_levels) for name in names}
    filled = {
        name: data.draw(st.integers(0, 5)) if level is None else level for name, level in levels.items()
    }

    unfinished, finished = weighted_value(levels, weights), weighted_value(filled, weights)

    assert 0 <= unfinished.interval.low <= unfinished.interval.high <= 100
    assert finished.interval.is_exact
    assert finished.is_complete
    assert finished.interval.low in unfinished.interval


@given(criteria, st.data())
def test_a_higher_level_never_lowers_the_value(names, data):
    weights = equal_weights(names)
    levels = {name: data.draw(st.integers(0, 4)) for name in names}
    raised = {**levels, names[0]: levels[names[0]] + 1}

    assert weighted_value(raised, weights).interval.low > weighted_value(levels, weights).interval.low


@given(criteria, st.data())
def test_an_unknown_criterion_is_as_wide_as_its_weight(names, data):
    weights = rank_order_centroid(names)
    levels = {name: data.draw(some_levels) for name in names}
    unknown = sum(weights[name] for name in names if levels[name] is None)

    assert abs(weighted_value(levels, weights).interval.width - 100 * unknown) < Decimal("0.00001")
