"""Figures of a proposal that were made up are marked one by one, on screen and in files."""

import pytest

from accounts.rules.terms import Role
from core.database import db
from tests.factories.scenarios import make_candidates, make_run, make_scenario


@pytest.fixture
def secretary(browser, make_person, make_domain):
    domain = make_domain(code="ZOR", slug="zorg", name="Zorg")
    cases = make_candidates(domain)
    cases["002"].illustrative = ["chance", "planned", "practice"]
    cases["006"].illustrative = ["scores", "cost"]
    db.session.commit()
    make_run(make_scenario(domain, months=30))
    return browser.sign_in(make_person(Role.SECRETARY, domain=domain))


def test_a_file_names_the_columns_that_were_made_up(secretary):
    whole = secretary.get("/domains/zorg/scenarios/1.json").response.get_json()
    marks = {row["code"]: row["illustrative"] for row in whole["use_cases"]}

    assert marks["ZOR-002"] == ["chance", "utility", "lost_without"]  # no quarter is planned
    assert marks["ZOR-006"] == ["value_low", "value_high", "cost_cents", "utility", "price_if_in"]
    assert marks["ZOR-003"] == ["lost_without"]
    csv = secretary.get("/domains/zorg/scenarios/1.csv").response.get_data(as_text=True)
    assert "chance; utility; lost_without" in csv


def test_the_page_marks_what_rests_on_made_up_figures(secretary):
    page = secretary.get("/domains/zorg/scenarios/1")
    row = next(row for row in page.select(".lane tbody tr") if "ZOR-002" in row.text)

    assert ["°" in cell.text for cell in row.select("td")] == [True, False, False, True]
