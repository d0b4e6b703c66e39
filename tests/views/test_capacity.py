"""Capacity per organisation: who may, noted and forgotten, two people at once, and told as a conflict."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import SYSTEM, AuditEvent
from core.database import db, today
from portfolio.actions.capacity import note_capacity
from portfolio.models import Dataset, Dependency, OrganisationCapacity, Partner, Precondition
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase, PreconditionKind, PreconditionState
from tests.factories import wiki as make_wiki
from wiki.rules.terms import PageKind

NOW = Quarter.of(today())


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


@pytest.fixture
def domain(make_domain):
    return make_domain(name="Water")


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def office(make_organisation):
    return make_organisation(slug="bureau", name="Bureau Dijk")


@pytest.fixture
def plan(make_use_case, office):
    """Plan a use case of six person-months in two quarters, all by the office."""

    def make(domain, title, start=1, phase=Phase.SELECTED, **more):
        return make_use_case(
            domain=domain,
            title=title,
            phase=phase,
            planned_start=NOW.index + start,
            planned_quarters=2,
            effort_low=Decimal(5),
            effort_likely=Decimal(6),
            effort_high=Decimal(8),
            owner_organisation_id=office.id,
            **{"organisations": 1} | more,
        )

    return make


@pytest.fixture
def note(office):
    """Note what the office can do."""

    def make(domain, months, own=None):
        made = note_capacity(
            domain, office, months=Decimal(months), own=own or {}, note="", by=SYSTEM, version=None
        )
        db.session.commit()
        return made

    return make


ROLES = [
    ((Role.SECRETARY,), 200, 200, 403),
    ((Role.BOARD_MEMBER,), 200, 403, 403),
    ((Role.PROGRAMME_MANAGER,), 200, 200, 200),
    ((Role.CONTRIBUTOR,), 403, 403, 403),
]


@pytest.mark.parametrize(("roles", "reads", "edits", "edits_all"), ROLES)
def test_the_secretary_notes_for_a_domain_and_the_programme_for_all(
    roles, reads, edits, edits_all, browser, make_person, domain, office
):
    browser.sign_in(make_person(*roles, domain=domain))
    browser.get(f"/domains/{domain.slug}/roadmap/capacity", expect=reads)
    browser.get(f"/domains/{domain.slug}/roadmap/capacity/{office.slug}", expect=edits)
    browser.get(f"/roadmap/capacity/{office.slug}", expect=edits_all)
    browser.get("/roadmap/capacity", expect=edits_all)
    if edits == 403:
        browser.post(f"/domains/{domain.slug}/roadmap/capacity/{office.slug}", data={"months": 1}, expect=403)
        assert db.session.scalars(select(OrganisationCapacity)).all() == []


def test_capacity_is_noted_changed_and_forgotten_and_each_is_on_record(
    browser, domain, secretary, office, plan
):
    plan(domain, "Dijken")
    browser.sign_in(secretary)
    address = f"/domains/{domain.slug}/roadmap/capacity/{office.slug}"
    assert "niet bekend" in words(browser.get(f"/domains/{domain.slug}/roadmap/capacity"))
    browser.submit(browser.get(address), to=address, months="2,5", exceptions=f"{NOW + 1}: 1; {NOW + 2}: 4")
    kept = db.session.scalars(select(OrganisationCapacity)).one()
    assert (kept.months, kept.domain_id) == (Decimal("2.5"), domain.id)
    page = browser.get(f"/domains/{domain.slug}/roadmap/capacity")
    assert "2 kwartalen wijken af" in words(page)
    assert "te weinig" in words(page)
    again = browser.get(address)
    assert again.select_one("[name=exceptions]")["value"].startswith((NOW + 1).typed)
    browser.submit(again, to=address, months="9", exceptions="")
    assert "past" in words(browser.get(f"/domains/{domain.slug}/roadmap/capacity"))
    browser.submit(browser.get(address), to=address, months="")
    assert db.session.scalars(select(OrganisationCapacity)).all() == []
    events = select(AuditEvent.verb).where(AuditEvent.verb.startswith("capacity")).order_by(AuditEvent.id)
    assert list(db.session.scalars(events)) == ["capacity.noted", "capacity.noted", "capacity.forgotten"]


@pytest.mark.parametrize(
    "values", [{"months": "-1"}, {"months": "veel"}, {"exceptions": "2027: 3"}, {"exceptions": "2027-K1: x"}]
)
def test_what_is_no_capacity_is_refused_with_what_was_typed(values, browser, domain, secretary, office):
    browser.sign_in(secretary)
    address = f"/domains/{domain.slug}/roadmap/capacity/{office.slug}"
    page = browser.submit(browser.get(address), to=address, expect=422, **({"months": "1"} | values))
    for name, value in values.items():
        assert page.select_one(f"[name={name}]")["value"] == value


def test_who_changes_what_someone_else_changed_gets_both(browser, domain, secretary, office, note):
    browser.sign_in(secretary)
    address = f"/domains/{domain.slug}/roadmap/capacity/{office.slug}"
    page = browser.get(address)
    note(domain, 3)
    conflict = browser.submit(page, to=address, months="7", expect=409)
    assert {"7", "3"} <= {cell.text.strip() for cell in conflict.select("#conflict .typed")}


def test_too_much_at_once_is_told_in_words_with_the_way_out(browser, domain, plan, note):
    first, second = plan(domain, "Dijken"), plan(domain, "Duinen")
    address = f"/domains/{domain.slug}/roadmap"
    assert "kan in" not in words(browser.get(address))
    note(domain, 4)
    seen = words(browser.get(address))
    number, year = (NOW + 1).number, (NOW + 1).year
    assert f"Bureau Dijk kan in Q{number} {year} 4 aan, maar de planning vraagt 6 persoonsmaanden" in seen
    assert f"{first.code} 3, {second.code} 3" in seen
    assert f"Begin {first.code} 2 kwartalen later, of maak er 2 vrij." in seen
    assert "Het knelt van" in seen


def test_candidates_ask_nothing_of_anyone_for_who_does_not_see_them(browser, domain, secretary, plan, note):
    plan(domain, "Dijken")
    plan(domain, "Duinen", phase=Phase.CANDIDATE)
    note(domain, 4)
    address = f"/domains/{domain.slug}/roadmap"
    assert "kan in" not in words(browser.get(address))
    browser.sign_in(secretary)
    assert "Bureau Dijk kan in" in words(browser.get(address))
    assert "Bureau Dijk kan in" in words(browser.get(f"{address}/edit"))


def test_domains_that_share_an_organisation_clash_over_all_together(
    browser, make_domain, make_person, domain, plan, note
):
    other = make_domain(name="Energie")
    plan(domain, "Dijken")
    waits = plan(other, "Duinen")
    needed = plan(domain, "Bomen", start=4)
    db.session.add(Dependency(use_case_id=waits.id, needs_id=needed.id))
    db.session.commit()
    note(None, 5)
    note(domain, 5)
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    seen = words(browser.get("/roadmap/edit"), ".utrecht-alert")
    assert "2 knelpunten" in seen
    assert "Bureau Dijk kan in" in seen
    assert "wacht op" in seen
    assert "kan in" not in words(browser.get(f"/domains/{domain.slug}/roadmap"))
    draft = words(browser.get(f"/domains/{domain.slug}/roadmap/edit"), ".utrecht-alert")
    assert "Bureau Dijk (alle domeinen samen) kan in" in draft


def test_the_planning_of_all_domains_narrows_and_leads_to_ones_own(
    browser, make_domain, make_organisation, domain, secretary, plan
):
    other, board = make_domain(name="Energie"), make_organisation(slug="provincie", name="Provincie")
    mine, theirs = plan(domain, "Dijken"), plan(other, "Duinen")
    db.session.add(Partner(use_case_id=theirs.id, organisation_id=board.id))
    db.session.commit()
    browser.sign_in(secretary)
    page = browser.get("/roadmap/edit")
    assert {"Dijken", "Duinen"} <= set(words(page).split())
    assert page.select_one(f"a[href*='/roadmap/edit/{mine.code}']")
    assert not page.select_one(f"a[href*='/roadmap/edit/{theirs.code}']")
    assert "Duinen" not in words(browser.get(f"/roadmap/edit?domain={domain.slug}"))
    assert "Dijken" not in words(browser.get("/roadmap/edit?organisation=provincie"))
    empty = browser.get(f"/roadmap/edit?organisation=provincie&domain={domain.slug}")
    assert "niets gepland" in words(empty)


SOURCES = [
    ("open", (), None),
    ("closed", (), "gebruikt een bron die gesloten is: Kaarten"),
    ("on_request", (), "gebruikt een bron die alleen op aanvraag is: Kaarten"),
    ("closed", ((PreconditionState.MET, None),), None),
    ("closed", ((PreconditionState.OPEN, 1),), None),
    ("closed", ((PreconditionState.OPEN, 3),), "de bron Kaarten gaat pas open op"),
    ("closed", ((PreconditionState.OPEN, None),), "gebruikt een bron die gesloten is"),
    ("closed", ((PreconditionState.MET, None), (PreconditionState.OPEN, 3)), "gaat pas open op"),
]


@pytest.mark.parametrize(("access", "preconditions", "expected"), SOURCES)
def test_a_source_that_is_not_open_in_time_is_a_conflict(
    access, preconditions, expected, browser, domain, plan
):
    page = make_wiki.make_page(title="Kaarten", kind=PageKind.DATASET, fields={"access": access})
    use_case = plan(domain, "Dijken")
    db.session.add(
        Dataset(use_case_id=use_case.id, name="Kaarten", definition=f"{page.id}:abc", definition_version=1)
    )
    db.session.add_all(
        Precondition(
            use_case_id=use_case.id,
            kind=PreconditionKind.TECHNICAL,
            text="Toegang",
            state=state,
            due_on=None if due is None else (NOW + due).first_day,
        )
        for state, due in preconditions
    )
    db.session.commit()
    seen = words(browser.get(f"/domains/{domain.slug}/roadmap"))
    assert ("Bron." in seen) is (expected is not None)
    assert expected is None or expected in seen
    if expected:
        page = browser.get(f"/domains/{domain.slug}/roadmap?lang=en")
        assert {one.text for one in page.select(".utrecht-alert span[lang=nl]")} == {"Kaarten"}


def test_the_pages_ask_as_few_questions_for_many_as_for_one(
    browser, domain, make_person, note, plan, count_queries
):
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    own = f"/domains/{domain.slug}/roadmap"
    addresses = (f"{own}/capacity", "/roadmap/capacity", f"{own}/edit", "/roadmap/edit", "/roadmap")
    note(domain, 1)
    plan(domain, "Dijken")
    asked = []
    for _time in range(2):
        for address in addresses:
            browser.get(address)
            with count_queries() as found:
                browser.get(address)
            asked.append(len(found))
        for number in range(5):
            plan(domain, f"Werk {number}", start=number % 3 + 1)
    assert asked[: len(addresses)] == asked[len(addresses) :]
