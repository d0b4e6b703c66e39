"""Weights of a scoring model: by swings, by an order, all alike; shares that add up; versions compared."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.findings import Refusal
from portfolio.rules.scoring_model import (
    CriterionView,
    ScoringModelView,
    Thresholds,
    WeightMethod,
    check_criteria,
    whole_shares,
)
from portfolio.rules.scoring_model_diff import ChangeKind, changes_values, compare_models
from portfolio.rules.weighing import refit, weigh_by_order, weigh_by_swing, weigh_equally

D = Decimal
ANCHORS = {level: (f"Niveau {level}", "") for level in range(6)}


def criteria(*codes: str, **weights: str) -> tuple[CriterionView, ...]:
    return tuple(
        CriterionView(code, code.upper(), weight=D(weights.get(code, "0")), anchors=ANCHORS) for code in codes
    )


def model(*parts: CriterionView, **more) -> ScoringModelView:
    values = {"method": WeightMethod.SWING, "thresholds": Thresholds()} | more
    return ScoringModelView(1, "x 1", 1, values["method"], values["thresholds"], parts)


def shares(parts) -> list[Decimal]:
    return [one.weight for one in parts]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({"a": 100, "b": 50, "c": 50}, ["0.5", "0.25", "0.25"]),
        ({"a": 100, "b": 100, "c": 100}, ["0.3334", "0.3333", "0.3333"]),
        ({"a": 0, "b": 100, "c": 0}, ["0", "1", "0"]),
        ({"a": 40, "b": 80, "c": 100}, ["0.1818", "0.3636", "0.4546"]),
    ],
)
def test_swings_become_shares_that_add_up_to_one(points, expected):
    weighed = weigh_by_swing(criteria("a", "b", "c"), points)
    assert shares(weighed) == [D(share) for share in expected]
    assert [one.points for one in weighed] == list(points.values())


def test_an_order_gives_the_centre_of_what_fits_it():
    weighed = weigh_by_order(criteria("a", "b", "c"), {"a": 3, "b": 1, "c": 2})
    assert shares(weighed) == [D("0.1111"), D("0.6111"), D("0.2778")]
    assert weighed[0].points is None


@pytest.mark.parametrize("places", [{"a": 1, "b": 1}, {"a": 1, "b": 3}, {"a": 1}, {"a": 1, "c": 2}, {}])
def test_every_place_is_given_once(places):
    with pytest.raises(Refusal, match="places_not_each_once"):
        weigh_by_order(criteria("a", "b"), places)


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ({"a": 90, "b": 50}, "swing_without_hundred"),
        ({"a": 100, "b": 101}, "swing_out_of_range"),
        ({"a": 100}, "weights_for_other_criteria"),
    ],
)
def test_swings_that_are_none_are_refused(points, code):
    with pytest.raises(Refusal, match=code):
        weigh_by_swing(criteria("a", "b"), points)


@given(st.lists(st.integers(0, 99), max_size=11))
def test_shares_are_whole_ten_thousandths_that_add_up_to_exactly_one(others):
    points = {f"c{place}": value for place, value in enumerate([100, *others])}
    weighed = weigh_by_swing(criteria(*points), points)
    assert sum(shares(weighed)) == 1
    assert all(share * 10_000 == (share * 10_000).to_integral_value() for share in shares(weighed))
    ranked = sorted(weighed, key=lambda one: one.points or 0)
    assert shares(ranked) == sorted(shares(ranked)) or len(set(points.values())) < len(points)


def test_rounding_gives_what_is_left_to_the_largest_remainders():
    assert whole_shares({"a": D(1) / 7, "b": D(2) / 7, "c": D(4) / 7}) == {
        "a": D("0.1429"),
        "b": D("0.2857"),
        "c": D("0.5714"),
    }


@pytest.mark.parametrize(
    ("method", "expected", "points"),
    [
        (WeightMethod.EQUAL, ["0.3334", "0.3333", "0.3333"], [None, None, None]),
        (WeightMethod.ORDER, ["0.75", "0.25", "0"], [None, None, None]),
        (WeightMethod.SWING, ["0.75", "0.25", "0"], [100, 33, 0]),
    ],
)
def test_what_stays_keeps_its_proportion_and_a_new_one_waits_to_be_weighed(method, expected, points):
    """First: weights .6 .2 and a retired .2; then c is added."""
    kept = criteria("a", "b", "c", a="0.6", b="0.2")
    fitted = refit(kept, method)
    assert shares(fitted) == [D(share) for share in expected]
    assert [one.points for one in fitted] == points


def test_when_nothing_that_stays_weighs_anything_all_weigh_the_same():
    assert shares(refit(criteria("a", "b"), WeightMethod.SWING)) == [D("0.5"), D("0.5")]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((), "no_criteria"),
        (criteria(*(f"c{place}" for place in range(13))), "too_many_criteria"),
        (criteria("a", "a"), "criterion_twice"),
        ((replace(criteria("a")[0], name=" "),), "criterion_without_name"),
        ((replace(criteria("a")[0], anchors={**ANCHORS, 3: ("", "x")}),), "anchor_missing"),
    ],
)
def test_a_model_needs_named_criteria_with_every_level_written(parts, code):
    with pytest.raises(Refusal, match=code):
        check_criteria(parts)


def test_equal_models_differ_in_nothing():
    parts = weigh_equally(criteria("a", "b"))
    assert compare_models(model(*parts), model(*parts)) == []


def test_every_kind_of_change_is_told_once():
    old = weigh_equally(criteria("a", "b"))
    kept = replace(
        old[0],
        name="Anders",
        name_en="Different",
        help="Uitleg",
        weight=D("0.7"),
        anchors={**ANCHORS, 5: ("Alles", "")},
    )
    new = (kept, *criteria("c", c="0.3"))
    changes = compare_models(
        model(*old, method=WeightMethod.EQUAL), model(*new, thresholds=Thresholds(30, 25))
    )
    assert [change.kind for change in changes] == [
        ChangeKind.ADDED,
        ChangeKind.RETIRED,
        ChangeKind.WEIGHT,
        ChangeKind.NAME,
        ChangeKind.HELP,
        ChangeKind.ANCHOR,
        ChangeKind.TRANSLATION,
        ChangeKind.METHOD,
        ChangeKind.VALUE_FLOOR,
        ChangeKind.CHANCE_FLOOR,
    ]
    assert changes_values(changes)


def test_other_words_and_floors_change_no_value():
    old = weigh_equally(criteria("a", "b"))
    renamed = (replace(old[0], name="Anders"), old[1])
    changes = compare_models(model(*old), model(*renamed, thresholds=Thresholds(0, 0)))
    assert not changes_values(changes)
