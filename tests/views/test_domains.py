"""The domains and the page of one: what each reader sees of it, its board, steps and empty state."""

from datetime import date, timedelta

import pytest

from accounts.models import Membership
from accounts.rules.terms import BoardRole, Role, Sector
from core.database import db, today
from portfolio.models import PhaseChange, UseCase, other_domain
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Kind, Phase, Size


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


@pytest.fixture
def care(make_domain, make_use_case):
    """A domain with two chosen use cases, one candidate, one idea that is a draft, and an initiative."""
    domain = make_domain(name="Zorg", name_en="Care", ambition="Hulp op tijd.", illustrative=["ambition"])
    make_use_case(domain=domain, title="Kies mij", phase=Phase.PILOT, size=Size.SMALL)
    make_use_case(domain=domain, title="Kies mij ook", phase=Phase.SELECTED, size=Size.AMBITIOUS)
    make_use_case(domain=domain, title="Wacht nog", phase=Phase.CANDIDATE, size=Size.SMALL)
    make_use_case(domain=domain, title="Klad", phase=Phase.IDEA, is_draft=True)
    make_use_case(domain=domain, title="Stelsel", phase=Phase.PILOT, kind=Kind.INITIATIVE)
    return domain


def row_of(page, name: str) -> list[str]:
    row = next(row for row in page.select("tbody tr") if row.select_one("th a").text == name)
    return [" ".join(cell.text.split()) for cell in row.select("td")]


def test_the_list_counts_only_what_a_visitor_may_read(care, browser):
    page = browser.get("/domains/")

    assert row_of(page, "Zorg") == ["2", "1 klein, 1 ambitieus", "nog geen"]
    assert "Idee of kandidaat" not in page.select_one("thead").text


def test_a_signed_in_reader_also_sees_how_many_wait_but_no_drafts(care, browser, make_person):
    browser.sign_in(make_person())

    assert row_of(browser.get("/domains/"), "Zorg")[2] == "1"


def test_the_secretary_counts_the_drafts_of_her_own_domain_only(
    care, browser, other_browser, make_domain, make_person
):
    browser.sign_in(make_person(Role.SECRETARY, domain=care))
    other_browser.sign_in(make_person(Role.SECRETARY, domain=make_domain()))

    assert row_of(browser.get("/domains/"), "Zorg")[2] == "2"
    assert row_of(other_browser.get("/domains/"), "Zorg")[2] == "1"


READERS = [
    (None, {"Kies mij", "Kies mij ook", "Stelsel"}),
    ((), {"Kies mij", "Kies mij ook", "Stelsel", "Wacht nog"}),
    ((Role.SECRETARY,), {"Kies mij", "Kies mij ook", "Stelsel", "Wacht nog", "Klad"}),
    ((Role.PROGRAMME_MANAGER,), {"Kies mij", "Kies mij ook", "Stelsel", "Wacht nog", "Klad"}),
]


@pytest.mark.parametrize(("roles", "expected"), READERS)
def test_the_page_of_a_domain_shows_what_this_reader_may_read(roles, expected, care, browser, make_person):
    if roles is not None:
        browser.sign_in(make_person(*roles, domain=care))

    page = browser.get("portfolio.show_domain", slug=care.slug)

    assert {link.text for link in page.select("tbody th a")} == expected
    assert {link.text for link in page.select(".timeline a")} <= expected


def test_the_ambition_is_marked_when_it_is_illustrative(care, browser):
    lead = browser.get("portfolio.show_domain", slug=care.slug).select_one(".lead")

    assert "Hulp op tijd." in lead.text
    assert lead.select_one(".degree") is not None


def test_the_mix_is_told_in_a_sentence(care, browser):
    assert "1 van de 2 zijn klein" in words(browser.get("portfolio.show_domain", slug=care.slug))


@pytest.fixture
def board(care, make_person):
    """An ambassador from government, a connector from business, a former member, and a secretary."""
    for name, role, sector, ends_on in (
        ("Anne", BoardRole.AMBASSADOR, Sector.GOVERNMENT, None),
        ("Bram", BoardRole.CONNECTOR, Sector.BUSINESS, None),
        ("Carla", BoardRole.COMMITTEE, Sector.SCIENCE, today() - timedelta(days=1)),
    ):
        person = make_person(name=name)
        db.session.add(
            Membership(
                person_id=person.id,
                role=Role.BOARD_MEMBER,
                domain_id=care.id,
                board_role=role,
                sector=sector,
                starts_on=date(2020, 1, 1),
                ends_on=ends_on,
            )
        )
    db.session.commit()
    make_person(Role.SECRETARY, domain=care, name="Dirk")


def test_a_visitor_sees_the_seats_of_the_board_and_no_names(care, board, browser):
    aside = words(browser.get("portfolio.show_domain", slug=care.slug), "aside.aside")

    assert "ambassadeur 1 × overheid" in aside
    assert "verbinder 1 × bedrijfsleven" in aside
    assert "Nog niet vervuld: comité van aanbeveling, kennismakelaar." in aside
    assert not any(name in aside for name in ("Anne", "Bram", "Carla", "Dirk"))


def test_who_is_signed_in_sees_the_names_of_those_who_sit_there_now(care, board, browser, make_person):
    browser.sign_in(make_person())

    aside = words(browser.get("portfolio.show_domain", slug=care.slug), "aside.aside")

    assert "Anne ambassadeur, overheid" in aside
    assert "Secretaris: Dirk" in aside
    assert "Carla" not in aside


def test_a_use_case_that_another_domain_leads_is_named_with_its_leader(
    care, browser, make_domain, make_use_case
):
    lead = make_domain(name="Leider")
    use_case = make_use_case(domain=lead, phase=Phase.PILOT, title="Samen")
    db.session.execute(other_domain.insert().values(use_case_id=use_case.id, domain_id=care.id))
    db.session.commit()

    assert "Samen" in words(browser.get("portfolio.show_domain", slug=care.slug))
    assert "geleid door Leider" in words(browser.get("portfolio.show_domain", slug=care.slug))


def test_a_step_names_the_decision_by_which_it_was_taken(care, browser, make_use_case):
    use_case = make_use_case(domain=care, phase=Phase.SELECTED, title="Met besluit")
    db.session.add(
        PhaseChange(
            use_case_id=use_case.id,
            phase=Phase.SELECTED,
            happened_on=date(2026, 5, 1),
            decision="Besluit 2026-4",
            reason="Telt het meest",
            illustrative=["decision"],
        )
    )
    db.session.commit()

    step = browser.get("portfolio.show_domain", slug=care.slug).select_one(".timeline li")

    assert "Met besluit" in step.text
    assert "Besluit: Besluit 2026-4" in step.text
    assert step.select_one(".degree") is not None


def test_a_visitor_does_not_see_the_steps_from_before_a_use_case_was_public(care, browser, make_use_case):
    use_case = make_use_case(domain=care, phase=Phase.PILOT, title="Openbaar")
    for phase, day in ((Phase.IDEA, date(2026, 6, 1)), (Phase.PILOT, date(2026, 7, 1))):
        step = PhaseChange(use_case_id=use_case.id, phase=phase, happened_on=day, reason=f"Naar {phase}")
        db.session.add(step)
    db.session.commit()

    timeline = words(browser.get("portfolio.show_domain", slug=care.slug), ".timeline")

    assert "Naar pilot" in timeline
    assert "Naar idea" not in timeline


@pytest.mark.parametrize(("roles", "sees_candidate"), [((), False), ((Role.SECRETARY,), True)])
def test_what_comes_next_names_candidates_only_to_who_prepares_the_roadmap(
    roles, sees_candidate, care, browser, make_person, make_use_case
):
    soon = Quarter.of(today()).index + 1
    for phase, title in ((Phase.SELECTED, "Straks"), (Phase.CANDIDATE, "Misschien straks")):
        make_use_case(domain=care, phase=phase, title=title, planned_start=soon, planned_quarters=2)
    browser.sign_in(make_person(*roles, domain=care))

    page = browser.get("portfolio.show_domain", slug=care.slug)

    upcoming = [link.text for link in page.select(".lines a")]
    assert "Straks" in upcoming
    assert ("Misschien straks" in upcoming) is sees_candidate


def test_a_domain_without_use_cases_says_so_and_shows_a_way_on(browser, make_domain):
    domain = make_domain()
    for address in ("", "/portfolio", "/roadmap"):
        page = browser.get(f"/domains/{domain.slug}{address}")
        assert page.select_one(".empty a") is not None, address


def test_a_contributor_is_offered_to_propose_a_use_case(browser, make_domain, make_person):
    domain = make_domain()
    assert not browser.get("portfolio.show_domain", slug=domain.slug).select("main a[href='/use-cases/new']")
    browser.sign_in(make_person(Role.CONTRIBUTOR))
    assert browser.get("portfolio.show_domain", slug=domain.slug).select("main a[href='/use-cases/new']")


@pytest.mark.parametrize("tail", ["", "/portfolio", "/roadmap"])
def test_a_merged_domain_goes_on_to_the_one_that_took_it_up(tail, browser, make_domain):
    target = make_domain(name="Nieuw")
    middle = make_domain(merged_into_id=target.id)
    source = make_domain(name="Oud", merged_into_id=middle.id)

    page = browser.get(f"/domains/{source.slug}{tail}", expect=301)

    assert page.location == f"/domains/{target.slug}{tail}"
    assert "Oud samengevoegd met" in words(browser.get("/domains/"))


def test_a_retired_domain_tells_since_when(browser, make_domain):
    domain = make_domain(name="Voorbij", retired_on=date(2026, 3, 1))

    assert "Sinds 1 maart 2026" in words(browser.get("portfolio.show_domain", slug=domain.slug))
    assert "gestopt op 1 maart 2026" in words(browser.get("/domains/"), "section")


def test_an_own_addition_to_the_european_list_says_so(browser, make_domain):
    own, european = make_domain(is_own_adjustment=True), make_domain()

    assert "Eigen aanvulling" in browser.get("portfolio.show_domain", slug=own.slug).text
    assert "Eigen aanvulling" not in browser.get("portfolio.show_domain", slug=european.slug).text


def test_no_domains_at_all_is_said(browser):
    assert browser.get("/domains/").select_one(".empty") is not None


def test_the_english_page_uses_the_english_name(care, browser):
    assert browser.get(f"/domains/{care.slug}?lang=en").h1.text == "Care"


@pytest.mark.parametrize("path", ["/domains/", "/domains/{slug}"])
def test_more_use_cases_ask_the_database_no_more_questions(
    path, browser, count_queries, make_domain, make_use_case, make_system_function, make_person
):
    domain, function = make_domain(), make_system_function()
    browser.sign_in(make_person())  # a visitor's page may be kept
    make_use_case(domain=domain, phase=Phase.PILOT, contributions=[function])
    address = path.format(slug=domain.slug)
    browser.get(address)
    with count_queries() as one:
        browser.get(address)
    for _place in range(6):
        make_use_case(domain=domain, phase=Phase.PILOT, contributions=[function])
        make_domain()
    with count_queries() as more:
        browser.get(address)

    assert len(more) == len(one)
    assert db.session.query(UseCase).count() == 7
