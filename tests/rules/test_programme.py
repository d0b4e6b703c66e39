"""The headline numbers: periods, the matrix of declared beside computed, what fell behind."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.programme import (
    COMPUTED,
    ORDER,
    Period,
    Standing,
    fell_behind,
    period_start,
    summarise,
    to_look_at,
)
from portfolio.rules.progress_status import Status

DAY = date(2026, 11, 22)
G, A, R, N = ORDER


def standing(code, status=G, declared=G, drift=None, **values):
    known = {"reported_on": DAY, "unchanged_for": 1, "causes": (), "is_illustrative": False, **values}
    return Standing(code, f"Use case {code}", "", "water", status, declared, drift, **known)


@pytest.mark.parametrize(
    ("period", "on", "start"),
    [
        (Period.QUARTER, date(2026, 11, 22), date(2026, 10, 1)),
        (Period.QUARTER, date(2026, 1, 1), date(2026, 1, 1)),
        (Period.YEAR, date(2026, 12, 31), date(2026, 1, 1)),
        (Period.TWELVE_MONTHS, date(2026, 11, 22), date(2025, 11, 23)),
        (Period.TWELVE_MONTHS, date(2024, 2, 29), date(2023, 3, 1)),
        (Period.TWELVE_MONTHS, date(2025, 2, 28), date(2024, 2, 29)),
    ],
)
def test_a_period_begins_on_its_first_day(period, on, start):
    assert period_start(period, on) == start


def test_the_matrix_counts_what_is_declared_beside_what_is_computed():
    rows = [standing("A", R, G), standing("B", R, R), standing("C", A, N), standing("D", G, N), standing("E")]
    found = summarise(rows, DAY)
    assert (found.total, found.red, found.red_said_green) == (5, 2, 1)
    assert found.cells == {(G, R): 1, (R, R): 1, (N, A): 1, (N, G): 1, (G, G): 1}
    assert found.worse == 2  # silence about what goes well is no rosy report
    assert [found.declared(status) for status in ORDER] == [2, 0, 1, 2]
    assert [found.computed(status) for status in COMPUTED] == [2, 1, 2]


@pytest.mark.parametrize(
    ("drifts", "median", "late"),
    [([], None, 0), ([10], 10, 0), ([0, 15], 8, 1), ([-20, 40, 100], 40, 2), ([None, 14, 200, 300], 200, 2)],
)
def test_the_middle_drift_leaves_out_what_was_never_promised(drifts, median, late):
    found = summarise([standing(str(place), drift=drift) for place, drift in enumerate(drifts)], DAY)
    assert (found.median, found.late) == (median, late)
    assert found.promised == sum(drift is not None for drift in drifts)


@pytest.mark.parametrize(
    ("reported_on", "silent"), [(None, 1), (date(2026, 10, 18), 0), (date(2026, 10, 17), 1), (DAY, 0)]
)
def test_silence_counts_after_the_limit(reported_on, silent):
    assert summarise([standing("A", reported_on=reported_on)], DAY).silent == silent


def test_three_reports_that_say_the_same_are_counted():
    rows = [standing("A", unchanged_for=2), standing("B", unchanged_for=3), standing("C", unchanged_for=9)]
    assert summarise(rows, DAY).unchanged == 2


def test_what_fell_behind_was_followed_before_and_not_red_then():
    before = [standing("A"), standing("B", R), standing("C", A)]
    now = [standing("A", R, drift=40), standing("B", A), standing("C", R, drift=90), standing("NEW", R)]
    worse, better = fell_behind(before, now)
    assert [row.code for row in worse] == ["C", "A"]
    assert [row.code for row in better] == ["B"]


def test_what_to_look_at_is_red_or_said_too_rosy_and_the_worst_comes_first():
    rows = [
        standing("fine"),
        standing("amber-known", A, A),
        standing("amber-rosy", A, G),
        standing("red-known", R, R, drift=300),
        standing("red-rosy", R, G, drift=40),
        standing("red-silent", R, N, drift=50),
    ]
    found, total = to_look_at(rows, 3)
    assert [row.code for row in found] == ["red-silent", "red-rosy", "red-known"]
    assert total == 4


@given(
    st.lists(st.tuples(st.sampled_from(COMPUTED), st.sampled_from(ORDER), st.none() | st.integers(-500, 900)))
)
def test_the_matrix_adds_up_however_use_cases_stand(rows):
    found = summarise([standing(str(n), *row) for n, row in enumerate(rows)], DAY)
    assert sum(found.cells.values()) == found.total == len(rows)
    assert sum(found.declared(status) for status in Status) == found.total
    assert sum(found.computed(status) for status in COMPUTED) == found.total
    assert found.red_said_green <= found.red <= found.total
    assert found.late <= found.promised <= found.total
