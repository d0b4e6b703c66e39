"""The charts of what blocks, of benefits and of what still comes: from rows to sentence, figure and file."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today, utc_now
from portfolio.actions.progress_filing import ToldMilestone, ToldPlan, ToldProgress, file_progress
from portfolio.charts.benefits import figure as benefits_figure
from portfolio.charts.forecast import fan_of
from portfolio.models import Assessment, Benefit, Precondition
from portfolio.models.progress import BenefitMeasurement, PreconditionChange
from portfolio.queries.benefit_course import Course
from portfolio.queries.forecast import Counted
from portfolio.rules.forecast import FAST, MIDDLE, SLOW
from portfolio.rules.terms import Phase, PreconditionKind, PreconditionState
from tests.charts.conftest import as_sent

SLUGS = ["preconditions", "benefits", "forecast"]
NOW = today()


def ago(days: int):
    return NOW - timedelta(days=days)


def milestone(place: int) -> ToldMilestone:
    """Return one that was reached ``place`` days late, or for place 0 one that is still open."""
    plans = [ToldPlan(ago(300), ago(50))]
    return ToldMilestone(f"Kaart {place}", "", None, plans, ago(50 - place) if place else None)


@pytest.fixture
def domain(make_domain):
    return make_domain(name="Water")


@pytest.fixture
def fill(make_use_case, domain):
    def fill(total: int, **values):
        made = []
        for _one in range(total):
            use_case = make_use_case(
                **({"domain": domain, "phase": Phase.PILOT} | values),
                value_low=Decimal(40),
                value_high=Decimal(60),
            )
            benefit = Benefit(
                use_case_id=use_case.id, text="Sneller hulp", baseline=Decimal(10), target=Decimal(20)
            )
            gate = Precondition(
                use_case_id=use_case.id,
                kind=PreconditionKind.LEGAL,
                is_hard=True,
                text=f"Wet {use_case.code}",
            )
            published = Assessment(use_case_id=use_case.id, published_on=NOW, assessed_at=utc_now())
            db.session.add_all([benefit, gate, published, Benefit(use_case_id=use_case.id, text="Stil")])
            db.session.flush()
            db.session.add_all(
                BenefitMeasurement(benefit_id=benefit.id, on=ago(days), value=Decimal(value))
                for days, value in ((90, 12), (20, 15))
            )
            file_progress(
                use_case, ToldProgress(milestones=[milestone(place) for place in range(12)]), by=SYSTEM
            )
            made.append(use_case)
        db.session.commit()
        return made

    return fill


def data(browser, slug, **arguments):
    answer = browser.get("portfolio.export_chart", chart=slug, form="json", **arguments)
    return json.loads(answer.response.data)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_says_something_without_rows_and_with(browser, fill, valid, slug):
    empty = browser.get(f"/progress/{slug}")
    assert "Er is nog" in empty.text or "Er zijn nog" in empty.text
    fill(2)
    assert browser.get(f"/progress/{slug}").select("main table tbody tr")
    answer = data(browser, slug)
    assert answer["rows"]
    assert answer["figure"]["data"]
    valid(answer["figure"])
    assert browser.get("portfolio.export_chart", chart=slug, form="csv").response.data.count(b"\n") > 1


@pytest.mark.parametrize("slug", SLUGS)
def test_each_asks_as_much_of_the_database_whatever_there_is(browser, fill, count_queries, slug):
    fill(1)
    browser.get(f"/progress/{slug}")
    with count_queries() as one:
        browser.get(f"/progress/{slug}")
    fill(4)
    with count_queries() as many:
        browser.get(f"/progress/{slug}")
    assert len(many) == len(one) <= 16


@pytest.mark.parametrize("slug", SLUGS)
def test_none_shows_what_a_visitor_may_not_read(browser, other_browser, fill, make_person, domain, slug):
    fill(1)
    before = data(browser, slug)
    (hidden,) = fill(1, published_on=None)
    assert data(browser, slug) == before
    secretary = make_person(Role.SECRETARY, domain=domain)
    assert data(other_browser.sign_in(secretary), slug) != before
    assert hidden.code not in browser.get(f"/progress/{slug}").text


@pytest.mark.parametrize("slug", SLUGS)
def test_each_is_narrowed_to_a_domain_and_a_day(browser, fill, make_domain, slug):
    fill(1)
    for arguments in ({"domain": make_domain().slug}, {"on": ago(3000).isoformat()}):
        rows = data(browser, slug, **arguments)["rows"]
        keys = ("reached", "use_cases", "measurements")
        assert not any(row.get(key) for row in rows for key in keys), rows


def test_benefits_say_what_is_measured_and_what_not(browser, fill):
    (use_case,) = fill(1)
    measured, silent = sorted(data(browser, "benefits")["rows"], key=lambda row: row["state"] != "underway")
    assert (measured["use_case"], measured["ratio"], measured["value"]) == (use_case.code, 0.5, 15)
    assert (silent["state"], silent["ratio"], silent["measurements"]) == ("not_measured", None, 0)
    assert "Niet gemeten: 1." in browser.get("/progress/benefits").text
    (then,) = [
        row for row in data(browser, "benefits", on=ago(60).isoformat())["rows"] if row["measurements"]
    ]
    assert then["ratio"] == 0.2


@pytest.mark.parametrize(
    ("begin", "goal", "value", "state"),
    [
        (0, 10, 10, "reached"),
        (0, 10, 12, "reached"),
        (0, 10, 4, "underway"),
        (0, 10, 0, "underway"),
        (0, 10, -1, "worse"),
        (10, 0, 11, "worse"),
        (10, 0, 0, "reached"),
        (10, 0, 4, "underway"),
        (5, 5, 5, "held"),
        (5, 5, 6, "not_held"),
        (None, 5, 6, "not_measured"),
        (5, None, 6, "not_measured"),
    ],
)
def test_the_database_counts_states_as_the_rules_do(browser, make_use_case, begin, goal, value, state):
    use_case = make_use_case(phase=Phase.FINISHED)
    benefit = Benefit(
        use_case_id=use_case.id,
        text="x",
        baseline=None if begin is None else Decimal(begin),
        target=None if goal is None else Decimal(goal),
    )
    db.session.add(benefit)
    db.session.flush()
    db.session.add(BenefitMeasurement(benefit_id=benefit.id, on=NOW, value=Decimal(value)))
    db.session.commit()
    answer = data(browser, "benefits")
    assert answer["rows"][0]["state"] == state
    words = {"reached": "1 gehaald", "held": "1 gehaald", "underway": "1 onderweg"}
    words |= {"worse": "1 slechter", "not_held": "1 slechter", "not_measured": "Niet gemeten: 1"}
    assert words[state] in answer["sentence"]


def test_what_must_hold_has_its_own_unit_and_no_division(in_dutch, valid):
    held = Course(
        *(1, "A-1", "Gelijk", "", "uur", False, Decimal(5), Decimal(5), False),
        [(ago(9), Decimal(5), False), (ago(2), Decimal(7), False)],
    )
    (trace,) = as_sent(valid(benefits_figure([held])))["data"]
    assert trace["y"] == [0, 2]


def test_what_waits_is_told_as_it_was_on_a_day(browser, fill):
    fill(1)
    gate = db.session.query(Precondition).one()
    gate.state = PreconditionState.MET
    for on, state in ((ago(200), PreconditionState.OPEN), (ago(10), PreconditionState.MET)):
        db.session.add(PreconditionChange(precondition_id=gate.id, on=on, state=state))
    db.session.commit()
    assert data(browser, "preconditions")["rows"] == []
    (then,) = data(browser, "preconditions", on=ago(100).isoformat())["rows"]
    assert (then["state"], then["value_low"], then["value_high"]) == ("open", 40, 60)


def test_without_ten_finished_milestones_it_says_why_there_is_no_forecast(browser, make_use_case):
    use_case = make_use_case(phase=Phase.PILOT)
    told = ToldProgress(milestones=[milestone(place) for place in range(6)])
    file_progress(use_case, told, by=SYSTEM)
    db.session.commit()
    answer = data(browser, "forecast")
    assert (
        "Er is nog geen voorspelling: 5 mijlpalen zijn gehaald, en er zijn er 10 nodig." in answer["sentence"]
    )
    assert all(row["middle"] is None for row in answer["rows"])


def test_the_fan_begins_at_what_is_reached_and_opens_from_slow_to_fast():
    still_open = {NOW + timedelta(days=20): 4, ago(60): 1}
    counted = Counted({ago(100): 12} | still_open, {ago(90): 12}, still_open, slips={0: 5, 30: 5, 90: 2})
    fan = fan_of(counted, NOW)
    now = next(point for point in fan.points if point.on == NOW)
    assert (now.reached, dict(now.expected)) == (12, dict.fromkeys((FAST, MIDDLE, SLOW), 12))
    for point in fan.points:
        if point.expected:
            assert point.expected[SLOW] <= point.expected[MIDDLE] <= point.expected[FAST] <= 17
    assert fan.points[-1].expected[FAST] == 17
