"""Who sees and does what with scenarios: the board until its decision is published, then everyone."""

import pytest

from accounts.rules.terms import Role
from core.database import db, today, utc_now
from portfolio.models import Decision, RunDecision, RunDetail, Scenario, UseCase
from portfolio.rules.decisions import DecisionState
from tests.browser import Browser
from tests.factories.scenarios import make_candidates, make_run, make_scenario

PAGES = (
    *("", ".json", ".csv", "/progress.json", "/why-not/ZOR-006", "/frontier", "/robustness"),
    "/frontier.csv",
)
STEPS = ("edit", "run", "cancel", "check", "study/frontier", "override", "decide")


@pytest.fixture
def domain(make_domain):
    return make_domain(code="ZOR", slug="zorg", name="Zorg")


@pytest.fixture
def run(domain):
    make_candidates(domain)
    return make_run(make_scenario(domain, name="Geheimscenario", months=24))


def publish(run, *, but: str = "") -> None:
    """Publish a decision that rests on this calculation, and all that it was about: all ``but`` one."""
    for use_case in db.session.scalars(db.select(UseCase).where(UseCase.code != but)):
        use_case.published_on = today()
    decision = Decision(
        domain_id=db.session.get(Scenario, run.scenario_id).domain_id,
        kind="proposal",
        state=DecisionState.PUBLISHED,
        number="ZOR-2026-001",
        board_code="ZOR",
        year=2026,
        serial=1,
        subject="Portfolio",
        decided_on=today(),
        published_at=utc_now(),
        created_at=utc_now(),
        changed_at=utc_now(),
    )
    db.session.add(decision)
    db.session.flush()
    db.session.add(RunDecision(decision_id=decision.id, run_id=run.id))
    db.session.commit()


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_finds_nothing_of_it_before_a_decision_and_all_of_it_after(browser, run, page):
    browser.get(f"/domains/zorg/scenarios/1{page}", expect=404)

    publish(run)

    browser.get(f"/domains/zorg/scenarios/1{page}")


@pytest.mark.parametrize("code", ["ZOR-006", "ZOR-002"], ids=["left out", "chosen"])
def test_what_the_decision_did_not_publish_stands_nowhere_in_its_calculation(
    app, browser, make_person, run, domain, code
):
    publish(run, but=code)
    board = Browser(app).sign_in(make_person(Role.BOARD_MEMBER, domain=domain))
    pages = ("", ".json", ".csv", "/why-not/ZOR-004", "/frontier", "/frontier.json", "/robustness.json")

    for reader, sees in ((board, True), (browser, False)):
        reader.get(
            f"/domains/zorg/scenarios/1/why-not/{code}", expect=200 if sees and code == "ZOR-006" else 404
        )
        texts = [reader.get(f"/domains/zorg/scenarios/1{page}").response.text for page in pages]
        texts += [reader.get(f"/domains/zorg/scenarios/{page}").response.text for page in ("", "compare")]
        found = {word for word in (code, f"Zaak {code[-3:]}") if any(word in text for text in texts)}
        assert found == ({code, f"Zaak {code[-3:]}"} if sees else set())


def test_the_list_shows_a_visitor_only_what_was_decided(browser, run, domain):
    make_run(make_scenario(domain, name="Andergeheim", months=30))
    assert "geheim" not in browser.get("/domains/zorg/scenarios/").text.lower()
    assert "geheim" not in browser.get("/domains/zorg/scenarios/compare?scenario=1&scenario=2").text.lower()

    publish(run)

    page = browser.get("/domains/zorg/scenarios/")
    assert "Geheimscenario" in page.text
    assert "Andergeheim" not in page.text
    browser.get("/domains/zorg/scenarios/2", expect=404)


def test_a_later_calculation_of_a_decided_scenario_stays_with_the_board(browser, run, domain):
    publish(run)
    make_run(db.session.get(Scenario, run.scenario_id))

    assert "Berekening 1" in browser.get("/domains/zorg/scenarios/1").text
    browser.get("/domains/zorg/scenarios/1?run=2", expect=404)


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.SECRETARY, Role.PROGRAMME_MANAGER])
def test_board_secretary_and_programme_manager_read_it_before(browser, make_person, run, domain, role):
    browser.sign_in(make_person(role, domain=domain))

    assert "Geheimscenario" in browser.get("/domains/zorg/scenarios/1").text


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.ADMINISTRATOR, Role.WIKI_CURATOR])
def test_others_do_not(browser, make_person, run, domain, role):
    browser.sign_in(make_person(role, domain=domain))

    browser.get("/domains/zorg/scenarios/1", expect=404)
    for step in STEPS:
        browser.get(f"/domains/zorg/scenarios/1/{step}", expect=404)
        browser.post(f"/domains/zorg/scenarios/1/{step}", expect=404)


def test_a_secretary_of_another_domain_has_no_say(browser, make_person, make_domain, run):
    browser.sign_in(make_person(Role.SECRETARY, domain=make_domain()))

    for step in STEPS:
        browser.post(f"/domains/zorg/scenarios/1/{step}", expect=404)


@pytest.mark.parametrize("step", STEPS)
def test_a_programme_manager_reads_and_changes_nothing(browser, make_person, run, domain, step):
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))

    browser.post(f"/domains/zorg/scenarios/1/{step}", expect=403)


@pytest.mark.parametrize(("step", "answer"), [("edit", 403), ("decide", 403), ("run", 302)])
def test_a_board_member_asks_for_calculations_but_the_terms_are_the_secretarys(
    browser, make_person, run, domain, step, answer
):
    browser.sign_in(make_person(Role.BOARD_MEMBER, domain=domain))

    browser.post(f"/domains/zorg/scenarios/1/{step}", expect=answer)


def test_who_submitted_a_use_case_reads_why_it_is_not_in_and_nothing_more(app, browser, make_person, run):
    person = make_person(Role.CONTRIBUTOR)
    own = db.session.query(UseCase).filter_by(code="ZOR-006").one()
    own.submitter_id = person.id
    db.session.commit()
    submitter = Browser(app).sign_in(person)

    page = submitter.get("/domains/zorg/scenarios/1/why-not/ZOR-006")

    assert "Komt deze erin" in page.text
    assert "Geheimscenario" not in page.text
    submitter.get("/domains/zorg/scenarios/1/why-not/ZOR-004", expect=404)
    submitter.get("/domains/zorg/scenarios/1", expect=404)
    browser.sign_in(make_person(Role.CONTRIBUTOR)).get(
        "/domains/zorg/scenarios/1/why-not/ZOR-006", expect=404
    )


def test_only_the_board_may_have_an_explanation_made(app, browser, make_person, run, domain):
    db.session.execute(db.delete(RunDetail))
    publish(run)
    browser.post("/domains/zorg/scenarios/1/why-not/ZOR-006", expect=404)
    board = Browser(app).sign_in(make_person(Role.BOARD_MEMBER, domain=domain))

    board.post("/domains/zorg/scenarios/1/why-not/ZOR-006")
