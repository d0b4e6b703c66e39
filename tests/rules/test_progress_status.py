"""Status by the dates: tables of examples, and that no re-plan hides drift."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.progress_status import (
    Cause,
    DatesNotValid,
    Due,
    Situation,
    Status,
    compute_status,
    due_for_report,
    execution_index,
    gap,
    unchanged_for,
)

START, END, TODAY = date(2026, 1, 1), date(2026, 12, 31), date(2026, 6, 1)


def situation(late: int = 0, *, reported: date | None = TODAY, preconditions: int = 0, first=(START, END)):
    ends_on = END + timedelta(days=late)
    return Situation(*first, ends_on, reported, preconditions)


@pytest.mark.parametrize(
    ("given", "status", "causes"),
    [
        (situation(0), Status.GREEN, ()),
        (situation(-40), Status.GREEN, ()),
        (situation(36), Status.GREEN, ()),  # a tenth of 364 days is 36.4
        (situation(37), Status.AMBER, (Cause.DRIFT,)),
        (situation(91), Status.AMBER, (Cause.DRIFT,)),
        (situation(92), Status.RED, (Cause.DRIFT,)),
        (situation(0, preconditions=1), Status.RED, (Cause.PRECONDITION_LATE,)),
        (situation(0, reported=date(2026, 4, 27)), Status.GREEN, ()),
        (situation(0, reported=date(2026, 4, 26)), Status.AMBER, (Cause.NO_UPDATE,)),
        (situation(0, reported=None), Status.AMBER, (Cause.NO_UPDATE,)),
        (situation(92, reported=None), Status.RED, (Cause.DRIFT, Cause.NO_UPDATE)),
        (situation(400, first=(None, None)), Status.GREEN, ()),
    ],
)
def test_the_dates_give_a_status(given, status, causes):
    computed = compute_status(given, TODAY)
    assert (computed.status, computed.causes) == (status, causes)


@pytest.mark.parametrize(("days", "status"), [(14, Status.GREEN), (15, Status.AMBER), (31, Status.RED)])
def test_a_short_plan_counts_by_days(days, status):
    short = Situation(TODAY, TODAY + timedelta(days=20), TODAY + timedelta(days=20 + days), TODAY)
    assert compute_status(short, TODAY).status is status


@pytest.mark.parametrize(
    ("plan_late", "ended_late", "is_delivered", "drift"),
    [
        (0, -100, True, -100),  # finished early is early
        (91, 20, True, 20),
        (0, -100, False, 0),  # stopped early is not early: it never came
        (91, 20, False, 91),
        (-50, -100, False, 0),
        (91, 200, False, 200),
    ],
)
def test_what_ended_keeps_its_drift_and_what_stopped_is_never_early(
    plan_late, ended_late, is_delivered, drift
):
    ended_on = END + timedelta(days=ended_late)
    computed = compute_status(
        situation(plan_late), date(2028, 1, 1), ended_on=ended_on, is_delivered=is_delivered
    )
    assert computed.drift == drift


def test_a_plan_that_passed_unmet_is_late_by_today():
    unmet = Situation(START, date(2026, 3, 1), date(2026, 3, 1), TODAY)
    computed = compute_status(unmet, TODAY)
    assert (computed.status, computed.drift) == (Status.RED, 92)


def test_what_ended_keeps_its_drift_and_asks_for_no_news():
    ended = compute_status(situation(0, reported=None, preconditions=2), TODAY, ended_on=END)
    assert (ended.status, ended.drift) == (Status.GREEN, 0)


def test_a_promise_that_ends_before_it_starts_is_refused():
    with pytest.raises(DatesNotValid):
        compute_status(Situation(END, START, END, TODAY), TODAY)


@given(st.lists(st.integers(-300, 400), max_size=8), st.integers(-300, 400))
def test_no_series_of_plans_changes_the_drift_of_the_last_one(replans, last):
    """Only the first promise and the last plan count: what stood between them hides nothing."""
    for days in (*replans, last):
        computed = compute_status(situation(days), START)
    assert computed.drift == last


@pytest.mark.parametrize(
    ("declared", "computed", "expected"),
    [
        (Status.GREEN, Status.RED, 2),
        (Status.AMBER, Status.AMBER, 0),
        (Status.RED, Status.GREEN, -2),
        (Status.NOT_REPORTED, Status.RED, None),
    ],
)
def test_the_gap_says_how_much_rosier_the_owner_is(declared, computed, expected):
    assert gap(declared, computed) == expected


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ([], 0),
        ([Status.GREEN], 1),
        ([Status.RED, Status.GREEN, Status.GREEN], 2),
        ([Status.GREEN, Status.RED], 1),
    ],
)
def test_reports_that_never_change_are_counted(declared, expected):
    assert unchanged_for(declared) == expected


@pytest.mark.parametrize(
    ("milestones", "reached", "promised", "share"),
    [
        ([], 0, 0, None),
        ([Due(START, None)], 0, 1, 0),
        ([Due(START, START), Due(START, None)], 1, 2, 0.5),
        ([Due(END, START), Due(START, START)], 2, 1, 2),
        ([Due(None, START), Due(START, None)], 0, 1, 0),
        ([Due(START, END)], 0, 1, 0),
    ],
)
def test_the_execution_index_counts_only_what_was_first_promised(milestones, reached, promised, share):
    index = execution_index(milestones, TODAY)
    assert (index.reached, index.promised, index.share) == (reached, promised, share)


def test_an_owner_is_asked_for_news_a_week_before_silence_counts():
    assert not due_for_report(date(2026, 5, 5), START, TODAY)
    assert due_for_report(date(2026, 5, 4), START, TODAY)
    assert due_for_report(None, START, TODAY)
