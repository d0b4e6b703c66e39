"""The system functions: who builds and uses them, their maturity, and the forms of the programme manager."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from accounts.rules.terms import Role
from core.audit import AuditEvent
from core.database import db, today
from core.links import Reference, permanent_address, resolve_many
from portfolio.models import Contribution, Maturity, SystemFunction
from portfolio.rules.terms import ContributionLevel, Phase


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


@pytest.fixture
def tree(make_system_function):
    """A function with two parts, and one that nobody builds."""
    main = make_system_function(code="FDS", name="Stelsel", name_en="System", position=1)
    return {
        "FDS": main,
        "FDS-1": make_system_function(code="FDS-1", name="Ontsluiting", parent_id=main.id, position=1),
        "FDS-2": make_system_function(code="FDS-2", name="Publicatiepunt", parent_id=main.id, position=2),
        "TAL": make_system_function(code="TAL", name="Talent", position=2),
    }


@pytest.fixture
def give(make_use_case, tree):
    """Let a use case contribute to a function."""

    def make(code, level, title="Use case", phase=Phase.PILOT, **more):
        use_case = make_use_case(phase=phase, title=title, **more)
        db.session.add(
            Contribution(
                use_case_id=use_case.id,
                function_id=tree[code].id,
                level=ContributionLevel(level),
                deliverable="Een recept",
            )
        )
        db.session.commit()
        return use_case

    return make


def row_of(page, code: str) -> list[str]:
    row = next(row for row in page.select("tbody tr") if row.select_one("th a").text.split()[0] == code)
    return [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]


def test_the_list_counts_who_builds_and_who_only_uses(browser, tree, give):
    only = give("FDS-1", "delivers")
    give("FDS-2", "extends")
    give("FDS-2", "delivers")
    give("FDS-2", "uses")

    page = browser.get("/system-functions/")

    assert row_of(page, "FDS")[1:] == ["3", "1", "zie de onderdelen"]
    assert row_of(page, "FDS-1")[1:] == [f"1 alleen {only.code}", "–", f"Alleen {only.code} bouwt eraan"]
    assert row_of(page, "FDS-2")[1:] == ["2", "1", "nee"]
    assert row_of(page, "TAL")[1:] == ["niemand", "–", "Niemand bouwt eraan"]
    assert "Aan TAL Talent bouwt nog niemand." in words(page)


def test_what_a_reader_may_not_read_is_neither_named_nor_counted(browser, tree, give, make_person):
    before = browser.get("/system-functions/").select_one("main").text
    give("FDS-1", "delivers", title="Geheim idee", phase=Phase.IDEA, is_draft=True)

    assert browser.get("/system-functions/").select_one("main").text == before
    browser.sign_in(make_person())
    for path in ("/system-functions/", "/system-functions/FDS", "/system-functions/FDS-1"):
        assert "Geheim idee" not in browser.get(path).text


def test_a_candidate_is_shown_to_who_is_signed_in_but_does_not_count_yet(browser, tree, give, make_person):
    give("FDS-1", "delivers", title="Kandidaat", phase=Phase.CANDIDATE)
    assert "Kandidaat" not in browser.get("/system-functions/FDS-1").text
    browser.sign_in(make_person())

    page = browser.get("/system-functions/FDS-1")

    assert "telt nog niet mee" in words(page)
    assert "Hieraan bouwt nog niemand" in words(page)


def test_a_function_shows_what_is_built_on_its_parts_with_what_remains_for_others(browser, tree, give):
    give("FDS-1", "delivers", title="Bouwer")
    give("FDS-2", "uses", title="Gebruiker")

    page = browser.get("/system-functions/FDS")

    assert "Bouwer" in words(page)
    assert "levert Een recept" in words(page)
    assert "FDS-2" in words(page)
    assert "Dit hangt aan één use case" in words(page)
    assert "Gebruiker" not in words(browser.get("/system-functions/FDS-1"))


def test_maturity_stands_newest_first_with_its_evidence_and_is_marked_when_illustrative(browser, tree):
    for on, level, is_made_up in ((date(2025, 1, 1), 1, True), (date(2026, 1, 1), 3, False)):
        row = Maturity(function_id=tree["FDS"].id, on=on, level=level, evidence=f"Bewijs {level}")
        row.is_illustrative = is_made_up
        db.session.add(row)
    db.session.commit()

    steps = browser.get("/system-functions/FDS").select("aside.aside .timeline li")

    assert ["3 van 5" in steps[0].text, "1 van 5" in steps[1].text] == [True, True]
    assert [bool(step.select(".degree")) for step in steps] == [False, True]
    assert "Bewijs 3" in steps[0].text
    assert "3 van 5" in row_of(browser.get("/system-functions/"), "FDS")[0]


def test_a_code_in_small_letters_goes_on_to_the_right_address(browser, tree):
    assert browser.get("/system-functions/fds-1", expect=301).location == "/system-functions/FDS-1"


@pytest.mark.parametrize("code", ["XXX", "%00", "a" * 300, "FDS%20"])
def test_an_unknown_function_is_not_found(code, browser, tree):
    browser.get(f"/system-functions/{code}", expect=404)


def test_an_empty_list_says_so(browser):
    assert browser.get("/system-functions/").select_one(".empty") is not None


def test_the_english_page_has_the_english_name_and_marks_what_is_dutch(browser, tree):
    page = browser.get("/system-functions/?lang=en")

    assert "FDS System" in page.text
    assert page.select_one("a[href='/system-functions/TAL']")["lang"] == "nl"


DENIED = [(), (Role.CONTRIBUTOR,), (Role.SECRETARY,), (Role.WIKI_CURATOR,), (Role.ADMINISTRATOR,)]


@pytest.mark.parametrize("roles", DENIED)
@pytest.mark.parametrize("form", ["edit", "maturity"])
def test_only_a_programme_manager_changes_a_function(form, roles, browser, tree, make_person, make_domain):
    assert browser.get(f"/system-functions/FDS/{form}", expect=302).location.startswith("/login")
    browser.sign_in(make_person(*roles, domain=make_domain()))

    browser.get(f"/system-functions/FDS/{form}", expect=403)
    browser.post(f"/system-functions/FDS/{form}", data={"name": "Gekaapt"}, expect=403)
    assert not browser.get("/system-functions/FDS").select(".title .btns a")


@pytest.fixture
def manager(browser, make_person, tree):
    """A browser in which the programme manager is signed in."""
    return browser.sign_in(make_person(Role.PROGRAMME_MANAGER))


def test_a_programme_manager_changes_the_words_of_a_function(manager, tree):
    page = manager.get("/system-functions/FDS/edit")
    saved = manager.submit(page, to="/system-functions/FDS/edit", name="Nieuwe naam", description="Nieuw.")

    assert saved.location == "/system-functions/FDS"
    shown = manager.get("/system-functions/FDS")
    assert shown.h1.text == "Nieuwe naam"
    assert db.session.scalar(select(func.count()).where(AuditEvent.verb == "system_function.edited")) == 1


def test_a_name_is_needed_and_what_was_typed_is_kept(manager, tree):
    page = manager.get("/system-functions/FDS/edit")
    refused = manager.submit(
        page, to="/system-functions/FDS/edit", name=" ", description="Blijft staan", expect=422
    )

    assert "Fout" in refused.title.text
    assert "Blijft staan" in refused.select_one("#description").text
    assert refused.select_one("#name[aria-invalid]") is not None


@pytest.mark.parametrize("form", ["edit", "maturity"])
def test_a_stale_form_is_refused_and_keeps_both_texts(form, manager, tree):
    address = f"/system-functions/FDS/{form}"
    stale = manager.get(address)
    fresh = manager.get("/system-functions/FDS/edit")
    manager.submit(fresh, to="/system-functions/FDS/edit", name="Van een ander")

    typed = {"name": "Van mij", "level": "2", "evidence": "Gezien"}
    refused = manager.submit(stale, to=address, expect=409, **typed)

    assert refused.select_one("#conflict") is not None
    assert (
        db.session.scalar(select(SystemFunction.name).where(SystemFunction.code == "FDS")) == "Van een ander"
    )
    manager.submit(refused, to=address)


def test_a_programme_manager_records_a_maturity(manager, tree):
    page = manager.get("/system-functions/FDS-1/maturity")
    assert page.select_one("#on")["value"] == today().isoformat()

    manager.submit(page, to="/system-functions/FDS-1/maturity", level="4", evidence="Overal in gebruik")

    aside = words(manager.get("/system-functions/FDS-1"), "aside.aside")
    assert "4 van 5" in aside
    assert "Overal in gebruik" in aside
    assert not manager.get("/system-functions/FDS-1").select("aside.aside .degree")


TOMORROW = (today() + timedelta(days=1)).isoformat()
WRONG = [
    ({"level": "6"}, "#level"),
    ({"level": ""}, "#level"),
    ({"level": "x"}, "#level"),
    ({"on": TOMORROW}, "#on"),
    ({"on": "0001-01-01"}, "#on"),
    ({"on": "gisteren"}, "#on"),
    ({"evidence": " "}, "#evidence"),
    ({"evidence": "x" * 2001}, "#evidence"),
]


@pytest.mark.parametrize(("values", "field"), WRONG)
def test_a_wrong_maturity_is_refused_with_words(values, field, manager, tree):
    page = manager.get("/system-functions/FDS/maturity")
    good = {"level": "2", "evidence": "Gezien"}

    refused = manager.submit(page, to="/system-functions/FDS/maturity", expect=422, **{**good, **values})

    assert refused.select_one(f"a[href^='{field}']") is not None, "the summary leads to the field"
    assert db.session.scalar(select(func.count(Maturity.id))) == 0


def test_a_recorded_maturity_is_corrected_by_who_saw_what_it_was(manager, tree):
    for day, level in (("2026-01-05", "2"), ("2026-02-05", "3")):
        page = manager.get("/system-functions/FDS/maturity")
        manager.submit(page, to="/system-functions/FDS/maturity", on=day, level=level, evidence="Gezien")
    address = manager.get("/system-functions/FDS").select_one("aside.aside a[href*=maturity]")["href"]
    page, stale = manager.get(address), manager.get(address)
    assert page.select_one("#on")["value"] == "2026-02-05"

    refused = manager.submit(page, to=address, on="2026-01-05", expect=422)
    assert refused.select_one("a[href^='#on']") is not None, "that day has a maturity"
    manager.submit(page, to=address, level="4", evidence="Overal in gebruik")
    manager.submit(stale, to=address, level="1", expect=409)

    assert "4 van 5" in words(manager.get("/system-functions/FDS"), "aside.aside")
    manager.get(address.replace("FDS", "FDS-1"), expect=404)


def test_one_day_has_one_maturity(manager, tree):
    for expect in (302, 422):
        page = manager.get("/system-functions/FDS/maturity")
        manager.submit(page, to="/system-functions/FDS/maturity", level="2", evidence="Gezien", expect=expect)
    assert db.session.scalar(select(func.count(Maturity.id))) == 1


@pytest.mark.parametrize("path", ["/system-functions/", "/system-functions/FDS"])
def test_more_contributions_ask_the_database_no_more_questions(
    path, browser, count_queries, tree, give, make_person
):
    browser.sign_in(make_person())
    give("FDS-1", "delivers")
    give("FDS-2", "uses")
    browser.get(path)
    with count_queries() as one:
        browser.get(path)
    for _place in range(5):
        give("FDS-1", "delivers")
        give("FDS-2", "uses")
    with count_queries() as more:
        browser.get(path)

    assert len(more) == len(one)


def test_texts_elsewhere_name_domains_organisations_and_functions(
    tree, in_dutch, make_domain, make_organisation
):
    target = make_domain(name="Nieuw", slug="nieuw")
    make_domain(name="Oud", slug="oud", merged_into_id=target.id)
    town = make_organisation(name="Gemeente Aa", slug="aa")
    keys = {
        ("domain", "nieuw"): ("Nieuw", "/domains/nieuw"),
        ("domain", "oud"): ("Nieuw", "/domains/nieuw"),
        ("organisation", "aa"): ("Gemeente Aa", "/organisations/aa"),
        ("system-function", "FDS-1"): ("FDS-1 Ontsluiting", "/system-functions/FDS-1"),
        ("system-function", "XXX"): None,
        ("domain", "geen"): None,
    }

    found = resolve_many([Reference(*key) for key in keys], None)

    told = {(ref.type, ref.key): (one.title, one.url) if one else None for ref, one in found.items()}
    assert told == keys
    assert permanent_address("domain", target.id, None) == "/domains/nieuw"
    assert permanent_address("organisation", town.id, None) == "/organisations/aa"
    assert permanent_address("system-function", tree["TAL"].id, None) == "/system-functions/TAL"
    assert permanent_address("domain", 10**6, None) is None
