"""Charts 10 and 11 outside their scenario: of the newest calculation that a published decision rests on."""

from datetime import date

import pytest

from accounts.rules.terms import Role
from core.database import db
from portfolio.charts import OF_CALCULATIONS
from portfolio.models import UseCase
from tests.factories.scenarios import make_candidates, make_decided, make_run, make_scenario

EARLY, LATE = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture
def domain(make_domain):
    return make_domain(code="ZOR", slug="zorg", name="Zorg")


@pytest.fixture
def runs(domain, make_domain):
    """Return a decided calculation of this domain and a newer one of another."""
    make_candidates(domain)
    run = make_run(make_scenario(domain, months=24))
    other = make_domain(code="WAT", slug="water", name="Water")
    make_candidates(other)
    wet = make_run(make_scenario(other, months=24))
    items = [(f"{code}-00{place}", "rejected", "Nu niet") for code in ("ZOR", "WAT") for place in range(2, 7)]
    first = make_decided(domain, run, decided_on=EARLY, items=items[:5])
    second = make_decided(other, wet, decided_on=LATE, items=items[5:])
    return {"zorg": (run, first), "water": (wet, second)}


def told(browser, chart, query=""):
    return browser.get(f"/progress/{chart}.json{query}").response.json


def test_a_chart_is_of_the_newest_decision_of_the_domain_on_the_day(browser, runs):
    zorg, water = (runs[slug][1].number for slug in ("zorg", "water"))
    asked = (
        ("", water),
        ("?domain=zorg", zorg),
        (f"?on={EARLY.isoformat()}", zorg),
        (f"?domain=water&on={EARLY.isoformat()}", None),
        ("?on=2026-01-31", None),
    )
    for chart in OF_CALCULATIONS:
        for query, number in asked:
            answer = told(browser, chart, query)
            assert {row["decision"] for row in answer["rows"]} == ({number} if number else set()), query
            assert bool(answer["figure"]["data"]) is bool(number)
            assert ("besluit" in answer["sentence"]) is ("domain=zorg" not in query)


def test_it_names_its_decision_and_scenario_and_leads_to_other_domains(browser, runs):
    number = runs["water"][1].number
    for chart in OF_CALCULATIONS:
        page = browser.get(f"/progress/{chart}?size=small&on={LATE.isoformat()}")
        links = [link["href"] for link in page.select("main a")]
        assert f"/decisions/{number}" in links
        assert "/domains/water/scenarios/1?run=1" in links
        assert f"/progress/{chart}?size=small&on={LATE.isoformat()}&domain=zorg" in links
        assert f"Water · besluit {number} van 1 maart 2026" in page.select_one(".kicker").text
        assert not page.select("#chart-size, #chart-layer, #chart-owner")
        assert page.select_one("#chart-domain")


def test_without_a_decision_it_says_what_makes_it_appear(browser, domain):
    make_candidates(domain)
    make_decided(domain, make_run(make_scenario(domain, months=24)), is_draft=True)
    for chart in OF_CALCULATIONS:
        page = browser.get(f"/progress/{chart}?domain=zorg")
        assert "In het domein Zorg was er" in page.select_one(".say").text
        assert page.select("main a[href='/decisions/?domain=zorg']")


def test_a_calculation_without_the_study_leads_to_the_proposal(browser, domain):
    make_candidates(domain)
    run = make_run(make_scenario(domain, months=24))
    items = [("ZOR-002", "rejected", "Nu niet")]
    number = make_decided(domain, run, is_studied=False, items=items).number
    page = browser.get("/progress/frontier")
    assert f"Besluit {number}" in page.select_one(".say").text
    assert page.select("main a[href='/domains/zorg/scenarios/1?run=1']")


def test_what_a_reader_may_not_read_has_no_name(browser, other_browser, make_person, runs, domain):
    case = db.session.query(UseCase).filter_by(code="ZOR-003").one()
    case.published_on, case.is_draft = None, True
    db.session.commit()
    other_browser.sign_in(make_person(Role.SECRETARY, domain=domain))
    for chart in OF_CALCULATIONS:
        for reader, is_named in ((browser, False), (other_browser, True)):
            rows = str(told(reader, chart, "?domain=zorg"))
            assert ("ZOR-003" in rows) is is_named
            assert "ZOR-004" in rows
    assert "ZOR-003" not in browser.get("/progress/robustness?domain=zorg").text
    places = told(browser, "robustness", "?domain=zorg&figure=ranks")
    assert places["data"][0]["text"] == ["75", "25", "25", "75"]
