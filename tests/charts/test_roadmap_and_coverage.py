"""The time line and the coverage of system functions."""

from datetime import date
from types import SimpleNamespace

import pytest

from portfolio.charts import coverage, roadmap
from portfolio.charts.placement import Spot, place
from portfolio.queries.charts import Function, Given
from portfolio.queries.plan_moves import Promise
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import ContributionLevel, Phase, Size
from tests.charts.conftest import DAY, TODAY, phases_of, row

pytestmark = pytest.mark.usefixtures("in_dutch")
DAY_IN_MS = 86_400_000


def line_of(*rows, narrow=TODAY):
    return roadmap.build(rows, phases_of(rows), narrow)


def test_a_bar_runs_from_the_first_day_of_its_first_quarter_to_the_end_of_its_last(valid):
    figure = valid(
        line_of(row("A-1", planned_start=Quarter(2027, 1).index, planned_quarters=2)).plots[0].figure
    )
    bar = figure["data"][0]
    assert bar["base"] == ["2027-01-01"]
    assert bar["x"] == [181 * DAY_IN_MS]


def test_what_sticks_out_is_cut_and_what_lies_outside_is_only_listed(valid):
    chart = line_of(
        row("A-1", planned_start=Quarter(2020, 1).index, planned_quarters=28),
        row("A-2", planned_start=Quarter(2010, 1).index, planned_quarters=2),
    )
    figure = valid(chart.plots[0].figure)
    assert figure["data"][0]["base"] == ["2025-10-01"]
    assert sum(len(trace["x"]) for trace in figure["data"]) == 1
    assert len(chart.table.rows) == 2
    assert any("buiten deze vier jaar" in note for note in chart.notes)


@pytest.mark.parametrize(
    ("values", "is_there"),
    [
        ({}, True),
        ({"phase": Phase.CANDIDATE}, True),
        ({"phase": Phase.IDEA}, False),
        ({"phase": Phase.STOPPED}, False),
        ({"planned_start": None, "planned_quarters": None}, False),
    ],
)
def test_the_roadmap_holds_what_is_planned_and_alive(values, is_there):
    assert bool(line_of(row("A-1", **values)).table.rows) is is_there


def test_equal_titles_keep_a_line_each(valid):
    figure = valid(line_of(row("A-1", title="Zelfde"), row("A-2", title="Zelfde")).plots[0].figure)
    assert len(set(figure["layout"]["yaxis"]["categoryarray"])) == 2


def test_it_says_that_there_is_no_first_plan_yet():
    assert any("eerste planning" in note for note in line_of(row("A-1")).notes)


def test_the_sentence_names_the_busiest_quarter():
    chart = line_of(row("A-1"), row("A-2", Size.AMBITIOUS, planned_start=Quarter(2027, 1).index))
    assert chart.sentence.startswith("Het drukst is Q1\u00a02027: dan lopen er 2 tegelijk.")


def test_many_bars_are_cut_to_what_a_picture_holds_and_it_says_so(valid):
    chart = line_of(*(row(f"A-{number}") for number in range(500)))
    assert sum(len(trace["x"]) for trace in valid(chart.plots[0].figure)["data"]) == roadmap.MOST_BARS
    assert any("500" in note for note in chart.notes)
    assert len(chart.data.records) == 500


def test_of_too_many_bars_those_stay_that_are_not_over_and_furthest_behind_in_their_own_order():
    over = [
        row(f"A-{number:03}", planned_start=Quarter(2026, 1).index, planned_quarters=1)
        for number in range(80)
    ]
    going = [row(f"B-{number:03}", planned_start=Quarter(2027, 1).index) for number in range(80)]
    promise = Promise(1, "B-079", "", Quarter(2026, 3).index, 1, "SOC-2026-001", DAY, False)
    chart = roadmap.build([*over, *going], phases_of([*over, *going]), TODAY, {"B-079": promise})
    drawn = [line.row.code for line in chart.plots[0].drawing.lines]
    assert drawn == [*(f"B-{number:03}" for number in range(roadmap.MOST_BARS - 1)), "B-079"]


FUNCTIONS = [
    Function("FDS", None, "Stelsel", "System"),
    Function("FDS-1", "FDS", "Bronnen", "Sources"),
    Function("FDS-2", "FDS", "Publicatiepunt", "Publishing"),
    Function("TAL", None, "Talent", "Talent"),
]
DOMAINS = [SimpleNamespace(id=1, slug="sociaal-domein", code="SOC", name="Sociaal domein", name_en="Social")]


def given(code, function, level=ContributionLevel.DELIVERS, domain="sociaal-domein", is_illustrative=False):
    return Given(code, domain, function, level, is_illustrative)


def cover(contributions, rows, narrow=TODAY):
    titles = {one.code: one for one in rows}
    return coverage.build(FUNCTIONS, contributions, phases_of(rows), DOMAINS, narrow, lambda codes: titles)


def test_coverage_counts_builders_apart_from_users_and_names_gaps_and_single_points(valid):
    rows = [row("A-1"), row("A-2"), row("A-3", phase=Phase.IDEA)]
    chart = cover(
        [given("A-1", "FDS-1"), given("A-2", "FDS-1", ContributionLevel.USES), given("A-3", "TAL")],
        rows,
    )
    assert [[cell.words for cell in line] for line in chart.table.rows] == [
        ["Stelsel", "1 + 1", "1 + 1"],
        ["Bronnen", "1 + 1", "1 + 1"],
        ["Publicatiepunt", "0", ""],
        ["Talent", "0", ""],
    ]
    assert "FDS-2 Publicatiepunt en TAL Talent" in chart.sentence
    assert "Eén onderdeel hangt aan een enkele use case." in chart.sentence
    gaps, single = chart.findings
    assert [cell.words for cell in gaps[1]] == ["FDS-2 Publicatiepunt", "TAL Talent"]
    assert single[1][0].sub == "alleen A-1 Use case A-1"
    builders, users = valid(chart.plots[0].figure)["data"]
    assert builders["x"] == [1, 1, None, None]
    assert users["x"] == [1, 1, None, None]


def test_coverage_marks_what_rests_on_made_up_contributions():
    chart = cover([given("A-1", "FDS-1", is_illustrative=True), given("A-1", "TAL")], [row("A-1")])
    assert [line[1].is_illustrative for line in chart.table.rows] == [True, True, False, False]
    total = {record["function"]: record for record in chart.data.records if record["domain"] is None}
    assert total["FDS"]["illustrative"]
    assert not total["TAL"]["illustrative"]


def test_without_functions_there_is_a_sentence_and_a_valid_figure(valid):
    chart = coverage.build([], [], {}, [], TODAY, lambda codes: {})
    assert chart.sentence == "Er zijn nog geen systeemfuncties."
    valid(chart.plots[0].figure)


def test_words_are_placed_where_none_covers_another():
    spots = [Spot(100, 100, 10, "eerste"), Spot(112, 100, 10, "tweede"), Spot(100, 100, 10, "derde")]
    assert place(spots, 300, 200)[:2] == ["middle left", "middle right"]
    assert place([Spot(5, 5, 4, "te lang voor deze ruimte")], 60, 20) == [None]


def test_the_reference_date_has_its_place_in_the_drawing():
    drawing = line_of(row("A-1")).plots[0].drawing
    assert 4 < drawing.today < 5
    assert roadmap.window(date(2026, 1, 1))[0] == Quarter(2025, 1)


def test_the_first_promise_stands_below_the_plan_of_now_with_the_drift_and_why(valid):
    first = Promise(
        *(1, "A-1", "Use case", 2026 * 4 + 3, 2, "SOC-2026-001", DAY, False),
        reasons=(ReplanReason.PARTNER, ReplanReason.PARTNER),
    )
    known = row("A-1", planned_start=2026 * 4 + 3, planned_quarters=4)
    chart = roadmap.build([known], phases_of([known]), TODAY, {"A-1": first})
    now, ghost = valid(chart.plots[0].figure)["data"]
    assert (now["base"], ghost["base"]) == (["2026-10-01"], ["2026-10-01"])
    assert now["x"][0] > ghost["x"][0]
    assert "staat er 1 later gepland dan eerst beloofd" in chart.plots[0].sentence
    assert "2 kwartalen later" in [cell.words for cell in chart.table.rows[0]]
    record = chart.data.records[0]
    assert (record["first_end"], record["drift_quarters"], record["replans"]) == ("2027-Q1", 2, 2)
    parked = known._replace(phase=Phase.PARKED)
    chart = roadmap.build([parked], phases_of([parked]), TODAY, {"A-1": first})
    assert "1 beloofde use case staat niet meer op de planning: A-1." in chart.plots[0].sentence
