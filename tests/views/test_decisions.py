"""The register of decisions, and preparing one: who may, what is kept, and what becomes public."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db, today
from core.links import Reference, permanent_address, resolve_many, waiting_for
from portfolio.actions.decisions_revisit import remind_revisits
from portfolio.models import Decision, DecisionRevisit, UseCase
from portfolio.rules.terms import Phase
from search import writing
from tests.factories import make_framework
from tests.factories.decisions import make_decision, make_draft


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


def test_the_register_shows_what_was_decided_newest_first(browser, make_domain, make_use_case):
    first, second = make_domain(name="Eerste"), make_domain(name="Tweede")
    use_case = make_use_case(domain=first, phase=Phase.CANDIDATE)
    items = [(use_case.code, "rejected", "Geen eigenaar")]
    old = make_decision(first, subject="Oud besluit", kind="selection", items=items)
    new = make_decision(second, subject="Nieuw besluit", decided_on=date(2026, 2, 1), today=date(2026, 3, 2))
    make_draft(first, subject="Conceptgeheim")

    page = browser.get("/decisions/")

    lines = [line.text for line in page.select("main .lines > li")]
    assert ["Oud besluit" in lines[0], "Nieuw besluit" in lines[1]] == [True, True]
    assert use_case.code in lines[0]
    assert "2 besluiten" in page.text
    assert "Conceptgeheim" not in page.text
    for query, number in (
        (f"board={first.slug}", old.number),
        ("q=nieuw", new.number),
        (f"q={use_case.code}", old.number),
        ("kind=selection", old.number),
    ):
        found = browser.get(f"/decisions/?{query}")
        assert [line.text.count(number) for line in found.select("main .lines > li")] == [1], query
    assert "Niets gevonden" in browser.get("/decisions/?year=1999&kind=onzin&q=zzz").text


def test_the_register_as_data_and_as_a_feed(browser, domain):
    decision = make_decision(domain, subject="Wij kiezen", dissents=[("zetel gemeenten", "Te vroeg")])
    make_draft(domain, subject="Conceptgeheim")

    data = browser.get("/decisions.json").response.get_json()
    csv = browser.get("/decisions.csv").response.get_data(as_text=True)
    feed = browser.get("/decisions.atom").response.get_data(as_text=True)

    assert data["count"] == 1
    assert data["decisions"][0]["number"] == decision.number
    assert data["decisions"][0]["dissent"] == [
        {"seat": "zetel gemeenten", "use_case": "", "text": "Te vroeg"}
    ]
    assert decision.number in csv
    assert f"<title>{decision.number} Wij kiezen</title>" in feed
    assert "Conceptgeheim" not in csv + feed


def test_a_decision_tells_what_why_who_disagreed_and_what_followed(browser, domain, make_person):
    person = make_person(name="Bord Lid")
    first = make_decision(
        domain,
        subject="Eerst dit",
        alternatives="Niets doen",
        conditions="Met een DPIA",
        dissents=[{"seat": "zetel gemeenten", "text": "Te vroeg", "person_id": person.id}],
        revisits=[{"kind": "date", "due_on": date(2027, 1, 1), "text": "Na een jaar"}],
    )
    second = make_decision(domain, subject="Toen dat", supersedes_id=first.id)

    page = browser.get(f"/decisions/{first.number.lower()}", expect=301)
    page = browser.get(f"/decisions/{first.number}")

    for words in (
        "Niets doen",
        "Met een DPIA",
        "zetel gemeenten",
        "Te vroeg",
        "1 januari 2027",
        "Na een jaar",
    ):
        assert words in page.select_one("main").text
    assert second.number in page.select_one(".utrecht-alert").text
    assert first.number in browser.get(f"/decisions/{second.number}").select_one("main aside").text
    assert "Bord Lid" not in page.text
    browser.sign_in(make_person(Role.BOARD_MEMBER, domain=domain))
    assert "Bord Lid" in browser.get(f"/decisions/{first.number}").text


def test_a_draft_is_for_its_board_alone(browser, domain, make_domain, make_person):
    draft = make_draft(domain, subject="Conceptgeheim")
    addresses = [
        f"/domains/{domain.slug}/decisions/{draft.id}{tail}" for tail in ("", "/edit", "/publish", "/drop")
    ]
    for address in addresses:
        browser.get(address, expect=302)
    browser.sign_in(make_person(Role.CONTRIBUTOR))
    for address in addresses:
        browser.get(address, expect=404)
    browser.get(f"/domains/{domain.slug}/decisions/", expect=403)
    browser.get(f"/domains/{domain.slug}/decisions/new", expect=403)
    browser.post("/logout")
    browser.sign_in(make_person(Role.SECRETARY, domain=make_domain()))
    for address in addresses:
        browser.get(address, expect=404)
    browser.post("/logout")
    browser.sign_in(make_person(Role.BOARD_MEMBER, domain=domain))
    assert "Conceptgeheim" in browser.get(addresses[0]).text
    for address in addresses[1:]:
        browser.get(address, expect=403)
        browser.post(address, data={"version": 1}, expect=403)


def test_a_secretary_makes_completes_and_publishes_a_decision(
    browser, domain, secretary, make_use_case, make_organisation, make_system_function
):
    use_case = make_framework(
        make_use_case(
            domain=domain,
            phase=Phase.CANDIDATE,
            practice="Ja",
            has_no_preconditions=True,
            has_no_risks=True,
            owner_organisation_id=make_organisation().id,
            contributions=[make_system_function()],
        )
    )
    code = use_case.code
    browser.sign_in(secretary)
    page = browser.get(f"/domains/{domain.slug}/decisions/new?code={code}")
    answer = browser.submit(
        page, to=f"/domains/{domain.slug}/decisions/new", subject="Keuze", **{"items-0-reason": ""}
    )
    draft_url = answer.location

    page = browser.get(f"{draft_url}/publish")
    assert page.select_one("main button[type=submit]") is None
    assert "Schrijf op waarom het bord zo besluit" in page.text
    browser.post(f"{draft_url}/publish", data={"version": 1}, expect=422)

    page = browser.get(f"{draft_url}/edit")
    changes = {"text": "Wij kiezen deze.", "reasons": "Veel waarde.", "items-0-reason": "De hoogste waarde"}
    browser.submit(page, to=f"{draft_url}/edit", **changes)
    page = browser.get(f"{draft_url}/publish")
    assert "van kandidaat naar geselecteerd" in page.text
    answer = browser.submit(page, to=f"{draft_url}/publish")

    number = f"{domain.code}-{today().year}-001"
    assert answer.location == f"/decisions/{number}"
    assert browser.get(draft_url, expect=302).location == f"/decisions/{number}"
    db.session.expire_all()
    assert db.session.scalar(select(UseCase.phase)) is Phase.SELECTED
    browser.post("/logout")
    assert "De hoogste waarde" in browser.get(f"/decisions/{number}").text
    assert number in browser.get(f"/use-cases/{code}").text


def test_a_stale_save_shows_both_texts(browser, domain, secretary):
    draft = make_draft(domain)
    url = f"/domains/{domain.slug}/decisions/{draft.id}/edit"
    page = browser.sign_in(secretary).get(url)
    browser.submit(page, to=url, subject="Hun onderwerp")

    stale = browser.submit(page, to=url, subject="Mijn onderwerp", expect=409)
    publish = browser.post(url.replace("edit", "publish"), data={"version": 1}, expect=409)

    assert "Hun onderwerp" in stale.select_one("#conflict").text
    assert stale.select_one("#subject")["value"] == "Mijn onderwerp"
    assert publish.select_one("#conflict") is not None


def test_rows_grow_and_shrink_without_saving(browser, domain, secretary):
    url = f"/domains/{domain.slug}/decisions/new"
    page = browser.sign_in(secretary).get(url)

    grown = browser.submit(page, to=url, add="items", expect=200)
    wrong = browser.submit(grown, to=url, subject="X", **{"items-0-code": "ZZZ-1"}, expect=422)
    gone = browser.submit(wrong, to=url, remove="items-0", expect=200)

    assert grown.select_one("[name=items-0-code]")
    assert "Kies wat het bord besluit" in wrong.text
    assert gone.select_one("[name=items-0-code]") is None
    unknown = {"subject": "X", "items-0-code": "ZZZ-1", "items-0-outcome": "parked", "version": ""}
    assert "ZZZ-1" in browser.post(url, data=unknown, expect=422).select_one("main").text
    assert db.session.scalar(select(Decision.id)) is None


def test_what_is_not_chosen_stays_to_be_found(browser, domain, make_use_case):
    use_case = make_use_case(domain=domain, phase=Phase.IDEA, title="Vaste baan")
    assert "nog geen use case afgewezen" in browser.get(f"/domains/{domain.slug}/not-chosen").text
    decision = make_decision(
        domain, kind="selection", items=[(use_case.code, "rejected", "Niemand wil eigenaar zijn")]
    )
    writing.rebuild()

    page = browser.get(f"/domains/{domain.slug}/not-chosen")

    assert "Niemand wil eigenaar zijn" in page.text
    assert decision.number in page.text
    assert "Vaste baan" in browser.get("/use-cases/?phase=parked").text
    assert "Niemand wil eigenaar zijn" in browser.get(f"/use-cases/{use_case.code}").text
    hits = browser.get("/search?q=eigenaar+niemand&type=decision").select("main h2 a, main h3 a")
    assert f"/decisions/{decision.number}" in [hit["href"] for hit in hits]


def test_the_board_is_reminded_and_settles_it(browser, domain, secretary, make_person):
    decision = make_decision(domain, revisits=[{"kind": "date", "due_on": date(2026, 6, 1)}])
    remind_revisits(date(2026, 6, 1))
    db.session.commit()
    revisit = db.session.scalar(select(DecisionRevisit.id))
    url = f"/decisions/{decision.number}/revisits/{revisit}"
    with browser.app.test_request_context("/"):
        assert decision.number in waiting_for(secretary)[0].title
        assert waiting_for(make_person(Role.CONTRIBUTOR)) == []

    browser.sign_in(secretary)
    assert f"besluit {decision.subject}" in browser.get("/notifications").text
    assert "sinds 1 juni 2026" in browser.get(f"/domains/{domain.slug}/decisions/").text
    browser.post(url, data={"note": " "}, expect=422)
    browser.post(url, data={"note": "Blijft gelden"})
    browser.post(url, data={"note": "Nog eens"}, expect=422)

    assert "Blijft gelden" in browser.get(f"/decisions/{decision.number}").text
    browser.post("/logout")
    browser.sign_in(make_person(Role.BOARD_MEMBER, domain=domain))
    browser.post(url, data={"note": "x"}, expect=403)


def test_a_roadmap_is_adopted_as_planned_now(browser, domain, secretary, make_use_case):
    url = f"/domains/{domain.slug}/decisions/roadmap"
    assert "nog geen gekozen use case" in browser.sign_in(secretary).get(url).text
    browser.post(url, data={"subject": "Routekaart"}, expect=422)
    use_case = make_use_case(
        domain=domain, phase=Phase.SELECTED, planned_start=2027 * 4, planned_quarters=2, title="Wegen"
    )

    edit = browser.submit(browser.get(url), to=url).location
    draft = edit.removesuffix("/edit")
    db.session.get_one(UseCase, use_case.id).planned_quarters = 3
    db.session.commit()
    assert "De planning is intussen veranderd" in browser.get(draft).text
    browser.submit(browser.get(f"{draft}/roadmap"), to=f"{draft}/roadmap")
    browser.submit(
        browser.get(edit), to=edit, reasons="Zo houden wij elkaar eraan", decided_on=today().isoformat()
    )
    answer = browser.submit(browser.get(f"{draft}/publish"), to=f"{draft}/publish")
    browser.post("/logout")

    assert "Q1\u00a02027 – Q3\u00a02027" in browser.get(answer.location).text
    assert answer.location in str(browser.get(f"/domains/{domain.slug}/roadmap"))


def test_a_draft_is_thrown_away_after_asking(browser, domain, secretary):
    draft = make_draft(domain)
    url = f"/domains/{domain.slug}/decisions/{draft.id}/drop"

    browser.submit(browser.sign_in(secretary).get(url), to=url)

    assert db.session.scalar(select(Decision.id)) is None


def test_a_decision_is_named_by_links_and_a_permanent_address(browser, domain, in_dutch):
    decision, draft = make_decision(domain), make_draft(domain)
    known = Reference("decision", decision.number)
    unknown = Reference("decision", "AAA-2020-001")

    found = resolve_many([known, unknown], None)

    assert found[known].url == f"/decisions/{decision.number}"
    assert found[unknown] is None
    assert permanent_address("decision", decision.id, None) == f"/decisions/{decision.number}"
    assert permanent_address("decision", draft.id, None) is None
    browser.get("/decisions/geen-nummer", expect=404)


def test_the_number_of_queries_does_not_grow(browser, domain, count_queries, make_use_case):
    def fill(total: int) -> None:
        for _ in range(total):
            use_case = make_use_case(domain=domain, phase=Phase.CANDIDATE)
            make_decision(
                domain,
                kind="selection",
                items=[(use_case.code, "parked", "Later")],
                decided_on=today() - timedelta(days=1),
            )

    fill(1)
    with count_queries() as one:
        browser.get("/decisions/")
        browser.get("/decisions.csv")
        browser.get(f"/domains/{domain.slug}/not-chosen")
    fill(3)
    with count_queries() as many:
        browser.get("/decisions/")
        browser.get("/decisions.csv")
        browser.get(f"/domains/{domain.slug}/not-chosen")
    assert len(many) == len(one)
