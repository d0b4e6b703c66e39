"""Relations: recorded on one page, read on both; ways over them; how FAIR datasets are described."""

import pytest
from sqlalchemy import select

from core.database import db
from wiki.models import PageLink, PageRelation
from wiki.queries.pages import find_page
from wiki.rules.terms import PageKind, RelationKind

CARS = {"keys": "Kenteken", "objects": ["kenteken"], "access": "closed", "personal_data": "personal"}
JOIN = {"key": "0000aaaa", "relation": "joins_on", "target": "Personen", "keys": "BSN", "ground": "Wet BRP"}


@pytest.fixture
def writer(make_person):
    return make_person("contributor")


@pytest.fixture
def signed_in(browser, writer):
    return browser.sign_in(writer)


@pytest.fixture
def sources(make_page):
    make_page(title="Kenteken", kind=PageKind.OBJECT)
    make_page(title="Postcode", kind=PageKind.OBJECT)
    join = {"relation": "joins_on", "target": "Adressen", "keys": "BAG-id; postcode met huisnummer"}
    make_page(title="Adressen", kind=PageKind.DATASET, fields={"objects": ["postcode"]})
    make_page(title="Personen", kind=PageKind.DATASET, fields={"relations": [join], "keys": "BSN"})
    make_page(title="Voertuigen", kind=PageKind.DATASET, fields=CARS | {"relations": [JOIN]})


def test_a_relation_is_read_on_both_pages(browser, sources):
    assert "koppelt met Personen" in browser.get("/wiki/voertuigen").text
    other = browser.get("/wiki/personen/relations").text
    assert "koppelt met Voertuigen" in other
    assert "Wet BRP" in other


@pytest.mark.parametrize(
    ("kind", "there"),
    [
        ("part_of", "heeft als onderdeel Een"),
        ("derived_from", "is bron van Een"),
        ("broader", "is nauwer dan Een"),
        ("replaced_by", "vervangt Een"),
        ("same_as", "is hetzelfde als Een"),
    ],
)
def test_each_kind_has_words_for_both_ends(browser, make_page, kind, there):
    make_page(title="Twee", kind=PageKind.OBJECT)
    make_page(title="Een", kind=PageKind.OBJECT, fields={"relations": [{"relation": kind, "target": "Twee"}]})
    assert there in browser.get("/wiki/twee/relations").text


def test_a_relation_is_recorded_between_definitions_with_the_reason(signed_in, make_page):
    make_page(title="Gezin", kind=PageKind.TERM, fields={"definitions": [{"name": "Wet", "definition": "x"}]})
    own = {"key": "0000aaaa", "name": "CBS", "definition": "y"}
    page = make_page(title="Huishouden", kind=PageKind.OBJECT, fields={"definitions": [own]})
    to = "/wiki/huishouden/relations/new"
    form = signed_in.get(f"{to}?relation=differs&own=0000aaaa&target=Gezin&theirs=wet")
    signed_in.submit(form, to=to, expect=303, reason="law", not_for="Tellen.")
    row = find_page("huishouden", None).fields["relations"][0]
    assert (row["own"], row["reason"], row["not_for"]) == ("0000aaaa", "law", "Tellen.")
    shown = signed_in.get(f"/wiki/compare?d={page.id}-0000aaaa&d={page.id - 1}-{row['theirs']}").text
    assert "een andere wet" in shown
    assert "Tellen." in shown
    edit = signed_in.get(f"/wiki/huishouden/relations/{row['key']}/edit")
    assert edit.select_one("[name=theirs]")["value"] == "Wet"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"relation": ""}, "Vul dit in"),
        ({"target": ""}, "Vul dit in"),
        ({"theirs": "Onzin"}, "heeft geen definities"),
        ({"note": "x" * 2001}, "2000"),
    ],
)
def test_what_is_wrong_with_a_relation_is_told_and_kept(signed_in, sources, values, words):
    to = "/wiki/kenteken/relations/new"
    form = signed_in.get(to)
    page = signed_in.submit(
        form, to=to, expect=422, **({"relation": "part_of", "target": "Postcode"} | values)
    )
    assert words in page.text
    assert db.session.scalar(select(PageRelation).where(PageRelation.kind == RelationKind.PART_OF)) is None


def test_a_relation_is_changed_with_a_version_check_and_taken_away_with_a_reason(
    signed_in, sources, change_page
):
    to = "/wiki/voertuigen/relations/0000aaaa/edit"
    form = signed_in.get(to)
    page = find_page("voertuigen", None)
    change_page(page, abstract="Anders.")
    again = signed_in.submit(form, to=to, expect=409, note="Let op.")
    signed_in.submit(again, to=to, expect=303)
    assert find_page("voertuigen", None).fields["relations"][0]["note"] == "Let op."
    remove = "/wiki/voertuigen/relations/0000aaaa/remove"
    signed_in.submit(signed_in.get(remove), to=remove, expect=303, summary="klopt niet")
    assert "koppelt met Voertuigen" not in signed_in.get("/wiki/personen/relations").text
    assert "klopt niet" in signed_in.get("/wiki/voertuigen/history").text


def test_a_relation_to_a_page_that_is_wanted_is_found_when_it_is_written(browser, make_page):
    fields = {"relations": [{"relation": "part_of", "target": "Het geheel"}]}
    make_page(title="Een deel", kind=PageKind.OBJECT, fields=fields)
    assert "Het geheel" in browser.get("/wiki/wanted").text
    assert "Het geheel" in browser.get("/wiki/een-deel/relations").text
    make_page(title="Het geheel", kind=PageKind.OBJECT)
    assert "heeft als onderdeel Een deel" in browser.get("/wiki/het-geheel/relations").text
    assert "Het geheel" not in browser.get("/wiki/orphans").text
    assert db.session.scalar(select(PageLink.target_id).where(PageLink.field == "relations"))


def test_only_writers_change_relations(browser, sources):
    for what in ("new", "0000aaaa/edit", "0000aaaa/remove"):
        browser.get(f"/wiki/voertuigen/relations/{what}", expect=302)


def test_unknown_relations_and_pages_without_them_are_not_there(signed_in, sources, make_page):
    make_page(title="Tekst")
    signed_in.get("/wiki/voertuigen/relations/0000bbbb/edit", expect=404)
    signed_in.get("/wiki/voertuigen/relations/0000bbbb/remove", expect=404)
    signed_in.get("/wiki/tekst/relations/new", expect=404)
    signed_in.get("/wiki/nergens/relations", expect=404)


def test_the_way_from_a_number_plate_to_a_postcode_names_the_keys_and_the_law(browser, sources):
    page = browser.get("/wiki/path?from=kenteken&to=postcode")
    steps = [step.text for step in page.select("ol.wiki-steps li")]
    assert len(steps) == 4
    assert "sleutel: BSN" in steps[1]
    assert "Wet BRP" in steps[1]
    assert "postcode met huisnummer" in steps[2]
    assert "betekent niet dat het mag" in page.text
    assert [link["href"] for link in page.select("svg a")][-1] == "/wiki/postcode"


def test_a_key_that_is_no_page_is_a_place_to_start_from(browser, sources):
    assert "koppelt met" in browser.get("/wiki/path?from=bsn&to=postcode").text


def test_where_there_is_no_way_sources_with_the_same_key_are_named(browser, make_page):
    for title in ("Uitkeringen", "Schulden"):
        make_page(title=title, kind=PageKind.DATASET, fields={"keys": "Burgerservicenummer (BSN)"})
    page = browser.get("/wiki/path?from=uitkeringen&to=schulden")
    assert "Geen weg gevonden" in page.text
    assert "sleutel: Burgerservicenummer (BSN)" in page.text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("", "Hoe komt u"),
        ("from=kenteken", "Hoe komt u"),
        ("from=onzin&to=kenteken", "Wij kennen geen pagina"),
        ("from=kenteken&to=kenteken", "u bent er al"),
    ],
)
def test_an_unfinished_question_gets_an_answer(browser, sources, asked, words):
    assert words in browser.get(f"/wiki/path?{asked}").text


@pytest.mark.parametrize("pages", [1, 12])
def test_a_way_costs_the_same_number_of_statements_however_much_is_recorded(
    browser, make_page, sources, count_queries, pages
):
    for number in range(pages):
        relations = [{"relation": "joins_on", "target": "Adressen", "keys": "x"}]
        make_page(title=f"Bron {number}", kind=PageKind.DATASET, fields={"relations": relations})
    browser.get("/")
    with count_queries() as counter:
        browser.get("/wiki/path?from=kenteken&to=postcode")
    assert len(counter) <= 14


@pytest.mark.parametrize("name", ["definitions", "relations", "fair-meter"])
def test_lists_are_there_as_a_page_and_as_data(browser, sources, name):
    browser.get(f"/wiki/{name}")
    assert browser.get(f"/wiki/{name}.csv").response.get_data(as_text=True).startswith("\ufeff")
    rows = browser.get(f"/wiki/{name}.json").response.json
    assert bool(rows) == (name != "definitions")


def test_a_dataset_shows_how_fair_it_is_described_and_what_to_do(browser, sources):
    page = browser.get("/wiki/voertuigen").text
    assert "Vindbaar: voldoet" in page
    assert "Noem de bronhouder." in page
    rated = browser.get("/wiki/fair-meter")
    assert [row.th.text for row in rated.select("tbody tr")][-1] == "Voertuigen"
