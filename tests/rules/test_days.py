"""Moments are UTC, days those of Amsterdam, also around midnight and when the clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.database import day_of, start_of


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 3, 31, 21, 59, tzinfo=UTC), date(2027, 3, 31)),
        (datetime(2027, 3, 31, 22, 0, tzinfo=UTC), date(2027, 4, 1)),
        (datetime(2027, 12, 31, 22, 59, tzinfo=UTC), date(2027, 12, 31)),
        (datetime(2027, 12, 31, 23, 0, tzinfo=UTC), date(2028, 1, 1)),
        (datetime(2028, 2, 28, 23, 30, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_a_moment_is_of_the_day_it_is_here(moment, day):
    assert day_of(moment) == day
    assert start_of(day) <= moment < start_of(day + timedelta(days=1))


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25)])
def test_a_day_on_which_the_clock_changes_is_shorter_or_longer(day, hours):
    begin, end = (start_of(one).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    assert end - begin == timedelta(hours=hours)
