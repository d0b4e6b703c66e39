"""The charts of progress, from rows in the database to a sentence, a figure and a file."""

import json
from datetime import timedelta

import pytest

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.progress_filing import (
    ToldMilestone,
    ToldPlan,
    ToldProgress,
    compute_anew,
    file_progress,
)
from portfolio.charts.burn_up import points_of
from portfolio.charts.drift import binned, median
from portfolio.charts.progress_looks import month_ends
from portfolio.charts.status_over_time import count_months
from portfolio.models import PhaseChange
from portfolio.rules.progress_status import Status
from portfolio.rules.terms import Phase

SLUGS = ["status", "drift", "execution-index", "burn-up", "milestone-trend", "freshness"]
NOW = today()


def ago(days: int):
    return NOW - timedelta(days=days)


def told(title: str = "Kaart") -> ToldProgress:
    return ToldProgress(
        reports=[(ago(70), Status.GREEN, ""), (ago(40), Status.GREEN, ""), (ago(10), Status.RED, "Stil")],
        milestones=[
            ToldMilestone(
                title, "", None, [ToldPlan(ago(300), ago(100)), ToldPlan(ago(150), ago(60))], ago(55)
            ),
            ToldMilestone(
                "Later", "", None, [ToldPlan(ago(300), ago(20)), ToldPlan(ago(30), ago(-40))], None
            ),
        ],
    )


@pytest.fixture
def domain(make_domain):
    return make_domain(name="Water")


@pytest.fixture
def fill(make_use_case, domain):
    def fill(total: int, **values):
        made = [make_use_case(domain=domain, **({"phase": Phase.PILOT} | values)) for _one in range(total)]
        for use_case in made:
            file_progress(use_case, told(f"Kaart {use_case.code}"), by=SYSTEM)
        compute_anew([ago(60), ago(30), NOW])
        db.session.commit()
        return made

    return fill


def data(browser, slug, **arguments):
    answer = browser.get("portfolio.export_chart", chart=slug, form="json", **arguments)
    return json.loads(answer.response.data)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_says_something_without_rows_and_with(browser, fill, slug):
    empty = browser.get(f"/progress/{slug}")
    assert "Er is nog" in empty.text or "Er zijn nog" in empty.text or "Er loopt nog" in empty.text
    fill(2)
    page = browser.get(f"/progress/{slug}")
    assert page.select("main table tbody tr")
    answer = data(browser, slug)
    assert answer["rows"]
    assert answer["figure"]["data"]
    assert browser.get("portfolio.export_chart", chart=slug, form="csv").response.data.count(b"\n") > 1


@pytest.mark.parametrize("slug", SLUGS)
def test_each_asks_as_much_of_the_database_whatever_there_is(browser, fill, count_queries, slug):
    fill(1)
    browser.get(f"/progress/{slug}")
    with count_queries() as one:
        browser.get(f"/progress/{slug}")
    fill(5)
    with count_queries() as many:
        browser.get(f"/progress/{slug}")
    assert len(many) == len(one) <= 14


@pytest.mark.parametrize("slug", SLUGS)
def test_none_shows_what_a_visitor_may_not_read(browser, other_browser, fill, make_person, domain, slug):
    fill(1)
    before = data(browser, slug)
    (hidden,) = fill(1, phase=Phase.PILOT, published_on=None)
    assert data(browser, slug) == before
    secretary = make_person(Role.SECRETARY, domain=domain)
    assert data(other_browser.sign_in(secretary), slug) != before
    assert hidden.code not in browser.get(f"/progress/{slug}").text


@pytest.mark.parametrize("slug", SLUGS)
def test_each_is_narrowed_to_a_domain_a_size_and_a_day(browser, fill, make_domain, slug):
    fill(2)
    other = make_domain()
    rows = {
        "domain": data(browser, slug, domain=other.slug)["rows"],
        "size": data(browser, slug, size="small")["rows"],
        "on": data(browser, slug, on=ago(500).isoformat())["rows"],
    }
    for found in rows.values():
        amounts = [value for row in found for value in row.values() if isinstance(value, int)]
        assert not any(amounts), rows


def test_the_index_counts_only_what_was_promised_by_the_day(browser, fill):
    fill(2)
    (row,) = data(browser, "execution-index")["rows"]
    assert (row["reached"], row["first_promised"], row["index"]) == (2, 4, 0.5)
    (row,) = data(browser, "execution-index", on=ago(90).isoformat())["rows"]
    assert (row["reached"], row["first_promised"]) == (0, 2)


def test_the_burn_up_keeps_the_first_promise_whatever_moved(browser, fill):
    fill(1)
    rows = data(browser, "burn-up")["rows"]
    now = next(row for row in rows if row["on"] == NOW.isoformat())
    assert (now["first_promised"], now["reached"], now["expected"]) == (2, 1, 1)
    assert rows[-1]["expected"] == 2


def test_status_is_shown_declared_beside_computed(browser, fill):
    fill(3)
    last = data(browser, "status")["rows"][-1]
    assert (last["declared_red"], last["computed_green"]) == (3, 3)
    page = browser.get("/progress/status").text
    assert "Gemeld" in page or "gemeld" in page


def test_trend_follows_one_use_case_when_pointed_out(browser, fill):
    first, _second = fill(2)
    rows = data(browser, "milestone-trend", highlight=first.code)["rows"]
    assert {row["use_case"] for row in rows} == {first.code}
    assert [row["expected_on"] for row in rows[:2]] == [ago(100).isoformat(), ago(60).isoformat()]


def test_what_ended_since_was_as_fresh_then_as_it_was(browser, fill):
    one, ended = fill(2)
    steps = ((Phase.PILOT, 300), (Phase.FINISHED, 5))
    for place, (phase, days) in enumerate(steps):
        change = {"phase": phase, "happened_on": ago(days), "position": place + 1, "by_label": "x"}
        db.session.add(PhaseChange(use_case_id=ended.id, **change))
    ended.phase = Phase.FINISHED
    db.session.commit()
    codes = [
        sorted(row["code"] for row in data(browser, "freshness", on=ago(days))["rows"]) for days in (0, 8)
    ]
    assert codes == [[one.code], sorted([one.code, ended.code])]


def test_classes_of_drift_hold_all_and_the_median_is_the_middle():
    counts = {-40: 1, 0: 2, 14: 1, 15: 1, 90: 1, 400: 1, None: 5}
    assert [total for _words, total in binned(counts)] == [1, 3, 2, 0, 0, 1]
    assert median(counts) == 14
    assert (median({None: 3}), median({-5: 1, 0: 1}), median({0: 1, 91: 1})) == (None, -2, 46)


def test_what_ends_on_a_day_still_counts_on_it():
    day = ago(10)
    steps = {(Status.GREEN, Status.RED): {day: 1, NOW: -1}}
    before, at, after = count_months(steps, [ago(11), day, NOW])
    assert [before.total, at.total, after.total] == [0, 1, 0]
    assert at.rosier == 1


def test_months_end_on_their_last_day_and_the_last_on_the_day_itself():
    days = month_ends(NOW, 13)
    assert days[-1] == NOW
    assert all((day + timedelta(days=1)).day == 1 for day in days[:-1])


def test_what_is_overdue_is_expected_from_now_on():
    points = points_of({"first": {ago(50): 1}, "reached": {}, "planned": {ago(5): 1}}, NOW)
    assert points[12].expected == 0
    assert points[13].expected == 1
