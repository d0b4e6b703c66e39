"""Milestone trend: on which day which day was expected; rising is slipping. methods.md §5, chart 2."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, localised
from portfolio.charts.looks import AMBITIOUS, GRID, LINE, SMALL, plain, short, use_case_links
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import asked_of, line
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.queries import progress_charts as queries
from portfolio.queries.progress_charts import PlanPoint

SLUG = "milestone-trend"
LOOKS = [
    (colour, dash, symbol)
    for dash in ("solid", "dash", "dot")
    for colour, symbol in ((AMBITIOUS, "circle"), (SMALL, "square"), (LINE, "diamond"), ("#8a5200", "x"))
]


def build(material: Material) -> Chart:
    """Return the chart of the milestones that moved most often, or of the use case that is pointed out."""
    asked = asked_of(material)
    lines = [
        list(group) for _id, group in groupby(queries.list_plan_points(asked), lambda one: one.milestone_id)
    ]
    counted = queries.count_moved(asked)
    return Chart(
        slug=SLUG,
        title=_("Hoe verwachtingen schuiven"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(lines, *counted),
                label=_("Per mijlpaal: wanneer welke dag verwacht werd"),
                make=lambda: figure(lines, asked.on),
                note=_(
                    "Een vlakke lijn is een belofte die stand houdt; stijgend is uitstel. "
                    "Waar de lijn de schuine raakt, is de dag daar."
                ),
                is_wide=True,
                is_illustrative=any(one.is_illustrative for points in lines for one in points),
            )
        ],
        make_table=lambda: _table(lines),
        make_data=lambda: _data(lines),
        notes=[_("Ten hoogste twaalf mijlpalen: die het vaakst een andere dag kregen.")],
        arguments=material.narrow.arguments,
    )


def sentence(lines: Sequence[Sequence[PlanPoint]], moved: int, total: int) -> str:
    """Return how many of all milestones were planned anew, and which of those shown slipped furthest."""
    if not lines:
        return _("Er zijn nog geen mijlpalen met een dag.")
    if not moved:
        return _("Geen van de verwachtingen is verschoven.")
    words = ngettext(
        "%(moved)s van de %(num)s mijlpaal kreeg een andere dag.",
        "%(moved)s van de %(num)s mijlpalen kregen een andere dag.",
        total,
        moved=moved,
    )
    far = max(lines, key=lambda points: points[-1].planned_on - points[0].planned_on)
    days = (far[-1].planned_on - far[0].planned_on).days
    if days <= 0:
        return words
    return f"{words} " + ngettext(
        "Van wat hier staat, schoof ‘%(title)s’ (%(code)s) het verst: %(num)s dag.",
        "Van wat hier staat, schoof ‘%(title)s’ (%(code)s) het verst: %(num)s dagen.",
        days,
        title=localised(far[0], "title"),
        code=far[0].code,
    )


def figure(lines: Sequence[Sequence[PlanPoint]], on: date) -> Figure:
    """Return a line per milestone: report day across, expected day up, and the day itself slanting."""
    traces: list[dict[str, Any]] = []
    for place, points in enumerate(lines):
        colour, dash, symbol = LOOKS[place % len(LOOKS)]
        end = points[0].reached_on
        days = [one.on for one in points]
        expected = [one.planned_on.isoformat() for one in points]
        if end is not None:
            days, expected = [*days, end], [*expected, end.isoformat()]
        elif days[-1] < on:
            days, expected = [*days, on], [*expected, expected[-1]]  # it is expected so still
        name = f"{points[0].code} {plain(short(localised(points[0], 'title'), 24))}"
        traces.append(
            line(
                name,
                days,
                expected,
                colour,
                dash,
                symbol,
                hoverinfo="text",
                hovertext=[
                    f"{name}: {format_day(day)} → {text}" for day, text in zip(days, expected, strict=True)
                ],
            )
        )
        traces[-1]["line"]["shape"] = "hv" if end is None else "linear"
    today = on.isoformat()
    first = min((points[0].on.isoformat() for points in lines), default=today)
    return {
        "data": traces,
        "layout": {
            "height": 520,
            "showlegend": True,
            "legend": {"orientation": "h", "x": 0, "y": -0.16, "yanchor": "top", "font": {"size": 12}},
            "margin": {"l": 8, "r": 24, "t": 12, "b": 170},
            "xaxis": {"type": "date", "title": _("Gezegd op")},
            "yaxis": {"type": "date", "title": _("Verwacht op")},
            "shapes": [
                {
                    "type": "line",
                    "x0": first,
                    "y0": first,
                    "x1": today,
                    "y1": today,
                    "line": {"color": GRID, "width": 3},
                }
            ],
        },
    }


def _table(lines: Sequence[Sequence[PlanPoint]]) -> Table:
    link = use_case_links()
    return Table(
        columns=[
            Column(_("Mijlpaal")),
            Column(_("Eerst beloofd")),
            Column(_("Keer verschoven"), is_numeric=True),
            Column(_("Nu verwacht")),
            Column(_("Gehaald")),
        ],
        rows=[
            [
                Cell(localised(points[0], "title"), url=link(points[0].code), sub=points[0].code),
                Cell(format_day(points[0].planned_on, "medium"), is_illustrative=points[0].is_illustrative),
                Cell(str(len(points) - 1)),
                Cell(format_day(points[-1].planned_on, "medium"), is_illustrative=points[-1].is_illustrative),
                Cell(format_day(points[0].reached_on, "medium") if points[0].reached_on else ""),
            ]
            for points in lines
        ],
    )


def _data(lines: Sequence[Sequence[PlanPoint]]) -> Data:
    return Data(
        ("use_case", "milestone", "title", "reported_on", "expected_on", "first_promised_on", "reached_on"),
        [
            {
                "use_case": one.code,
                "milestone": one.milestone_id,
                "title": one.title,
                "reported_on": one.on,
                "expected_on": one.planned_on,
                "first_promised_on": one.first_planned_on,
                "reached_on": one.reached_on,
                "illustrative": ["expected_on"] if one.is_illustrative else [],
            }
            for points in lines
            for one in points
        ],
    )
