"""A use case follows a version of a definition, hears of a newer one, and is named with the definition."""

import pytest
from sqlalchemy.exc import IntegrityError

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.use_cases import propose_use_case
from portfolio.models import Dataset
from wiki.rules.terms import PageKind

ROW = {"key": "0000aaaa", "name": "CBS", "definition": "Samen wonen."}


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person("secretary", domain=domain)


@pytest.fixture
def home(make_page):
    return make_page(title="Huishouden", kind=PageKind.OBJECT, fields={"definitions": [ROW]})


@pytest.fixture
def use_case(domain):
    made = propose_use_case(domain, {"title": "Schulden", "datasets": [{"name": "Register"}]}, by=SYSTEM)
    db.session.commit()
    return made


@pytest.fixture
def signed_in(browser, secretary):
    return browser.sign_in(secretary)


def address(use_case):
    return f"/use-cases/{use_case.code}/datasets/{use_case.datasets[0].id}/definition"


@pytest.fixture
def pinned(signed_in, use_case, home):
    to = address(use_case)
    signed_in.submit(signed_in.get(to), to=to, expect=303, definition="Huishouden: CBS")
    return use_case


def test_a_dataset_follows_the_newest_version_of_a_definition(pinned, home, signed_in):
    row = pinned.datasets[0]
    assert (row.definition, row.definition_version) == (f"{home.id}:0000aaaa", 1)
    assert "Versie 1, de nieuwste." in signed_in.get(f"/use-cases/{pinned.code}").text
    assert "Register → Huishouden: CBS (1)" in signed_in.get(f"/use-cases/{pinned.code}/history").text


def test_a_newer_version_is_told_with_its_difference_and_taken_over(pinned, home, signed_in, change_page):
    change_page(home, fields={"definitions": [{**ROW, "definition": "Samen wonen en eten."}]})
    page = signed_in.get(f"/use-cases/{pinned.code}")
    assert "U gebruikt versie 1; versie 2 bestaat." in page.text
    news = next(link["href"] for link in page.select("aside a") if "verschil" in link.text)
    assert [one.text for one in signed_in.get(news).select("td ins")] == [" en eten"]
    to = address(pinned)
    form = signed_in.get(to)
    assert "Neem de nieuwste versie over" in form.text
    signed_in.submit(form, to=to, expect=303)
    assert "Versie 2, de nieuwste." in signed_in.get(f"/use-cases/{pinned.code}").text


def test_another_definition_on_the_page_changes_nothing(pinned, home, signed_in, change_page):
    change_page(home, fields={"definitions": [ROW, {"name": "Wet", "definition": "Anders."}]})
    assert "de nieuwste" in signed_in.get(f"/use-cases/{pinned.code}").text


def test_a_definition_that_went_or_was_merged_is_told(pinned, home, signed_in, change_page):
    other = {"key": "0000bbbb", "name": "Wet", "definition": "Anders.", "follows": "0000aaaa"}
    change_page(home, fields={"definitions": [other]})
    assert "samengevoegd met een andere" in signed_in.get(f"/use-cases/{pinned.code}").text
    change_page(home, fields={"definitions": [{"key": "0000cccc", "definition": "Nieuw."}]})
    assert "is er niet meer" in signed_in.get(f"/use-cases/{pinned.code}").text


def test_an_empty_choice_lets_go_and_an_unknown_one_is_refused(pinned, signed_in):
    to = address(pinned)
    page = signed_in.submit(signed_in.get(to), to=to, expect=422, definition="Onzin")
    assert "Wij kennen deze definitie niet" in page.text
    signed_in.submit(signed_in.get(to), to=to, expect=303, definition="")
    db.session.expire_all()
    assert (pinned.datasets[0].definition, pinned.datasets[0].definition_version) == ("", None)


def test_who_saw_an_older_use_case_gets_both_texts(pinned, signed_in):
    to = address(pinned)
    form = signed_in.get(to)
    signed_in.submit(signed_in.get(to), to=to, expect=303, definition="")
    signed_in.submit(form, to=to, expect=409, definition="Huishouden: CBS")


def test_only_who_may_edit_the_use_case_pins(browser, other_browser, use_case, make_person, home):
    to = address(use_case)
    browser.get(to, expect=302)
    other_browser.sign_in(make_person("contributor")).get(to, expect=403)


def test_a_dataset_of_another_use_case_is_not_there(signed_in, use_case):
    signed_in.get(f"/use-cases/{use_case.code}/datasets/999/definition", expect=404)


def test_a_definition_names_only_the_use_cases_that_its_reader_may_read(pinned, signed_in, other_browser):
    place = "/wiki/huishouden/definitions/0000aaaa"
    assert f"{pinned.code} Schulden" in signed_in.get(place).text
    visitor = other_browser.get(place).text
    assert "Schulden" not in visitor
    assert "Nog geen use case die u mag zien." in visitor


def test_the_pin_survives_an_edit_of_the_use_case(pinned, signed_in):
    to = f"/use-cases/{pinned.code}/edit"
    signed_in.submit(signed_in.get(to), to=to, summary="Nieuwe samenvatting.", save="save")
    db.session.expire_all()
    assert pinned.datasets[0].definition_version == 1


def test_a_pin_needs_definition_and_version_both(use_case):
    db.session.add(Dataset(use_case_id=use_case.id, name="x", definition="1:0000aaaa"))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_data_that_a_use_case_names_leads_to_its_page_and_back(browser, use_case, make_page, make_person):
    page = make_page(title="Register", kind=PageKind.DATASET, aliases=("Het register",))
    browser.sign_in(make_person("programme_manager"))
    shown = browser.get(f"/use-cases/{use_case.code}")
    assert shown.select_one("a[href='/wiki/register']").text == "Register"
    back = browser.get(f"/wiki/{page.slug}")
    assert back.select_one(f"aside a[href='/use-cases/{use_case.code}']").text == f"{use_case.code} Schulden"


def test_data_named_by_another_name_of_the_page_count_too(browser, use_case, make_page, make_person):
    page = make_page(title="Basisregister", kind=PageKind.DATASET, aliases=("register",))
    browser.sign_in(make_person("programme_manager"))
    assert browser.get(f"/use-cases/{use_case.code}").select_one(f"a[href='/wiki/{page.slug}']")
    assert browser.get(f"/wiki/{page.slug}").select_one(f"aside a[href='/use-cases/{use_case.code}']")


def test_a_page_does_not_name_a_use_case_that_its_reader_may_not_see(
    browser, use_case, make_page, make_person
):
    page = make_page(title="Register", kind=PageKind.DATASET)
    assert use_case.code not in browser.get(f"/wiki/{page.slug}").text


def test_the_form_of_a_use_case_offers_the_datasets_of_the_wiki(signed_in, use_case, make_page):
    make_page(title="Woningregister", kind=PageKind.DATASET)
    form = signed_in.get(f"/use-cases/{use_case.code}/edit")
    assert form.select_one("#data-page-titles option")["value"] == "Woningregister"
