from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.quarters import Quarter, QuarterNotValid, rolling, span

quarters = st.builds(Quarter, st.integers(1950, 2150), st.integers(1, 4))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-Q4", Quarter(2026, 4)),
        (" 2026-q1 ", Quarter(2026, 1)),
        ("2026K2", Quarter(2026, 2)),
        ("2026-K3", Quarter(2026, 3)),
        ("Q3 2026", Quarter(2026, 3)),
        ("k4\N{NO-BREAK SPACE}2026", Quarter(2026, 4)),
    ],
)
def test_a_quarter_is_read(text, expected):
    assert Quarter.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-Q5", "2026-Q0", "26-Q1", "2026 Q1x", "٢٠٢٦-Q1", "Q1-2026", "9" * 100_000]
)
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(QuarterNotValid):
        Quarter.parse(text)


@pytest.mark.parametrize(("year", "number"), [(2026, 0), (2026, 5), (1899, 4), (2200, 1)])
def test_a_quarter_out_of_range_is_refused(year, number):
    with pytest.raises(QuarterNotValid) as refusal:
        Quarter(year, number)
    assert refusal.value.code == "quarter_out_of_range"


@pytest.mark.parametrize(
    ("day", "quarter", "first", "last"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 8, 15), "2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), "2028-Q1", date(2028, 1, 1), date(2028, 3, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day, quarter, first, last):
    found = Quarter.of(day)

    assert (str(found), found.first_day, found.last_day) == (quarter, first, last)


@pytest.mark.parametrize(
    ("start", "steps", "expected"),
    [
        ("2026-Q4", 1, "2027-Q1"),
        ("2026-Q1", -1, "2025-Q4"),
        ("2026-Q2", 0, "2026-Q2"),
        ("2026-Q2", 12, "2029-Q2"),
    ],
)
def test_quarters_are_counted_on_and_back(start, steps, expected):
    assert str(Quarter.parse(start) + steps) == expected
    assert Quarter.parse(expected) - Quarter.parse(start) == steps


def test_three_rolling_years_are_twelve_quarters():
    grid = rolling(Quarter(2026, 3))

    assert len(grid) == 12
    assert (str(grid[0]), str(grid[-1])) == ("2026-Q3", "2029-Q2")


def test_a_span_of_nothing_is_empty():
    assert list(span(Quarter(2026, 1), 0)) == list(span(Quarter(2026, 1), -3)) == []


@given(quarters, st.integers(-100, 100))
def test_writing_and_reading_and_counting_come_back(quarter, steps):
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.from_index(quarter.index) == quarter
    assert (quarter + steps) - quarter == steps
    assert Quarter.of(quarter.first_day) == Quarter.of(quarter.last_day) == quarter
    assert (quarter < quarter + steps) is (steps > 0)
