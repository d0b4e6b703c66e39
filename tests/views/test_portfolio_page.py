"""The portfolio of a domain: lanes, floors, the mix and its repair, hidden scores, coverage, all as data."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from accounts.rules.terms import Role
from core.database import db, utc_now
from portfolio.exports.ranking import COLUMNS
from portfolio.models import Assessment, Contribution, other_domain
from portfolio.rules.terms import ContributionLevel, Kind, Phase, Size

SMALL, AMBITIOUS = Size.SMALL, Size.AMBITIOUS


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


@pytest.fixture
def score(make_use_case):
    """Make a use case with a value, a chance and, unless told otherwise, published scores."""

    def make(
        domain, title, *, value, chance, size=SMALL, phase=Phase.PILOT, effort=4, is_public=True, **more
    ):
        low, high = value if isinstance(value, tuple) else (value, value)
        use_case = make_use_case(
            domain=domain,
            title=title,
            phase=phase,
            size=size,
            chance=chance,
            value_low=low,
            value_high=high,
            scored=0 if low is None else 1 if low != high else 2,
            criteria=2,
            effort_low=effort,
            effort_likely=effort,
            effort_high=effort,
            **more,
        )
        published_on = date(2026, 1, 1) if is_public else None
        db.session.add(Assessment(use_case_id=use_case.id, assessed_at=utc_now(), published_on=published_on))
        db.session.commit()
        return use_case

    return make


def ranked(page, lane: str) -> list[str]:
    return [row.select_one("th a").text for row in page.select(f"#{lane} table tbody tr")]


def figures(page, lane: str, title: str) -> list[str]:
    row = next(row for row in page.select(f"#{lane} tbody tr") if row.select_one("th a").text == title)
    return [" ".join(cell.text.split()) for cell in row.select("td.r")]


def test_small_ones_are_ordered_by_chance_and_ambitious_ones_by_value(browser, make_domain, score):
    domain = make_domain()
    score(domain, "Zeker", value=40, chance=90)
    score(domain, "Waardevol", value=90, chance=50)
    score(domain, "Per maand beter", value=60, chance=90, effort=2)
    score(domain, "Groot en nuttig", value=90, chance=30, size=AMBITIOUS)
    score(domain, "Groot en zeker", value=50, chance=80, size=AMBITIOUS)

    page = browser.get("portfolio.show_portfolio", slug=domain.slug)

    assert ranked(page, "klein") == ["Per maand beter", "Zeker", "Waardevol"]
    assert ranked(page, "ambitieus") == ["Groot en nuttig", "Groot en zeker"]


def test_the_leading_criterion_comes_first_and_bold_and_the_expected_value_third(browser, make_domain, score):
    domain = make_domain()
    score(domain, "Klein", value=(50, 70), chance=80)
    score(domain, "Groot", value=90, chance=30, size=AMBITIOUS, effort=12)

    page = browser.get("portfolio.show_portfolio", slug=domain.slug)

    assert figures(page, "klein", "Klein") == ["80 %", "50–70", "40–56", "4"]
    assert figures(page, "ambitieus", "Groot") == ["90", "30 %", "27", "12"]
    assert [strong.text for strong in page.select("#klein tbody strong, #ambitieus tbody strong")] == [
        "80\u00a0%",
        "90",
    ]


def test_what_lacks_an_input_waits_below_its_lane_and_says_for_what(browser, make_domain, score):
    domain = make_domain()
    score(domain, "Kans onbekend", value=60, chance=None)
    score(domain, "Niet gescoord", value=(None, None), chance=50, size=AMBITIOUS)

    page = browser.get("portfolio.show_portfolio", slug=domain.slug)

    assert "Kans onbekend nog nodig: slagingskans" in words(page, "#klein")
    assert "Niet gescoord nog nodig: waarde" in words(page, "#ambitieus")
    assert not ranked(page, "klein")
    assert " 0 " not in words(page, "#klein .lines")


def test_what_is_below_a_floor_says_so(browser, make_domain, score):
    domain = make_domain()
    score(domain, "Weinig waard", value=10, chance=90)
    score(domain, "Weinig kans", value=90, chance=10, size=AMBITIOUS)
    score(domain, "Misschien genoeg", value=(10, 30), chance=50)

    page = browser.get("portfolio.show_portfolio", slug=domain.slug)

    assert "Weinig waard waarde hooguit 10, de ondergrens is 20" in words(page, "#klein")
    assert "Weinig kans kans 10 %, de ondergrens is 20 %" in words(page, "#ambitieus")
    assert ranked(page, "klein") == ["Misschien genoeg"]


def test_what_has_no_size_stands_apart_and_is_counted_in_words_beside_the_mix(browser, make_domain, score):
    domain = make_domain()
    score(domain, "Met maat", value=60, chance=60)
    score(domain, "Zonder maat", value=60, chance=60, size=None)

    page = browser.get("portfolio.show_portfolio", slug=domain.slug)

    assert "Zonder maat" in words(page, "#zonder-rang")
    assert "1 gekozen use case telt niet mee: de maat is nog niet bekend." in words(page, "#mix")


def test_ideas_and_initiatives_and_what_is_over_have_no_rank(browser, make_domain, score, make_person):
    domain = make_domain()
    for title, more in (
        ("Idee", {"phase": Phase.IDEA}),
        ("Gestopt", {"phase": Phase.STOPPED, "published_on": date(2026, 1, 1)}),
        ("Afgerond", {"phase": Phase.FINISHED}),
        ("Initiatief", {"kind": Kind.INITIATIVE}),
        ("Kandidaat", {"phase": Phase.CANDIDATE}),
    ):
        score(domain, title, value=60, chance=60, **more)
    browser.sign_in(make_person(Role.SECRETARY, domain=domain))

    assert ranked(browser.get("portfolio.show_portfolio", slug=domain.slug), "klein") == ["Kandidaat"]


@pytest.fixture
def secret(make_domain, score):
    """A domain with one published and one unpublished assessment."""
    domain = make_domain()
    score(domain, "Open score", value=60, chance=70)
    score(domain, "Gesloten score", value=Decimal("83.37"), chance=95, is_public=False)
    return domain


READERS = [
    (None, False),
    ((), False),
    ((Role.CONTRIBUTOR,), False),
    ((Role.WIKI_CURATOR,), False),
    ((Role.ADMINISTRATOR,), False),
    ((Role.SECRETARY,), True),
    ((Role.BOARD_MEMBER,), True),
    ((Role.PROGRAMME_MANAGER,), True),
]


@pytest.mark.parametrize(("roles", "sees"), READERS)
def test_scores_that_are_not_published_show_to_the_board_only(roles, sees, secret, browser, make_person):
    if roles is not None:
        browser.sign_in(make_person(*roles, domain=secret))

    page = browser.get("portfolio.show_portfolio", slug=secret.slug)
    sheet = browser.get("portfolio.export_portfolio", slug=secret.slug, form="csv").response.text
    told = browser.get("portfolio.export_portfolio", slug=secret.slug, form="json").response.text

    assert ("Gesloten score" in ranked(page, "klein")) is sees
    for text in (sheet, told):
        assert ("83.37" in text) is sees
    assert ("ook scores die nog niet openbaar zijn, van 1 use case" in words(page)) is sees
    if sees:
        assert figures(page, "klein", "Gesloten score") == ["95 %", "83", "79", "4"]
    else:
        (line,) = page.select("#zonder-rang .lines li")
        code = line.select_one("a")["href"].rpartition("/")[2]
        assert " ".join(line.get_text(" ").split()) == f"Gesloten score {code} · proef", "named, no more"


def test_the_board_of_another_domain_sees_no_unpublished_score(secret, browser, make_domain, make_person):
    browser.sign_in(make_person(Role.SECRETARY, domain=make_domain()))

    assert ranked(browser.get("portfolio.show_portfolio", slug=secret.slug), "klein") == ["Open score"]


def test_a_page_without_right_tells_nothing_of_what_may_not_be_read(browser, make_domain, score, make_person):
    domain = make_domain()
    score(domain, "Open score", value=60, chance=70)
    before = words(browser.get("portfolio.show_portfolio", slug=domain.slug))
    score(domain, "Kandidaat", value=80, chance=80, phase=Phase.CANDIDATE, is_public=False)

    assert words(browser.get("portfolio.show_portfolio", slug=domain.slug)) == before


def test_the_owner_sees_the_scores_of_what_is_hers(browser, make_domain, score, make_person):
    domain, owner = make_domain(), make_person()
    score(domain, "Van mij", value=60, chance=70, is_public=False, owner_id=owner.id)
    browser.sign_in(owner)

    page = browser.get("portfolio.show_portfolio", slug=domain.slug)

    assert ranked(page, "klein") == ["Van mij"]
    assert "die van de use cases waaraan u zelf werkt" in words(page)


def test_the_mix_stands_by_count_effort_and_budget_with_the_band_behind_the_count_only(
    browser, make_domain, score
):
    domain = make_domain()
    for place in range(3):
        score(domain, f"Klein {place}", value=60, chance=60, cost_cents=1_000_000)
    score(domain, "Groot", value=60, chance=60, size=AMBITIOUS, effort=12, cost_cents=9_000_000)

    mix = browser.get("portfolio.show_portfolio", slug=domain.slug).select_one("#mix")

    assert [name.text for name in mix.select("dt")] == ["Aantal", "Inspanning", "Budget"]
    assert [bool(bar.select(".band")) for bar in mix.select("svg")] == [True, False, False]
    assert "Binnen de band van 65–85" in mix.text
    assert not mix.select("h3")


def test_a_mix_out_of_its_band_names_the_swap_that_repairs_it(browser, make_domain, score, make_person):
    domain = make_domain()
    for place in range(2):
        score(domain, f"Gekozen klein {place}", value=60, chance=60)
    for place in range(2):
        score(domain, f"Groot {place}", value=70 - place, chance=60, size=AMBITIOUS, phase=Phase.SELECTED)
    score(domain, "Beste kandidaat", value=60, chance=90, phase=Phase.CANDIDATE)
    score(domain, "Tweede kandidaat", value=60, chance=50, phase=Phase.CANDIDATE)
    browser.sign_in(make_person(Role.SECRETARY, domain=domain))

    mix = words(browser.get("portfolio.show_portfolio", slug=domain.slug), "#mix")

    assert "Te weinig klein: 2 van de 4" in mix
    assert "Eruit: Groot 1" in mix
    assert "Erin: Beste kandidaat" in mix
    assert "Deze ruil brengt het aandeel klein op 75" in mix


def test_a_visitor_is_not_told_that_there_is_no_way_out_of_a_mix(browser, make_domain, score, make_person):
    domain = make_domain()
    for place in range(4):
        score(domain, f"Klein {place}", value=60, chance=60)

    assert "Kandidaten ziet u na het inloggen" in words(
        browser.get("portfolio.show_portfolio", slug=domain.slug), "#mix"
    )
    browser.sign_in(make_person())
    assert "geen ruil die de mix binnen de band" in words(
        browser.get("portfolio.show_portfolio", slug=domain.slug), "#mix"
    )


def test_the_domain_sets_its_own_tolerance(browser, make_domain, score):
    strict, mild = make_domain(mix_tolerance=5), make_domain(mix_tolerance=25)
    for domain in (strict, mild):
        for place in range(3):
            score(domain, f"Klein {place}", value=60, chance=60)
        for place in range(2):
            score(domain, f"Groot {place}", value=60, chance=60, size=AMBITIOUS)

    assert "Te weinig klein" in words(browser.get("portfolio.show_portfolio", slug=strict.slug), "#mix")
    assert "Binnen de band" in words(browser.get("portfolio.show_portfolio", slug=mild.slug), "#mix")


def test_the_coverage_tells_gaps_and_what_hangs_on_one(browser, make_domain, score, make_system_function):
    one, two, gap = (
        make_system_function(code=code, name=f"Functie {code}") for code in ("AAA", "BBB", "CCC")
    )
    domain, elsewhere = make_domain(), make_domain()
    first = score(domain, "Eerste", value=60, chance=60)
    second = score(domain, "Tweede", value=60, chance=60)
    other = score(elsewhere, "Elders", value=60, chance=60)
    rows = [
        (first, one, "delivers"),
        (first, two, "delivers"),
        (second, two, "extends"),
        (second, one, "uses"),
    ]
    for use_case, function, level in [*rows, (other, gap, "delivers")]:
        db.session.add(
            Contribution(
                use_case_id=use_case.id,
                function_id=function.id,
                level=ContributionLevel(level),
                deliverable="Een bron",
            )
        )
    db.session.commit()

    page = browser.get("portfolio.show_portfolio", slug=domain.slug)

    cells = {
        row.select_one("th").text.split()[0]: [" ".join(cell.text.split()) for cell in row.select("td")]
        for row in page.select("#systeemfuncties tbody tr")
    }
    assert cells == {
        "AAA": [f"{first.code}hangt aan één", second.code],
        "BBB": [f"{first.code}, {second.code}", "–"],
        "CCC": ["niemand", "–"],
    }


def test_a_use_case_shared_with_another_domain_names_who_leads_it(browser, make_domain, score):
    lead, joins = make_domain(name="Leider"), make_domain(name="Volger")
    use_case = score(lead, "Samen", value=60, chance=60)
    db.session.execute(other_domain.insert().values(use_case_id=use_case.id, domain_id=joins.id))
    db.session.commit()

    shared = browser.get("portfolio.show_portfolio", slug=joins.slug).select_one("#gedeeld")

    assert "Samen" in shared.text
    assert shared.select_one(f"a[href='/domains/{lead.slug}/portfolio']").text == "Leider"
    assert "ook Volger" in words(browser.get("portfolio.show_portfolio", slug=lead.slug), "#klein")


def test_the_ranking_as_data_tells_the_standing_of_each_and_names_illustrative_values(
    browser, make_domain, score
):
    domain = make_domain()
    marks = ["scores", "chance"]
    score(domain, "=1+1", value=60, chance=90, illustrative=marks, effort=4)
    score(domain, "Laag", value=10, chance=90)
    score(domain, "Kans onbekend", value=60, chance=None)
    score(domain, "Zonder maat", value=60, chance=60, size=None)
    score(domain, "Gesloten", value=83, chance=95, is_public=False, illustrative=marks)

    sheet = browser.get(f"/domains/{domain.slug}/portfolio.csv").response.get_data(as_text=True)
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff")))}
    told = json.loads(browser.get(f"/domains/{domain.slug}/portfolio.json").response.data)

    assert tuple(next(iter(rows.values()))) == COLUMNS
    assert {title: row["standing"] for title, row in rows.items()} == {
        "'=1+1": "ranked",
        "Laag": "below_floor",
        "Kans onbekend": "not_yet_rankable",
        "Zonder maat": "no_size",
        "Gesloten": "scores_not_public",
    }
    first = rows["'=1+1"]
    assert (first["rank"], first["expected_value_low"], first["effort_likely"]) == ("1", "54.00", "4")
    assert first["illustrative"] == "chance; value_low; value_high; expected_value_low; expected_value_high"
    assert rows["Kans onbekend"]["missing"] == "chance"
    assert rows["Gesloten"]["illustrative"] == "", "a mark would tell that there is a score"
    assert told["count"] == 5
    assert told["floors"] == {"value": 20, "chance": 20}


def test_illustrative_scores_are_marked_on_the_column_or_on_the_value(browser, make_domain, score):
    every, some = make_domain(), make_domain()
    score(every, "A", value=60, chance=60, illustrative=["chance"])
    for title, marks in (("A", ["chance"]), ("B", [])):
        score(some, title, value=60, chance=60, illustrative=marks)

    heads = browser.get("portfolio.show_portfolio", slug=every.slug).select("#klein thead th")
    cells = browser.get("portfolio.show_portfolio", slug=some.slug).select("#klein tbody tr")

    assert [bool(head.select(".degree")) for head in heads] == [False, True, False, True, False]
    assert [len(row.select(".degree")) for row in cells] == [2, 0]


def test_an_unknown_domain_is_not_found(browser):
    for tail in ("", "/portfolio", "/portfolio.csv", "/roadmap"):
        browser.get(f"/domains/bestaat-niet{tail}", expect=404)


@pytest.mark.parametrize("form", ["", ".csv", ".json"])
def test_a_larger_portfolio_asks_the_database_no_more_questions(
    form, browser, count_queries, make_domain, score, make_person, make_system_function
):
    domain, other = make_domain(), make_domain()
    function = make_system_function()
    browser.sign_in(make_person(Role.SECRETARY, domain=domain))

    def add(place):
        use_case = score(domain, f"Use case {place}", value=60, chance=60, contributions=[function])
        db.session.execute(other_domain.insert().values(use_case_id=use_case.id, domain_id=other.id))
        db.session.commit()

    add(0)
    path = f"/domains/{domain.slug}/portfolio{form}"
    browser.get(path)
    with count_queries() as one:
        browser.get(path)
    for place in range(1, 7):
        add(place)
    with count_queries() as more:
        browser.get(path)

    assert len(more) == len(one)
