"""The charts of scale-up, maturity, results and weak points, from rows to a sentence, a figure and a file."""

import json
from datetime import date, timedelta

import pytest

from accounts.rules.terms import Layer, OrganisationKind, Role
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.progress import add_milestone
from portfolio.actions.reference import add_maturity, set_count
from portfolio.actions.scale_up import record_adoption
from portfolio.charts.maturity import reference_days
from portfolio.charts.results import placed, share
from portfolio.charts.scale_up import curve_of
from portfolio.models import Adoption, Contribution
from portfolio.queries.reference import get_system_function
from portfolio.queries.results import Place
from portfolio.rules.progress_terms import AdoptionStage, MilestoneKind
from portfolio.rules.terms import ContributionLevel, Phase

NOW = today()
SLUGS = ["scale-up", "maturity", "results"]


def ago(days: int) -> date:
    return NOW - timedelta(days=days)


def data(browser, slug, **arguments):
    answer = browser.get("portfolio.export_chart", chart=slug, form="json", **arguments)
    return json.loads(answer.response.data)


@pytest.fixture
def domain(make_domain):
    return make_domain(name="Water")


@pytest.fixture
def use_case(make_use_case, domain):
    return make_use_case(domain=domain, phase=Phase.SCALE_UP, title="Signalen")


@pytest.fixture
def adopt(make_organisation):
    def adopt(use_case, *steps, **values):
        organisation = make_organisation(**values)
        for days, stage in steps:
            record_adoption(use_case, organisation, stage=stage, on=ago(days), by=SYSTEM)
        db.session.commit()

    return adopt


@pytest.fixture
def fill(use_case, adopt, make_system_function):
    """Give one use case everything that these charts are made of."""

    def fill():
        adopt(use_case, (400, AdoptionStage.IN_USE))
        adopt(use_case, (300, AdoptionStage.PREPARING), (100, AdoptionStage.IN_USE))
        adopt(use_case, (900, AdoptionStage.IN_USE), (50, AdoptionStage.STOPPED))
        adopt(use_case, (20, AdoptionStage.EXPLORING))
        adopt(
            use_case,
            (90, AdoptionStage.IN_USE),
            kind=OrganisationKind.WATER_AUTHORITY,
            layer=Layer.WATER,
        )
        set_count(OrganisationKind.MUNICIPALITY, as_of=ago(1000), total=352, source="000, §1", by=SYSTEM)
        make_system_function(code="TAL", name="Talent")
        function = get_system_function("TAL")
        for days, level in ((500, 1), (40, 3)):
            add_maturity(function, on=ago(days), level=level, evidence=f"Bewijs {level}", by=SYSTEM)
        for kind, reached in (
            (MilestoneKind.SOCIETAL_VALUE, ago(5)),
            (MilestoneKind.SOCIETAL_VALUE, None),
            (MilestoneKind.SYSTEM_FUNCTION, ago(60)),
        ):
            milestone = add_milestone(
                use_case,
                kind=kind,
                title="Klaar",
                planned_on=NOW,
                function_id=function.id if kind is MilestoneKind.SYSTEM_FUNCTION else None,
                by=SYSTEM,
            )
            milestone.reached_on = reached
        db.session.add(
            Contribution(
                use_case_id=use_case.id,
                function_id=function.id,
                level=ContributionLevel.DELIVERS,
                deliverable="Recept",
            )
        )
        db.session.commit()
        return function

    return fill


@pytest.mark.parametrize("slug", SLUGS)
def test_each_says_something_without_rows_and_with(browser, fill, slug, valid):
    empty = browser.get(f"/progress/{slug}")
    assert "Er is nog" in empty.text or "Er zijn nog" in empty.text
    fill()
    page = browser.get(f"/progress/{slug}")
    assert page.select("main table tbody tr")
    answer = data(browser, slug)
    assert answer["rows"]
    valid(answer["figure"])
    for figure in answer["figures"].values():
        valid(figure["figure"])
    assert browser.get("portfolio.export_chart", chart=slug, form="csv").response.data.count(b"\n") > 1
    english = browser.get(f"/progress/{slug}?lang=en")
    assert english.html["lang"] == "en"


def test_n_of_n_over_time_takes_the_count_or_more_by_name(browser, use_case, fill):
    fill()
    first, second = data(browser, "scale-up")["rows"]
    assert (first["kind"], first["adopted"], first["of_total"]) == ("municipality", 2, 352)
    assert first["adopted_a_year_before"] == 2
    assert (first["named_exploring"], first["named_stopped"]) == (1, 1)
    assert (second["kind"], second["of_total"]) == ("water_authority", None)
    assert data(browser, "scale-up", on=ago(60).isoformat())["rows"][0]["adopted"] == 3
    db.session.add(
        Adoption(use_case_id=use_case.id, kind=OrganisationKind.MUNICIPALITY, adopted=80, as_of=ago(30))
    )
    db.session.commit()
    answer = data(browser, "scale-up")
    assert "Het verst is" in answer["sentence"]
    assert "80 van 352 gemeenten (23" in answer["sentence"]
    assert answer["figure"]["data"][0]["y"][-2:] == [80, 80]


def test_a_curve_steps_on_the_days_on_which_something_changes():
    curve = curve_of(None, {ago(9): 1, ago(7): 2, ago(3): -1}, {ago(8): 2, ago(1): 4})
    assert list(zip(curve.days, curve.adopted, strict=True)) == [
        (ago(9), 1),
        (ago(8), 2),
        (ago(7), 3),
        (ago(3), 2),
        (ago(1), 4),
    ]


def test_maturity_looks_back_and_narrows_to_what_use_cases_build(
    browser, fill, make_domain, make_system_function
):
    fill()
    make_system_function(code="ORG", name="Hulp")
    page = browser.get("/progress/maturity")
    assert "1 van 1 functie of onderdeel groeide in een jaar" in page.text
    row = next(row for row in page.select("main tbody tr") if "TAL" in row.text)
    assert [cell.text.strip() for cell in row.select("td")][:3] == ["3", "1", "+2"]
    assert len(data(browser, "maturity", on=ago(100).isoformat())["rows"]) == 1
    domain = make_domain()
    assert "Er zijn nog geen systeemfuncties" in browser.get(f"/progress/maturity?domain={domain.slug}").text
    assert len(reference_days(date(2026, 5, 3))) == 9
    assert reference_days(date(2026, 5, 3))[-2:] == [date(2026, 3, 31), date(2026, 5, 3)]


@pytest.mark.parametrize(
    ("reached", "total", "expected"), [(0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 2, 50), (3, 3, 100)]
)
def test_a_share_is_rounded(reached, total, expected):
    assert share(reached, total) == expected


def test_places_that_look_the_same_are_one_and_what_lacks_a_kind_has_none():
    places = [Place(1, 2, 1, 1, 3, "B-1"), Place(2, 4, 2, 2, 1, "A-1"), Place(0, 0, 1, 1, 5, "C-1")]
    assert placed(places) == [(50, 100, 4, "A-1")]


def test_results_stand_on_two_axes_and_are_not_added(browser, use_case, fill, make_use_case, domain):
    fill()
    make_use_case(domain=domain, phase=Phase.PILOT)
    answer = data(browser, "results")
    (row,) = answer["rows"]
    assert (row["value_reached"], row["value_total"]) == (1, 2)
    assert (row["function_reached"], row["function_total"]) == (1, 1)
    assert answer["figure"]["data"][0]["x"] == [50]
    assert answer["figure"]["data"][0]["y"] == [100]
    assert (
        "Van 1 use case met beide soorten mijlpalen is 1 op beide assen over de helft" in answer["sentence"]
    )
    assert any("1 gekozen use case heeft nog geen enkele mijlpaal" in note for note in answer["notes"])
    assert data(browser, "results", on=ago(30).isoformat())["rows"][0]["value_reached"] == 0


def test_coverage_points_out_where_it_rests_on_one(browser, use_case, fill, domain):
    fill()
    answer = data(browser, "coverage")
    total = next(row for row in answer["rows"] if row["function"] == "TAL" and row["domain"] is None)
    assert (total["delivered"], total["weaknesses"]) == ([use_case.code], ["one_builder"])
    points = answer["figures"]["weak-points"]
    assert "1 onderdeel is kwetsbaar" in points["sentence"]
    assert points["figure"]["data"][0]["marker"]["symbol"] == "triangle-up"
    assert f"Alleen {use_case.code} leverde het" in browser.get("/progress/coverage").text


@pytest.mark.parametrize("slug", [*SLUGS, "coverage"])
def test_what_a_reader_may_not_read_changes_nothing(
    browser, fill, use_case, make_use_case, domain, make_person, slug
):
    function = fill()
    before = browser.get("portfolio.export_chart", chart=slug, form="json").response.data
    hidden = make_use_case(domain=domain, phase=Phase.CANDIDATE, is_draft=True)
    add_milestone(
        hidden, kind=MilestoneKind.SOCIETAL_VALUE, title="Geheim", planned_on=NOW, by=SYSTEM
    ).reached_on = ago(3)
    db.session.add(
        Contribution(
            use_case_id=hidden.id, function_id=function.id, level=ContributionLevel.DELIVERS, deliverable="x"
        )
    )
    db.session.add(Adoption(use_case_id=hidden.id, kind=OrganisationKind.PROVINCE, adopted=9, as_of=ago(3)))
    db.session.commit()
    assert browser.get("portfolio.export_chart", chart=slug, form="json").response.data == before
    signed_in = browser.sign_in(make_person(Role.CONTRIBUTOR))
    assert signed_in.get("portfolio.export_chart", chart=slug, form="json").response.data == before


@pytest.mark.parametrize("slug", [*SLUGS, "coverage"])
def test_the_number_of_queries_does_not_grow(
    browser, fill, adopt, make_use_case, domain, count_queries, slug
):
    function = fill()
    with count_queries() as one:
        browser.get(f"/progress/{slug}")
    for _time in range(3):
        more = make_use_case(domain=domain, phase=Phase.PRODUCTION, contributions=[function])
        add_milestone(more, kind=MilestoneKind.SOCIETAL_VALUE, title="Klaar", planned_on=NOW, by=SYSTEM)
        adopt(more, (30, AdoptionStage.IN_USE))
    with count_queries() as many:
        browser.get(f"/progress/{slug}")
    assert len(many) == len(one)
