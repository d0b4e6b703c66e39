"""The list of use cases: filters, counts, order, pages, and the same list as data."""

import csv
import io
import json

import pytest
from sqlalchemy import select

from accounts.models import Domain
from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.use_cases import propose_use_case
from portfolio.exports.use_cases import COLUMNS
from portfolio.models import UseCase, other_domain
from portfolio.rules.terms import Kind, Phase, Size


@pytest.fixture
def three(make_use_case, make_domain, make_system_function):
    """Return two domains with one small, one ambitious and one initiative, all published."""
    water, care = make_domain(name="Water"), make_domain(name="Zorg")
    function = make_system_function(code="FDS")
    part = make_system_function(code="FDS-1", parent_id=function.id)
    pumps = {"title": "Slim pompen", "phase": Phase.PILOT, "size": Size.SMALL}
    first = make_use_case(domain=water, contributions=[part], **pumps)
    second = make_use_case(domain=care, title="Zorg voorspellen", phase=Phase.SELECTED, size=Size.AMBITIOUS)
    third = make_use_case(domain=care, title="Stelsel", phase=Phase.PILOT, kind=Kind.INITIATIVE)
    return {
        "pumps": first.code,
        "care": second.code,
        "system": third.code,
        "domains": (water.slug, care.slug),
    }


def titles(page) -> list[str]:
    return [link.text for link in page.select("tbody th a")]


FILTERS = [
    ("", {"Slim pompen", "Zorg voorspellen", "Stelsel"}, "2 use cases en 1 initiatief"),
    ("size=small", {"Slim pompen"}, "1 use case"),
    ("size=small&size=ambitious", {"Slim pompen", "Zorg voorspellen"}, "2 use cases"),
    ("phase=pilot", {"Slim pompen", "Stelsel"}, "1 use case en 1 initiatief"),
    ("kind=initiative", {"Stelsel"}, "1 initiatief"),
    ("function=FDS", {"Slim pompen"}, "1 use case"),
    ("function=FDS-1", {"Slim pompen"}, "1 use case"),
    ("q=zorg+voorspellen", {"Zorg voorspellen"}, "1 use case"),
    ("q=ZORG&phase=pilot", set(), "0 use cases"),
]


@pytest.mark.parametrize(("query", "expected", "words"), FILTERS)
def test_a_filter_narrows_the_list_and_the_count_says_so(query, expected, words, three, browser):
    page = browser.get(f"/use-cases/?{query}")

    assert set(titles(page)) == expected
    assert page.select_one("main .h-row strong").text == words
    assert bool(page.select(".h-row a[href='/use-cases/']")) is bool(query), "a filter can be cleared"


def test_a_filter_on_domain_also_finds_use_cases_that_name_it_second(three, browser):
    water, care = three["domains"]
    second = select(UseCase.id).where(UseCase.code == three["pumps"]).scalar_subquery()
    also = select(Domain.id).where(Domain.slug == care).scalar_subquery()
    db.session.execute(other_domain.insert().values(use_case_id=second, domain_id=also))
    db.session.commit()

    page = browser.get(f"/use-cases/?domain={care}")

    assert set(titles(page)) == {"Slim pompen", "Zorg voorspellen", "Stelsel"}
    counts = {
        box["value"]: box.find_parent("label").select_one(".n").text for box in page.select("[name=domain]")
    }
    assert counts == {water: "1", care: "3"}


def test_every_count_beside_a_box_is_what_choosing_it_gives(three, browser):
    page = browser.get("/use-cases/")
    for box in page.select(".filters input[type=checkbox], .filters input[type=radio]"):
        count = int(box.find_parent("label").select_one(".n").text)
        assert len(titles(browser.get(f"/use-cases/?{box['name']}={box['value']}"))) == count, box


STRANGE = [
    *(
        "size=huge",
        "phase=../../x",
        "kind=%27",
        "domain=%00",
        "function=%F0%9F%92%A9",
        "q=%00%25_",
        "sort=password",
    ),
    *(
        "page=-1",
        "page=x",
        "page=99999999999999999999",
        "q=" + "a+" * 500,
        "sort=-",
        "phase=pilot&phase=pilot",
    ),
]


@pytest.mark.parametrize("query", STRANGE)
@pytest.mark.parametrize("path", ["/use-cases/", "/use-cases.csv", "/use-cases.json"])
def test_a_strange_address_gives_a_list(path, query, three, browser):
    browser.get(f"{path}?{query}")


def test_the_words_searched_for_are_read_as_they_are(three, browser):
    page = browser.get("/use-cases/?q=%25")

    assert titles(page) == []
    assert "Niets gevonden" in page.text
    assert page.select_one("#list-q")["value"] == "%"


ORDERS = [
    ("", ["80–80", "60–60", "40–90", ""]),
    ("sort=-value", ["80–80", "60–60", "40–90", ""]),
    ("sort=value", ["40–90", "60–60", "80–80", ""]),
    ("sort=title", ["60–60", "40–90", "80–80", ""]),
    ("sort=-chance", ["40–90", "60–60", "80–80", ""]),
]


@pytest.mark.parametrize(("query", "expected"), ORDERS)
def test_the_list_is_ordered_by_the_lower_end_and_the_unknown_comes_last(
    query, expected, browser, make_use_case, make_domain, make_person
):
    domain = make_domain()
    for title, low, high, chance in (
        ("C", 80, 80, 10),
        ("A", 60, 60, 50),
        ("B", 40, 90, 90),
        ("D", None, None, None),
    ):
        make_use_case(
            domain=domain, phase=Phase.PILOT, title=title, value_low=low, value_high=high, chance=chance
        )
    browser.sign_in(make_person(Role.BOARD_MEMBER, domain=domain))

    told = json.loads(browser.get(f"/use-cases.json?{query}").response.data)["use_cases"]

    values = [f"{row['value_low']}–{row['value_high']}" if row["value_low"] else "" for row in told]
    assert values == expected
    assert titles(browser.get(f"/use-cases/?{query}")) == [row["title"] for row in told]


def test_a_column_head_turns_the_order_round_and_says_which_way_it_goes(three, browser):
    page = browser.get("/use-cases/?phase=pilot")

    assert page.select_one("th[aria-sort]")["aria-sort"] == "descending"
    assert page.select_one("th[aria-sort] a")["href"] == "/use-cases/?phase=pilot&sort=value"
    turned = browser.get("/use-cases/?phase=pilot&sort=value")
    assert turned.select_one("th[aria-sort] a")["href"] == "/use-cases/?phase=pilot"
    assert page.select_one("thead th a")["href"].endswith("sort=title")


def test_a_long_list_comes_by_the_page_and_as_data_whole(browser, make_use_case, make_domain):
    domain = make_domain()
    for _place in range(27):
        make_use_case(domain=domain, phase=Phase.PILOT)

    first, second = browser.get("/use-cases/?phase=pilot"), browser.get("/use-cases/?phase=pilot&page=2")

    assert (len(titles(first)), len(titles(second))) == (25, 2)
    assert first.select_one(".pagination [rel=next]")["href"] == "/use-cases/?phase=pilot&page=2"
    assert json.loads(browser.get("/use-cases.json?phase=pilot&page=2").response.data)["count"] == 27


def test_the_csv_has_the_columns_promised_and_names_illustrative_values(
    browser, make_domain, make_system_function, make_organisation
):
    domain, function = make_domain(), make_system_function(code="FDS-1")
    values = {
        "title": "=1+1",
        "contributions": [{"function_id": function.id, "level": "delivers", "deliverable": "Een bron"}],
        "partners": [{"organisation_id": make_organisation(name="Het CAK").id, "role": "levert"}],
        "planned_start": 2026 * 4 + 3,
        "planned_quarters": 2,
        "cost_cents": 6_000_000,
        "illustrative": ["planned", "scores", "cost"],
    }
    use_case = propose_use_case(domain, values, by=SYSTEM)
    use_case.phase, use_case.published_on = Phase.PILOT, use_case.created_at.date()
    code = use_case.code
    db.session.commit()

    sheet = browser.get("/use-cases.csv").response.get_data(as_text=True).removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(sheet))

    assert tuple(row) == COLUMNS
    expected = {
        "code": code,
        "kind": "use_case",
        "title": "'=1+1",
        "phase": "pilot",
        "cost_eur": "60000",
        "planned_start": "2026-Q4",
        "planned_quarters": "2",
        "contributions": "FDS-1:delivers",
        "partners": "Het CAK",
        "url": f"http://localhost/use-cases/{code}",
        "illustrative": "cost_eur; planned_start; planned_quarters",
    }
    assert {name: row[name] for name in expected} == expected


def test_a_title_without_english_is_marked_as_dutch_on_the_english_list(browser, make_use_case):
    make_use_case(phase=Phase.PILOT, title="Alleen Nederlands")
    make_use_case(phase=Phase.PILOT, title="Beide", title_en="Both")

    links = {link.text: link.get("lang") for link in browser.get("/use-cases/?lang=en").select("tbody th a")}

    assert links == {"Alleen Nederlands": "nl", "Both": None}


def test_an_empty_list_says_why(browser):
    assert browser.get("/use-cases/").select_one(".empty") is not None


@pytest.mark.parametrize("path", ["/use-cases/", "/use-cases.csv"])
def test_a_longer_list_asks_the_database_no_more_questions(
    path, browser, count_queries, make_use_case, make_system_function
):
    function = make_system_function()
    make_use_case(phase=Phase.PILOT, contributions=[function])
    browser.get(path)
    with count_queries() as one:
        browser.get(path)
    for _place in range(9):
        make_use_case(phase=Phase.PILOT, contributions=[function])
    with count_queries() as ten:
        browser.get(path)

    assert len(ten) == len(one)
