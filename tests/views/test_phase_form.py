"""Move a use case to another phase: only by the rules, only by the secretary of its domain."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db, today
from portfolio.models import PhaseChange, Precondition, UseCase
from portfolio.rules.terms import Phase, PreconditionKind
from tests.factories.decisions import make_decision, make_draft


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


def complete(make_use_case, **values) -> UseCase:
    known = {"practice": "Ja", "has_no_preconditions": True, "has_no_risks": True}
    return make_use_case(**(known | values))


def test_a_complete_idea_becomes_a_candidate(browser, domain, secretary, make_use_case, make_organisation):
    use_case = complete(make_use_case, domain=domain, owner_organisation_id=make_organisation().id)
    page = browser.sign_in(secretary).get("portfolio.move_use_case", code=use_case.code)

    answer = browser.post(
        "portfolio.move_use_case",
        code=use_case.code,
        data={"version": 1, "to": "candidate", "on": today().isoformat()},
    )

    assert page.select_one("[name=on]")["value"] == today().isoformat()
    assert answer.location.endswith(f"/use-cases/{use_case.code}")
    db.session.expire_all()
    assert db.session.scalar(select(UseCase.phase)) is Phase.CANDIDATE


def test_the_page_lists_what_each_next_phase_asks(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain)

    page = browser.sign_in(secretary).get("portfolio.move_use_case", code=use_case.code)

    aside = page.select_one("main aside").text
    assert "Kies een eigenaar" in aside
    assert "Nog 4 dingen nodig" in page.select_one("main form").text
    assert [option["value"] for option in page.select("[name=to]")] == ["candidate", "parked", "stopped"]


def test_an_incomplete_candidate_is_refused_with_all_that_lacks(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.CANDIDATE)

    page = browser.sign_in(secretary).post(
        "portfolio.move_use_case",
        code=use_case.code,
        data={"version": 1, "to": "selected", "on": today().isoformat(), "reason": "Nodig"},
        expect=422,
    )

    said = page.select_one("[data-error-summary]").text
    assert "systeemfunctie" in said
    assert "gepubliceerde besluit" in said
    assert "Kies een eigenaar" in said
    assert page.select_one("#reason").text.strip() == "Nodig"
    assert page.select_one("#decision-error")
    db.session.expire_all()
    assert db.session.scalar(select(UseCase.phase)) is Phase.CANDIDATE


def test_a_selected_one_is_public_and_warnings_go_along(
    browser, domain, secretary, make_use_case, make_organisation, make_system_function, make_framework
):
    use_case = complete(
        make_use_case,
        domain=domain,
        phase=Phase.CANDIDATE,
        owner_organisation_id=make_organisation().id,
        contributions=[make_system_function()],
    )
    db.session.add(
        Precondition(
            use_case_id=use_case.id,
            text="Een wet",
            kind=PreconditionKind.LEGAL,
            is_hard=True,
            due_on=today() + timedelta(days=90),
        )
    )
    db.session.commit()
    make_framework(use_case)
    items = [(use_case.code, "selected", "Veel waarde")]
    decision = make_decision(domain, kind="selection", items=items, decided_on=today())
    data = {"on": today().isoformat(), "reason": "Toch nog eens bekijken"}
    browser.sign_in(secretary)
    url = f"/use-cases/{use_case.code}/phase"

    def version() -> str:
        return browser.get(url).select_one("[name=version]")["value"]

    browser.post(url, data={**data, "version": version(), "to": "candidate"})
    again = {**data, "version": version(), "to": "selected"}
    browser.post(url, data={**again, "decision": "SOC-2026-999"}, expect=422)
    answer = browser.post(url, data={**again, "decision": decision.number})
    page = browser.get(answer.location)

    assert "harde randvoorwaarde is open" in page.text
    db.session.expire_all()
    assert db.session.scalar(select(UseCase.published_on)) == today()
    assert db.session.scalars(select(PhaseChange.decision)).all()[-1] == decision.number


def test_selecting_leads_to_making_a_decision_when_there_is_none(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.CANDIDATE)
    url = f"/domains/{domain.slug}/decisions"

    page = browser.sign_in(secretary).get("portfolio.move_use_case", code=use_case.code)
    assert page.select_one("#decision-how a")["href"] == f"{url}/new?code={use_case.code}"

    draft = make_draft(domain, items=[(use_case.code, "selected", "")])
    page = browser.get("portfolio.move_use_case", code=use_case.code)
    assert page.select_one("#decision-how a")["href"] == f"{url}/{draft.id}"


@pytest.mark.parametrize("phase", ["parked", "stopped"])
def test_who_puts_one_aside_says_why(browser, domain, secretary, make_use_case, phase):
    use_case = make_use_case(domain=domain)
    data = {"version": 1, "to": phase, "on": today().isoformat()}

    page = browser.sign_in(secretary).post(
        "portfolio.move_use_case", code=use_case.code, data=data, expect=422
    )
    browser.post("portfolio.move_use_case", code=use_case.code, data={**data, "reason": "Geen geld"})

    assert "Schrijf op waarom" in page.select_one("#reason-error").text
    changes = db.session.scalars(select(PhaseChange.reason).order_by(PhaseChange.id)).all()
    assert changes == ["Begin", "Geen geld"]


BAD = [
    ({"to": "niets"}, "Kies iets uit de lijst"),
    ({"to": ""}, ""),
    ({"to": "pilot"}, "Kies iets uit de lijst"),
    ({"to": "a\x00"}, "Kies iets uit de lijst"),
    ({"on": "gisteren"}, "datum"),
    ({"on": "\x00"}, "de dag van de stap"),
    ({"on": "2025-12-31"}, "op of na 1 januari 2026"),
    ({"on": "2999-01-01"}, "vandaag of een dag"),
    ({"reason": "x" * 2001}, "ten hoogste 2000"),
    ({"decision": "x" * 201}, "Kies iets uit de lijst"),
]


@pytest.mark.parametrize(("typed", "said"), BAD, ids=lambda value: str(value)[:40])
def test_bad_input_is_refused(browser, domain, secretary, make_use_case, typed, said):
    use_case = make_use_case(domain=domain)
    data = {"version": 1, "to": "parked", "on": today().isoformat(), "reason": "Omdat", **typed}

    page = browser.sign_in(secretary).post(
        "portfolio.move_use_case", code=use_case.code, data=data, expect=422
    )

    assert said in page.select_one("main").text
    assert len(db.session.scalars(select(PhaseChange)).all()) == 1


def test_a_stale_step_shows_the_last_one(
    browser, other_browser, domain, secretary, make_person, make_use_case
):
    use_case = make_use_case(domain=domain)
    data = {"version": 1, "to": "parked", "on": today().isoformat(), "reason": "Mijn reden"}
    browser.sign_in(secretary)
    other_browser.sign_in(make_person(Role.SECRETARY, domain=domain))

    other_browser.post(
        "portfolio.move_use_case", code=use_case.code, data={**data, "to": "stopped", "reason": "Hun reden"}
    )
    page = browser.post("portfolio.move_use_case", code=use_case.code, data=data, expect=409)

    assert "Hun reden" in page.select_one("#conflict").text
    assert page.select_one("#reason").text.strip() == "Mijn reden"


def test_a_finished_one_goes_nowhere(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.FINISHED)
    browser.sign_in(secretary)

    assert "afgerond" in browser.get("portfolio.move_use_case", code=use_case.code).select_one(".empty").text
    data = {"version": 1, "to": "idea", "on": date(2026, 2, 1).isoformat(), "reason": "x"}
    browser.post("portfolio.move_use_case", code=use_case.code, data=data, expect=422)


def test_only_the_secretary_of_its_domain_moves_it(browser, make_person, make_domain, domain, make_use_case):
    owner = make_person(Role.CONTRIBUTOR)
    use_case = make_use_case(domain=domain, owner_id=owner.id)
    for person in (
        make_person(Role.SECRETARY, domain=make_domain()),
        make_person(Role.PROGRAMME_MANAGER),
        owner,
    ):
        browser.sign_in(person)
        browser.get("portfolio.move_use_case", code=use_case.code, expect=403)
        browser.post("portfolio.move_use_case", code=use_case.code, data={"to": "parked"}, expect=403)
        browser.post("/logout")
