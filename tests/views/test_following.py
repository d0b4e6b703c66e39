"""Following a page, category, subject or search: who is told of what, feeds, and one's own list."""

import xml.etree.ElementTree as ET

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.database import db, utc_now
from core.notices import Notice
from search import writing
from wiki.actions.following import look_again
from wiki.life_jobs import look_at_searches
from wiki.models import Follow
from wiki.rules.life import FollowKind
from wiki.rules.terms import Category

NEW = "/wiki/following/new"
ENTRY = "{http://www.w3.org/2005/Atom}entry"


@pytest.fixture
def person(browser, make_person):
    reader = make_person()
    browser.sign_in(reader)
    return reader


def follow(browser, kind, key, expect=303):
    form = browser.get(f"{NEW}?kind={kind}&key={key}")
    return browser.submit(form, to=NEW, expect=expect)


def told() -> list[tuple[int, str]]:
    db.session.rollback()
    rows = db.session.execute(select(Notice.person_id, Notice.kind).order_by(Notice.id))
    return [tuple(row) for row in rows]


def test_who_follows_a_page_hears_of_its_changes_once_each(browser, person, make_page, change_page):
    page = make_page(title="Adres", body="een")
    shown = browser.get("/wiki/adres")
    browser.submit(shown, to=NEW, expect=303, selector=f"form[action='{NEW}']")
    page = change_page(page, body="twee")
    change_page(page, body="drie")
    assert told() == [(person.id, "page-changed")] * 2
    assert "Adres is gewijzigd" in browser.get("/notifications").text


def test_nobody_hears_of_his_own_change(browser, make_person, make_page, change_page):
    writer = make_person("contributor")
    page = make_page(title="Adres")
    follow(browser.sign_in(writer), "page", page.id)
    change_page(page, body="twee", by=writer)
    assert told() == []


@pytest.mark.parametrize(
    ("kind", "key", "values"),
    [
        ("category", "location", {"categories": (Category.LOCATION,)}),
        ("subject", "water", {"domains": ("water",)}),
    ],
)
def test_a_category_and_a_subject_tell_of_new_pages(
    browser, person, make_domain, make_page, kind, key, values
):
    make_domain(slug="water", code="WAT")
    follow(browser, kind, key)
    make_page(title="Sloot", **values)
    make_page(title="Iets anders")
    assert told() == [(person.id, "page-new")]


def test_a_search_tells_of_new_hits_only(browser, person, make_page):
    make_page(title="Schulden vroeger")
    writing.rebuild()
    follow(browser, "search", "q%3Dschulden")
    assert look_again(utc_now()) == 0
    make_page(title="Schulden nu"), make_page(title="Water")
    db.session.commit()
    writing.rebuild()
    assert (look_again(utc_now()), look_again(utc_now())) == (1, 0)
    db.session.commit()
    assert "1 nieuw resultaat voor uw zoekopdracht schulden" in browser.get("/notifications").text


def test_a_search_finds_only_what_its_follower_may_read(
    browser, other_browser, make_person, make_use_case, make_domain
):
    reader, secretary = make_person(), make_person("programme_manager")
    writing.rebuild()
    follow(browser.sign_in(reader), "search", "q%3Dschetsgeheim")
    follow(other_browser.sign_in(secretary), "search", "q%3Dschetsgeheim")
    make_use_case(domain=make_domain(), title="Schetsgeheim", is_draft=True)
    db.session.commit()
    writing.rebuild()
    look_again(utc_now())
    db.session.commit()
    assert told() == [(secretary.id, "search-found")]


def test_the_worker_asks_only_when_the_index_changed(database, make_page, count_queries):
    make_page(title="Adres")
    writing.rebuild()
    look_at_searches()
    with count_queries() as counter:
        look_at_searches()
    assert len(counter) == 0


def test_a_deleted_page_tells_nothing_and_is_followed_again_when_it_is_back(
    browser, other_browser, person, make_person, make_page
):
    page = make_page(title="Adres")
    follow(browser, "page", page.id)
    other_browser.sign_in(make_person("wiki_curator"))
    form = other_browser.get("/wiki/adres/delete")
    other_browser.submit(form, to="/wiki/adres/delete", expect=303, summary="weg")
    assert told() == []
    assert "niet meer te zien" in browser.get("/wiki/following").text
    form = other_browser.get("/wiki/adres/restore")
    other_browser.submit(form, to="/wiki/adres/restore", expect=303, summary="terug")
    assert told() == [(person.id, "page-changed")]
    assert "Adres" in browser.get("/wiki/following").select_one("tbody").text


@pytest.mark.parametrize(
    ("kind", "key"), [("page", "999"), ("category", "x"), ("subject", "x"), ("search", "x"), ("x", "x")]
)
def test_what_is_not_there_cannot_be_followed(browser, person, kind, key):
    browser.post(NEW, data={"kind": kind, "key": key}, expect=422)
    browser.get(f"{NEW}?kind={kind}&key={key}")


def test_ones_list_is_ones_own(browser, other_browser, person, make_person, make_page):
    page = make_page(title="Adres")
    follow(browser, "page", page.id)
    follow(browser, "page", page.id)
    (row,) = db.session.scalars(select(Follow))
    other_browser.sign_in(make_person())
    other_browser.get(f"/wiki/following/{row.id}/stop", expect=404)
    other_browser.post(f"/wiki/following/{row.id}/stop", expect=404)
    stop = f"/wiki/following/{row.id}/stop"
    browser.submit(browser.get(stop), to=stop, expect=303)
    assert "volgt nog niets" in browser.get("/wiki/following").text


def test_a_visitor_signs_in_to_follow(browser, make_page):
    page = make_page(title="Adres")
    browser.get("/wiki/following", expect=302)
    browser.post(NEW, data={"kind": "page", "key": page.id}, expect=403)


def test_the_list_costs_the_same_for_one_and_for_many(browser, person, make_page, count_queries):
    follow(browser, "page", make_page().id)
    with count_queries() as few:
        browser.get("/wiki/following")
    for _number in range(3):
        follow(browser, "page", make_page().id)
    with count_queries() as many:
        browser.get("/wiki/following")
    assert len(few) == len(many)


def test_feeds_hold_what_is_public(browser, make_page, change_page, make_person):
    writer = make_person("contributor")
    page = make_page(title="Schuld", body="een", by=writer)
    change_page(page, body="twee", summary="Bijgewerkt", by=writer)
    writing.rebuild()
    for address, entries in (("/wiki/schuld/feed.atom", 2), ("/wiki/search.atom?q=schuld", 1)):
        text = browser.get(address).response.get_data(as_text=True)
        assert len(ET.fromstring(text).findall(ENTRY)) == entries
        assert writer.name not in text
    browser.get("/wiki/search.atom", expect=404)
    browser.get("/wiki/geen-pagina/feed.atom", expect=404)


def test_the_database_keeps_one_row_per_thing(person):
    for _number in range(2):
        db.session.add(Follow(person_id=person.id, kind=FollowKind.PAGE, key="1"))
    with pytest.raises(IntegrityError):
        db.session.flush()
