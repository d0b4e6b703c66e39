"""The action tracker: what it shows and never says, filters, data, and the form of the programme manager."""

import csv
import io
import json

import pytest

from accounts.rules.terms import Role
from core.links import Reference, permanent_address, resolve_many
from portfolio.exports.action_points import COLUMNS


@pytest.fixture
def agenda(make_agenda, make_action_point, make_organisation):
    """Return an agenda with a reported, a silent and a tentative action."""
    agenda = make_agenda()
    vng = make_organisation(slug="vng", name="Vereniging", abbreviation="VNG")
    make_action_point(
        agenda,
        "0.1",
        title="Modelovereenkomst",
        title_en="Model agreement",
        result="Er is een overeenkomst.",
        organisations=[vng],
        links=[
            {"label": "Bericht", "url": "https://voorbeeld.nl/bericht"},
            {"label": "Kwaad", "url": "javascript:alert(1)"},
        ],
        figures=[{"label": "Gemeenten", "label_en": "Municipalities", "value": 1750, "unit": ""}],
        note="Het hoofdstuk noemt ook Eersel.",
    )
    make_action_point(agenda, "0.2", title="Zonder bericht", year_to=2020)
    make_action_point(agenda, "1.1", theme=1, title="Misschien", year_to=None, is_tentative=True)
    return agenda


def titles(page):
    return [
        link.text
        for link in page.select("main tbody th a")
        if "/actions/" in link["href"] and "?" not in link["href"]
    ]


def form_of(browser, code="0.1"):
    return browser.get("portfolio.edit_action", code=code)


def test_before_there_is_an_agenda_the_page_says_so(browser):
    assert "nog geen agenda" in browser.get("portfolio.list_actions").main.text
    assert browser.get("/actions.json").response.json == {"count": 0, "action_points": []}


def test_the_tracker_shows_results_and_says_what_was_not_reported(browser, agenda):
    page = browser.get("portfolio.list_actions")
    assert titles(page) == ["Modelovereenkomst", "Zonder bericht", "Misschien"]
    rows = {
        row.th.a.text: " ".join(row.text.split())
        for row in page.select("main tbody tr")
        if row.th and row.th.a
    }
    assert "Er is een overeenkomst." in rows["Modelovereenkomst"]
    assert "Gemeenten: 1.750" in rows["Modelovereenkomst"]
    assert "niet gemeld" in rows["Zonder bericht"]
    assert "2019–2020" in rows["Zonder bericht"]
    assert "vanaf 2019, onder voorbehoud" in rows["Misschien"]
    assert "klaar" not in rows["Zonder bericht"]
    assert "Over 1 van de 3 actiepunten" in page.select_one(".lead").text


def test_a_link_that_could_run_is_not_a_link(browser, agenda):
    for path in ("/actions/", "/actions/0.1"):
        page = browser.get(path)
        assert page.select("a[href='https://voorbeeld.nl/bericht']")
        assert not page.select("a[href^=javascript]")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("theme=1", ["Misschien"]),
        ("theme=0&theme=1", ["Modelovereenkomst", "Zonder bericht", "Misschien"]),
        ("year=2020", ["Zonder bericht", "Misschien"]),
        ("state=not_reported", ["Zonder bericht", "Misschien"]),
        ("state=reported&year=2019", ["Modelovereenkomst"]),
        ("organisation=vng", ["Modelovereenkomst"]),
        ("theme=1&state=reported", []),
        ("theme=x&year=9&state=klaar&organisation=%27", ["Modelovereenkomst", "Zonder bericht", "Misschien"]),
    ],
)
def test_filters_hold_for_the_page_and_the_data(browser, agenda, query, found):
    assert titles(browser.get(f"/actions/?{query}")) == found
    data = browser.get(f"/actions.json?{query}").response.json
    assert [row["title"] for row in data["action_points"]] == found
    assert data["count"] == len(found)


def test_an_agenda_that_is_not_there_is_not_found(browser, agenda):
    assert titles(browser.get("/actions/?agenda=agenda"))
    browser.get("/actions/?agenda=anders", expect=404)


def test_the_budget_has_its_totals_and_says_that_only_the_first_year_was_reserved(browser, agenda):
    section = browser.get("portfolio.list_actions").select_one("#budget")
    assert [cell.text for cell in section.select("tr.total th, tr.total td")] == [
        "Samen",
        "1.050",
        "1.100",
        "2.150",
    ]
    assert "Alleen 2019" in section.select_one(".say").text


def test_the_data_holds_every_column_and_no_formula(browser, agenda, make_action_point):
    make_action_point(agenda, "0.9", title="=1+1", result="+cmd")
    text = browser.get("/actions.csv").response.get_data(as_text=True).lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    last = next(row for row in rows if row["code"] == "0.9")
    assert last["title"] == "'=1+1"
    assert last["result"] == "'+cmd"
    assert {row["state"] for row in rows} == {"reported", "not_reported"}
    assert browser.get("/actions.ods").response.data[:2] == b"PK"


def test_a_page_per_action_tells_it_all(browser, agenda):
    page = browser.get("portfolio.show_action", code="0.1")
    assert page.h1.text == "Modelovereenkomst"
    assert "Eersel" in page.main.text
    english = browser.get("/actions/0.1?lang=en")
    assert english.h1.text == "Model agreement"
    assert english.select("main p[lang=nl]")
    assert "niet gemeld" in browser.get("/actions/0.2?lang=nl").main.text
    for code in ("9.9", "x" * 400, "0.1'--"):
        browser.get(f"/actions/{code}", expect=404)


def test_who_may_not_edit_is_sent_away(browser, other_browser, agenda, make_person):
    browser.get("/actions/0.1/edit", expect=302)
    other_browser.sign_in(make_person(Role.CONTRIBUTOR, Role.ADMINISTRATOR, Role.WIKI_CURATOR))
    other_browser.get("/actions/0.1/edit", expect=403)
    other_browser.post("/actions/0.1/edit", data={"title": "x"}, expect=403)
    assert not other_browser.get("/actions/0.1").select("a[href$='/edit']")


def test_the_programme_manager_reports_a_result_and_takes_it_back(browser, agenda, make_person):
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    browser.submit(form_of(browser, "0.2"), to="/actions/0.2/edit", result="Het is er.")
    assert "Het is er." in browser.get("/actions/0.2").main.text
    browser.submit(form_of(browser, "0.2"), to="/actions/0.2/edit", result="")
    assert "niet gemeld" in browser.get("/actions/0.2").main.text


def test_a_save_without_changes_keeps_everything(browser, agenda, make_person):
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    before = browser.get("/actions.json").response.json
    page = form_of(browser)
    browser.submit(page, to="/actions/0.1/edit", links="Bericht | https://voorbeeld.nl/bericht")
    after = browser.get("/actions.json").response.json
    before["action_points"][0]["links"].pop()
    assert after == before


def test_a_stale_save_is_answered_with_both_texts(browser, other_browser, agenda, make_person):
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    other_browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    mine, theirs = form_of(browser, "0.2"), form_of(other_browser, "0.2")
    other_browser.submit(theirs, to="/actions/0.2/edit", result="Hun tekst")
    page = browser.submit(mine, to="/actions/0.2/edit", result="Mijn tekst", expect=409)
    conflict = page.select_one("#conflict").text
    assert "Mijn tekst" in conflict
    assert "Hun tekst" in conflict
    assert "Hun tekst" in browser.get("/actions/0.2").main.text
    browser.submit(page, to="/actions/0.2/edit")
    assert "Mijn tekst" in browser.get("/actions/0.2").main.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "title"),
        ("title", "x" * 301, "title"),
        ("year_from", "twee", "year_from"),
        ("year_from", "99999999999", "year_from"),
        ("year_to", "2018", "year_to"),
        ("links", "alleen woorden", "Regel 1"),
        ("links", "Goed | https://voorbeeld.nl\nKwaad | javascript:alert(1)", "Regel 2"),
        ("links", "Raar | https://[", "Regel 1"),
        ("links", "Open | http://voorbeeld.nl", "het adres begint met https://."),
        ("figures", "Gemeenten | Municipalities | veel | ", "Regel 1"),
        ("figures", "Gemeenten | Municipalities | NaN", "Regel 1"),
        ("figures", "a | b | 1e400", "Regel 1"),
        ("figures", "\n".join(["a | b | 1"] * 21), "20"),
        ("organisation_ids", "999999", "organisation_ids"),
        ("organisation_ids", "vng", "organisation_ids"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browser, agenda, make_person, field, value, words):
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    changes = {field: value, "description": "Mijn lange tekst"}
    page = browser.submit(form_of(browser, "0.2"), to="/actions/0.2/edit", expect=422, **changes)
    summary = page.select_one("[data-error-summary]")
    assert words in str(summary) or words in page.main.text
    assert "Mijn lange tekst" in page.select_one("[name=description]").text


def test_an_address_without_a_lock_stays_where_it_was_and_is_told(
    browser, make_agenda, make_action_point, make_person
):
    action = make_action_point(make_agenda(), "1.1", links=[{"label": "Oud", "url": "http://voorbeeld.nl"}])
    path = f"/actions/{action.code}"
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    browser.submit(browser.get(f"{path}/edit"), to=f"{path}/edit", note="Nieuw")
    assert (
        "(geen beveiligd adres)" in browser.get(path).select_one("a[href='http://voorbeeld.nl']").parent.text
    )


def test_queries_do_not_grow_with_actions(
    browser, count_queries, make_agenda, make_action_point, make_organisation
):
    agenda = make_agenda()
    organisation = make_organisation()

    def count(path):
        with count_queries() as counter:
            browser.get(path)
        return len(counter)

    make_action_point(agenda, "0.1", organisations=[organisation])
    few = [count(path) for path in ("/actions/", "/actions.csv", "/actions/0.1")]
    for number in range(2, 14):
        make_action_point(agenda, f"0.{number}", theme=number % 3, organisations=[organisation])
    assert [count(path) for path in ("/actions/", "/actions.csv", "/actions/0.1")] == few
    assert max(few) <= 8


def test_other_features_link_to_an_action_by_its_code(agenda, in_dutch):
    reference = Reference("action-point", "0.1")
    found = resolve_many([reference, Reference("action-point", "9.9")], None)
    assert found[reference].title == "Modelovereenkomst"
    assert found[reference].url == "/actions/0.1"
    assert found[Reference("action-point", "9.9")] is None
    assert permanent_address("action-point", found[reference].id, None) == "/agendas/agenda/actions/0.1"
    assert permanent_address("action-point", 0, None) is None


def test_json_holds_figures_and_links_as_they_were_reported(browser, agenda):
    row = json.loads(browser.get("/actions.json").response.data)["action_points"][0]
    assert row["figures"] == [{"label": "Gemeenten", "label_en": "Municipalities", "value": 1750, "unit": ""}]
    assert row["organisations"] == ["Vereniging"]
