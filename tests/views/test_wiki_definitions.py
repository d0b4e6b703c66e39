"""Definitions on a page: shown side by side, changed one by one, merged, split, put back, compared."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.database import db
from tests.factories.wiki import make_nothing_core
from wiki.models import Definition, DefinitionVersion, Page, PageKey
from wiki.queries.definitions import find_pointed
from wiki.queries.pages import find_page
from wiki.rules.terms import PageKind

ROWS = [
    {"key": "0000aaaa", "name": "CBS", "definition": "Samen wonen en samen eten.", "scope": "Statistiek"},
    {"key": "0000bbbb", "name": "Bijstand", "definition": "Samen wonen en kosten delen.", "scope": "Wet"},
]


@pytest.fixture
def writer(make_person):
    return make_person("contributor", name="De Schrijver")


@pytest.fixture(autouse=True)
def everything_at_once(database):
    make_nothing_core()


@pytest.fixture
def home(make_page):
    return make_page(title="Huishouden", kind=PageKind.OBJECT, fields={"definitions": ROWS})


@pytest.fixture
def signed_in(browser, writer):
    return browser.sign_in(writer)


def keys(slug="huishouden"):
    db.session.expire_all()
    page = db.session.scalar(select(Page).where(Page.slug == slug))
    return [row["key"] for row in page.fields.get("definitions", [])]


def versions(key):
    statement = select(DefinitionVersion).where(DefinitionVersion.key == key)
    return [(row.version, row.revision) for row in db.session.scalars(statement)]


def test_definitions_stand_side_by_side_with_their_facts(browser, home):
    page = browser.get("/wiki/huishouden")
    assert [article.h3.text.strip() for article in page.select(".defs article")] == ["CBS", "Bijstand"]
    assert page.select_one("#def-0000aaaa .quote").text == "Samen wonen en samen eten."
    assert "/wiki/huishouden/definitions/new" not in page.response.get_data(as_text=True)


@pytest.mark.parametrize(("total", "most"), [(1, 2), (12, 2)])
def test_a_page_with_definitions_costs_two_statements_more_whatever_their_number(
    browser, make_page, count_queries, total, most
):
    make_page(title="Kaal", kind=PageKind.PAGE)
    rows = [{"definition": f"Nummer {number}"} for number in range(total)]
    relations = [{"relation": "part_of", "target": f"Doel {number}"} for number in range(total)]
    for number in range(total):
        make_page(title=f"Doel {number}")
    make_page(title="Vol", kind=PageKind.OBJECT, fields={"definitions": rows, "relations": relations})
    with count_queries() as plain:
        browser.get("/wiki/kaal")
    with count_queries() as full:
        browser.get("/wiki/vol")
    assert len(full) - len(plain) <= most


def test_a_definition_is_added_with_a_key_and_a_first_version(signed_in, home):
    form = signed_in.get("/wiki/huishouden/definitions/new")
    page = signed_in.submit(
        form, to="/wiki/huishouden/definitions/new", expect=303, name="BRP", definition="Op één adres."
    )
    assert page.location == "/wiki/huishouden"
    new = keys()[2]
    assert versions(new) == [(1, 2)]
    assert "Op één adres." in signed_in.get(f"/wiki/huishouden/definitions/{new}").text


def test_a_definition_without_words_is_refused_and_what_was_typed_stays(signed_in, home):
    form = signed_in.get("/wiki/huishouden/definitions/new")
    page = signed_in.submit(form, to="/wiki/huishouden/definitions/new", expect=422, name="BRP")
    assert page.select_one("[name=name]")["value"] == "BRP"
    assert page.select_one("#definition-error")


def test_a_change_makes_a_version_only_of_the_definition_that_changed(signed_in, home):
    form = signed_in.get("/wiki/huishouden/definitions/0000aaaa/edit")
    to = "/wiki/huishouden/definitions/0000aaaa/edit"
    signed_in.submit(form, to=to, expect=303, definition="Samen wonen en samen koken.")
    assert (versions("0000aaaa"), versions("0000bbbb")) == ([(1, 1), (2, 2)], [(1, 1)])
    diff = signed_in.get("/wiki/huishouden/definitions/0000aaaa/diff/1..2")
    assert [one.text for one in diff.select("td del, td ins")] == ["eten", "koken"]
    assert signed_in.get("/wiki/huishouden/definitions/0000aaaa/diff/1..3", expect=404)


def test_who_started_from_an_older_page_gets_both_texts(signed_in, home, change_page):
    form = signed_in.get("/wiki/huishouden/definitions/0000aaaa/edit")
    change_page(home, fields={"definitions": [{**ROWS[0], "definition": "Iets anders."}, ROWS[1]]})
    to = "/wiki/huishouden/definitions/0000aaaa/edit"
    page = signed_in.submit(form, to=to, expect=409, definition="Mijn tekst.")
    assert "Iets anders." in page.select_one("#conflict").text
    assert page.select_one("[name=definition]").text.strip() == "Mijn tekst."
    signed_in.submit(page, to=to, expect=303)
    assert find_page("huishouden", None).fields["definitions"][0]["definition"] == "Mijn tekst."


def test_merging_keeps_both_texts_as_origin_leads_on_and_can_be_undone(signed_in, home):
    to = "/wiki/huishouden/definitions/0000aaaa/merge"
    form = signed_in.get(to)
    signed_in.submit(form, to=to, expect=303, definition="Samen wonen, eten en delen.", summary="dubbel")
    assert keys() == ["0000aaaa"]
    page = signed_in.get("/wiki/huishouden/definitions/0000aaaa")
    assert "Samen wonen en samen eten." in page.text
    assert "Samen wonen en kosten delen." in page.text
    moved = signed_in.get("/wiki/huishouden/definitions/0000bbbb", expect=302)
    assert moved.location == "/wiki/huishouden/definitions/0000aaaa"
    pointed = find_pointed([(home.id, "0000bbbb")])[(home.id, "0000bbbb")]
    assert (pointed.definition.key, pointed.has_moved) == ("0000aaaa", True)
    revert = signed_in.get("/wiki/huishouden/revert/1")
    signed_in.submit(revert, to="/wiki/huishouden/revert/1", expect=303, summary="toch niet")
    assert keys() == ["0000aaaa", "0000bbbb"]
    assert not find_pointed([(home.id, "0000bbbb")])[(home.id, "0000bbbb")].has_moved
    assert versions("0000bbbb") == [(1, 1)]


def test_a_merge_needs_a_reason_and_another_definition(signed_in, home, make_page):
    to = "/wiki/huishouden/definitions/0000aaaa/merge"
    page = signed_in.submit(signed_in.get(to), to=to, expect=422, summary="")
    assert "Schrijf op waarom" in page.text
    make_page(title="Alleen", kind=PageKind.OBJECT, fields={"definitions": ROWS[:1]})
    signed_in.get("/wiki/alleen/definitions/0000aaaa/merge", expect=404)


def test_splitting_makes_a_second_with_its_origin(signed_in, home):
    to = "/wiki/huishouden/definitions/0000bbbb/split"
    form = signed_in.get(to)
    values = {"new_name": "Jeugd", "new_definition": "Kosten delen met een kind.", "summary": "twee groepen"}
    signed_in.submit(form, to=to, expect=303, **values)
    assert keys()[:2] == ["0000aaaa", "0000bbbb"]
    page = signed_in.get(f"/wiki/huishouden/definitions/{keys()[2]}")
    assert "Afgesplitst van" in page.text


def test_a_definition_that_is_taken_away_keeps_its_versions(signed_in, home):
    to = "/wiki/huishouden/definitions/0000bbbb/remove"
    signed_in.submit(signed_in.get(to), to=to, expect=303, summary="niet meer geldig")
    assert keys() == ["0000aaaa"]
    assert "staat niet meer op de pagina" in signed_in.get("/wiki/huishouden/definitions/0000bbbb").text
    assert db.session.get(Definition, (home.id, "0000bbbb")).gone_in == 2


@pytest.mark.parametrize(
    "what", ["new", "0000aaaa/edit", "0000aaaa/merge", "0000aaaa/split", "0000aaaa/remove"]
)
def test_only_writers_change_definitions(browser, other_browser, writer, make_page, make_person, what):
    make_page(title="Kern", kind=PageKind.OBJECT, is_core=True, fields={"definitions": ROWS})
    address = f"/wiki/kern/definitions/{what}"
    browser.get(address, expect=302)
    browser.sign_in(make_person()).get(address, expect=403)
    other_browser.sign_in(writer).get(address)


@pytest.mark.parametrize("key", ["0000cccc", "x", "new-ish"])
def test_an_unknown_definition_is_not_there(signed_in, home, key):
    signed_in.get(f"/wiki/huishouden/definitions/{key}", expect=404)
    signed_in.get(f"/wiki/huishouden/definitions/{key}/edit", expect=404)


def test_a_deleted_page_takes_its_definitions_from_lists_comparison_and_pins(browser, home):
    code = f"{home.id}-0000aaaa"
    assert "CBS" in browser.get(f"/wiki/compare?d={code}").select_one("table").text
    db.session.execute(update(Page).values(deleted_at=home.changed_at))
    db.session.commit()
    browser.app.extensions["page_cache"].store.clear()
    assert browser.get(f"/wiki/compare?d={code}").select_one("table") is None
    assert "CBS" not in browser.get("/wiki/definitions").text
    assert "CBS" not in browser.get("/wiki/definitions.csv").response.get_data(as_text=True)
    assert find_pointed([(home.id, "0000aaaa")]) == {}


def test_definitions_are_compared_to_the_word_in_the_order_of_the_address(browser, home):
    page = browser.get(f"/wiki/compare?d={home.id}-0000bbbb&d={home.id}-0000aaaa")
    assert [head.text for head in page.select("table.compare thead a")] == [
        "Huishouden: Bijstand",
        "Huishouden: CBS",
    ]
    assert [one.text for one in page.select("tbody tr:first-child del")] == ["kosten delen"]
    assert "Nog niemand schreef op waarom" in page.text
    only = browser.get(f"/wiki/compare?d={home.id}-0000aaaa&d={home.id}-0000aaaa&show=differences")
    assert len(only.select("table.compare thead a")) == 1


@pytest.mark.parametrize(
    "asked", ["", "d=", "d=1-x", "d=999999999-0000aaaa", "d=99999999999-0000aaaa&q=%25_"]
)
def test_a_comparison_of_nothing_offers_a_choice(browser, home, asked):
    page = browser.get(f"/wiki/compare?{asked}")
    assert page.select_one("[name=d]") or "q=" in asked
    assert not page.select("table")


def test_search_finds_the_words_of_a_definition(home):
    from wiki.queries.findable import page_documents

    document = next(iter(page_documents([home.id])))
    assert "samen eten" in document.body
    assert "0000aaaa" not in document.body


def test_keys_of_a_dataset_are_kept_by_name_and_go_with_it(make_page, change_page):
    page = make_page(title="BRP", kind=PageKind.DATASET, fields={"keys": "Nummer (BSN); adres"})
    assert set(db.session.scalars(select(PageKey.name))) == {"nummer", "bsn", "adres"}
    change_page(page, kind=PageKind.PAGE, fields={})
    assert list(db.session.scalars(select(PageKey.name))) == []


@pytest.mark.parametrize(
    "row",
    [
        Definition(page_id=1, key="", position=0, version=1, said={}, follows=""),
        Definition(page_id=1, key="x", position=0, version=0, said={}, follows=""),
        DefinitionVersion(page_id=1, key="x", version=0, revision=1, said={}),
    ],
    ids=["without a key", "without a version", "of no version"],
)
def test_the_database_refuses_a_definition(home, row):
    db.session.add(row)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_one_more_definition_is_written_without_leaving_the_form(signed_in, home):
    to = "/wiki/huishouden/definitions/new"
    form = signed_in.get(to)
    answer = signed_in.submit(
        form, to=to, expect=303, definition="Nog een.", name="Derde", again="1", save=None
    )
    assert answer.location.endswith(to)
