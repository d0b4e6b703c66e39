"""Action points per theme and year, and the budget: reserved apart from proposed."""

from types import SimpleNamespace as Thing

import pytest

from portfolio.charts import action_points, budget
from tests.charts.conftest import TODAY

pytestmark = pytest.mark.usefixtures("in_dutch")


def action(first, last, reported):
    return Thing(year_from=first, year_to=last, is_reported=reported)


def agenda(themes=(), lines=()):
    return Thing(slug="agenda", from_year=2019, to_year=2021, themes=list(themes), budget_lines=list(lines))


THEMES = [
    Thing(
        number=0,
        title="Begin",
        title_en="Start",
        actions=[action(2019, 2019, True), action(2019, 2020, False)],
    ),
    Thing(
        number=1, title="Verder", title_en="On", actions=[action(2019, None, True), action(None, None, False)]
    ),
]


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (2019, 2019, [2019]),
        (2019, 2020, [2019, 2020]),
        (2020, None, [2020, 2021]),
        (None, None, []),
        (None, 2020, []),
        (2022, None, []),
    ],
)
def test_an_action_runs_in_its_years_and_an_open_end_runs_on(first, last, years):
    found = [
        year for year in (2019, 2020, 2021) if action_points.runs_in(action(first, last, True), year, 2021)
    ]
    assert found == years


def test_each_action_counts_once_in_the_total_and_in_each_year_it_runs():
    chart = action_points.build(agenda(THEMES), TODAY)
    assert [[cell.words for cell in line] for line in chart.table.rows] == [
        ["0 Begin", "1 van 2", "0 van 1", "", "1 van 2"],
        ["1 Verder", "1 van 1", "1 van 1", "1 van 1", "1 van 2"],
    ]
    assert [cell.words for cell in chart.table.total] == ["Samen", "2 van 3", "1 van 2", "1 van 1", "2 van 4"]


def test_not_reported_is_said_and_never_called_done():
    chart = action_points.build(agenda(THEMES), TODAY)
    assert chart.sentence.startswith("Over 2 van de 4 actiepunten is een resultaat gemeld.")
    assert "Van de 2 die voor 2026 klaar zouden zijn, is over 1 niets gemeld." in chart.sentence
    assert sum(record["not_reported"] for record in chart.data.records if record["year"] is None) == 2


def test_the_figures_are_valid_with_and_without_an_agenda(valid):
    for one in (None, agenda(), agenda(THEMES)):
        valid(action_points.build(one, TODAY).plots[0].figure)
        valid(budget.build(one, TODAY).plots[0].figure)


def line(slug, *amounts):
    rows = [
        Thing(
            year=year,
            cents=cents,
            is_reserved=year == 2019,
            spent_cents=spent[0] if spent else None,
            illustrative=["spent_cents"] if spent else [],
        )
        for year, cents, *spent in amounts
    ]
    return Thing(slug=slug, name=slug.title(), name_en="", amounts=rows, illustrative=[])


LINES = [
    line("labs", (2019, 50_000_000), (2020, 50_000_000)),
    line("open-data", (2019, 55_000_000), (2020, 52_500_000)),
]


def test_the_budget_adds_up_and_keeps_proposals_apart(valid):
    chart = budget.build(agenda(lines=LINES), TODAY)
    assert [cell.words for cell in chart.table.total] == ["Samen", "1.050", "1.025", "2.075"]
    assert [column.sub for column in chart.table.columns][1:3] == ["gereserveerd", "voorstel"]
    assert "Alleen 2019 (€\u00a01.050.000) was gereserveerd." in chart.sentence
    assert "uitgewerkt: 2020 (€\u00a01.025.000)." in chart.sentence
    assert {record["status"] for record in chart.data.records} == {"reserved", "proposed"}
    assert sum(record["amount_eur"] for record in chart.data.records) == 2_075_000
    reserved, proposed = valid(chart.plots[0].figure)["data"]
    assert reserved["marker"]["color"] != "#ffffff"
    assert proposed["marker"]["color"] == "#ffffff"
    assert reserved["x"] == [500, 550]


@pytest.mark.parametrize(
    ("years", "start"), [((2019,), "Alles is gereserveerd"), ((2020,), "Alles is nog een voorstel")]
)
def test_a_budget_of_one_kind_says_so(years, start):
    lines = [line("labs", *((year, 100_000) for year in years))]
    assert budget.build(agenda(lines=lines), TODAY).sentence.startswith(start)


def test_a_year_that_a_line_does_not_have_is_a_dash():
    chart = budget.build(agenda(lines=[LINES[0], line("woo", (2019, 5_000_000))]), TODAY)
    assert [cell.words for cell in chart.table.rows[1]] == ["Woo", "50", "", "50"]


def test_what_was_spent_stands_beside_what_was_planned_and_the_unknown_is_not_zero(valid):
    lines = [line("labs", (2019, 50_000_000, 40_000_000), (2020, 50_000_000)), LINES[1]]
    chart = budget.build(agenda(lines=lines), TODAY)
    assert "was dat €\u00a0400.000: €\u00a0100.000 minder dan ervoor stond." in chart.sentence
    assert [cell.words for cell in chart.table.rows[0]] == ["Labs", "500", "400", "500", "1.000"]
    assert [cell.words for cell in chart.table.rows[1]] == ["Open-Data", "550", "niet gemeld", "525", "1.075"]
    assert chart.table.total[2].sub == "1 van 2 gemeld"
    assert chart.notes == [
        "2019: bij 1 van de 2 onderdelen is gemeld wat er is uitgegeven, samen €\u00a0400.000. "
        "Dat is €\u00a0100.000 minder dan was gereserveerd (€\u00a0500.000)."
    ]
    assert [(one["spent_eur"], one["illustrative"]) for one in chart.data.records][:2] == [
        (400_000, ["spent_eur"]),
        (None, []),
    ]
    marks = [trace for trace in valid(chart.plots[0].figure)["data"] if trace["type"] == "scatter"]
    assert [(trace["x"], trace["text"]) for trace in marks] == [([400], [""]), ([400], [""])]  # with a halo


@pytest.mark.parametrize(
    ("spent", "words"),
    [
        (100_00, "precies het bedrag dat ervoor stond"),
        (150_00, "€\u00a050 meer dan ervoor stond"),
        (0, "€\u00a0100 minder dan ervoor stond"),
    ],
)
def test_a_difference_is_said_in_words(spent, words):
    assert budget.difference_words(spent, 100_00) == words
