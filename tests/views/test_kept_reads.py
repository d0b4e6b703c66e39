"""What pages read alike is kept until somebody changes something, and never shown to who may not see it."""

import io

import pytest
from sqlalchemy import text

from core.audit import SYSTEM
from core.database import db
from core.web.kept_parts import kept_address, per_language
from core.web.kept_reads import KeptReads
from wiki.actions import pages as actions
from wiki.queries.pages import find_page

ANEW = {"X-Request-ID": "asked-anew"}  # passes by the cache of whole pages


@pytest.fixture(autouse=True)
def empty_store(app):
    app.extensions["kept_reads"].clear()


def prose(browser, path: str = "/wiki/adres") -> str:
    return browser.get(path, headers=ANEW).select_one(".prose").text


def test_the_second_reader_asks_for_nothing_that_was_read(browser, make_page, count_queries):
    make_page(title="Adres", body="Zie [[Straat]].")
    with count_queries() as counter:
        first = browser.get("/wiki/adres", headers=ANEW)
        asked = len(counter)
        second = browser.get("/wiki/adres", headers=ANEW)
    assert len(counter) == asked > 4
    assert first.response.get_data() == second.response.get_data()


def test_a_signed_in_reader_profits_too(browser, make_page, make_person, count_queries):
    make_page(title="Adres", body="een")
    browser.sign_in(make_person("contributor"))
    browser.get("/wiki/adres")
    with count_queries() as counter:
        browser.get("/wiki/adres")
        asked = len(counter)
        browser.get("/wiki/adres")
    assert len(counter) - asked < asked // 2


def test_a_save_shows_at_once(browser, make_page, change_page):
    page = make_page(title="Adres", body="een")
    assert prose(browser).strip() == "een"
    change_page(page, body="twee")
    assert prose(browser).strip() == "twee"


def test_a_statement_past_the_session_shows_too(browser, make_page):
    make_page(title="Adres", body="een")
    prose(browser)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE page SET body = 'drie'"))
    assert prose(browser).strip() == "drie"


def test_a_new_title_of_a_page_shows_where_it_is_linked(browser, make_page, change_page):
    straat = make_page(title="Straat")
    make_page(title="Adres", body="Zie [[straat]].")
    assert "Straat" in prose(browser)
    change_page(straat, title="Openbare ruimte")
    assert "Openbare ruimte" in prose(browser)


def test_what_leads_to_a_page_shows_at_once(browser, make_page):
    make_page(title="Adres")
    assert "Verwijst hierheen" not in browser.get("/wiki/adres", headers=ANEW).text
    make_page(title="Straat", body="Bij een [[Adres]].")
    assert "Verwijst hierheen" in browser.get("/wiki/adres", headers=ANEW).text


def test_a_file_shows_at_once(browser, other_browser, make_page, make_person):
    make_page(title="Adres")
    browser.sign_in(make_person("contributor"))
    other_browser.get("/wiki/adres", headers=ANEW)
    file = (io.BytesIO(b"een;twee\n1;2\n"), "tabel.csv")
    browser.post("/wiki/adres/attachments", data={"file": file, "alt": ""}, expect=303)
    assert "tabel.csv" in other_browser.get("/wiki/adres", headers=ANEW).text


def test_a_curator_leaves_nobody_what_was_deleted(browser, other_browser, make_page, make_person):
    make_page(title="Adres")
    actions.delete_page(find_page("adres", SYSTEM), base_revision=1, by=SYSTEM, reason="dubbel")
    db.session.commit()
    browser.sign_in(make_person("wiki_curator"))
    assert "verwijderd" in browser.get("/wiki/adres").text
    other_browser.get("/wiki/adres", headers=ANEW, expect=404)


def test_each_language_has_its_own_words(browser, make_page):
    make_page(title="Adres", title_en="Address")
    make_page(title="Straat", body="Bij [[adres]].")
    assert "Adres" in prose(browser, "/wiki/straat")
    assert "Address" in prose(browser, "/wiki/straat?lang=en")


def test_the_store_is_bounded_and_holds_one_mark():
    store = KeptReads(most=3)
    for number in range(5):
        store.keep(1, number, "x")
    assert len(store) == 3
    assert store.find(1, 0) is None
    assert store.find(1, 4) == "x"
    store.keep(2, "new", "y")
    assert (len(store), store.find(1, 4), store.find(2, "new")) == (1, None, "y")


def test_addresses_are_remembered_by_endpoint_and_values(app):
    asked = []

    def url_for(endpoint, **values):
        asked.append(endpoint)
        return f"/{endpoint}/{values}"

    address = kept_address(url_for)
    with app.test_request_context("/"):
        first = address("test.one", slug="a")
        assert address("test.one", slug="a") == first != address("test.one", slug="b")
        assert address("test.one", number=1) != address("test.one", number=True)
        address(".here")
        address(".here")
    assert asked == ["test.one"] * 4 + [".here"] * 2


def test_words_are_asked_once_for_each_language(app):
    asked = []
    said = per_language(lambda word: asked.append(word) or word)
    for path in ("/", "/?lang=en", "/", "/?lang=en"):
        with app.test_request_context(path):
            said("adres")
    assert asked == ["adres", "adres"]
