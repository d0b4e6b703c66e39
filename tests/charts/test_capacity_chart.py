"""Chart of capacity: who sees which work, what is too much, as planned on an earlier day; and few queries."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.capacity import note_capacity
from portfolio.actions.progress import move_plan
from portfolio.models import Partner
from portfolio.queries.plan_history import plans_on
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase

NOW = Quarter.of(today())


@pytest.fixture
def domain(make_domain):
    return make_domain(slug="water", name="Water")


@pytest.fixture
def office(make_organisation):
    return make_organisation(slug="bureau", name="Bureau Dijk")


@pytest.fixture
def plan(make_use_case, office, domain):
    """Plan a use case of six person-months in two quarters, shared by the office and one more."""

    def make(title, start=1, phase=Phase.SELECTED, months=6, **more):
        made = make_use_case(
            domain=domain,
            title=title,
            phase=phase,
            planned_start=NOW.index + start,
            planned_quarters=2,
            effort_low=None if months is None else Decimal(months),
            effort_likely=None if months is None else Decimal(months),
            effort_high=None if months is None else Decimal(months),
            organisations=2,
            **more,
        )
        db.session.add(Partner(use_case_id=made.id, organisation_id=office.id))
        db.session.commit()
        return made

    return make


def rows(browser, asked="") -> dict[tuple[str, str], dict]:
    found = json.loads(browser.get(f"/progress/capacity.json{asked}").response.data)["rows"]
    return {(row["organisation"], row["quarter"]): row for row in found}


def test_work_is_summed_per_organisation_and_quarter_and_held_against_what_there_is(
    browser, domain, office, plan
):
    plan("Dijken")
    plan("Duinen", start=2)
    plan("Onbekend", months=None)
    seen = rows(browser, "?domain=water")
    assert [seen["bureau", str(NOW + step)]["asked_months"] for step in (1, 2, 3)] == [1.5, 3.0, 1.5]
    assert {row["capacity_months"] for row in seen.values()} == {None}
    note_capacity(
        domain, office, months=Decimal(2), own={NOW + 2: Decimal(4)}, note="", by=SYSTEM, version=None
    )
    db.session.commit()
    assert not any(row["is_over"] for row in rows(browser, "?domain=water").values())
    note_capacity(None, office, months=Decimal(2), own={}, note="", by=SYSTEM, version=None)
    db.session.commit()
    page = browser.get("/progress/capacity")
    assert [place for place, row in rows(browser).items() if row["is_over"]] == [("bureau", str(NOW + 2))]
    assert "het meest van Bureau Dijk" in page.text
    assert "3 ■" in page.text
    assert "1 geplande use case heeft geen schatting" in page.text


def test_candidates_count_for_who_prepares_the_roadmap_only(browser, make_person, domain, plan):
    plan("Kandidaat", phase=Phase.CANDIDATE)
    assert rows(browser) == {}
    assert "vraagt de planning nog geen werk" in browser.get("/progress/capacity").text
    browser.sign_in(make_person(Role.SECRETARY, domain=domain))
    assert len(rows(browser)) == 2


def test_an_earlier_day_shows_what_was_planned_then(browser, make_person, domain, plan):
    secretary = make_person(Role.SECRETARY, domain=domain)
    use_case = plan("Dijken", start=2)
    for start, days in ((3, 20), (5, 10)):
        fresh = get_use_case(use_case.code, secretary)
        moment = datetime.now(UTC) - timedelta(days=days)
        move_plan(fresh, start=NOW.index + start, quarters=2, by=SYSTEM, at=moment)
        db.session.commit()
    days = {40: 2, 15: 3, 0: 5}
    for back, start in days.items():
        on = today() - timedelta(days=back)
        asked = f"?on={on.isoformat()}" if back else ""
        seen = {quarter for _slug, quarter in rows(browser, asked)}
        assert seen == {str(NOW + start), str(NOW + start + 1)}
        plans = plans_on(on)
        assert plans.get(use_case.code, (NOW.index + 5, 2)) == (NOW.index + start, 2)
        chart = json.loads(browser.get(f"/progress/roadmap.json{asked}").response.data)["rows"]
        assert [row["start"] for row in chart] == ([str(NOW + start)] if chart else [])


def test_the_chart_asks_as_few_questions_for_many_as_for_one(browser, plan, count_queries):
    plan("Een")
    with count_queries() as one:
        browser.get("/progress/capacity.csv")
    for number in range(5):
        plan(f"Werk {number}", start=number)
    with count_queries() as many:
        browser.get("/progress/capacity.csv")
    assert len(many) == len(one)
