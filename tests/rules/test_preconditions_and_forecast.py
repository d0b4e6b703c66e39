"""How long a precondition is open, what reads alike, and when open milestones come: tables and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.forecast import FAST, MIDDLE, SLOW, expected_days, experience
from portfolio.rules.precondition_course import is_late, open_since, urgency
from portfolio.rules.precondition_likeness import ENOUGH, likeness
from portfolio.rules.terms import PreconditionState as State

DAY = date(2026, 6, 15)
MADE = date(2026, 1, 1)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("state", "changes", "since"),
    [
        (State.OPEN, [], MADE),
        (State.MET, [], None),
        (State.NOT_NEEDED, [(on(0), State.OPEN)], None),
        (State.OPEN, [(on(-9), State.OPEN)], on(-9)),
        (State.IN_PROGRESS, [(on(-9), State.OPEN), (on(-5), State.IN_PROGRESS)], on(-9)),
        (State.OPEN, [(on(-9), State.OPEN), (on(-5), State.MET), (on(-2), State.OPEN)], on(-2)),
        (State.OPEN, [(on(-9), State.MET), (on(-3), State.OPEN), (on(-1), State.IN_PROGRESS)], on(-3)),
    ],
)
def test_open_since_counts_from_the_last_day_it_was_settled(state, changes, since):
    assert open_since(state, changes, MADE) == since


@pytest.mark.parametrize(
    ("state", "due_on", "late"),
    [
        (State.OPEN, on(-1), True),
        (State.IN_PROGRESS, on(-1), True),
        (State.OPEN, on(0), False),
        (State.OPEN, None, False),
        (State.MET, on(-1), False),
        (State.NOT_NEEDED, on(-1), False),
    ],
)
def test_late_is_past_its_day_and_not_met(state, due_on, late):
    assert is_late(state, due_on, DAY) is late


def test_what_is_late_comes_first_and_what_is_settled_last():
    rows = [(State.MET, on(-9)), (State.OPEN, None), (State.OPEN, on(3)), (State.IN_PROGRESS, on(-2))]
    assert sorted(rows, key=lambda row: urgency(*row, DAY)) == [rows[3], rows[2], rows[1], rows[0]]


@pytest.mark.parametrize(
    ("mine", "theirs", "is_worth_showing"),
    [
        ("De wet staat delen van gegevens toe.", "Een wet staat het delen van gegevens toe.", True),
        ("Er is één toegang tot alle bronnen.", "Eén toegang tot de bronnen is klaar.", True),
        ("De AVG staat dit toe.", "Onder de AVG is dit toegestaan.", True),
        ("Het is aan de gemeente.", "Het is er ook voor burgers.", False),
        ("Sensoren meten in het riool.", "De gemeenteraad weegt af hoe ver zij gaat.", False),
        ("", "Iets", False),
    ],
)
def test_what_reads_alike_is_worth_showing(mine, theirs, is_worth_showing):
    assert (likeness(mine, theirs) >= ENOUGH) is is_worth_showing


WORDS = st.lists(
    st.sampled_from(["wet", "gegevens", "toegang", "bron", "eigenaar", "burger", "Wmo", "riool"]), max_size=6
)


@given(WORDS, WORDS)
def test_likeness_is_the_same_either_way_round_and_whole_for_a_text_and_itself(mine, theirs):
    one, other = " ".join(mine), " ".join(theirs)
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100
    assert likeness(one, one) == 100


def test_without_open_milestones_experience_is_just_what_happened():
    known = experience({0: 1, 10: 2, 20: 1}, {})
    assert [round(known.open_after(slip), 4) for slip in (-1, 0, 9, 10, 20)] == [1, 0.75, 0.75, 0.25, 0]
    assert [known.slip_at(share, -99) for share in (FAST, MIDDLE, SLOW)] == [0, 10, 20]
    assert known.slip_at(MIDDLE, 10) == 20
    assert known.slip_at(FAST, 20) is None


def test_open_milestones_make_the_forecast_slower_and_not_faster():
    # Kaplan and Meier by hand: (1 - 1/3) at day 10, with one seen to be open at 15, then (1 - 1/1) at 20.
    known = experience({10: 1, 20: 1}, {15: 1})
    assert [round(known.open_after(slip), 4) for slip in (10, 15, 20)] == [0.6667, 0.6667, 0]
    assert experience({10: 1}, {15: 1}).slip_at(SLOW, 0) is None


SLIPS = st.dictionaries(st.integers(-60, 400), st.integers(1, 5), min_size=1, max_size=12)


@given(SLIPS, SLIPS, st.integers(-60, 400))
def test_a_slower_share_never_comes_earlier_and_never_before_today(finished, waiting, after):
    known = experience(finished, waiting)
    slips = [known.slip_at(share, after) for share in (FAST, MIDDLE, SLOW)]
    seen = [slip for slip in slips if slip is not None]
    assert seen == sorted(seen)
    assert slips[len(seen) :] == [None] * (3 - len(seen))
    assert all(slip > after for slip in seen)
    assert all(0 <= share <= 1 for share in known.shares)


def test_what_takes_longer_than_anything_seen_is_left_out():
    known = experience({0: 10, 30: 10}, {})
    promised = {on(-100): 3, on(-5): 2, on(40): 1}
    assert expected_days(known, promised, DAY, MIDDLE) == {on(25): 2, on(40): 1}
