"""The assessment of a use case: read, written, established and published, each only by whom it is for."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from accounts.rules.terms import Role
from core.database import db, today
from portfolio.models import FrameworkAssessment, FrameworkVersion, FrameworkViewpoint
from portfolio.rules.framework import Verdict, Viewpoint
from portfolio.rules.terms import Phase

SHOW, EDIT = "portfolio.show_framework", "portfolio.edit_framework"
PUBLISH, HISTORY = "portfolio.publish_framework", "portfolio.show_framework_history"
FULL = {
    "version": "0",
    "purpose": "Hulp komt zes weken eerder",
    "data": "BRP\nBetalingsachterstanden",
    "may_level": "5",
    "may_reason": "De wet zegt het",
    "legal_basis": "Awb artikel 2:5",
    "can_level": "4",
    "can_reason": "Maandelijks vers",
    "want_level": "4",
    "want_reason": "Inwoners vragen erom",
    "verdict": "yes_if",
    "verdict_reason": "Het mag, als de inwoner uitleg krijgt",
    "conditions-0-text": "Uitleg in de eerste brief",
    "conditions-0-owner_role": "teamleider schuldhulp",
    "view_citizens-speaker": "cliëntenraad",
    "view_citizens-said": "Leg uit waarom u schrijft",
    "save": "establish",
}


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def candidate(make_use_case, domain):
    return make_use_case(domain=domain, phase=Phase.CANDIDATE)


def errors(page) -> str:
    return page.select_one("[data-error-summary]").text


def test_a_secretary_writes_establishes_and_reads_it(browser, secretary, candidate):
    form = browser.sign_in(secretary).get(EDIT, code=candidate.code)
    answer = browser.post(EDIT, code=candidate.code, data=FULL)
    page = browser.get(answer.location)

    assert form.select_one("[name=version]")["value"] == "0"
    assert "ja, onder voorwaarden" in page.select_one(".meta").text
    assert "Uitleg in de eerste brief" in page.text
    assert "1 van de 7 gezichtspunten" in page.text
    assert page.text.count("ontbreekt") == 6
    assert "Let op: 6 gezichtspunten zijn nog niet gehoord" in page.text
    kept = db.session.scalars(select(FrameworkVersion)).one()
    assert (kept.number, kept.verdict, kept.published_on) == (1, Verdict.YES_IF, None)
    assert kept.traits[:2] == ["dataset:brp|BRP", "dataset:betalingsachterstanden|Betalingsachterstanden"]


def test_what_is_saved_unfinished_is_no_version(browser, secretary, candidate):
    browser.sign_in(secretary).post(EDIT, code=candidate.code, data={"version": 0, "purpose": "Iets"})
    page = browser.get(SHOW, code=candidate.code)

    assert "werkversie" in page.text
    assert db.session.scalar(select(func.count(FrameworkVersion.id))) == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"may_level": "3"}, "Leg uit waarom het ertussenin ligt"),
        ({"verdict": ""}, "Kies een oordeel"),
        ({"can_reason": ""}, "Schrijf op waarom u deze score geeft bij ‘Kan het?’"),
        ({"want_level": ""}, "Geef een score bij ‘Willen we het?’"),
        ({"conditions-0-text": "", "conditions-0-owner_role": ""}, "Noem ten minste één voorwaarde"),
        ({"view_citizens-speaker": ""}, "Noem wie dit zei"),
        ({"may_level": "0", "verdict": "yes"}, "de wet staat het niet toe"),
        ({"purpose": ""}, "Schrijf op wat het project oplevert"),
        ({"may_level": "7"}, "Kies iets uit de lijst"),
    ],
)
def test_what_is_not_complete_is_refused_with_what_was_typed(browser, secretary, candidate, changed, said):
    page = browser.sign_in(secretary).post(EDIT, code=candidate.code, data={**FULL, **changed}, expect=422)

    assert said in errors(page)
    assert page.select_one("#want_reason").text.strip() == "Inwoners vragen erom"
    assert db.session.scalar(select(func.count(FrameworkAssessment.id))) == 0


def test_a_score_in_between_is_fine_with_an_explanation(browser, secretary, candidate):
    data = {**FULL, "may_level": "3", "may_explanation": "De wet wijzigt volgend jaar"}
    browser.sign_in(secretary).post(EDIT, code=candidate.code, data=data)

    assert "De wet wijzigt volgend jaar" in browser.get(SHOW, code=candidate.code).text


def test_rows_grow_and_shrink_without_saving(browser, secretary, candidate):
    page = browser.sign_in(secretary).post(
        EDIT, code=candidate.code, data={**FULL, "save": "", "add": "parties"}, expect=200
    )
    assert page.select("[name=parties-0-name]")

    page = browser.post(EDIT, code=candidate.code, data={**FULL, "remove": "conditions-0"}, expect=200)
    assert not page.select("[name=conditions-0-text]")
    assert db.session.scalar(select(func.count(FrameworkAssessment.id))) == 0


def test_the_form_as_it_stands_changes_nothing_but_what_was_changed(browser, secretary, candidate):
    browser.sign_in(secretary).post(EDIT, code=candidate.code, data=FULL)
    page = browser.get(EDIT, code=candidate.code)
    browser.submit(page, to=browser.address(EDIT, code=candidate.code), save="establish", want_level="5")

    versions = db.session.scalars(select(FrameworkVersion).order_by(FrameworkVersion.number)).all()
    assert [version.number for version in versions] == [1, 2]
    old, new = (version.snapshot for version in versions)
    assert {name for name in new if new[name] != old[name]} == {"want_level"}
    assert "Willen we het? Score" in browser.get(HISTORY, code=candidate.code).select_one("table.diff").text


def test_a_save_over_what_one_did_not_see_shows_both_texts(browser, secretary, candidate):
    browser.sign_in(secretary).post(EDIT, code=candidate.code, data=FULL)
    page = browser.post(EDIT, code=candidate.code, data={**FULL, "purpose": "Mijn tekst"}, expect=409)

    conflict = page.select_one("#conflict").text
    assert "Mijn tekst" in conflict
    assert "Hulp komt zes weken eerder" in conflict
    assert page.select_one("[name=version]")["value"] == "2"


def test_an_unpublished_assessment_looks_like_none(
    browser, other_browser, secretary, candidate, make_person, make_framework
):
    browser.sign_in(make_person())
    none = browser.get(SHOW, code=candidate.code).select_one("main").text
    empty = browser.get(HISTORY, code=candidate.code).select_one("main").text
    make_framework(candidate)

    assert browser.get(SHOW, code=candidate.code).select_one("main").text == none
    assert browser.get(HISTORY, code=candidate.code).select_one("main").text == empty
    browser.get(f"/use-cases/{candidate.code}/assessment?version=1", expect=404)
    assert "Hulp" not in browser.get("/assessments/").text
    assert candidate.code not in browser.get("/assessments.csv").response.get_data(as_text=True)
    assert "Eerder hulp" in other_browser.sign_in(secretary).get(SHOW, code=candidate.code).text


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.BOARD_MEMBER, True), (Role.PROGRAMME_MANAGER, True), (Role.CONTRIBUTOR, False)]
    + [(Role.ADMINISTRATOR, False)],
)
def test_who_may_read_before_publication(browser, domain, candidate, make_person, make_framework, role, sees):
    make_framework(candidate)
    browser.sign_in(make_person(role, domain=domain))

    assert ("Eerder hulp" in browser.get(SHOW, code=candidate.code).text) is sees
    browser.get(EDIT, code=candidate.code, expect=403)


def test_the_secretary_publishes_the_established_version_only(
    browser, other_browser, secretary, candidate, make_person, make_framework
):
    make_framework(candidate)
    reader = other_browser.sign_in(make_person())
    form = browser.sign_in(secretary).get(PUBLISH, code=candidate.code)
    browser.submit(form, to=browser.address(PUBLISH, code=candidate.code))
    edit = browser.get(EDIT, code=candidate.code)
    browser.submit(edit, to=browser.address(EDIT, code=candidate.code), purpose="Geheim nieuw doel")

    page = reader.get(SHOW, code=candidate.code)
    assert "Eerder hulp" in page.text
    assert "Geheim nieuw doel" not in page.text
    assert candidate.code in reader.get("/assessments/").text
    assert "werkversie" in browser.get(SHOW, code=candidate.code).text


def test_publishing_asks_for_a_day_that_was_and_for_what_one_saw(
    browser, secretary, candidate, make_framework
):
    make_framework(candidate)
    browser.sign_in(secretary)
    late = (today() + timedelta(days=2)).isoformat()

    page = browser.post(PUBLISH, code=candidate.code, data={"version": 2, "on": late}, expect=422)
    assert "vandaag of een dag die voorbij is" in errors(page)
    browser.post(PUBLISH, code=candidate.code, data={"version": 9, "on": "2026-01-01"}, expect=409)
    assert db.session.scalar(select(FrameworkVersion.published_on)) is None


def test_without_a_version_there_is_nothing_to_publish(browser, secretary, candidate):
    answer = browser.sign_in(secretary).get(PUBLISH, code=candidate.code, expect=302)
    assert "nog geen vastgestelde versie" in browser.get(answer.location).text


def test_similar_earlier_assessments_are_offered_with_the_reason(
    browser, secretary, candidate, make_use_case, domain, make_framework
):
    other = make_use_case(domain=domain, title="Eerdere zaak")
    make_framework(other, data="Basisregistratie Personen (BRP)", legal_basis="Algemene wet bestuursrecht")
    browser.sign_in(secretary).post(EDIT, code=candidate.code, data={**FULL, "save": ""})

    for endpoint in (SHOW, EDIT):
        aside = browser.get(endpoint, code=candidate.code).select_one("main aside").text
        assert "Eerdere zaak" in aside
        assert "zelfde dataset: BRP" in aside
        assert "zelfde wet: Awb" in aside


def test_what_one_may_not_read_is_not_offered_as_similar(
    browser, candidate, make_use_case, make_person, make_framework
):
    make_framework(make_use_case(title="Andermans zaak"), data="BRP")
    make_framework(candidate, data="BRP", published_on=today())

    page = browser.sign_in(make_person()).get(SHOW, code=candidate.code)
    assert "Geen die u mag lezen" in page.text
    assert "Andermans" not in page.text


def test_the_register_is_filtered_and_searched(browser, make_use_case, make_framework):
    first = make_use_case(phase=Phase.SELECTED, title="Eerste zaak")
    second = make_use_case(phase=Phase.SELECTED, title="Tweede zaak")
    make_framework(first, published_on=today(), legal_basis="Meststoffenwet")
    make_framework(second, Verdict.NO, published_on=today())

    assert "2 afwegingen" in browser.get("/assessments/").text
    table = browser.get("/assessments/?verdict=no").select_one("main table").text
    assert ("Tweede zaak" in table, "Eerste zaak" in table) == (True, False)
    table = browser.get("/assessments/?q=meststoffenwet").select_one("main table").text
    assert ("Tweede zaak" in table, "Eerste zaak" in table) == (False, True)
    assert "Niets gevonden" in browser.get("/assessments/?q=onvindbaar&domain=nergens&verdict=x").text
    rows = browser.get("/assessments.csv?verdict=yes").response.get_data(as_text=True)
    assert "Meststoffenwet" in rows
    assert second.code not in rows


def test_the_page_of_the_use_case_shows_the_verdict(browser, make_use_case, make_framework):
    use_case = make_use_case(phase=Phase.SELECTED)
    before = browser.get("portfolio.show_use_case", code=use_case.code)
    make_framework(use_case, Verdict.YES_IF, published_on=today())
    page = browser.get("portfolio.show_use_case", code=use_case.code)

    assert "nog geen gepubliceerde afweging" in before.text
    assert "ja, onder voorwaarden" in page.text
    assert page.select(f'.tabs a[href="/use-cases/{use_case.code}/assessment"]')


def test_versions_that_are_not_there_are_bad_addresses(browser, make_use_case, make_framework):
    use_case = make_use_case(phase=Phase.SELECTED)
    make_framework(use_case, published_on=today())
    base = f"/use-cases/{use_case.code}/assessment"

    browser.get(f"{base}?version=1")
    for address, status in ((f"{base}?version=2", 404), (f"{base}?version=x", 400)):
        browser.get(address, expect=status)
    browser.get(f"{base}/history?from=1&to=7", expect=404)
    browser.get(f"{base}/history?to=٣", expect=400)
    browser.get("/use-cases/NIET-001/assessment", expect=404)


def test_each_viewpoint_can_be_heard(browser, secretary, candidate):
    data = dict(FULL)
    for viewpoint in Viewpoint:
        data |= {f"view_{viewpoint}-speaker": f"functie {viewpoint}", f"view_{viewpoint}-said": "Goed"}
    browser.sign_in(secretary).post(EDIT, code=candidate.code, data=data)

    page = browser.get(SHOW, code=candidate.code)
    assert "7 van de 7 gezichtspunten" in page.text
    assert "nog niet gehoord" not in page.text
    assert db.session.scalar(select(func.count(FrameworkViewpoint.id))) == len(Viewpoint)


def test_the_page_asks_as_many_queries_for_many_as_for_one(
    browser, count_queries, make_use_case, make_framework
):
    def ask() -> int:
        with count_queries() as counter:
            browser.get("/assessments/")
        return len(counter)

    make_framework(make_use_case(phase=Phase.SELECTED), published_on=today(), data="BRP")
    few = ask()
    for _place in range(4):
        last = make_framework(make_use_case(phase=Phase.SELECTED), published_on=today(), data="BRP")
    assert ask() == few
    with count_queries() as counter:
        page = browser.get(SHOW, code=last.code)
    assert len(page.select("main aside .lines li")) == 4
    assert len(counter) <= 26
