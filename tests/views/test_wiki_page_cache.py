"""Whole pages kept for visitors: only theirs, only as long as nothing changed."""

import pytest
from sqlalchemy import text

from core.content_version import ContentVersion
from core.database import db
from core.web.page_cache import MOST_BYTES, Entry, Store, key_of


def is_kept(browser, path: str) -> bool:
    """Tell whether a second visit is answered without a query."""
    browser.client.get(path)
    return path in {key[2] for key in browser.app.extensions["page_cache"].store.entries}


@pytest.fixture(autouse=True)
def empty_store(app):
    app.extensions["page_cache"].store = Store()


def test_a_visitor_gets_a_kept_page_without_a_query(browser, make_page, count_queries):
    make_page(title="Adres", body="een")
    with count_queries() as counter:
        first = browser.get("/wiki/adres")
        asked = len(counter)
        second = browser.get("/wiki/adres")
    assert len(counter) == asked > 0
    assert first.response.get_data() == second.response.get_data()
    assert first.response.headers["X-Request-ID"] != second.response.headers["X-Request-ID"]
    unlike = {"X-Request-ID", "Date"}
    assert {k: v for k, v in first.response.headers if k not in unlike} == {
        k: v for k, v in second.response.headers if k not in unlike
    }


def test_a_save_shows_at_once(browser, make_page, change_page):
    page = make_page(title="Adres", body="een")
    browser.get("/wiki/adres")
    change_page(page, body="twee")
    assert "twee" in browser.get("/wiki/adres").select_one(".prose").text


def test_a_statement_past_the_session_counts_too(browser, make_page):
    make_page(title="Adres", body="een")
    browser.get("/wiki/adres")
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE page SET body = 'drie'"))
    assert "drie" in browser.get("/wiki/adres").select_one(".prose").text


def test_a_transaction_that_is_undone_changes_no_mark(browser, make_page):
    make_page(title="Adres")
    mark = db.session.get(ContentVersion, 1).mark
    db.session.execute(text("UPDATE page SET title = 'weg'"))
    db.session.rollback()
    db.session.execute(text("UPDATE login_session SET seen_at = seen_at"))
    db.session.commit()
    assert db.session.get(ContentVersion, 1).mark == mark


def test_each_language_and_query_has_its_own(browser, make_page):
    make_page(title="Huishouden", title_en="Household")
    assert browser.get("/wiki/huishouden").h1.text == "Huishouden"
    assert browser.get("/wiki/huishouden?lang=en").h1.text == "Household"
    assert browser.get("/wiki/huishouden").h1.text == "Household", "the cookie remembers"
    assert browser.get("/wiki/huishouden?lang=nl").h1.text == "Huishouden"


def test_nothing_of_a_reader_is_kept(browser, other_browser, make_page, make_person):
    make_page(title="Adres")
    browser.sign_in(make_person("contributor"))
    assert "Bewerk" in browser.get("/wiki/adres").text
    assert "Bewerk" not in other_browser.get("/wiki/adres").text
    other_browser.get("/wiki/adres")
    assert "Bewerk" in browser.get("/wiki/adres").text


@pytest.mark.parametrize("path", ["/wiki/bestaat-niet", "/login", "/wiki/new", "/healthz"])
def test_what_is_not_every_visitors_page_is_not_kept(browser, path):
    assert not is_kept(browser, path)


def test_what_is_public_and_says_so_is_kept(browser, make_page):
    make_page(title="Adres")
    assert is_kept(browser, "/wiki/adres")
    assert is_kept(browser, "/wiki/recent.atom")


@pytest.mark.parametrize(
    ("changes", "is_keyed"),
    [
        ({}, True),
        ({"REQUEST_METHOD": "POST"}, False),
        ({"REQUEST_METHOD": "HEAD"}, False),
        ({"HTTP_COOKIE": "taal=en"}, True),
        ({"HTTP_COOKIE": "routekaart=abc"}, False),
        ({"HTTP_COOKIE": "taal=en; routekaart=abc"}, False),
        ({"HTTP_COOKIE": "taal=xx"}, False),
        ({"QUERY_STRING": "lang=en"}, False),
        ({"QUERY_STRING": "lang=en", "HTTP_COOKIE": "taal=en"}, True),
        ({"HTTP_ACCEPT": "application/json"}, False),
        ({"HTTP_X_REQUEST_ID": "12345678"}, False),
    ],
)
def test_only_requests_that_carry_nothing_have_a_key(changes, is_keyed):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/wiki/", "QUERY_STRING": "", "HTTP_HOST": "x"}
    assert (key_of({**environ, **changes}) is not None) is is_keyed


def test_the_store_lets_go_of_the_oldest_when_it_is_full():
    store = Store(most_bytes=10)
    for number in range(5):
        store.keep(("s", "h", f"/{number}", "", "nl"), Entry(1, 0.0, "200 OK", [], b"1234", ""))
    assert [key[2] for key in store.entries] == ["/3", "/4"]
    assert store.bytes == 8
    assert MOST_BYTES > 10
