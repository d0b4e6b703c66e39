"""Edit one part of a page: only that part is in the form; what others saved elsewhere stays."""

from datetime import date

import pytest

from accounts.rules.terms import Role
from core.database import db
from search.writing import rebuild
from wiki.models import Page
from wiki.queries.pages import read_page
from wiki.rules.terms import Category, PageKind

BODY = "Vooraf.\n\n## Een\n\naap\n\n## Twee\n\nnoot"


@pytest.fixture
def page(make_page, make_domain):
    make_domain(slug="energie")
    return make_page(
        title="Adres", slug="adres", body=BODY, domains=("energie",), categories=(Category.PERSON,)
    )


@pytest.fixture
def writer(browser, make_person, page):
    return browser.sign_in(make_person(Role.CONTRIBUTOR))


def body() -> str:
    text = read_page(Page.slug == "adres").body
    db.session.rollback()
    return text


def test_each_heading_leads_writers_to_its_own_part(writer, other_browser):
    links = [a["href"] for a in writer.get("/wiki/adres").select(".prose .edit-section a")]
    assert links == ["/wiki/adres/edit?section=1", "/wiki/adres/edit?section=2"]
    form = writer.get(links[1])
    assert form.select_one("textarea[name=body]").text.strip() == "## Twee\n\nnoot"
    writer.submit(form, to=links[1], expect=303, body="## Twee\n\nnoten", save="1")
    assert body() == BODY.replace("noot", "noten")
    assert "Twee" in writer.get("/wiki/adres/history").text
    assert not other_browser.get("/wiki/adres").select(".edit-section")


def test_what_another_saved_elsewhere_goes_along_and_a_clash_is_asked(writer, page, change_page):
    first, second = (writer.get(f"/wiki/adres/edit?section={number}") for number in (1, 2))
    change_page(page, body=BODY.replace("aap", "apen"))
    to = "/wiki/adres/edit?section=2"
    writer.submit(second, to=to, expect=303, body="## Twee\n\nmies", save="1")
    assert body() == BODY.replace("aap", "apen").replace("noot", "mies")
    to = "/wiki/adres/edit?section=1"
    answer = writer.submit(first, to=to, expect=409, body="## Een\n\nanders", save="1")
    assert "anders" in answer.text
    assert "apen" in body()


def test_a_preview_saves_nothing(writer):
    form = writer.get("/wiki/adres/edit?section=1")
    to = "/wiki/adres/edit?section=1"
    shown = writer.submit(form, to=to, expect=200, body="## Een\n\n**vet**", preview="1")
    assert shown.select_one("#preview strong").text == "vet"
    assert body() == BODY


@pytest.mark.parametrize("number", ["0", "9", "x", "²", "99999999999999", ""])
def test_a_part_that_is_not_there_leads_to_the_whole(writer, number):
    writer.get(f"/wiki/adres/edit?section={number}", expect=302)
    data = {"body": "mijn tekst", "base_revision": "1", "save": "1"}
    answer = writer.post(f"/wiki/adres/edit?section={number}", data=data, expect=409)
    assert "mijn tekst" in answer.text
    assert body() == BODY


def test_visitors_and_stale_bases_save_nothing(browser, page, make_person):
    browser.get("/wiki/adres/edit?section=1", expect=302)
    browser.sign_in(make_person(Role.CONTRIBUTOR))
    for base in ("7", "-1", "", "x"):
        data = {"body": "weg", "base_revision": base, "save": "1"}
        browser.post("/wiki/adres/edit?section=1", data=data, expect=409)
    assert body() == BODY


def test_plainer_words_are_suggested_before_saving_and_never_asked(writer):
    form = writer.get("/wiki/adres/edit?section=1")
    to = "/wiki/adres/edit?section=1"
    shown = writer.submit(form, to=to, expect=200, body="## Een\n\nWij doen dit middels data.", preview="1")
    assert "‘middels’ is een moeilijk woord" in shown.select_one("#advice").text
    writer.submit(shown, to=to, expect=303, save="1")
    assert "middels" in body()


def test_definitions_and_use_cases_can_be_linked_to(writer, make_page, make_use_case):
    make_page(
        title="Huishouden", slug="huishouden", kind=PageKind.TERM,
        fields={"definitions": [{"key": "0000aaaa", "name": "CBS", "definition": "Wie samen woont."}]},
    )  # fmt: skip
    make_use_case(code="SOC-001", title="Huishoudens in nood", published_on=date(2026, 1, 1))
    make_use_case(code="SOC-002", title="Huishoudens in het geheim", is_draft=True)
    rebuild()
    answer = writer.client.get("/wiki/suggest?q=huishouden").json
    targets = [item["target"] for item in answer]
    assert targets[0] == "huishouden"
    assert "use-case:SOC-001" in targets
    assert "use-case:SOC-002" not in targets
    (definition,) = (target for target in targets if target.startswith("definition:"))
    shown = writer.client.post(
        "/wiki/preview", data={"body": f"[[{definition}]]", "csrf_token": token(writer)}
    )
    assert "Huishouden: CBS" in shown.text


def token(browser) -> str:
    return browser.get("/wiki/adres/edit").select_one("form.wiki-form [name=csrf_token]")["value"]
