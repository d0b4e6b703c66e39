"""When a page must be confirmed again, and when doubt must be answered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.life import (
    DEFAULT_MONTHS,
    DoubtState,
    Upkeep,
    answer_due,
    is_late,
    stale_from,
    upkeep_on,
)
from wiki.rules.saved_search import key_of, parse_key
from wiki.rules.terms import PageKind

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("since", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_page_counts_as_right_for_whole_months(since, months, expected):
    assert stale_from(since, months) == expected


@given(DAYS, st.integers(1, 60))
def test_more_months_is_never_earlier(since, months):
    assert since < stale_from(since, months) <= stale_from(since, months + 1)


def test_every_kind_has_an_interval_of_half_a_year_to_two_years():
    assert set(DEFAULT_MONTHS) == set(PageKind)
    assert all(6 <= months <= 24 for months in DEFAULT_MONTHS.values())


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(-1, Upkeep.OVERDUE), (0, Upkeep.OVERDUE), (1, Upkeep.SOON), (30, Upkeep.SOON), (31, Upkeep.RIGHT)],
)
def test_a_page_is_asked_about_a_month_before(ahead, expected):
    day = date(2026, 6, 1)
    assert upkeep_on(day + timedelta(days=ahead), day) is expected


@given(DAYS)
def test_ten_working_days_are_two_weeks_or_a_weekend_less(asked):
    due = answer_due(asked)
    assert due.weekday() < 5
    between = [asked + timedelta(days=number) for number in range(1, (due - asked).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == 10


@pytest.mark.parametrize(
    ("state", "late", "expected"),
    [(DoubtState.OPEN, 1, True), (DoubtState.OPEN, 0, False), (DoubtState.ANSWERED, 9, False)],
)
def test_only_an_open_doubt_can_be_late(state, late, expected):
    due = date(2026, 6, 1)
    assert is_late(state, due, due + timedelta(days=late)) is expected


def test_the_same_search_has_the_same_line():
    one = {"q": ["schulden  jongeren"], "domain": ["b", "a"], "page": ["2"]}
    other = {"domain": ["a", "b"], "q": ["schulden jongeren"]}
    assert key_of(one) == key_of(other)
    assert parse_key(key_of(one))["domain"] == ("a", "b")
    assert key_of({"q": ["x" * 400]}) == ""


@given(st.text(max_size=400))
def test_any_line_can_be_read(line):
    assert set(parse_key(line)) == {"q", "type", "kind", "category", "domain"}
