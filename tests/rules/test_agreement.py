"""Median, quartiles, the smallest group that is shown, and Kendall's W."""

from decimal import Decimal
from statistics import median as standard_median
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.agreement import (
    SMALLEST_GROUP,
    concordance,
    is_wide,
    kendalls_w,
    median,
    quartiles,
    ranks,
    summarise,
)

# Hollander and Wolfe (1973), Nonparametric Statistical Methods, p. 140: three ways of rounding first base,
# timed for 22 players. Published: Friedman's chi-square 11.143 with 2 degrees of freedom, corrected for ties.
ROUNDING_FIRST_BASE = [
    *([5.40, 5.50, 5.55], [5.85, 5.70, 5.75], [5.20, 5.60, 5.50], [5.55, 5.50, 5.40], [5.90, 5.85, 5.70]),
    *([5.45, 5.55, 5.60], [5.40, 5.40, 5.35], [5.45, 5.50, 5.35], [5.25, 5.15, 5.00], [5.85, 5.80, 5.70]),
    *([5.25, 5.20, 5.10], [5.65, 5.55, 5.45], [5.60, 5.35, 5.45], [5.05, 5.00, 4.95], [5.50, 5.50, 5.40]),
    *([5.45, 5.55, 5.50], [5.55, 5.55, 5.35], [5.45, 5.50, 5.55], [5.50, 5.45, 5.25], [5.65, 5.60, 5.40]),
    *([5.70, 5.65, 5.55], [6.30, 6.30, 6.25]),
]
levels = st.lists(st.integers(0, 5), min_size=1, max_size=15)


@pytest.mark.parametrize(
    ("values", "middle", "lower", "upper"),
    [
        ([3], 3, 3, 3),
        ([1, 2], "1.5", "1.25", "1.75"),
        ([0, 5, 1], 1, "0.5", 3),
        ([4, 2, 3, 5], "3.5", "2.75", "4.25"),
        ([1, 1, 1, 5], 1, 1, 2),
        ([40, 60, 55, 90, 10], 55, 40, 60),
    ],
)
def test_the_middle_and_the_quarters_are_those_of_a_spreadsheet(values, middle, lower, upper):
    assert median(values) == Decimal(middle)
    assert quartiles(values) == (Decimal(lower), Decimal(upper))


@given(st.lists(st.integers(0, 100), min_size=2, max_size=20))
def test_median_and_quartiles_agree_with_the_standard_library(values):
    lower, _middle, upper = quantiles(values, n=4, method="inclusive")
    assert float(median(values)) == standard_median(values)
    assert [float(value) for value in quartiles(values)] == [lower, upper]


@given(levels, st.randoms())
def test_the_order_in_which_people_scored_does_not_matter(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert summarise(shuffled) == summarise(values)


@given(levels)
def test_a_group_says_nothing_in_figures_below_three_and_stays_in_its_bounds_above(values):
    found = summarise(values)
    if len(values) < SMALLEST_GROUP:
        assert found is None
        return
    assert found.n == len(values)
    assert found.lowest <= found.lower <= found.median <= found.upper <= found.highest
    assert found.spread == max(values) - min(values)


@pytest.mark.parametrize(
    ("values", "is_chance", "wide"),
    [
        ([1, 1, 3], False, True),
        ([1, 2, 2], False, False),
        ([0, 5], False, False),
        ([30, 50, 70], True, True),
        ([30, 50, 65], True, False),
    ],
)
def test_two_levels_or_forty_points_apart_is_worth_talking_about(values, is_chance, wide):
    assert is_wide(summarise(values), is_chance=is_chance) is wide


def test_equal_values_share_the_mean_of_their_ranks():
    assert ranks([3, 1, 3, 5]) == [Decimal("2.5"), 1, Decimal("2.5"), 4]


def test_kendalls_w_gives_the_published_chi_square_of_a_table_with_ties():
    found = kendalls_w(ROUNDING_FIRST_BASE)
    assert (found.raters, found.items) == (22, 3)
    assert round(found.chi_square, 3) == Decimal("11.143")
    assert round(found.w, 4) == Decimal("0.2532")


def test_kendalls_w_by_hand_with_a_tie():
    # Ranks: 1 2 3 4 | 1.5 1.5 3 4 | 2 1 4 3. Sums 4.5, 4.5, 10, 11; squares add up to 261.5.
    # Above: 12 × 261.5 − 3·9·4·25 = 438. Below: 9·4·15 − 3·(2³−2) = 522.
    found = kendalls_w([[0, 1, 2, 3], [1, 1, 4, 5], [1, 0, 5, 3]])
    assert found.w == Decimal(438) / Decimal(522)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[1, 2, 3]] * 3, 1),
        ([[1, 2, 3], [3, 2, 1]], 0),
        ([[2, 2], [2, 2]], None),
        ([[1], [2]], None),
        ([], None),
    ],
)
def test_kendalls_w_at_its_ends(rows, expected):
    found = kendalls_w(rows)
    assert (found.w if found else None) == expected


@given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=1, max_size=8))
def test_kendalls_w_lies_between_none_and_all(rows):
    found = kendalls_w(rows)
    assert found is None or 0 <= found.w <= 1


def test_agreement_counts_only_what_all_scored_and_at_least_three_people():
    two = {1: {10: 1, 11: 2}, 2: {10: 1, 11: 2}}
    assert concordance(two) is None
    assert concordance(two | {3: {}}) is None
    found = concordance({1: {10: 1, 11: 2, 12: 5}, 2: {10: 0, 11: 4}, 3: {10: 1, 11: 3, 12: 0}})
    assert (found.w, found.raters, found.items) == (1, 3, 2)
