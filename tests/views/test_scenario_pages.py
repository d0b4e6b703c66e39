"""Scenarios on screen: the list, the proposal in two lanes, why not, side by side, the pictures."""

import pytest

from accounts.rules.terms import Role
from core.jobs import JobState
from portfolio.models import DetailKind, RunDetail, RunState, ScenarioRun
from tests.factories.scenarios import calculate, make_candidates, make_run, make_scenario


@pytest.fixture
def domain(make_domain):
    return make_domain(code="ZOR", slug="zorg", name="Zorg")


@pytest.fixture
def cases(domain):
    return make_candidates(domain)


@pytest.fixture
def secretary(browser, make_person, domain):
    return browser.sign_in(make_person(Role.SECRETARY, domain=domain))


def test_the_proposal_stands_in_two_lanes_with_its_headline(secretary, cases, domain):
    make_run(make_scenario(domain, months=20))

    page = secretary.get("/domains/zorg/scenarios/1")

    assert "samen" in page.select_one(".lead").text
    assert "van 20 persoonsmaanden" in page.select_one(".lead").text
    assert [head.text for head in page.select(".cols-2 h2")] == [
        "Klein, naar slagingskans",
        "Ambitieus, naar waarde",
    ]
    assert page.select_one(".cols-2").text.count("✓ in voorstel") == len(
        [row for row in ScenarioRun.query.one().result["chosen"]]
    )


def test_who_is_left_out_reads_who_would_leave_and_at_what_price(secretary, cases, domain):
    run = make_run(make_scenario(domain, months=20))
    left = [one["code"] for one in run.result["left_out"]][0]

    page = secretary.get(f"/domains/zorg/scenarios/1/why-not/{left}")

    assert "Komt deze erin" in page.select_one(".lead").text
    assert "punten" in page.select_one(".lead").text
    assert "Wat er dan moet veranderen" in page.text
