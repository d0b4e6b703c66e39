"""The chart of value and chance: who is drawn, how, and what its sentence says."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.charts import value_chance
from portfolio.charts.narrow import Narrow
from portfolio.rules.terms import Kind, Phase, Size
from tests.charts.conftest import DAY, TODAY, phases_of, row

pytestmark = pytest.mark.usefixtures("in_dutch")


def chart_of(*rows, narrow=TODAY):
    return value_chance.build(rows, phases_of(rows), narrow)


def marks(chart):
    return [point for trace in chart.plots[0].figure["data"] for point in trace["hovertext"]]


@pytest.mark.parametrize(
    ("values", "is_drawn", "is_listed"),
    [
        ({}, True, True),
        ({"phase": Phase.IDEA}, True, True),
        ({"phase": Phase.STOPPED}, False, False),
        ({"phase": Phase.PARKED}, False, False),
        ({"kind": Kind.INITIATIVE}, False, False),
        ({"sees_scores": False, "value_low": None, "value_high": None, "chance": None}, False, False),
        ({"chance": None}, False, True),
        ({"value_low": None, "value_high": None}, False, True),
        ({"chance": 0, "value_low": Decimal(0), "value_high": Decimal(0)}, True, True),
    ],
)
def test_who_is_drawn_and_who_is_only_listed(values, is_drawn, is_listed):
    chart = chart_of(row("A-1", **values))
    assert bool(marks(chart)) is is_drawn
    assert bool(chart.table.rows) is is_listed
    assert bool(chart.data.records) is is_listed


def test_an_interval_is_a_line_from_its_low_end_upwards(valid):
    figure = valid(chart_of(row("A-1", value_low=Decimal(40), value_high=Decimal(60))).plots[0].figure)
    trace = figure["data"][0]
    assert trace["y"] == [40]
    assert trace["error_y"]["array"] == [20]
    assert trace["error_y"]["arrayminus"] == [0]


@pytest.mark.parametrize(
    ("size", "phase", "symbol", "is_filled"),
    [
        (Size.SMALL, Phase.PILOT, "circle", True),
        (Size.SMALL, Phase.CANDIDATE, "circle", False),
        (Size.AMBITIOUS, Phase.SELECTED, "diamond", True),
        (Size.AMBITIOUS, Phase.IDEA, "diamond", False),
        (None, Phase.IDEA, "square", False),
    ],
)
def test_shape_is_size_and_fill_is_chosen(valid, size, phase, symbol, is_filled):
    trace = valid(chart_of(row("A-1", size, phase=phase)).plots[0].figure)["data"][0]
    assert trace["marker"]["symbol"] == symbol
    assert (trace["marker"]["color"] != "#ffffff") is is_filled


def test_the_area_of_a_sign_is_the_effort():
    trace = chart_of(row("A-1", effort=Decimal(4)), row("A-2", effort=Decimal(16))).plots[0].figure["data"][0]
    small, large = sorted(trace["marker"]["size"])
    assert large == pytest.approx(2 * small, abs=0.2)


@pytest.mark.parametrize(("chance", "begin"), [(20, 18), (15, -2)])
def test_axes_begin_at_the_floor_unless_something_lies_below(chance, begin):
    chart = chart_of(row("A-1", chance=chance))
    assert chart.plots[0].figure["layout"]["xaxis"]["range"][0] == begin
    assert any(("20" if chance == 20 else "bij 0") in note for note in chart.notes)


@pytest.mark.parametrize(
    ("rows", "start"),
    [
        ([], "Er is nog geen use case"),
        ([row("A-1")], "1 use case. De middelste waarde is 60"),
        (
            [row("A-1", chance=80), row("A-2", Size.AMBITIOUS, value_low=Decimal(80), chance=50)],
            "Ambitieus brengt meer waarde, maar met minder kans.",
        ),
        (
            [row("A-1", chance=40), row("A-2", Size.AMBITIOUS, value_low=Decimal(50), chance=50)],
            "Ambitieus brengt hier niet meer waarde, en met niet minder kans.",
        ),
    ],
)
def test_the_sentence_states_the_finding(rows, start):
    assert chart_of(*rows).sentence.startswith(start)


def test_words_in_a_figure_are_no_markup(valid):
    chart = chart_of(row("A-1", title="<b>Vet</b> & <a href='javascript:1'>klik</a>"))
    assert "&lt;b&gt;" in valid(chart.plots[0].figure)["data"][0]["hovertext"][0]


def test_two_thousand_points_are_drawn_without_words_and_listed_in_full(valid):
    rows = [
        row(f"A-{number}", chance=number % 21 * 5, value_low=Decimal(number % 101)) for number in range(2000)
    ]
    rows = [r for r in rows if r.value_high is not None and r.value_low <= r.value_high]
    figure = valid(chart_of(*rows).plots[0].figure)
    assert sum(len(trace["x"]) for trace in figure["data"]) == len(rows)
    assert {text for trace in figure["data"] for text in trace["text"]} == {""}


def test_a_made_up_value_is_marked_in_the_table_and_in_the_data():
    chart = chart_of(row("A-1", illustrative=["scores", "effort"]), row("A-2"))
    first = next(line for line in chart.table.rows if line[0].sub == "A-1")
    assert [cell.is_illustrative for cell in first] == [False, False, False, True, False, True]
    assert chart.table.marked == (False,) * 6
    assert chart.data.records[0]["illustrative"] == ["value_low", "value_high", "effort_likely"]
    assert chart.is_illustrative


def test_what_was_not_there_on_the_day_is_left_out():
    chart = value_chance.build([row("A-1"), row("A-2")], {"A-1": Phase.IDEA}, Narrow(date(2019, 1, 1), DAY))
    assert [record["code"] for record in chart.data.records] == ["A-1"]
    assert chart.arguments == {"on": "2019-01-01"}
