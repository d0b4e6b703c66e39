"""What moved in a ranking and why: a table of examples, and that rows survive being kept as JSON."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.effort import Effort
from portfolio.rules.interval import Interval
from portfolio.rules.lanes import DEFAULT_FLOORS, Entry, Floors, rank
from portfolio.rules.ranking_changes import (
    RankRow,
    Reason,
    Standing,
    Why,
    changes_in_place,
    compare_rankings,
    rows_of,
)
from portfolio.rules.terms import Size
from portfolio.rules.value import Value

D = Decimal


def row(code="A", rank=1, **values) -> RankRow:
    standard = {
        "lane": "small",
        "standing": Standing.RANKED,
        "value": Interval(D(60), D(60)),
        "chance": 75,
        "effort": D(3),
        "phase": "candidate",
        "model": 1,
    }
    return RankRow(code=code, rank=rank, **(standard | values))


def moves(before, after, **more):
    floors = {"floors_before": DEFAULT_FLOORS, "floors_after": DEFAULT_FLOORS}
    return compare_rankings(before, after, **(floors | more))


LOWER = Interval(D(40), D(40))


@pytest.mark.parametrize(
    ("after", "why"),
    [
        ({"value": LOWER}, [Why.VALUE]),
        ({"value": LOWER, "model": 2}, [Why.WEIGHTS]),
        ({"value": None}, [Why.VALUE]),
        ({"chance": 50}, [Why.CHANCE]),
        ({"effort": D(5)}, [Why.EFFORT]),
        ({"effort": D(9), "lane": "ambitious"}, [Why.EFFORT, Why.SIZE]),
        ({"phase": "selected"}, [Why.PHASE, Why.OTHERS]),
        ({}, [Why.OTHERS]),
        ({"chance": 50, "phase": "selected", "value": LOWER}, [Why.VALUE, Why.CHANCE, Why.PHASE]),
    ],
)
def test_a_move_names_every_reason_of_its_own(after, why):
    (move,) = moves([row()], [row(rank=2, **after)])
    assert (move.before.rank, move.after.rank) == (1, 2)
    assert [reason.why for reason in move.reasons] == why


def test_a_reason_carries_the_figures_before_and_after():
    (move,) = moves([row()], [row(rank=2, chance=50)])
    assert move.reasons == (Reason(Why.CHANCE, 75, 50),)


def test_who_keeps_its_place_is_no_move_even_when_its_figures_changed():
    assert moves([row()], [row(chance=50)]) == []


def test_who_keeps_its_place_with_other_figures_is_told_apart():
    before, after = [row("A"), row("B", 2), row("C", 3)], [row("A", chance=50), row("B", 2), row("C", 4)]
    assert [(move.code, move.reasons) for move in changes_in_place(before, after)] == [
        ("A", (Reason(Why.CHANCE, 75, 50),))
    ]


def test_another_floor_is_the_reason_of_who_came_under_it_only():
    before = [row("A"), row("B", 2)]
    after = [row("B"), row("A", None, standing=Standing.BELOW_FLOOR)]
    found = moves(before, after, floors_after=Floors(D(65), 20))
    assert [(move.code, [reason.why for reason in move.reasons]) for move in found] == [
        ("B", [Why.OTHERS]),
        ("A", [Why.FLOOR]),
    ]


def test_what_is_new_or_gone_is_told_and_why_where_that_is_known():
    found = moves(
        [row("A"), row("B", 2), row("C", 3)],
        [row("A"), row("D", 2)],
        phases_now={"B": "parked"},
    )
    assert [(move.code, move.before is None, move.after is None) for move in found] == [
        ("D", True, False),
        ("B", False, True),
        ("C", False, True),
    ]
    assert [move.reasons for move in found] == [(), (Reason(Why.PHASE, "candidate", "parked"),), ()]


def entry(code: str, size: Size | None, value: int, chance: int | None) -> Entry:
    return Entry(code, size, Value(Interval(D(value), D(value)), 2, 2), chance, Effort.of(D(2), D(3), D(4)))


def test_a_ranking_becomes_rows_lane_by_lane():
    entries = [
        entry("A", Size.SMALL, 50, 60),
        entry("B", Size.SMALL, 50, None),
        entry("C", Size.SMALL, 5, 60),
        entry("D", Size.AMBITIOUS, 50, 60),
        entry("E", None, 50, 60),
    ]
    rows = rows_of(rank(entries), dict.fromkeys("ABCDE", "candidate"), {"A": 4})
    assert [(one.code, one.lane, one.standing.value, one.rank) for one in rows] == [
        ("A", "small", "ranked", 1),
        ("B", "small", "not_yet_rankable", None),
        ("C", "small", "below_floor", None),
        ("D", "ambitious", "ranked", 1),
        ("E", None, "no_size", None),
    ]
    assert [one.model for one in rows] == [4, None, None, None, None]


FIGURES = st.decimals(0, 100, places=6)


@given(
    st.builds(
        row,
        st.text(min_size=1, max_size=9),
        st.none() | st.integers(1, 500),
        value=st.none() | st.tuples(FIGURES, FIGURES).map(lambda pair: Interval(*sorted(pair))),
        chance=st.none() | st.integers(0, 100),
        effort=st.none() | st.decimals(0, 500, places=4),
        standing=st.sampled_from(Standing),
        lane=st.sampled_from(["small", "ambitious", None]),
    )
)
def test_a_row_kept_as_json_comes_back_the_same(one):
    assert RankRow.of_json(json.loads(json.dumps(one.as_json()))) == one
