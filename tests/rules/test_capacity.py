"""Load against capacity: tables of examples, what a way out is worth, and what is never checked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.capacity import TOLERANCE, Limit, Remedy, Task, book_of, overloads
from portfolio.rules.quarters import Quarter

Q1 = Quarter(2027, 1)


def task(code="A", start=0, quarters=2, months=4, organisations=("x",), **more):
    size = None if months is None else Decimal(months)
    return Task(code, Q1 + start, quarters, size, organisations, **more)


def limit(usual, **own):
    return Limit(Decimal(usual), {Q1 + int(place[1:]): Decimal(months) for place, months in own.items()})


def test_effort_is_spread_evenly_over_quarters_and_over_all_who_take_part():
    book = book_of([task(months=9, quarters=2, organisations=("x",), takers=3)])
    assert {place[1]: shares[0].months for place, shares in book.items()} == {
        Q1: Decimal("1.5"),
        Q1 + 1: Decimal("1.5"),
    }


OVER = [
    ([task(months=4)], limit(2), []),
    ([task(months=4)], limit("1.96"), []),
    ([task(months=4)], limit("1.9"), [(0, 1, 0)]),
    ([task(months=None)], limit(0), []),
    ([task(months=0)], limit(0), []),
    ([task("A"), task("B", start=1)], limit(2), [(1, 1, 1)]),
    ([task("A"), task("B", start=1)], limit(2, q1=4), []),
    ([task("A", quarters=4, months=8)], limit(2, q1=1, q3=0), [(1, 1, 1), (3, 3, 3)]),
    ([task("A", start=-2, quarters=4, months=8)], limit(1), [(0, 1, 0)]),
    ([task("A", quarters=3, months=9)], limit(2, q1=0), [(0, 2, 1)]),
]


@pytest.mark.parametrize(("tasks", "given_limit", "expected"), OVER)
def test_more_than_there_is_is_told_per_run_of_quarters_with_the_worst_of_them(tasks, given_limit, expected):
    found = overloads(tasks, {"x": given_limit}, Q1)
    assert [(one.first - Q1, one.last - Q1, one.worst - Q1) for one in found] == expected


def test_who_has_no_limit_is_not_checked():
    assert overloads([task(months=1000)], {}, Q1) == ()
    assert overloads([task(months=1000)], {"y": limit(0)}, Q1) == ()


REMEDIES = [
    ([task("A"), task("B")], limit(2), Remedy("A", 2)),
    ([task("A", is_fixed=True), task("B")], limit(2), Remedy("B", 2)),
    ([task("A", is_fixed=True), task("B", is_fixed=True)], limit(2), None),
    ([task("A", quarters=1, months=2), task("B")], limit(2), Remedy("B", 1)),
    ([task("A")], limit(1), None),
    ([task("A", quarters=1, months=2)], limit(1, q3=2), Remedy("A", 3)),
]


@pytest.mark.parametrize(("tasks", "given_limit", "expected"), REMEDIES)
def test_a_way_out_is_the_smallest_move_that_helps_and_makes_no_other_conflict(tasks, given_limit, expected):
    assert overloads(tasks, {"x": given_limit}, Q1)[0].remedy == expected


TASKS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 3), st.integers(0, 9), st.sampled_from(["x", "y", "xy"])),
    max_size=6,
)


@given(TASKS, st.integers(0, 5), st.integers(0, 5))
def test_a_quarter_is_told_exactly_when_its_load_is_above_its_limit(drawn, x, y):
    tasks = [
        task(f"T{at}", start, quarters, months, tuple(who))
        for at, (start, quarters, months, who) in enumerate(drawn)
    ]
    limits = {"x": limit(x), "y": limit(y)}
    told = {
        (one.organisation, one.first + step)
        for one in overloads(tasks, limits, Q1)
        for step in range(one.last - one.first + 1)
    }
    assert told == {
        place
        for place, shares in book_of(tasks).items()
        if sum(share.months for share in shares) > limits[place[0]].usual + TOLERANCE
    }
