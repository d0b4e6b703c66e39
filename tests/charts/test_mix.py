"""The chart of the mix: its bars, its band, and its history from dated steps."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.charts import mix
from portfolio.charts.mix_history import history, history_sentence
from portfolio.charts.narrow import Narrow
from portfolio.rules.phase_history import moments, phase_on
from portfolio.rules.terms import Basis, Kind, Phase, Size
from tests.charts.conftest import DAY, TODAY, phases_of, row, steps_of

pytestmark = pytest.mark.usefixtures("in_dutch")


def chart_of(*rows, steps=None, narrow=TODAY):
    return mix.build(rows, phases_of(rows), steps or {}, narrow)


@pytest.mark.parametrize(
    ("small", "ambitious", "start"),
    [
        (0, 0, "Er is nog niets gekozen"),
        (3, 1, "Binnen de band van 65–85\u00a0%: 3 van de 4 zijn klein, 75\u00a0%."),
        (1, 3, "Te weinig klein: 1 van de 4, 25\u00a0%."),
        (10, 1, "Te weinig ambitieus: 10 van de 11 zijn klein, 91\u00a0%."),
        (1, 1, "1 van de 2 zijn klein, 50\u00a0%. Zo weinig use cases kunnen niet"),
    ],
)
def test_the_sentence_gives_the_verdict(small, ambitious, start):
    rows = [row(f"S-{n}") for n in range(small)] + [row(f"A-{n}", Size.AMBITIOUS) for n in range(ambitious)]
    assert chart_of(*rows).sentence.startswith(start)


def test_each_basis_adds_up_to_a_hundred_and_the_band_stands_behind_the_count_alone(valid):
    rows = [
        row("S-1"),
        row("S-2"),
        row("S-3"),
        row("A-1", Size.AMBITIOUS, effort=Decimal(24), cost=9_000_000),
    ]
    figure = valid(chart_of(*rows).plots[0].figure)
    small, ambitious = figure["data"]
    assert small["x"] == [75, 33.3, 25]
    assert [a + b for a, b in zip(small["x"], ambitious["x"], strict=True)] == [100, 100, 100]
    assert {(shape["x0"], shape["x1"]) for shape in figure["layout"]["shapes"]} == {(65, 85)}
    assert all(shape["y0"] > 1 for shape in figure["layout"]["shapes"])


def test_nothing_chosen_gives_a_valid_figure_without_bars(valid):
    figure = valid(chart_of(row("S-1", phase=Phase.IDEA)).plots[0].figure)
    assert figure["data"][0]["x"] == []


def test_unknown_amounts_are_dashes_never_zero():
    chart = chart_of(row("S-1", effort=None, cost=None))
    assert [line[3].words for line in chart.table.rows[:3]] == ["100\u00a0%", "", ""]


def test_a_size_that_is_not_known_is_named_and_not_counted():
    chart = chart_of(row("S-1"), row("X-1", None))
    assert any("X-1" in note for note in chart.notes)
    assert chart.data.records[0]["unknown_size"] == ["X-1"]


STEPS = steps_of(
    ("S-1", Phase.IDEA, date(2026, 1, 5)),
    ("S-1", Phase.SELECTED, date(2026, 2, 1)),
    ("A-1", Phase.PILOT, date(2026, 5, 1)),
    ("A-1", Phase.STOPPED, date(2026, 8, 1)),
)


def test_the_history_follows_the_dated_steps():
    rows = [row("S-1"), row("A-1", Size.AMBITIOUS)]
    past = history(rows, STEPS, TODAY)
    assert [str(one.moment.quarter) for one in past] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [one.mix.share for one in past] == [100, 50, 100, 100]
    assert past[-1].moment.on == DAY
    assert history_sentence(past).startswith("Sinds Q3 2026")


def test_the_history_is_also_told_by_effort_and_by_budget():
    rows = [row("S-1"), row("A-1", Size.AMBITIOUS, effort=Decimal(9), cost=None)]
    past = history(rows, STEPS, TODAY)
    small = rows[0].effort
    share = Decimal(100) * small / (small + 9)
    assert [one.mixes[Basis.EFFORT].share for one in past] == [100, share, 100, 100]
    assert {one.mixes[Basis.BUDGET].share for one in past} == {100}


def test_every_basis_of_the_history_is_in_table_and_data_and_has_its_own_symbol(valid):
    rows = [row("S-1"), row("A-1", Size.AMBITIOUS, effort=Decimal(9))]
    chart = chart_of(*rows, steps=STEPS)
    assert [record["basis"] for record in chart.data.records].count("effort") == 1 + 4
    names = [line[0].words for line in chart.table.rows]
    assert [name.split(" op ")[0] for name in names].count("Inspanning") == 2  # now, and the last of the past
    assert sum(name.startswith("Aantal op") for name in names) == 4
    lines = valid(chart.plots[1].figure)["data"]
    assert len({(line["marker"]["symbol"], line["line"]["dash"]) for line in lines}) == len(lines) == 3


def test_the_history_knows_nothing_of_what_came_after_the_day():
    past = history([row("S-1"), row("A-1", Size.AMBITIOUS)], STEPS, Narrow(date(2026, 6, 1), DAY))
    assert [one.mix.share for one in past] == [100, 50]
    assert past[-1].moment.on == date(2026, 6, 1)


def test_initiatives_are_no_part_of_the_mix():
    assert history([row("S-1", kind=Kind.INITIATIVE)], STEPS, TODAY) == []


def test_the_history_is_a_valid_figure_also_when_empty(valid):
    for steps in ({}, STEPS):
        valid(chart_of(row("S-1"), row("A-1", Size.AMBITIOUS), steps=steps).plots[1].figure)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2026, 1, 4), None),
        (date(2026, 1, 5), Phase.IDEA),
        (date(2026, 1, 31), Phase.IDEA),
        (date(2026, 2, 1), Phase.SELECTED),
        (date(2030, 1, 1), Phase.SELECTED),
    ],
)
def test_the_phase_on_a_day_is_that_of_the_last_step_until_then(day, phase):
    assert phase_on(STEPS["S-1"], day) is phase


def test_two_steps_on_one_day_end_in_the_last_of_them():
    steps = steps_of(("S-1", Phase.IDEA, DAY), ("S-1", Phase.CANDIDATE, DAY))
    assert phase_on(steps["S-1"], DAY) is Phase.CANDIDATE


def test_moments_are_cut_to_the_last_ones():
    found = moments(date(2000, 1, 1), DAY, 3)
    assert [str(one.quarter) for one in found] == ["2026-Q2", "2026-Q3", "2026-Q4"]
