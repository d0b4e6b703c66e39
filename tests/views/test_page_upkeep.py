"""Who keeps a page right, "still right" apart from editing, what is due, and how search takes it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.audit import SYSTEM
from core.database import db, today
from core.notices import Notice
from search import writing
from wiki.actions.doubts import report_doubt
from wiki.life_jobs import remind_of_due
from wiki.models import PageConfirmation, PageLife, UpkeepInterval
from wiki.rules.life import stale_from
from wiki.rules.terms import PageKind

PAST = timedelta(days=3)


@pytest.fixture
def owner(make_organisation):
    return make_organisation(slug="kadaster", name="Kadaster")


def life_of(page) -> PageLife:
    db.session.rollback()
    return db.session.scalars(select(PageLife).where(PageLife.page_id == page.id)).one()


def let_pass(page) -> None:
    """Let the time pass in which the page counts as right."""
    db.session.execute(update(PageLife).where(PageLife.page_id == page.id).values(stale_from=today() - PAST))
    db.session.commit()


def test_a_new_page_counts_as_right_for_the_months_of_its_kind(make_page):
    page = make_page(title="Vraag", kind=PageKind.FAQ, fields={"question": "Wat?", "answer_short": "Dat."})
    assert life_of(page).stale_from == stale_from(today(), 6)


def test_the_owner_is_a_role_of_an_organisation(browser, make_page, make_person, owner):
    make_page(title="Adres")
    browser.sign_in(make_person("contributor"))
    form = browser.get("/wiki/adres/owner")
    browser.submit(
        form, to="/wiki/adres/owner", expect=303, organisation=owner.id, function="gegevensbeheerder"
    )
    shown = browser.get("/wiki/adres").select_one("aside.aside").text
    assert "Kadaster" in shown
    assert "gegevensbeheerder" in shown


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"function": "beheerder"}, "Kies ook de organisatie"),
        ({"interval_months": "0"}, "interval_months"),
        ({"interval_months": "61"}, "interval_months"),
    ],
)
def test_an_owner_that_cannot_be_is_refused(browser, make_page, make_person, values, words):
    make_page(title="Adres")
    browser.sign_in(make_person("contributor"))
    form = browser.get("/wiki/adres/owner")
    answer = browser.submit(form, to="/wiki/adres/owner", expect=422, **values)
    assert words in str(answer)


def test_two_people_who_choose_an_owner_both_keep_their_text(browser, make_page, make_person, owner):
    make_page(title="Adres")
    browser.sign_in(make_person("contributor"))
    form = browser.get("/wiki/adres/owner")
    browser.submit(form, to="/wiki/adres/owner", expect=303, organisation=owner.id, function="een")
    answer = browser.submit(form, to="/wiki/adres/owner", expect=409, organisation=owner.id, function="twee")
    assert "twee" in str(answer)
    assert "een" in answer.text


def test_only_a_curator_chooses_the_owner_of_a_core_page(browser, other_browser, make_page, make_person):
    make_page(title="Adres", is_core=True)
    browser.sign_in(make_person("contributor")).get("/wiki/adres/owner", expect=403)
    other_browser.sign_in(make_person("wiki_curator")).get("/wiki/adres/owner")


def test_still_right_is_a_button_apart_from_editing(browser, make_page, make_person):
    page = make_page(title="Adres")
    let_pass(page)
    browser.sign_in(make_person("contributor"))
    before = browser.get("/wiki/adres")
    assert "Niet bevestigd." in before.select_one("main").text
    browser.submit(before, to="/wiki/adres/confirm", expect=303, selector="form[action$='/confirm']")
    after = browser.get("/wiki/adres")
    assert "Niet bevestigd." not in after.select_one("main").text
    assert life_of(page).stale_from == stale_from(today(), 12)
    assert "versie 1" in browser.get("/wiki/adres/confirm").select_one("main table").text
    assert db.session.scalars(select(PageConfirmation)).one().revision == 1


def test_editing_confirms_nothing(make_page, change_page):
    page = make_page(title="Adres", body="een")
    let_pass(page)
    page = change_page(page, body="twee")
    assert life_of(page).confirmed_at is None


def test_nobody_confirms_what_he_did_not_see(browser, make_page, change_page, make_person):
    page = make_page(title="Adres", body="een")
    browser.sign_in(make_person("contributor"))
    form = browser.get("/wiki/adres/confirm")
    change_page(page, body="twee")
    answer = browser.submit(form, to="/wiki/adres/confirm", expect=409, note="Nagekeken")
    assert "intussen gewijzigd" in answer.text
    assert answer.select_one("[name=note]")["value"] == "Nagekeken"
    assert life_of(page).confirmed_at is None


def test_the_page_of_an_owner_is_confirmed_by_its_people(
    browser, other_browser, make_page, make_person, owner
):
    page = make_page(title="Adres")
    life_of(page).organisation_id = owner.id
    db.session.commit()
    browser.sign_in(make_person("contributor"))
    assert not browser.get("/wiki/adres").select("form[action$='/confirm']")
    browser.post("/wiki/adres/confirm", data={"base_revision": "1"}, expect=403)
    own = make_person("contributor")
    own.organisation_id = owner.id
    db.session.commit()
    other_browser.sign_in(own).post("/wiki/adres/confirm", data={"base_revision": "1"}, expect=303)


def test_the_overview_lists_what_is_due_per_owner(browser, make_page, owner, count_queries):
    for number in range(3):
        page = make_page(title=f"Kaart {number}")
        life_of(page).organisation_id = owner.id
        db.session.commit()
        if number:
            let_pass(page)
    make_page(title="Los")
    shown = browser.get("/wiki/upkeep?owner=kadaster&state=overdue")
    assert [cell.text.strip() for cell in shown.select("tbody th")] == ["Kaart 1", "Kaart 2"]
    assert "Kadaster (2/3)" in shown.text
    assert "Los" in browser.get("/wiki/upkeep?owner=none").select_one("tbody").text
    with count_queries() as few:
        browser.get("/wiki/upkeep?owner=kadaster&state=right")
    with count_queries() as many:
        browser.get("/wiki/upkeep?owner=kadaster")
    assert len(few) == len(many)


def test_a_curator_sets_the_months_per_kind(browser, make_page, make_person):
    page = make_page(title="Adres", kind=PageKind.TOOL)
    browser.sign_in(make_person("wiki_curator"))
    form = browser.get("/wiki/upkeep/intervals")
    browser.submit(form, to="/wiki/upkeep/intervals", expect=303, tool="3")
    assert life_of(page).stale_from == stale_from(today(), 3)
    browser.submit(form, to="/wiki/upkeep/intervals", expect=422, tool="0")


def test_the_owners_people_are_asked_once(make_page, make_person, owner):
    page = make_page(title="Adres")
    person = make_person("contributor")
    make_person("contributor")
    life_of(page).organisation_id = owner.id
    person.organisation_id = owner.id
    db.session.commit()
    let_pass(page)
    assert (remind_of_due(), remind_of_due()) == (1, 0)
    assert db.session.scalars(select(Notice.person_id)).all() == [person.id]


def test_what_nobody_vouches_for_sinks_among_equals_but_not_below_a_worse_match(browser, make_page):
    pages = [make_page(title=f"Schuld {name}", body="schuld " * 9) for name in ("alfa", "beta", "gamma")]
    make_page(title="Iets anders", body="over schuld")
    let_pass(pages[0])
    writing.rebuild()
    shown = [hit.text.strip() for hit in browser.get("/search?q=schuld").select("main h2 a")]
    assert [title for title in shown if title.startswith("Schuld")][-1] == "Schuld alfa"
    assert shown[-1] == "Iets anders"


def test_a_confirmation_reaches_search(browser, make_page, make_person):
    make_page(title="Schuld alfa"), let_pass(make_page(title="Schuld alba"))
    writing.rebuild()
    assert browser.get("/search?q=schuld").select("main h2 a")[0].text.strip() == "Schuld alfa"
    browser.sign_in(make_person("contributor"))
    browser.post("/wiki/schuld-alba/confirm", data={"base_revision": "1"}, expect=303)
    writing.drain()
    titles = [hit.text.strip() for hit in browser.get("/search?q=schuld").select("main h2 a")]
    assert set(titles) == {"Schuld alfa", "Schuld alba"}


def test_a_deleted_page_is_not_due_and_comes_back_with_its_owner(browser, make_page, make_person, owner):
    page = make_page(title="Adres")
    life_of(page).organisation_id = owner.id
    db.session.commit()
    let_pass(page)
    browser.sign_in(make_person("wiki_curator"))
    form = browser.get("/wiki/adres/delete")
    browser.submit(form, to="/wiki/adres/delete", expect=303, summary="dubbel")
    assert "Adres" not in browser.get("/wiki/upkeep").select_one("main").text
    browser.get("/wiki/adres/owner", expect=404)
    form = browser.get("/wiki/adres/restore")
    browser.submit(form, to="/wiki/adres/restore", expect=303, summary="toch niet")
    assert "Kadaster" in browser.get("/wiki/adres").select_one("aside.aside").text


@pytest.mark.parametrize(
    "values",
    [{"interval_months": 0}, {"interval_months": 61}, {"function": "beheerder", "organisation_id": None}],
)
def test_the_database_refuses_an_impossible_upkeep(make_page, values):
    page = make_page()
    with pytest.raises(IntegrityError):
        db.session.execute(update(PageLife).where(PageLife.page_id == page.id).values(**values))


def test_the_database_refuses_an_impossible_interval(database):
    db.session.add(UpkeepInterval(kind="faq", months=0))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_visitor_costs_one_statement_more_for_upkeep(browser, make_page, count_queries):
    make_page(title="Adres", body="tekst")
    browser.get("/wiki/adres")
    with count_queries() as counter:
        browser.get("/wiki/adres")
    assert sum("FROM page_life" in statement for statement in counter.statements) == 1
    assert not any("FROM follow" in statement for statement in counter.statements)


def test_what_waits_for_an_owners_people_stands_on_the_start_page(browser, make_page, make_person, owner):
    page = make_page(title="Adres")
    person = make_person("contributor")
    life_of(page).organisation_id = owner.id
    person.organisation_id = owner.id
    db.session.commit()
    let_pass(page)
    report_doubt(page, text="Klopt dit?", field="", by=SYSTEM, is_released=False)
    db.session.commit()
    shown = browser.sign_in(person).get("/").select_one("main").text
    assert "1 pagina om te bevestigen" in shown
    assert "Twijfel over Adres" in shown
