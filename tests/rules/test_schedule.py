"""From a roadmap to a schedule: what is free, what stays, and that an answer keeps every rule."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.rules.capacity import Limit, Task, overloads
from portfolio.rules.effort import Effort
from portfolio.rules.interval import Interval
from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import HardGate, Known
from portfolio.rules.schedule import Roadmap, fits, make_question, tasks_of, tidied, together
from portfolio.rules.selection.scheduling import Aim, measured, schedule
from portfolio.rules.terms import Phase, Size

NOW = Quarter(2027, 1)


def known(code, start=1, quarters=2, months=4, **more):
    given = {
        "phase": Phase.SELECTED,
        "size": Size.SMALL,
        "value": Interval.exact(50),
        "chance": 80,
        "effort": Effort.exact(months) if months else None,
        "organisations": ("x",),
        "planned_start": None if start is None else NOW + start,
        "planned_quarters": quarters,
    }
    return Known(code=code, **(given | more))


def roadmap(*rows, limits=None, **more):
    given = {"others": (), "promised": frozenset(), "ends": {}}
    return Roadmap(tuple(rows), limits or {}, **(given | more))


def answer(question, *, exact=False):
    found = schedule(question.candidates, question.terms, question.aim, exact=exact)
    return tidied(question, found)


def test_what_has_begun_and_what_is_promised_stays_and_the_rest_is_free():
    rows = roadmap(
        known("A", start=0),
        known("B", start=1),
        known("C", start=2),
        known("D", start=None),
        known("E", start=None, phase=Phase.CANDIDATE),
        known("F", phase=Phase.CANDIDATE),
        promised=frozenset({"A", "B"}),
    )
    question = make_question(rows, Aim.VALUE, NOW)
    assert (question.begun, question.held, question.free) == (("A",), ("B",), ("C", "D", "F"))
    assert make_question(rows, Aim.VALUE, NOW, may_move_promised=True).free == ("B", "C", "D", "F")


READY = [
    (known("A", start=3), {}, 1),
    (known("A", start=1, gates=(HardGate((NOW + 4).first_day),)), {}, 4),
    (known("A", start=1, gates=(HardGate(None),)), {}, 1),
    (known("A", start=1, gates=(HardGate(date(2020, 1, 1)),)), {}, 1),
    (known("A", start=1, depends_on=frozenset({"Z"})), {"ends": {"Z": NOW + 5}}, 6),
    (known("A", start=1, depends_on=frozenset({"Z"})), {}, 1),
    (known("A", start=1), {"opens": {"A": NOW + 2}}, 2),
]


@pytest.mark.parametrize(("row", "more", "expected"), READY)
def test_nothing_starts_before_what_it_waits_for_has_a_date(row, more, expected):
    found = answer(make_question(roadmap(row, **more), Aim.VALUE, NOW))
    assert found.starts == {"A": NOW + expected}


def test_work_that_runs_and_other_work_take_their_room():
    limits = {"x": Limit(Decimal(2)), together("x"): Limit(Decimal(3))}
    other = Task("Z", NOW + 3, 1, Decimal(2), (together("x"),), 1)
    rows = roadmap(known("A", start=0, quarters=3), known("B", start=1), limits=limits, others=(other,))
    found = answer(make_question(rows, Aim.COMPLETION, NOW))
    assert found.starts == {"B": NOW + 4}


def test_a_plan_that_is_as_good_as_any_stays_as_it_is():
    rows = roadmap(known("A", start=2), known("B", start=4), known("C", start=1, quarters=9))
    question = make_question(rows, Aim.COMPLETION, NOW)
    assert answer(question).starts == question.before


def test_a_circle_and_a_promise_that_can_not_be_kept_are_left_to_people():
    rows = roadmap(
        known("A", depends_on=frozenset({"B"})),
        known("B", depends_on=frozenset({"A"})),
        known("C", depends_on=frozenset({"D"})),
        known("D", quarters=3),
        promised=frozenset({"C"}),
    )
    for exact in (False, True):
        found = answer(make_question(rows, Aim.VALUE, NOW), exact=exact)
        assert found.starts.keys() == {"A", "B", "C", "D"}
        assert found.starts["C"] == NOW + 1


def test_the_hash_tells_another_planning_from_the_same_one():
    rows = roadmap(known("A"), known("B", start=2), limits={"x": Limit(Decimal(3))})
    first = make_question(rows, Aim.VALUE, NOW).hash
    assert make_question(replace(rows, known=rows.known[::-1]), Aim.VALUE, NOW).hash == first
    others = [
        make_question(rows, Aim.COMPLETION, NOW),
        make_question(replace(rows, limits={"x": Limit(Decimal(4))}), Aim.VALUE, NOW),
        make_question(roadmap(known("A"), known("B", start=3), limits=rows.limits), Aim.VALUE, NOW),
        make_question(rows, Aim.VALUE, NOW + 1),
    ]
    assert first not in {one.hash for one in others}


ROWS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.integers(1, 4),
        st.integers(0, 9),
        st.sampled_from([("x",), ("y",), ("x", "y")]),
        st.sets(st.integers(0, 5), max_size=2),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(2, 9), st.sampled_from(Aim))
def test_an_answer_keeps_every_rule_moves_nothing_that_stays_and_is_never_worse(drawn, room, aim):
    rows = roadmap(
        *(
            known(
                f"U{at}",
                start,
                quarters,
                months,
                organisations=who,
                depends_on=frozenset(f"U{other}" for other in needs if other < at),
            )
            for at, (start, quarters, months, who, needs, _is_promised) in enumerate(drawn)
        ),
        limits={"x": Limit(Decimal(room)), "y": Limit(Decimal(room))},
        promised=frozenset(f"U{at}" for at, row in enumerate(drawn) if row[5]),
    )
    question = make_question(rows, aim, NOW)
    found = answer(question)
    assert fits(question, found.starts)
    for code in question.held:
        assert found.starts[code] == question.before[code]
    assert not set(question.begun) & found.starts.keys()
    now = measured(question.candidates, question.terms, aim, question.before)
    if fits(question, question.before) and not found.unplaced and aim is Aim.VALUE:
        assert found.value >= now.value
    if not question.held and not found.unplaced:
        starts = {**{one.code: one.planned_start for one in rows.known}, **found.starts}
        over = overloads(tasks_of(rows, starts), rows.limits, NOW + 1)
        begun = {code: starts[code] for code in question.begun}
        assert {one.organisation for one in over} <= {
            one.organisation for one in overloads(tasks_of(rows, begun), rows.limits, NOW + 1)
        }
