"""The editor of a roadmap: who may, moves with a reason, undoing, two people at once, the first promise."""

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db, today
from portfolio.actions.decisions_publish import publish_decision
from portfolio.actions.decisions_roadmap import draft_roadmap
from portfolio.models import Dependency, UseCase
from portfolio.models.progress import PlanMove
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase
from tests.browser import Browser

NOW = Quarter.of(today())


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def use_case(make_use_case, domain):
    return make_use_case(
        domain=domain,
        phase=Phase.PREPARATION,
        title="Wegen",
        planned_start=NOW.index + 1,
        planned_quarters=2,
        illustrative=["planned"],
    )


@pytest.fixture
def adopt(domain, secretary):
    """Let the board adopt the roadmap as it is now."""

    def make():
        draft = draft_roadmap(domain, subject="Routekaart", text="Vastgesteld.", by=secretary)
        draft.decided_on, draft.reasons = today(), "Zo kan het."
        decision = publish_decision(draft, by=secretary, today=today(), version=None)
        db.session.commit()
        return decision.number

    return make


def move(browser, domain, use_case, *, expect=302, **values):
    address = f"/domains/{domain.slug}/roadmap/edit/{use_case.code}"
    form = browser.get(address)
    given = {name: form.select_one(f"[name={name}]")["value"] for name in ("start", "quarters", "version")}
    return browser.post(address, data={**given, **values}, expect=expect)


def plan(use_case) -> tuple[int | None, int | None]:
    found = db.session.get_one(UseCase, use_case.id, populate_existing=True)
    return found.planned_start, found.planned_quarters


READERS = [
    ((Role.SECRETARY,), 200, 200),
    ((Role.BOARD_MEMBER,), 200, 403),
    ((Role.PROGRAMME_MANAGER,), 200, 403),
    ((Role.CONTRIBUTOR,), 403, 403),
    ((), 403, 403),
]


@pytest.mark.parametrize(("roles", "reads", "moves"), READERS)
def test_the_board_and_the_programme_read_the_draft_and_the_secretary_moves(
    roles, reads, moves, browser, make_person, domain, use_case
):
    browser.sign_in(make_person(*roles, domain=domain))
    page = browser.get(f"/domains/{domain.slug}/roadmap/edit", expect=reads)
    assert ("Wegen" in page.text) is (reads == 200)
    browser.get(f"/domains/{domain.slug}/roadmap/edit/{use_case.code}", expect=moves)
    if moves == 403:
        data = {"start": str(NOW), "quarters": 2}
        browser.post(f"/domains/{domain.slug}/roadmap/edit/{use_case.code}", data=data, expect=403)
        assert plan(use_case) == (NOW.index + 1, 2)


def test_a_secretary_moves_nothing_of_another_domain(
    browser, make_domain, make_person, domain, secretary, use_case
):
    other = make_domain()
    browser.sign_in(make_person(Role.SECRETARY, domain=other))
    browser.get(f"/domains/{domain.slug}/roadmap/edit", expect=403)
    browser.get(f"/domains/{other.slug}/roadmap/edit/{use_case.code}", expect=404)


def test_a_draft_moves_by_form_or_by_button_and_each_move_is_told_and_kept(
    browser, domain, secretary, use_case
):
    browser.sign_in(secretary)
    move(browser, domain, use_case, start=str(NOW + 2), quarters=3)
    assert plan(use_case) == (NOW.index + 2, 3)
    page = browser.get(f"/domains/{domain.slug}/roadmap/edit/{use_case.code}")
    assert "staat nu in" in words(page, "#verplaats[tabindex] #move-told")
    assert "staat nu in" not in words(page, "[role=status]")
    for step, expected in (
        ("later", (NOW.index + 3, 3)),
        ("earlier", (NOW.index + 2, 3)),
        ("longer", (NOW.index + 2, 4)),
        ("shorter", (NOW.index + 2, 3)),
    ):
        move(browser, domain, use_case, step=step)
        assert plan(use_case) == expected
    page = browser.get(f"/domains/{domain.slug}/roadmap/edit")
    assert "staat nu in" in words(page, "[role=status]")
    assert len(page.select("table.cards tbody tr")) == 5
    assert "planned" not in db.session.get_one(UseCase, use_case.id).illustrative


def test_what_was_promised_moves_with_a_reason_and_the_first_promise_stays_in_view(
    app, browser, domain, secretary, use_case, adopt
):
    number = adopt()
    browser.sign_in(secretary)
    refused = move(browser, domain, use_case, step="later", expect=422)
    assert "eerste belofte blijft staan" in refused.text
    move(browser, domain, use_case, step="later", reason="partner", note="Wacht op een gemeente.")
    assert "1 kwartaal later" in words(browser.get(f"/domains/{domain.slug}/roadmap"))
    adopt()
    for address in (f"/domains/{domain.slug}/roadmap", "/roadmap"):
        page = Browser(app).get(address)
        seen = words(page)
        assert "1 kwartaal later" in seen
        assert "eerst beloofd: " in seen
        assert "1 keer opnieuw gepland: een partner" in seen
        assert page.select("rect.ghost")
    assert number


def test_who_moves_is_told_what_that_does_to_what_waits_for_it(
    browser, domain, secretary, use_case, make_use_case
):
    waits = make_use_case(
        domain=domain, phase=Phase.PREPARATION, planned_start=NOW.index + 3, planned_quarters=1
    )
    db.session.add(Dependency(use_case_id=waits.id, needs_id=use_case.id))
    db.session.commit()
    browser.sign_in(secretary)
    address = f"/domains/{domain.slug}/roadmap/edit/{use_case.code}"
    assert words(browser.get(address), "#move-clashes") == "Geen knelpunten zoals het nu staat."
    move(browser, domain, use_case, step="later")
    assert f"({waits.code}) begint in" in words(browser.get(address), "#move-clashes")


def test_a_move_is_undone_and_both_stay_on_record(browser, domain, secretary, use_case, adopt):
    adopt()
    browser.sign_in(secretary)
    move(browser, domain, use_case, step="later", reason="money")
    made = db.session.scalars(select(PlanMove)).one()
    address = f"/domains/{domain.slug}/roadmap/moves/{made.id}/undo"
    version = browser.get(address).select_one("[name=version]")["value"]
    browser.post(address, data={"version": version}, expect=302)
    assert plan(use_case) == (NOW.index + 1, 2)
    page = browser.get(f"/domains/{domain.slug}/roadmap/edit")
    assert "Teruggezet." in words(page, "[role=status]")
    assert "zoals eerst beloofd" in words(page)
    assert "keer opnieuw gepland" not in words(page)
    assert db.session.scalars(select(PlanMove.reason)).all() == [ReplanReason.MONEY, ReplanReason.MONEY]
    assert "al teruggezet" in browser.get(address).text
    version = browser.get(f"/domains/{domain.slug}/roadmap/edit/{use_case.code}").select_one("[name=version]")
    browser.post(address, data={"version": version["value"]}, expect=409)


def test_a_move_of_before_the_promise_is_undone_with_a_reason(browser, domain, secretary, use_case, adopt):
    browser.sign_in(secretary)
    move(browser, domain, use_case, step="later")
    adopt()
    address = f"/domains/{domain.slug}/roadmap/moves/{db.session.scalars(select(PlanMove.id)).one()}/undo"
    version = browser.get(address).select_one("[name=version]")["value"]
    browser.post(address, data={"version": version}, expect=422)
    browser.post(address, data={"version": version, "reason": "scope"}, expect=302)
    assert plan(use_case) == (NOW.index + 1, 2)


def test_who_moves_what_someone_else_moved_gets_both_plans(browser, domain, secretary, use_case):
    browser.sign_in(secretary)
    stale = {"start": str(NOW + 5), "quarters": 2, "version": use_case.version}
    move(browser, domain, use_case, step="later")
    page = browser.post(f"/domains/{domain.slug}/roadmap/edit/{use_case.code}", data=stale, expect=409)
    assert {str(NOW + 5), (NOW + 2).typed} <= {cell.text for cell in page.select("#conflict .typed")}
    assert plan(use_case) == (NOW.index + 2, 2)


@pytest.mark.parametrize(
    ("asked", "shown"), [("2031-K2", "Q2 2031"), ("morgen", (NOW + 1).typed), ("", (NOW + 1).typed)]
)
def test_a_bar_that_was_dragged_opens_its_form_with_that_quarter(
    asked, shown, browser, domain, secretary, use_case
):
    browser.sign_in(secretary)
    page = browser.get(f"/domains/{domain.slug}/roadmap/edit/{use_case.code}?start={asked}")
    assert page.select_one("[name=start]")["value"] == shown
    assert page.select_one("svg[data-chosen]")["data-start"] == str(NOW + 1)
    assert plan(use_case) == (NOW.index + 1, 2)


@pytest.mark.parametrize(
    "values",
    [
        {"start": "morgen"},
        {"start": ""},
        {"start": "1900-Q1", "step": "earlier"},
        {"start": "2199-Q4", "quarters": "2"},
        {"quarters": "0"},
        {"quarters": "41"},
        {"quarters": "1", "step": "shorter"},
    ],
)
def test_what_is_no_plan_is_refused_with_what_was_typed(values, browser, domain, secretary, use_case):
    browser.sign_in(secretary)
    page = move(browser, domain, use_case, expect=422, **values)
    for name in values.keys() & {"start", "quarters"}:
        assert page.select_one(f"[name={name}]")["value"] == values[name]
    assert plan(use_case) == (NOW.index + 1, 2)


def test_the_form_of_a_use_case_moves_a_draft_on_record_and_leads_a_promise_to_the_editor(
    browser, domain, secretary, use_case, adopt
):
    browser.sign_in(secretary)
    address = f"/use-cases/{use_case.code}/edit"
    browser.submit(browser.get(address), to=address, planned_start=str(NOW + 3))
    assert plan(use_case) == (NOW.index + 3, 2)
    assert len(db.session.scalars(select(PlanMove)).all()) == 1

    adopt()
    page = browser.get(address)
    assert not page.select("[name=planned_start]")
    assert page.select(f"a[href='/domains/{domain.slug}/roadmap/edit/{use_case.code}']")
    browser.submit(page, to=address, planned_start=str(NOW + 7), planned_quarters="9", title="Wegen en paden")
    assert plan(use_case) == (NOW.index + 3, 2)
    assert db.session.get_one(UseCase, use_case.id).title == "Wegen en paden"
