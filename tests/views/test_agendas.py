"""Several agendas on the site: who sees a draft, how it opens, closes and is followed, and its budget."""

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db
from core.links import Reference, permanent_address, resolve_many
from portfolio.models import ActionPoint, ActionTheme, Agenda, BudgetLine
from portfolio.queries.agenda import find_agenda
from portfolio.queries.findable import action_point_documents
from portfolio.rules.agenda import AgendaState
from search.registry import ALL_DRAFTS, PUBLIC
from tests.factories.agenda import make_action_point as add_action


@pytest.fixture
def manager(make_person):
    return make_person(Role.PROGRAMME_MANAGER)


@pytest.fixture
def agenda(manager, make_agenda, make_action_point):
    """An agenda of which one action was reported and one was not."""
    made = make_agenda()
    make_action_point(made, "0.1", title="Af", result="Klaar.")
    make_action_point(made, "0.2", title="Niet af")
    return made


@pytest.fixture
def draft(agenda, browser, manager):
    """The draft that follows it, made on the site; the browser stays signed in as programme manager."""
    browser.sign_in(manager)
    page = browser.get("/agendas/agenda/next")
    browser.submit(page, to="/agendas/agenda/next", title="Geheime agenda")
    return "geheime-agenda"


def visitor(browser):
    browser.post("/logout")
    return browser


DRAFT_PATHS = [
    "/agendas/geheime-agenda",
    "/agendas/geheime-agenda/actions/0.1",
    "/actions/?agenda=geheime-agenda",
    "/actions.csv?agenda=geheime-agenda",
    "/progress/budget?agenda=geheime-agenda",
    "/progress/action-points.json?agenda=geheime-agenda",
]


def test_the_form_of_the_next_agenda_offers_what_is_unfinished_and_makes_a_draft(draft, browser):
    page = browser.get("/agendas/geheime-agenda")
    assert "Dit is een concept" in page.main.text
    assert "Niet af" in page.main.text
    assert "Klaar." not in page.main.text
    action = browser.get("/agendas/geheime-agenda/actions/0.1")
    assert "Voortgezet uit" in action.main.text
    assert action.select_one("a[href='/agendas/agenda/actions/0.2']")
    old = browser.get("/agendas/agenda/actions/0.2")
    assert "Gaat verder als" in old.main.text
    assert browser.get("/agendas/agenda").select_one("a[href='/agendas/geheime-agenda/actions/0.1']")


@pytest.mark.parametrize("path", DRAFT_PATHS)
def test_a_draft_is_there_only_for_who_makes_agendas(draft, browser, make_person, path):
    browser.get(path)
    visitor(browser).get(path, expect=404)
    browser.sign_in(make_person(Role.ADMINISTRATOR))
    browser.get(path, expect=404)


def test_no_list_or_page_of_the_old_agenda_names_the_draft_to_others(draft, browser, make_person):
    paths = ["/agendas/", "/actions/", "/agendas/agenda", "/agendas/agenda/actions/0.2", "/progress/", "/"]
    visitor(browser)
    for _who in (None, browser.sign_in(make_person(Role.ADMINISTRATOR))):
        for path in [*paths, "/admin/audit?object=agenda"][: None if _who else len(paths)]:
            page = browser.get(path)
            assert "geheime" not in str(page).lower(), path
            assert "Gaat verder als" not in page.text


def test_search_and_links_follow_the_state_of_the_agenda(draft, browser, manager, agenda):
    action_id = db.session.scalar(
        select(ActionPoint.id).where(ActionPoint.continues_id.is_not(None), ActionPoint.code == "0.1")
    )
    [document] = action_point_documents([action_id])
    assert (document.access, document.reference) == (frozenset({ALL_DRAFTS}), "geheime-agenda/0.1")
    reference = Reference("action-point", "geheime-agenda/0.1")
    with browser.app.test_request_context():
        assert resolve_many([reference], None)[reference] is None
        assert permanent_address("action-point", action_id, None) is None
        assert resolve_many([reference], manager)[reference].url == "/agendas/geheime-agenda/actions/0.1"
    browser.submit(browser.get("/agendas/geheime-agenda/open"), to="/agendas/geheime-agenda/open")
    db.session.expire_all()
    [document] = action_point_documents([action_id])
    assert (document.access, document.reference) == (frozenset({PUBLIC}), "geheime-agenda/0.1")


def test_an_opened_agenda_is_the_current_one_and_old_addresses_keep_their_meaning(draft, browser):
    browser.submit(browser.get("/agendas/geheime-agenda/open"), to="/agendas/geheime-agenda/open")
    visitor(browser)
    assert browser.get("/actions/").h1.text == "Geheime agenda"
    assert browser.get("/agendas/").select("main tbody tr th a")[0].text == "Geheime agenda"
    assert browser.get("/actions/0.1").h1.text == "Af"  # the agenda that had this code first
    assert browser.get("/agendas/geheime-agenda/actions/0.1").h1.text == "Niet af"
    assert browser.get("/actions/?agenda=agenda").h1.text == "Agenda"
    rows = browser.get("/actions.json").response.json["action_points"]
    assert [row["url"].partition("/agendas")[2] for row in rows] == ["/geheime-agenda/actions/0.1"]


def test_a_closed_agenda_says_so_and_has_no_forms_until_it_is_opened_again(agenda, browser, manager):
    browser.sign_in(manager)
    stale = browser.get("/agendas/agenda/actions/0.1/edit")
    browser.submit(browser.get("/agendas/agenda/closed"), to="/agendas/agenda/closed")
    page = browser.get("/agendas/agenda")
    assert "Deze agenda is gesloten" in page.main.text
    assert not page.select("main a[href$='/edit'], main a[href$='/new']")
    for path in ("edit", "themes", "actions/new", "actions/0.1/edit", "budget/new"):
        browser.get(f"/agendas/agenda/{path}", expect=404)
    answer = browser.submit(stale, to="/agendas/agenda/actions/0.1/edit", expect=422, title="Anders")
    assert "Deze agenda is gesloten" in answer.select_one("[data-error-summary]").text
    browser.submit(browser.get("/agendas/agenda/open"), to="/agendas/agenda/open")
    browser.get("/agendas/agenda/edit")


def test_a_step_that_cannot_be_taken_leads_back(agenda, browser, manager):
    browser.sign_in(manager)
    assert browser.get("/agendas/agenda/open", expect=302).location.endswith("/agendas/agenda")


def test_only_the_programme_manager_writes_agendas(agenda, browser, make_person):
    browser.sign_in(make_person(Role.WIKI_CURATOR))
    browser.get("/agendas/new", expect=403)
    parts = ("edit", "closed", "remove", "next", "themes", "actions/new", "actions/0.1/edit", "budget/new")
    for part in parts:
        browser.get(f"/agendas/agenda/{part}", expect=403)
        browser.post(f"/agendas/agenda/{part}", expect=403)


def test_an_agenda_grows_from_nothing(browser, manager, make_organisation):
    owner = make_organisation(slug="vng", name="Vereniging")
    browser.sign_in(manager)
    assert "nog geen agenda" in browser.get("/agendas/").main.text
    page = browser.get("/agendas/new")
    values = {"title": "New", "from_year": "2030", "to_year": "2031", "organisation_id": str(owner.id)}
    browser.submit(page, to="/agendas/new", **values)
    agenda = db.session.scalars(select(Agenda)).one()
    assert (agenda.slug, agenda.state) == ("new-2", AgendaState.DRAFT)
    assert browser.get("/agendas/new-2/actions/new", expect=302).location.endswith("/themes")
    for title in ("Eerst", "Dan"):
        browser.submit(
            browser.get("/agendas/new-2/themes"),
            to="/agendas/new-2/themes",
            selector="main .form form",
            title=title,
        )
    page = browser.get("/agendas/new-2/actions/new?theme=1")
    links = "Rapport | https://voorbeeld.nl/rapport"
    browser.submit(page, to="/agendas/new-2/actions/new", title="Doen", result="Gedaan.", links=links)
    shown = browser.get("/agendas/new-2/actions/1.1")
    assert shown.select_one("a[href='https://voorbeeld.nl/rapport']")
    assert "Vereniging" in browser.get("/agendas/new-2").main.text


def test_themes_of_a_draft_change_places_by_a_button(draft, browser, manager):
    for title in ("Tweede", "Derde"):
        page = browser.get("/agendas/geheime-agenda/themes")
        browser.submit(page, to="/agendas/geheime-agenda/themes", selector="main .form form", title=title)
    ids = {
        theme.title: (theme.id, theme.version)
        for theme in db.session.scalars(select(ActionTheme).where(ActionTheme.title.in_(["Tweede", "Derde"])))
    }
    third, version = ids["Derde"]
    path = f"/agendas/geheime-agenda/themes/{third}"
    browser.post(f"{path}/up", data={"version": version})
    rows = [row.text.strip() for row in browser.get("/agendas/geheime-agenda/themes").select("tbody th")]
    assert rows == ["0. Begin", "1. Derde", "2. Tweede"]
    browser.post(f"{path}/up", data={"version": version}, expect=409)
    db.session.expire_all()
    version = db.session.get(ActionTheme, third).version
    browser.post(f"{path}/remove", data={"version": version})
    assert len(browser.get("/agendas/geheime-agenda/themes").select("tbody tr")) == 2
    assert browser.get(f"{path}/up", expect=404)


def test_a_theme_and_an_agenda_are_renamed_with_both_texts_when_somebody_was_first(agenda, browser, manager):
    browser.sign_in(manager)
    theme = db.session.scalars(select(ActionTheme)).one()
    for path in ("/agendas/agenda/edit", f"/agendas/agenda/themes/{theme.id}/edit"):
        page, stale = browser.get(path), browser.get(path)
        browser.submit(page, to=path, title="Eerste naam")
        answer = browser.submit(stale, to=path, expect=409, title="Tweede naam")
        assert "Iemand anders was u voor" in answer.main.text
        assert "Eerste naam" in answer.main.text


def test_a_draft_and_what_is_in_it_can_be_removed(draft, browser):
    path = "/agendas/geheime-agenda/actions/0.1/remove"
    browser.submit(browser.get(path), to=path)
    browser.get("/agendas/geheime-agenda/actions/0.1", expect=404)
    refused = browser.submit(
        browser.get("/agendas/geheime-agenda/open"), to="/agendas/geheime-agenda/open", expect=422
    )
    assert "ten minste één actiepunt" in refused.main.text
    path = "/agendas/geheime-agenda/remove"
    browser.submit(browser.get(path), to=path)
    browser.get("/agendas/geheime-agenda", expect=404)


def line_path(slug="labs"):
    line = db.session.scalars(select(BudgetLine).where(BudgetLine.slug == slug)).one()
    return f"/agendas/agenda/budget/{line.id}/edit"


def test_the_budget_is_a_table_of_years_and_an_empty_box_is_not_reported(agenda, browser, manager):
    browser.sign_in(manager)
    path = line_path()
    page = browser.get(path)
    assert [row.th.text.strip() for row in page.select("main tbody tr")] == ["2019", "2020", "2021"]
    assert page.select_one("[name=years-0-amount]")["value"] == "500000"
    browser.submit(
        page, to=path, **{"years-0-spent": "€ 450.000", "years-1-spent": "", "years-2-amount": "0"}
    )
    line = next(one for one in find_agenda("agenda").budget_lines if one.slug == "labs")
    assert [(one.year, one.cents, one.is_reserved, one.spent_cents) for one in line.amounts] == [
        (2019, 50_000_000, True, 45_000_000),
        (2020, 52_500_000, False, None),
        (2021, 0, False, None),
    ]
    shown = browser.get("/agendas/agenda").select_one("#budget").text
    assert "€\u00a050.000 minder dan ervoor stond" in shown
    assert "niet gemeld" in shown
    rows = browser.get("/progress/budget.json?agenda=agenda").response.json["rows"]
    assert {row["spent_eur"] for row in rows} == {450_000, None}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("years-0-amount", "veel", "years-0-amount"),
        ("years-0-spent", "-1", "years-0-spent"),
        ("years-2-spent", "100", "Vul bij 2021 ook een bedrag in"),
        ("name", " ", "Noem waar het geld voor is"),
    ],
)
def test_what_is_wrong_in_a_budget_is_said(agenda, browser, manager, field, value, words):
    browser.sign_in(manager)
    answer = browser.submit(browser.get(line_path()), to=line_path(), expect=422, **{field: value})
    assert words in str(answer.select_one("[data-error-summary]"))


def test_a_line_is_added_and_a_stale_one_is_not_overwritten(agenda, browser, manager):
    browser.sign_in(manager)
    path = "/agendas/agenda/budget/new"
    browser.submit(browser.get(path), to=path, name="Labs", **{"years-0-amount": "10"})
    assert [one.slug for one in find_agenda("agenda").budget_lines] == ["labs", "open-data", "labs-2"]
    path = line_path()
    stale = browser.get(path)
    browser.submit(browser.get(path), to=path, **{"years-0-spent": "1"})
    answer = browser.submit(stale, to=path, expect=409, **{"years-0-spent": "2"})
    assert "Iemand anders was u voor" in answer.main.text


def test_queries_do_not_grow_with_agendas(agenda, browser, make_agenda, count_queries):
    def count(path):
        with count_queries() as counter:
            browser.get(path)
        return len(counter)

    paths = ("/agendas/", "/agendas/agenda", "/agendas/agenda/actions/0.1")
    few = [count(path) for path in paths]
    for number in range(4):
        add_action(make_agenda(slug=f"agenda-{number}"), "0.1")
    assert [count(path) for path in paths] == few
    assert max(few) <= 10
