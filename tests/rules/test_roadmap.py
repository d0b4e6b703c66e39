from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.preconditions import Gate
from portfolio.rules.quarters import Quarter, rolling
from portfolio.rules.roadmap import Clash, Conflict, Item, Stretch, bars, conflicts
from portfolio.rules.terms import PreconditionState

GRID = rolling(Quarter(2026, 1))


def item(code, start="2026-Q1", quarters=2, **more):
    return Item(code, f"Titel {code}", Quarter.parse(start), quarters, **more)


def gate(due_on, is_hard=True, state=PreconditionState.OPEN):
    return Gate("wet", is_hard, state, due_on)


@pytest.mark.parametrize(
    ("start", "quarters", "stretch"),
    [
        ("2026-Q1", 1, Stretch(0, 1, False, False)),
        ("2026-Q3", 4, Stretch(2, 4, False, False)),
        ("2025-Q3", 4, Stretch(0, 2, True, False)),
        ("2028-Q4", 3, Stretch(11, 1, False, True)),
        ("2020-Q1", 60, Stretch(0, 12, True, True)),
        ("2025-Q4", 1, None),
        ("2029-Q1", 1, None),
        ("2026-Q2", 0, Stretch(1, 1, False, False)),
    ],
)
def test_a_bar_is_cut_to_the_grid(start, quarters, stretch):
    (bar,) = bars([item("A", start, quarters)], GRID)

    assert bar.planned == stretch


def test_rows_go_by_start_then_end_then_code():
    rows = bars([item("D", "2026-Q2"), item("C", quarters=3), item("B"), item("A")], GRID)

    assert [(bar.row, bar.item.code) for bar in rows] == [(0, "A"), (1, "B"), (2, "C"), (3, "D")]


def test_the_first_baseline_is_a_ghost_and_tells_how_far_the_end_has_moved():
    later = item("A", "2026-Q3", 3, baseline_start=Quarter(2026, 1), baseline_quarters=2)
    (bar,) = bars([later], GRID)

    assert bar.baseline == Stretch(0, 2, False, False)
    assert bar.moved == 3


def test_without_baseline_nothing_has_moved():
    (bar,) = bars([item("A")], GRID)

    assert (bar.baseline, bar.moved) == (None, None)


def test_an_empty_grid_shows_no_bars():
    assert bars([item("A")], ())[0].planned is None


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([item("A"), item("B", "2026-Q3", needs=("A",))], []),
        (
            [item("A"), item("B", "2026-Q2", needs=("A",))],
            [Conflict(Clash.STARTS_BEFORE_DEPENDENCY_ENDS, "B", "A", 1)],
        ),
        (
            [item("A", "2026-Q3", 4), item("B", "2026-Q1", needs=("A",))],
            [Conflict(Clash.STARTS_BEFORE_DEPENDENCY_ENDS, "B", "A", 6)],
        ),
        ([item("B", needs=("A",))], [Conflict(Clash.DEPENDENCY_NOT_PLANNED, "B", "A")]),
        ([item("A", quarters=0)], [Conflict(Clash.END_BEFORE_START, "A")]),
        ([item("A", quarters=-3)], [Conflict(Clash.END_BEFORE_START, "A")]),
        (
            [item("A", needs=("B",)), item("B", needs=("A",)), item("C", "2027-Q1", needs=("A",))],
            [Conflict(Clash.DEPENDENCY_CYCLE, "A"), Conflict(Clash.DEPENDENCY_CYCLE, "B")],
        ),
        ([item("A", needs=("A",))], [Conflict(Clash.DEPENDENCY_CYCLE, "A")]),
    ],
)
def test_dependencies_that_clash_are_found(items, expected):
    assert list(conflicts(items)) == expected


def test_a_dependency_that_is_done_counts_by_its_last_quarter():
    done = {"A": Quarter(2026, 1)}

    assert conflicts([item("B", "2026-Q2", needs=("A",))], done) == ()
    assert conflicts([item("B", "2026-Q1", needs=("A",))], done)[0].quarters == 1


@pytest.mark.parametrize(
    ("given_gate", "expected"),
    [
        (gate(date(2026, 3, 31)), []),
        (gate(date(2026, 4, 1)), [Conflict(Clash.PRECONDITION_AFTER_START, "A", "wet", 1, date(2026, 4, 1))]),
        (gate(date(2027, 1, 1)), [Conflict(Clash.PRECONDITION_AFTER_START, "A", "wet", 4, date(2027, 1, 1))]),
        (gate(None), [Conflict(Clash.PRECONDITION_WITHOUT_DATE, "A", "wet")]),
        (gate(None, is_hard=False), []),
        (gate(date(2027, 1, 1), is_hard=False), []),
        (gate(date(2027, 1, 1), state=PreconditionState.MET), []),
        (gate(None, state=PreconditionState.NOT_NEEDED), []),
        (
            gate(date(2027, 1, 1), state=PreconditionState.IN_PROGRESS),
            [Conflict(Clash.PRECONDITION_AFTER_START, "A", "wet", 4, date(2027, 1, 1))],
        ),
    ],
)
def test_a_hard_precondition_must_be_met_by_the_quarter_of_the_start(given_gate, expected):
    assert list(conflicts([item("A", gates=(given_gate,))])) == expected


plans = st.dictionaries(
    st.sampled_from("ABCDEFG"),
    st.tuples(st.integers(0, 11), st.integers(1, 6), st.lists(st.sampled_from("ABCDEFG"), max_size=3)),
).map(
    lambda rows: [
        Item(code, code, GRID[start], length, tuple(needs)) for code, (start, length, needs) in rows.items()
    ]
)


@given(plans)
def test_bars_lie_within_the_grid_and_none_gets_lost(plan):
    rows = bars(plan, GRID)

    assert sorted(bar.item.code for bar in rows) == sorted(one.code for one in plan)
    assert all(bar.planned.column + bar.planned.columns <= len(GRID) for bar in rows)


@given(plans)
def test_a_plan_without_conflicts_can_be_carried_out(plan):
    if conflicts(plan):
        return
    by_code = {one.code: one for one in plan}
    assert all(by_code[need].end < one.start for one in plan for need in one.needs)


@given(plans)
def test_the_order_in_which_items_come_does_not_matter(plan):
    assert conflicts(plan) == conflicts(reversed(plan))
    assert bars(plan, GRID) == bars(reversed(plan), GRID)


def test_a_long_chain_and_a_large_circle_are_no_trouble():
    chain = [item(f"{n:05}", needs=(f"{n - 1:05}",) if n else ("19999",)) for n in range(20_000)]

    assert {clash.clash for clash in conflicts(chain)} == {Clash.DEPENDENCY_CYCLE}
