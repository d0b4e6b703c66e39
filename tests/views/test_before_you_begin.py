"""What others learned and weighed follows the domain and system function on the form of a new use case."""

from datetime import date

import pytest

from portfolio.rules.terms import Phase
from tests.factories.framework import make_framework
from wiki.rules.terms import PageKind

NEW = "/use-cases/new"


@pytest.fixture
def water(make_domain):
    return make_domain(slug="water", code="WAT", name="Water")


@pytest.fixture
def function(make_system_function):
    return make_system_function(code="FDS-1")


@pytest.fixture
def lessons(make_page, water, make_domain, function):
    make_domain(slug="energie", code="ENE")
    for name, domains, functions in (
        ("algemeen", (), []),
        ("energie", ("energie",), []),
        ("water", ("water",), []),
        ("functie", (), ["FDS-1"]),
    ):
        make_page(
            title=f"Les {name}",
            kind=PageKind.LESSON,
            domains=domains,
            fields={"lesson": f"Doe {name}.", "functions": functions},
        )


@pytest.fixture
def contributor(browser, make_person):
    return browser.sign_in(make_person("contributor"))


def begun(page) -> list[str]:
    return [link.text for link in page.select("#before-you-begin a[href^='/wiki/les-']")]


def test_a_button_shows_lessons_for_the_choices_and_keeps_what_was_typed(
    contributor, lessons, water, function
):
    sent = {"domain_id": str(water.id), "function_id": str(function.id), "title": "Getypt", "lessons": "1"}
    page = contributor.submit(contributor.get(NEW), to=NEW, expect=200, **sent)
    assert begun(page)[:2] == ["Les functie", "Les water"]
    assert page.select_one("[name=title]")["value"] == "Getypt"
    assert not page.select(".utrecht-form-field-error-message")
    assert "over deze systeemfunctie" in page.select_one("#before-you-begin").text
    assert "Wat bij uw keuze past, staat bovenaan" in page.select_one("#before-you-begin").text


def test_a_domain_without_lessons_says_so(contributor, lessons, make_domain):
    empty = make_domain(slug="leeg", code="LEE", name="Leeg")
    page = contributor.get(f"{NEW}?domain_id={empty.id}")
    assert "Nog geen les uit Leeg." in page.select_one("#before-you-begin").text
    assert len(begun(page)) == 4


def test_a_refused_idea_shows_the_lessons_of_its_domain(contributor, lessons, water):
    page = contributor.submit(
        contributor.get(NEW), to=NEW, expect=422, domain_id=str(water.id), save="propose"
    )
    assert begun(page)[0] == "Les water"


@pytest.mark.parametrize(
    "query", ["domain_id=999999&function_id=999999", "domain_id=x&function_id=-1&challenges=x"]
)
def test_what_is_no_choice_counts_as_not_chosen(contributor, lessons, query):
    assert begun(contributor.get(f"{NEW}?{query}")) == begun(contributor.get(NEW))


def test_what_was_weighed_in_the_domain_is_offered_once_published(contributor, water, make_use_case):
    shown, hidden = (make_use_case(domain=water, phase=Phase.PILOT) for _number in range(2))
    make_framework(shown, published_on=date(2026, 3, 1))
    make_framework(hidden)
    page = contributor.get(f"{NEW}?domain_id={water.id}")
    codes = [link.text.split()[0] for link in page.select("#before-you-begin a[href*='/assessment']")]
    assert codes == [shown.code]
    assert not contributor.get(NEW).select("#before-you-begin a[href*='/assessment']")


def test_more_lessons_take_no_more_queries(contributor, lessons, water, make_page, count_queries):
    address = f"{NEW}?domain_id={water.id}"
    with count_queries() as few:
        contributor.get(address)
    for number in range(9):
        make_page(title=f"Les {number}", kind=PageKind.LESSON, domains=("water",), fields={"lesson": "x"})
    with count_queries() as many:
        contributor.get(address)
    assert len(many) == len(few)
