"""Write in the wiki: new pages, changes, conflicts, previews, and who may do what."""

import pytest
from sqlalchemy import func, select

from core.database import db
from tests.factories.wiki import make_nothing_core
from wiki.models import Page, PageRevision
from wiki.queries.pages import find_page
from wiki.rules.draft import LONGEST_BODY
from wiki.rules.terms import Category, PageKind


@pytest.fixture
def writer(make_person):
    return make_person("contributor")


@pytest.fixture
def curator(make_person):
    return make_person("wiki_curator")


@pytest.fixture
def signed_in(browser, writer):
    return browser.sign_in(writer)


def body_of(slug: str, person) -> str:
    db.session.expire_all()
    return find_page(slug, person).body


def only(**fields):
    """Return what a script sends that knows the contract and no more."""
    return {
        "title": "Huishouden",
        "abstract": "",
        "body": "",
        "summary": "",
        "base_revision": "0",
        "save": "1",
    } | fields


def test_a_contributor_makes_a_page_that_is_live_at_once(signed_in, other_browser, make_domain):
    domain = make_domain()
    form = signed_in.get("/wiki/new?kind=lesson")
    answer = signed_in.submit(
        form,
        to="/wiki/new",
        expect=303,
        title="Begin klein",
        abstract="Eén wijk is genoeg.",
        body="## Zo deden wij het",
        field_lesson="Begin met één wijk.",
        field_use_cases="soc-001\nSOC-002",
        field_phases=["pilot"],
        categories=["person"],
        domains=[domain.slug],
        aliases="klein beginnen\nbeperkt starten",
        title_en="Start small",
        summary="Eerste versie",
        save="1",
    )
    assert answer.location == "/wiki/begin-klein"
    page = other_browser.get("/wiki/begin-klein")
    assert "Begin met één wijk." in page.text
    kept = db.session.scalar(select(Page).where(Page.slug == "begin-klein"))
    assert kept.fields["use_cases"] == ["SOC-001", "SOC-002"]
    assert kept.aliases == ["klein beginnen", "beperkt starten"]
    assert kept.kind is PageKind.LESSON


def test_a_contributor_corrects_a_line(signed_in, make_page, writer):
    make_page(title="Adres", body="een\ntwee", aliases=("locatie",), categories=(Category.LOCATION,))
    form = signed_in.get("/wiki/adres/edit")
    assert form.select_one("[name=base_revision]")["value"] == "1"
    assert (
        signed_in.submit(form, to="/wiki/adres/edit", expect=303, body="een\nTWEE", save="1").location
        == "/wiki/adres"
    )
    assert "Opgeslagen" in signed_in.get("/wiki/adres").text
    page = find_page("adres", writer)
    assert (page.body, page.aliases, [row.category for row in page.categories]) == (
        "een\nTWEE",
        ["locatie"],
        ["location"],
    )


def test_a_script_that_knows_only_the_contract_empties_nothing_else(signed_in, make_page, writer):
    make_page(
        title="BAG",
        kind=PageKind.DATASET,
        fields={"source_holder": "Kadaster"},
        aliases=("bag",),
        title_en="Addresses",
    )
    signed_in.post("/wiki/bag/edit", expect=303, data=only(title="BAG", body="Nieuw.", base_revision="1"))
    page = find_page("bag", writer)
    assert (page.body, page.title_en, page.fields) == ("Nieuw.", "Addresses", {"source_holder": "Kadaster"})
    assert page.kind is PageKind.DATASET


def test_a_new_page_by_the_contract_alone(signed_in):
    assert signed_in.post("/wiki/new", expect=303, data=only(body="Tekst.")).location == "/wiki/huishouden"


def test_a_preview_saves_nothing_and_loses_nothing(signed_in, make_page, writer):
    make_page(title="Adres", body="een")
    form = signed_in.get("/wiki/adres/edit")
    page = signed_in.submit(
        form, to="/wiki/adres/edit", expect=200, body="# Te hoge kop\n\nZie [[adres]].", preview="1"
    )
    assert page.select_one("#preview .prose a")["href"] == "/wiki/adres"
    assert "Begin koppen met ##" in page.select_one("#advice").text
    assert page.select_one("textarea[name=body]").text.strip().startswith("# Te hoge kop")
    assert page.select_one("[name=base_revision]")["value"] == "1"
    assert body_of("adres", writer) == "een"


def test_another_kind_shows_its_fields_and_keeps_the_text(signed_in):
    form = signed_in.get("/wiki/new?kind=page")
    page = signed_in.submit(
        form, to="/wiki/new", expect=200, title="Les", body="Tekst", kind="lesson", save="1"
    )
    assert page.select_one("[name=field_lesson]") is not None
    assert page.select_one("textarea[name=body]").text.strip() == "Tekst"
    assert (
        signed_in.submit(page, to="/wiki/new", expect=303, field_lesson="Leer.", save="1").location
        == "/wiki/les"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "Geef de pagina een titel"),
        ({"title": "x" * 201}, "200"),
        ({"title": "Adres"}, "al een pagina met deze titel"),
        ({"body": "x" * (LONGEST_BODY + 1)}, "500000"),
        ({"kind": "onzin"}, ""),
        ({"categories": ["onzin"]}, ""),
        ({"domains": ["onzin"]}, ""),
        ({"summary": "x" * 301}, "300"),
        ({"aliases": "\n".join(map(str, range(31)))}, "30"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_is_kept(signed_in, make_page, changes, words):
    make_page(title="Adres")
    form = signed_in.get("/wiki/new?kind=page")
    page = signed_in.submit(
        form, to="/wiki/new", expect=422, **({"title": "Nieuw", "body": "mijn tekst", "save": "1"} | changes)
    )
    assert words in page.select_one(".error-summary").text
    if "body" not in changes:
        assert page.select_one("textarea[name=body]").text.strip() == "mijn tekst"
    assert db.session.scalar(select(func.count(Page.id))) == 1


def test_a_wrong_field_of_a_kind_is_named(signed_in):
    form = signed_in.get("/wiki/new?kind=lesson")
    page = signed_in.submit(
        form, to="/wiki/new", expect=422, title="Les", field_lesson="", field_use_cases="overal", save="1"
    )
    assert page.select_one("#field_lesson-error")
    assert "OVERAL is geen code" in page.select_one("#field_use_cases-error").text


def test_rows_of_definitions_are_kept_and_empty_ones_are_not(signed_in, writer):
    make_nothing_core()
    form = signed_in.get("/wiki/new?kind=term")
    names = {field["name"] for field in form.select("[name^=field_definitions]")}
    assert {"field_definitions-0-definition", "field_definitions-0-scope"} <= names
    signed_in.submit(
        form,
        to="/wiki/new",
        expect=303,
        title="Gezin",
        **{
            "field_definitions-0-definition": "Een.",
            "field_definitions-1-definition": " ",
            "field_definitions-2-definition": "Twee.",
            "field_definitions-2-scope": "Zorg",
        },
        save="1",
    )
    rows = find_page("gezin", writer).fields["definitions"]
    assert [(row["definition"], row.get("scope")) for row in rows] == [("Een.", None), ("Twee.", "Zorg")]
    again = signed_in.get("/wiki/gezin/edit")
    assert again.select_one("[name='field_definitions-1-definition']").text.strip() == "Twee."
    signed_in.submit(again, to="/wiki/gezin/edit", expect=303, abstract="Anders.", save="1")
    assert find_page("gezin", writer).fields["definitions"] == rows


class TestTwoPeople:
    """Two people have the same page open."""

    @pytest.fixture
    def second(self, other_browser, make_person):
        return other_browser.sign_in(make_person("contributor", name="De Ander"))

    def test_the_second_gets_both_texts_and_their_difference(self, signed_in, second, make_page, writer):
        make_page(title="Adres", body="een\ntwee\ndrie")
        mine, theirs = signed_in.get("/wiki/adres/edit"), second.get("/wiki/adres/edit")
        second.submit(
            theirs, to="/wiki/adres/edit", expect=303, body="een\nTWEE van de ander\ndrie", save="1"
        )
        page = signed_in.submit(
            mine,
            to="/wiki/adres/edit",
            expect=409,
            body="een\ntwee van mij\ndrie",
            summary="Mijn reden",
            save="1",
        )
        assert page.select_one("textarea[name=body]").text.strip() == "een\ntwee van mij\ndrie"
        assert "TWEE van de ander" in page.select_one(".line-diff").text
        assert "De Ander" in page.select_one("#conflict").text
        assert page.select_one("[name=summary]")["value"] == "Mijn reden"
        assert [pre.text for pre in page.select(".conflict pre")] == [
            "een\ntwee van mij\ndrie",
            "een\nTWEE van de ander\ndrie",
        ]
        assert body_of("adres", writer) == "een\nTWEE van de ander\ndrie"
        signed_in.submit(page, to="/wiki/adres/edit", expect=303, save="1")
        assert body_of("adres", writer) == "een\ntwee van mij\ndrie"
        assert db.session.scalar(select(func.count(PageRevision.id))) == 3

    def test_a_third_save_in_between_is_a_conflict_again(self, signed_in, second, make_page, change_page):
        page = make_page(title="Adres", body="een")
        mine = signed_in.get("/wiki/adres/edit")
        change_page(page, body="twee")
        conflict = signed_in.submit(mine, to="/wiki/adres/edit", expect=409, body="mijn", save="1")
        change_page(page, body="drie")
        signed_in.submit(conflict, to="/wiki/adres/edit", expect=409, save="1")

    def test_a_page_deleted_meanwhile_keeps_the_text(
        self, signed_in, second, make_page, curator, other_browser
    ):
        make_page(title="Adres", body="een")
        mine = signed_in.get("/wiki/adres/edit")
        other_browser.sign_in(curator)
        form = other_browser.get("/wiki/adres/delete")
        other_browser.submit(form, to="/wiki/adres/delete", expect=303, summary="dubbel")
        page = signed_in.submit(mine, to="/wiki/adres/edit", expect=409, body="mijn tekst", save="1")
        assert page.select_one("textarea[name=body]").text.strip() == "mijn tekst"

    @pytest.mark.parametrize("base", ["", "0", "999", "-1", "x", "9" * 30])
    def test_an_odd_base_revision_overwrites_nothing(self, signed_in, make_page, writer, base):
        make_page(title="Adres", body="een")
        signed_in.post(
            "/wiki/adres/edit", expect=409, data=only(title="Adres", body="twee", base_revision=base)
        )
        assert body_of("adres", writer) == "een"


def test_a_core_page_is_changed_through_a_review(signed_in, make_page, writer):
    make_page(title="Doelbinding", is_core=True, body="een", abstract="Kern.")
    form = signed_in.get("/wiki/doelbinding/edit")
    signed_in.submit(form, to="/wiki/doelbinding/edit", expect=303, body="twee", abstract="Anders.")
    page = find_page("doelbinding", writer)
    assert (page.body, page.abstract) == ("twee", "Kern.")
    form = signed_in.get("/wiki/doelbinding/revert/1")
    signed_in.submit(form, to="/wiki/doelbinding/revert/1", expect=303)
    assert body_of("doelbinding", writer) == "een"
    form = signed_in.get("/wiki/doelbinding/rename")
    signed_in.submit(form, to="/wiki/doelbinding/rename", expect=303, slug="ergens-anders")
    signed_in.get("/wiki/doelbinding")


def test_only_a_curator_makes_a_page_core(signed_in, other_browser, make_page, curator, writer):
    make_page(title="Adres")
    form = signed_in.get("/wiki/adres/edit")
    assert not form.select("[name=is_core]")
    signed_in.submit(form, to="/wiki/adres/edit", expect=303, body="x", is_core="y", save="1")
    assert not find_page("adres", writer).is_core
    other_browser.sign_in(curator)
    form = other_browser.get("/wiki/adres/edit")
    other_browser.submit(form, to="/wiki/adres/edit", expect=303, is_core="y", save="1")
    db.session.expire_all()
    assert find_page("adres", writer).is_core


@pytest.mark.parametrize(
    "path", ["/wiki/new", "/wiki/adres/edit", "/wiki/adres/rename", "/wiki/adres/revert/1", "/wiki/preview"]
)
def test_a_reader_without_a_role_writes_nothing(browser, other_browser, make_page, make_person, path):
    make_page(title="Adres", body="een")
    assert browser.get(path, expect=302).location.startswith("/login")
    browser.post(path, expect=403, data=only())
    other_browser.sign_in(make_person())
    other_browser.get(path, expect=403)
    other_browser.post(path, expect=403, data=only())


@pytest.mark.parametrize("path", ["/wiki/adres/delete", "/wiki/adres/restore", "/wiki/deleted"])
@pytest.mark.parametrize("role", ["contributor", "secretary", "programme_manager", "administrator"])
def test_only_a_curator_deletes_and_restores(browser, make_page, make_person, make_domain, path, role):
    make_page(title="Adres")
    browser.sign_in(make_person(role, domain=make_domain()))
    browser.get(path, expect=403)


def test_a_curator_deletes_and_restores(browser, other_browser, make_page, curator):
    make_page(title="Adres", body="een")
    browser.sign_in(curator)
    form = browser.get("/wiki/adres/delete")
    assert "Schrijf op waarom" in browser.submit(form, to="/wiki/adres/delete", expect=422, summary=" ").text
    browser.submit(form, to="/wiki/adres/delete", expect=303, summary="dubbel")
    other_browser.get("/wiki/adres", expect=404)
    browser.submit(browser.get("/wiki/adres/restore"), to="/wiki/adres/restore", expect=303)
    assert "een" in other_browser.get("/wiki/adres").text


def test_a_version_is_put_back_after_a_look(signed_in, make_page, change_page, writer):
    change_page(make_page(title="Adres", body="goed"), body="fout")
    form = signed_in.get("/wiki/adres/revert/1")
    assert "fout" in form.select_one(".line-diff del, .line-diff .removed").text
    signed_in.submit(form, to="/wiki/adres/revert/1", expect=303)
    assert body_of("adres", writer) == "goed"
    signed_in.post("/wiki/adres/revert/1", expect=409, data={"base_revision": "1"})


def test_a_page_gets_another_address(signed_in, make_page):
    make_page(title="Adres")
    form = signed_in.get("/wiki/adres/rename")
    assert "gereserveerd" in signed_in.submit(form, to="/wiki/adres/rename", expect=422, slug="recent").text
    signed_in.submit(form, to="/wiki/adres/rename", expect=303, slug="Postadres")
    assert signed_in.get("/wiki/adres", expect=301).location == "/wiki/postadres"


def test_the_live_preview_answers_data(signed_in, make_page):
    make_page(title="Adres")
    headers = {"Accept": "application/json"}
    form = signed_in.get("/wiki/preview")
    token = form.select_one("main [name=csrf_token]")["value"]
    answer = signed_in.client.post(
        "/wiki/preview", data={"csrf_token": token, "body": "## Kop\n\n[[adres]] ![](x.png)"}, headers=headers
    )
    assert answer.status_code == 200
    assert "/wiki/adres" in answer.json["html"]
    assert [item["line"] for item in answer.json["advice"]] == [3]
    too_long = signed_in.client.post(
        "/wiki/preview", data={"csrf_token": token, "body": "x" * (LONGEST_BODY + 1)}, headers=headers
    )
    assert too_long.status_code == 422


@pytest.mark.parametrize(
    ("typed", "slugs"), [("adr", ["adres", "postadres"]), ("%", []), ("", []), ("GEHEIM", []), ("_", [])]
)
def test_pages_to_link_to_are_suggested(signed_in, make_page, curator, typed, slugs):
    from wiki.actions import pages as actions

    make_page(title="Postadres")
    make_page(title="Adres")
    gone = find_page(make_page(title="Geheim").slug, curator)
    actions.delete_page(gone, base_revision=1, by=curator, reason="x")
    db.session.commit()
    answer = signed_in.client.get("/wiki/suggest", query_string={"q": typed})
    assert [item["slug"] for item in answer.json] == slugs


def test_a_save_without_a_token_is_refused(signed_in, make_page):
    make_page(title="Adres")
    signed_in.post("/wiki/adres/edit", expect=400, csrf=False, data=only())


def test_a_preview_waits_for_no_writer(signed_in, make_page):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one writer")
    signed_in.get("/wiki/preview")
    with db.engine.begin():  # somebody writes, and takes long
        page = signed_in.post("/wiki/preview", expect=200, data={"body": "een **woord**"})
    assert page.select_one(".prose strong").text == "woord"
