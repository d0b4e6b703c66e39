"""The organisations: search and filters, and what each one does as far as a reader may know."""

import pytest

from accounts.models import OrganisationAlias
from accounts.rules.terms import Layer, OrganisationKind, Role
from core.database import db
from portfolio.models import ActionPoint, ActionTheme, Agenda, Dataset, Partner
from portfolio.rules.terms import Commitment, Phase


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


def names(page) -> list[str]:
    return [link.text for link in page.select("tbody th a")]


@pytest.fixture
def three(make_organisation):
    """Return a municipality, a water authority and a company by their short names."""
    rows = {
        "town": ("Gemeente Aa", "", OrganisationKind.MUNICIPALITY, Layer.MUNICIPAL),
        "water": ("Waterschap Bee", "WSB", OrganisationKind.WATER_AUTHORITY, Layer.WATER),
        "firm": ("Bedrijf Cee", "", OrganisationKind.COMPANY, Layer.NONE),
    }
    return {
        key: make_organisation(name=name, abbreviation=short, kind=kind, layer=layer)
        for key, (name, short, kind, layer) in rows.items()
    }


FILTERS = [
    ("", ["Bedrijf Cee", "Gemeente Aa", "Waterschap Bee"]),
    ("kind=company", ["Bedrijf Cee"]),
    ("layer=water", ["Waterschap Bee"]),
    ("q=wsb", ["Waterschap Bee"]),
    ("q=e&kind=municipality", ["Gemeente Aa"]),
    ("q=zzz", []),
    ("kind=spaceship&layer=%00&q=%20", ["Bedrijf Cee", "Gemeente Aa", "Waterschap Bee"]),
    ("page=-3", ["Bedrijf Cee", "Gemeente Aa", "Waterschap Bee"]),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_a_search_or_filter_narrows_the_list(query, expected, three, browser):
    page = browser.get(f"/organisations/?{query}")

    assert names(page) == expected
    count = "1 organisatie" if len(expected) == 1 else f"{len(expected)} organisaties"
    assert page.select_one("main .h-row strong").text == count
    assert bool(page.select(".empty")) is not bool(expected)


def test_what_was_filtered_stays_in_the_form(three, browser):
    page = browser.get("/organisations/?q=wsb&kind=water_authority")

    assert page.select_one("#list-q")["value"] == "wsb"
    assert page.select_one("#list-kind option[selected]")["value"] == "water_authority"
    assert page.select_one(".h-row a[href='/organisations/']") is not None


def test_a_long_list_comes_by_the_page(browser, make_organisation):
    for _place in range(27):
        make_organisation()

    assert len(names(browser.get("/organisations/"))) == 25
    assert len(names(browser.get("/organisations/?page=2"))) == 2


def test_no_organisations_at_all_is_said(browser):
    assert browser.get("/organisations/").select_one(".empty") is not None


@pytest.fixture
def busy(three, make_use_case):
    """A municipality that owns, joins and keeps data; one of each is public, one is a candidate."""
    town = three["town"]
    for phase, title in ((Phase.PILOT, "Openbaar"), (Phase.CANDIDATE, "Kandidaat")):
        make_use_case(phase=phase, title=f"{title} eigen", owner_organisation_id=town.id)
        joined = make_use_case(phase=phase, title=f"{title} mee")
        db.session.add(
            Partner(use_case_id=joined.id, organisation_id=town.id, role="Toetst", commitment=Commitment.NO)
        )
        db.session.add(Dataset(use_case_id=joined.id, name=f"Bron {title}", holder_id=town.id))
    agenda = Agenda(slug="a", title="Agenda", from_year=2019, to_year=2020)
    theme = ActionTheme(number=1, title="Thema")
    agenda.themes = [theme]
    db.session.add(agenda)
    db.session.flush()
    db.session.add(
        ActionPoint(
            theme_id=theme.id, agenda_id=agenda.id, code="1.1", title="Doe iets", organisations=[town]
        )
    )
    db.session.commit()
    return town


def test_a_visitor_sees_only_public_use_cases_and_datasets_of_an_organisation(busy, browser):
    page = browser.get("portfolio.show_organisation", slug=busy.slug)

    assert names(page) == ["Openbaar eigen", "Openbaar mee"]
    assert "Bron Openbaar" in page.text
    assert "Kandidaat" not in page.text
    assert "Doe iets" in page.text
    assert browser.get("/organisations/?q=aa").select_one("td.r").text == "2"


def test_a_signed_in_reader_also_sees_candidates(busy, browser, make_person):
    browser.sign_in(make_person())

    page = browser.get("portfolio.show_organisation", slug=busy.slug)

    assert len(names(page)) == 4
    assert browser.get("/organisations/?q=aa").select_one("td.r").text == "4"


@pytest.mark.parametrize("role", [None, Role.PROGRAMME_MANAGER])
def test_what_a_partner_promised_is_not_on_its_page(role, busy, browser, make_person):
    if role:
        browser.sign_in(make_person(role))

    page = browser.get("portfolio.show_organisation", slug=busy.slug)

    assert "Toetst" in page.text
    assert not page.select("main .tag--red")


def test_an_owner_that_is_also_a_partner_is_counted_once(browser, make_organisation, make_use_case):
    organisation = make_organisation()
    use_case = make_use_case(phase=Phase.PILOT, owner_organisation_id=organisation.id)
    db.session.add(Partner(use_case_id=use_case.id, organisation_id=organisation.id))
    db.session.commit()

    assert browser.get("/organisations/").select_one("td.r").text == "1"
    assert len(names(browser.get("portfolio.show_organisation", slug=organisation.slug))) == 1


def test_an_earlier_address_goes_on_to_the_present_one(three, browser):
    alias = OrganisationAlias(slug="oude-naam", name="Oude naam", organisation_id=three["firm"].id)
    db.session.add(alias)
    db.session.commit()

    page = browser.get("/organisations/oude-naam", expect=301)

    assert page.location == f"/organisations/{three['firm'].slug}"
    assert "Oude naam" in words(browser.get(page.location), "aside.aside")


def test_an_organisation_that_does_nothing_yet_says_so(three, browser):
    page = browser.get("portfolio.show_organisation", slug=three["firm"].slug)

    assert page.select_one(".empty a")["href"] == "/organisations/"


def test_an_unknown_organisation_is_not_found(browser):
    browser.get("/organisations/bestaat-niet", expect=404)


def test_only_an_administrator_is_offered_to_edit(three, browser, other_browser, make_person):
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    other_browser.sign_in(make_person(Role.ADMINISTRATOR))
    address = f"/organisations/{three['town'].slug}"

    assert not browser.get(address).select("main .title .btns a[href$='/edit']")
    assert other_browser.get(address).select("main .title .btns a[href$='/edit']")


@pytest.mark.parametrize("path", ["/organisations/", "/organisations/{slug}"])
def test_more_rows_ask_the_database_no_more_questions(
    path, browser, count_queries, make_organisation, make_use_case, make_person
):
    organisation = make_organisation()
    browser.sign_in(make_person())

    def add():
        make_use_case(phase=Phase.PILOT, owner_organisation_id=organisation.id)
        use_case = make_use_case(phase=Phase.PILOT)
        db.session.add(Partner(use_case_id=use_case.id, organisation_id=organisation.id))
        db.session.add(
            Dataset(use_case_id=use_case.id, name=f"Bron {use_case.id}", holder_id=organisation.id)
        )
        db.session.commit()
        make_organisation()

    add()
    address = path.format(slug=organisation.slug)
    browser.get(address)
    with count_queries() as one:
        browser.get(address)
    for _place in range(5):
        add()
    with count_queries() as more:
        browser.get(address)

    assert len(more) == len(one)
