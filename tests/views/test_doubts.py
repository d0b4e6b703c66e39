"""Doubt about a page: reported, answered, late; what a visitor wrote stays unseen until it is released."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.database import db, today
from core.notices import Notice
from wiki.life_jobs import remind_of_late_doubts
from wiki.models import Doubt, DoubtReply, PageLife
from wiki.rules.life import answer_due

NEW = "/wiki/adres/doubts/new"


@pytest.fixture
def page(make_page):
    return make_page(title="Adres", body="tekst")


@pytest.fixture
def open_to_all(app):
    """Let the site take reports of who has no account."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, anonymous_doubt=True)
    yield
    app.config["SETTINGS"] = before


def report(browser, text="Dit klopt niet", **changes):
    return browser.submit(browser.get(NEW), to=NEW, expect=303, text=text, **changes)


def only_doubt() -> Doubt:
    db.session.rollback()
    return db.session.scalars(select(Doubt)).one()


def told(kind) -> list[int]:
    db.session.rollback()
    rows = db.session.scalars(select(Notice.person_id).where(Notice.kind == kind))
    return sorted(rows)


def test_doubt_is_reported_answered_and_stays_to_be_read(browser, other_browser, page, make_person):
    reporter, curator = make_person("contributor"), make_person("wiki_curator")
    report(browser.sign_in(reporter), field="body")
    doubt = only_doubt()
    assert (doubt.field, doubt.revision, doubt.due_on) == ("body", 1, answer_due(today()))
    assert told("doubt-reported") == [curator.id]
    address = f"/wiki/adres/doubts/{doubt.id}"
    form = other_browser.sign_in(curator).get(address)
    other_browser.submit(form, to=address, expect=303, text="Klopt, aangepast.", state="changed")
    assert told("doubt-replied") == [reporter.id]
    shown = browser.get("/wiki/adres/doubts").select_one("main").text
    assert "Dit klopt niet" in shown
    assert "Klopt, aangepast." in shown
    assert "de pagina is aangepast" in shown
    assert "open melding" not in browser.get("/wiki/adres").text


def test_an_open_doubt_shows_on_the_page(browser, other_browser, page, make_person):
    report(browser.sign_in(make_person("contributor")))
    assert "1 open melding van twijfel" in other_browser.get("/wiki/adres").text


def test_a_visitor_signs_in_first_unless_the_site_allows_more(browser, other_browser, page, make_person):
    assert "/login" in browser.get(NEW, expect=302).location
    assert "/login" in browser.post(NEW, data={"text": "x"}, expect=302).location
    other_browser.sign_in(make_person()).get(NEW, expect=403)


def test_what_a_visitor_wrote_is_unseen_until_it_is_released(
    browser, other_browser, app, page, make_person, open_to_all
):
    report(browser, text="Geheime twijfel")
    doubt = only_doubt()
    address = f"/wiki/adres/doubts/{doubt.id}"
    browser.get(address, expect=404)
    for seen in ("/wiki/adres", "/wiki/adres/doubts", "/wiki/upkeep", "/wiki/recent.atom"):
        assert "Geheime twijfel" not in str(browser.get(seen))
    assert "open melding" not in browser.get("/wiki/adres").text
    other_browser.sign_in(make_person("wiki_curator"))
    form = other_browser.get(address)
    assert "Nog niet voor iedereen" in form.text
    other_browser.submit(form, to=address, expect=303, text="Dank", state="answered")
    assert "Geheime twijfel" in browser.get("/wiki/adres/doubts").text


def test_what_is_dismissed_without_release_stays_unseen(
    browser, other_browser, page, make_person, open_to_all
):
    report(browser, text="Koop nu")
    address = f"/wiki/adres/doubts/{only_doubt().id}"
    other_browser.sign_in(make_person("wiki_curator"))
    other_browser.get(address)
    values = {"text": "Reclame", "state": "dismissed", "version": "1"}
    other_browser.post(address, data=values, expect=303)
    assert "Koop nu" not in browser.get("/wiki/adres/doubts").text


def test_a_robot_is_thanked_and_forgotten(browser, page, open_to_all):
    report(browser, website="https://koop.nu")
    assert db.session.scalars(select(Doubt)).all() == []


def test_one_address_reports_five_times_in_a_quarter_of_an_hour(browser, page, open_to_all):
    for _number in range(5):
        report(browser)
    browser.submit(browser.get(NEW), to=NEW, expect=429, text="nog een")


@pytest.mark.parametrize(
    ("values", "status"),
    [({"text": " "}, 422), ({"text": "x" * 3001}, 422), ({"field": "geen", "text": "x"}, 422)],
)
def test_a_report_that_says_nothing_is_refused_with_what_was_typed(
    browser, page, make_person, values, status
):
    browser.sign_in(make_person("contributor"))
    browser.post(NEW, data={"field": "", **values}, expect=422)
    assert db.session.scalars(select(Doubt)).all() == []


def test_only_the_owners_people_and_curators_settle(
    browser, other_browser, page, make_person, make_organisation
):
    owner = make_organisation(slug="kadaster")
    db.session.execute(update(PageLife).values(organisation_id=owner.id))
    own = make_person("contributor")
    own.organisation_id = owner.id
    db.session.commit()
    report(browser.sign_in(make_person("contributor")))
    address = f"/wiki/adres/doubts/{only_doubt().id}"
    assert not browser.get(address).select("[name=state]")
    values = {"text": "Zelf beantwoord", "state": "answered", "version": "1"}
    browser.post(address, data=values, expect=403)
    browser.post(address, data={"text": "Ook nog dit", "version": "1"}, expect=303)
    assert told("doubt-reported") == [own.id]
    form = other_browser.sign_in(own).get(address)
    other_browser.submit(form, to=address, expect=303, text="Het klopt wel", state="dismissed")
    assert "niet overgenomen" in browser.get(address).text


def test_two_answers_at_once_are_both_kept(browser, page, make_person):
    browser.sign_in(make_person("wiki_curator"))
    report(browser)
    address = f"/wiki/adres/doubts/{only_doubt().id}"
    form = browser.get(address)
    browser.submit(form, to=address, expect=303, text="een", state="answered")
    answer = browser.submit(form, to=address, expect=409, text="twee", state="dismissed")
    assert "twee" in str(answer)
    assert only_doubt().state == "answered"


def test_a_late_answer_is_listed_and_told_once(browser, page, make_person):
    curator = make_person("wiki_curator")
    report(browser.sign_in(make_person("contributor")))
    assert remind_of_late_doubts() == 0
    db.session.execute(update(Doubt).values(due_on=today() - timedelta(days=1)))
    db.session.commit()
    assert (remind_of_late_doubts(), remind_of_late_doubts()) == (1, 0)
    db.session.commit()
    assert told("doubt-late") == [curator.id]
    assert "antwoord moest er zijn" in browser.get("/wiki/upkeep").text
    assert "Te laat" in browser.get("/wiki/adres/doubts").text


def test_doubt_goes_with_its_page_through_a_rename_and_a_delete(browser, page, make_person):
    browser.sign_in(make_person("wiki_curator"))
    report(browser)
    form = browser.get("/wiki/adres/rename")
    browser.submit(form, to="/wiki/adres/rename", expect=303, slug="nieuw-adres")
    assert browser.get("/wiki/adres/doubts", expect=301).location.endswith("/wiki/nieuw-adres/doubts")
    assert "Dit klopt niet" in browser.get("/wiki/nieuw-adres/doubts").text
    form = browser.get("/wiki/nieuw-adres/delete")
    browser.submit(form, to="/wiki/nieuw-adres/delete", expect=303, summary="weg")
    browser.get("/wiki/nieuw-adres/doubts/new", expect=404)


def test_the_list_costs_the_same_for_one_and_for_many(browser, page, make_person, count_queries):
    browser.sign_in(make_person("wiki_curator"))
    report(browser)
    with count_queries() as few:
        browser.get("/wiki/adres/doubts")
    for _number in range(3):
        report(browser)
    with count_queries() as many:
        browser.get("/wiki/adres/doubts")
    assert len(few) == len(many)


def test_a_notice_of_unseen_doubt_says_nothing_to_others(
    browser, other_browser, page, make_person, open_to_all
):
    curator = make_person("wiki_curator")
    report(browser, text="Geheim")
    assert "Adres" in other_browser.sign_in(curator).get("/notifications").select_one("main").text
    person = make_person("contributor")
    db.session.execute(update(Notice).values(person_id=person.id))
    db.session.commit()
    browser.sign_in(person)
    assert "Twijfel gemeld over" not in browser.get("/notifications").text


@pytest.mark.parametrize("model", [Doubt, DoubtReply])
def test_the_database_refuses_empty_words(page, make_person, browser, model):
    report(browser.sign_in(make_person("contributor")))
    doubt = only_doubt()
    row = (
        Doubt(page_id=page.id, text="", revision=1, due_on=today())
        if model is Doubt
        else DoubtReply(doubt_id=doubt.id, text="")
    )
    db.session.add(row)
    with pytest.raises(IntegrityError):
        db.session.flush()
