"""When a round takes scores, may be revealed and reminds; which final value needs a reason."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules import findings as rule
from portfolio.rules.agreement import summarise
from portfolio.rules.round_terms import RoundState
from portfolio.rules.rounds import (
    as_median,
    check_opening,
    default_final,
    is_value,
    may_reveal,
    needs_reason,
    reminder_due,
    state_at,
    takes_scores,
)

END = datetime(2026, 5, 1, 15, tzinfo=UTC)
BEFORE, AFTER = END - timedelta(minutes=1), END + timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "now", "held", "takes"),
    [
        (RoundState.OPEN, BEFORE, RoundState.OPEN, True),
        (RoundState.OPEN, END, RoundState.CLOSED, False),
        (RoundState.DRAFT, AFTER, RoundState.DRAFT, False),
        (RoundState.REVEALED, BEFORE, RoundState.REVEALED, False),
        (RoundState.CANCELLED, BEFORE, RoundState.CANCELLED, False),
    ],
)
def test_a_round_closes_at_its_deadline_by_itself(state, now, held, takes):
    assert state_at(state, END, now) is held
    assert takes_scores(state, END, now) is takes


@pytest.mark.parametrize(
    ("state", "now", "are_all_done", "may"),
    [
        (RoundState.OPEN, BEFORE, False, False),
        (RoundState.OPEN, BEFORE, True, True),
        (RoundState.OPEN, AFTER, False, True),
        (RoundState.CLOSED, BEFORE, False, True),
        (RoundState.DRAFT, AFTER, True, False),
        (RoundState.REVEALED, AFTER, True, False),
        (RoundState.CANCELLED, AFTER, True, False),
    ],
)
def test_the_reveal_waits_for_the_deadline_or_for_all(state, now, are_all_done, may):
    assert may_reveal(state, END, now, are_all_done=are_all_done) is may


@pytest.mark.parametrize(
    ("left", "sent", "due"),
    [
        (4 * DAY, (), None),
        (3 * DAY, (), 3),
        (2 * DAY, (3,), None),
        (1 * DAY, (3,), 1),
        (1 * DAY, (), 1),
        (DAY / 2, (1,), None),
        (DAY / 2, (3, 1), None),
        (0 * DAY, (), None),
    ],
)
def test_a_reminder_goes_out_once_at_three_days_and_at_one(left, sent, due):
    assert reminder_due(END, END - left, sent) == due


def test_a_round_opens_with_something_to_score_and_someone_to_do_it():
    found = check_opening(use_cases=0, scorers=0, deadline=BEFORE, now=END)
    assert [one.code for one in rule.blocking(found)] == [
        "round_without_use_cases",
        "round_without_scorers",
        "round_deadline_over",
    ]
    few = check_opening(use_cases=1, scorers=2, deadline=AFTER, now=END)
    assert [one.code for one in rule.warnings(few)] == ["round_with_few_scorers"]
    assert check_opening(use_cases=1, scorers=3, deadline=AFTER, now=END) == []


@pytest.mark.parametrize(
    ("values", "is_chance", "met"),
    [
        ([2, 3, 3], False, (3,)),
        ([2, 2, 3, 3], False, (2, 3)),
        ([50, 55, 60], True, (55,)),
        ([50, 55, 60, 60], True, (55, 60)),
        ([50, 60, 60, 50], True, (55,)),
        ([1, 2], False, ()),
    ],
)
def test_a_median_between_two_values_is_met_by_either(values, is_chance, met):
    summary = summarise(values)
    assert as_median(summary, is_chance=is_chance) == met
    assert default_final(summary, is_chance=is_chance) == (met[0] if met else None)


@given(st.lists(st.integers(0, 5), max_size=9), st.one_of(st.none(), st.integers(0, 5)))
def test_a_final_value_needs_a_reason_just_when_it_is_no_median(values, final):
    summary = summarise(values)
    is_near = summary is not None and final is not None and abs(final - summary.median) < 1
    expected = not is_near if summary is not None else final is not None
    assert needs_reason(final, summary, is_chance=False) is expected
    assert not needs_reason(default_final(summary, is_chance=False), summary, is_chance=False)


@given(st.lists(st.integers(0, 20), min_size=3, max_size=9))
def test_the_default_chance_is_a_step_at_the_median(steps):
    summary = summarise(5 * step for step in steps)
    value = default_final(summary, is_chance=True)
    assert is_value(value, is_chance=True)
    assert abs(Decimal(value) - summary.median) < 5


@pytest.mark.parametrize(
    ("value", "is_chance", "fits"),
    [
        (None, False, True),
        (5, False, True),
        (6, False, False),
        (-1, False, False),
        (55, True, True),
        (57, True, False),
    ],
)
def test_a_value_is_a_level_or_a_step_of_chance(value, is_chance, fits):
    assert is_value(value, is_chance=is_chance) is fits
