"""From a published decision to the proposal under it, and to why a use case was left out."""

import pytest

from core.database import db
from portfolio.models import RunDecision
from portfolio.queries.decided_runs import decided_runs
from tests.factories.decisions import make_decision
from tests.factories.scenarios import make_candidates, make_run, make_scenario

WHY_NOT = "/domains/zorg/scenarios/1/why-not/ZOR-006?run=1"
PROPOSAL = "/domains/zorg/scenarios/1?run=1"


@pytest.fixture
def domain(make_domain):
    return make_domain(code="ZOR", slug="zorg", name="Zorg")


def decide(domain, *, rests_on_run: bool):
    """Publish a decision that leaves ZOR-006 out, after a calculation that does so too."""
    make_candidates(domain)
    run = make_run(make_scenario(domain, months=24))
    make_run(make_scenario(domain, months=60))
    decision = make_decision(domain, kind="selection", items=[("ZOR-006", "rejected", "Te groot nu")])
    if rests_on_run:
        db.session.add(RunDecision(decision_id=decision.id, run_id=run.id))
    db.session.commit()
    return decision


def test_a_visitor_goes_from_a_decision_to_why_one_was_left_out(browser, domain):
    decision = decide(domain, rests_on_run=True)

    for page in (f"/decisions/{decision.number}", "/domains/zorg/not-chosen", "/use-cases/ZOR-006"):
        links = [link["href"] for link in browser.get(page).select("main a[href]")]
        assert WHY_NOT in links, page
    assert PROPOSAL in [
        link["href"] for link in browser.get(f"/decisions/{decision.number}").select("main a[href]")
    ]
    assert "Waarom niet" in browser.get(WHY_NOT).select_one("h1").text


def test_a_decision_without_a_calculation_leads_to_none(browser, domain):
    decision = decide(domain, rests_on_run=False)

    for page in (f"/decisions/{decision.number}", "/domains/zorg/not-chosen", "/use-cases/ZOR-006"):
        assert not browser.get(page).select("main a[href*='/scenarios/1']"), page


def test_calculations_under_decisions_are_read_at_once(domain, count_queries):
    decision = decide(domain, rests_on_run=True)
    decided_runs([decision.id])  # the connection is open from here on

    with count_queries() as counter:
        found = decided_runs([decision.id, 9_999])

    assert len(counter) == 1
    assert (found[decision.id].slug, found[decision.id].scenario, found[decision.id].run) == ("zorg", 1, 1)
    assert "ZOR-006" in found[decision.id].left_out
    assert "ZOR-001" not in found[decision.id].left_out
    assert decided_runs([]) == {}


@pytest.mark.parametrize("made_up", [[], ["chance"]])
def test_the_price_of_an_override_is_marked_when_a_figure_under_it_was_made_up(browser, domain, made_up):
    cases = make_candidates(domain)
    cases["002"].illustrative = made_up
    db.session.commit()
    run = make_run(make_scenario(domain, months=24))
    decision = make_decision(
        domain,
        kind="proposal",
        items=[("ZOR-006", "rejected", "Te groot nu")],
        overrides=[("ZOR-006", "out", "3.5", "Te groot nu")],
    )
    db.session.add(RunDecision(decision_id=decision.id, run_id=run.id))
    db.session.commit()

    page = browser.get(f"/decisions/{decision.number}")
    line = next(item for item in page.select("ul.lines li") if "prijs" in item.text)

    assert ("°" in line.text) is bool(made_up)
