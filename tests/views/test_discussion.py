"""The discussion of a page: one level, one's own message for a day, hidden with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.database import db
from core.notices import Notice
from wiki.models import Comment

NEW = "/wiki/adres/discussion/new"
ALL = "/wiki/adres/discussion"


@pytest.fixture
def page(make_page):
    return make_page(title="Adres")


@pytest.fixture
def writer(browser, make_person):
    person = make_person("contributor")
    browser.sign_in(person)
    return person


def say(browser, text, to=None, expect=303):
    address = f"{NEW}?to={to}" if to else NEW
    return browser.submit(browser.get(address), to=address, expect=expect, text=text)


def comments() -> list[Comment]:
    db.session.rollback()
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))


def test_people_talk_and_visitors_read_without_names(browser, other_browser, page, writer, make_person):
    say(browser, "Welke datum geldt? https://voorbeeld.nl/kaart <b>vet</b>")
    (first,) = comments()
    second = make_person("contributor")
    say(other_browser.sign_in(second), "Die van vandaag", to=first.id)
    assert [row.parent_id for row in comments()] == [None, first.id]
    shown = browser.get(ALL)
    assert shown.select_one("ul article").text.count("Die van vandaag") == 1
    assert shown.select_one("main a[href='https://voorbeeld.nl/kaart']") is not None
    assert shown.select_one("article b") is None
    other_browser.client.post("/logout")
    assert browser.get("/wiki/adres").text.count("Gesprek: 2 berichten") == 1


def test_a_visitor_sees_no_names(app, browser, other_browser, page, writer):
    say(browser, "Hallo allemaal")
    shown = other_browser.get(ALL).text
    assert "Hallo allemaal" in shown
    assert writer.name not in shown
    other_browser.get(NEW, expect=302)
    other_browser.post(NEW, data={"text": "x"}, expect=403)


def test_a_reader_without_a_role_only_reads(browser, page, make_person):
    browser.sign_in(make_person()).get(NEW, expect=403)


def test_replies_stand_on_one_level(browser, page, writer):
    say(browser, "een")
    say(browser, "twee", to=comments()[0].id)
    assert "eerste bericht" in say(browser, "drie", to=comments()[1].id, expect=422).text


def test_who_takes_part_is_told(browser, other_browser, page, writer, make_person):
    say(browser, "een")
    say(other_browser.sign_in(make_person("contributor")), "twee", to=comments()[0].id)
    assert db.session.scalars(select(Notice.person_id)).all() == [writer.id]
    assert "Nieuw bericht in het gesprek over Adres" in browser.get("/notifications").text


def test_one_changes_ones_own_message_and_the_former_words_stay(browser, page, writer):
    say(browser, "eerst dit")
    address = f"{ALL}/{comments()[0].id}"
    browser.submit(browser.get(f"{address}/edit"), to=f"{address}/edit", expect=303, text="nu dat")
    assert "nu dat" in browser.get(ALL).text
    assert "eerst dit" not in browser.get(ALL).text
    assert "eerst dit" in browser.get(f"{address}/versions").text


def test_nobody_changes_what_another_said_or_said_long_ago(browser, other_browser, page, writer, make_person):
    say(browser, "een")
    address = f"{ALL}/{comments()[0].id}/edit"
    other_browser.sign_in(make_person("wiki_curator"))
    other_browser.get(address, expect=403)
    other_browser.post(address, data={"text": "x", "version": "1"}, expect=403)
    db.session.execute(update(Comment).values(at=comments()[0].at - timedelta(hours=25)))
    db.session.commit()
    assert "24 uur" in browser.get(address, expect=422).text


def test_two_windows_do_not_overwrite_each_other(browser, page, writer):
    say(browser, "een")
    address = f"{ALL}/{comments()[0].id}/edit"
    form = browser.get(address)
    browser.submit(form, to=address, expect=303, text="twee")
    answer = browser.submit(form, to=address, expect=409, text="drie")
    assert "drie" in str(answer)
    assert comments()[0].text == "twee"


def test_a_curator_hides_with_a_reason_and_shows_again(browser, other_browser, page, writer, make_person):
    say(browser, "onfatsoenlijk")
    address = f"{ALL}/{comments()[0].id}"
    other_browser.sign_in(make_person("wiki_curator"))
    other_browser.submit(other_browser.get(f"{address}/hide"), to=f"{address}/hide", expect=422)
    form = other_browser.get(f"{address}/hide")
    other_browser.submit(form, to=f"{address}/hide", expect=303, reason="Scheldwoord")
    shown = browser.get(ALL).text
    assert "onfatsoenlijk" not in shown
    assert "Scheldwoord" in shown
    browser.get(f"{address}/versions", expect=404)
    browser.get(f"{address}/edit", expect=422)
    browser.get(f"{address}/hide", expect=403)
    form = other_browser.get(f"{address}/hide")
    other_browser.submit(form, to=f"{address}/hide", expect=303)
    assert "onfatsoenlijk" in browser.get(ALL).text


@pytest.mark.parametrize("text", ["", "  \n", "x" * 3001])
def test_an_empty_or_endless_message_is_refused(browser, page, writer, text):
    browser.post(NEW, data={"text": text}, expect=422)
    assert comments() == []


def test_the_discussion_costs_the_same_for_one_and_for_many(browser, page, writer, count_queries):
    say(browser, "een")
    with count_queries() as few:
        browser.get(ALL)
    for number in range(3):
        say(browser, f"nog {number}")
    with count_queries() as many:
        browser.get(ALL)
    assert len(few) == len(many)


def test_the_database_refuses_an_empty_message(page):
    db.session.add(Comment(page_id=page.id, text=""))
    with pytest.raises(IntegrityError):
        db.session.flush()
