"""Milestones reached against those first promised, month by month. methods.md §5, chart 3."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day
from portfolio.charts.looks import AMBITIOUS, LINE, SMALL
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import (
    LEGEND,
    MARGIN,
    asked_of,
    line,
    milestones_behind,
    month_ends,
    running_totals,
)
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.queries import progress_charts as queries

SLUG = "burn-up"
BACK, AHEAD = 13, 12


@dataclass(frozen=True)
class Point:
    """How many by a day: first promised, reached (None for days to come), expected now (None before)."""

    on: date
    promised: int
    reached: int | None
    expected: int | None


def build(material: Material) -> Chart:
    """Return the chart of a year back and a year ahead of the reference date."""
    asked = asked_of(material)
    made_up = queries.milestones_are_illustrative(asked)
    points = points_of(queries.milestone_days(asked), asked.on)
    now = points[BACK - 1]
    return Chart(
        slug=SLUG,
        title=_("Gehaald tegen eerst beloofd"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(now),
                label=_("Aantal mijlpalen door de tijd: eerst beloofd, gehaald en nu verwacht"),
                make=lambda: figure(points),
                note=_("De lijn van de eerste belofte verandert nooit, ook niet als een plan schuift."),
                is_illustrative=made_up,
            )
        ],
        make_table=lambda: _table(points, made_up, material.narrow.arguments),
        make_data=lambda: _data(points, made_up),
        notes=[_("Een mijlpaal die vervalt, blijft tellen als beloofd.")],
        arguments=material.narrow.arguments,
    )


def points_of(days: Mapping[str, Mapping[date, int]], on: date) -> list[Point]:
    """Return the points; what was expected before the reference date and is not there counts from then on."""
    past = month_ends(on, BACK)
    ahead = _ahead(on, AHEAD)
    moments = [*past, *ahead]
    promised = list(running_totals(dict(days["first"]), moments))
    reached = list(running_totals(dict(days["reached"]), past))
    planned = list(running_totals(dict(days["planned"]), [on, *ahead]))
    return [
        Point(
            day,
            promised[place],
            reached[place] if place < BACK else None,
            None if place < BACK - 1 else reached[-1] + planned[place - BACK + 1] * (place >= BACK),
        )
        for place, day in enumerate(moments)
    ]


def _ahead(on: date, total: int) -> list[date]:
    """Return the last days of the months after that of ``on``."""
    days = []
    for place in range(1, total + 1):
        index = on.year * 12 + on.month + place
        days.append(date.fromordinal(date(index // 12, index % 12 + 1, 1).toordinal() - 1))
    return days


def sentence(now: Point) -> str:
    """Return reached beside promised on the day."""
    if not now.promised:
        return _("Er is nog geen mijlpaal beloofd voor deze dag.")
    return ngettext(
        "%(reached)s gehaald, waar er volgens de eerste belofte nu %(num)s mijlpaal had moeten zijn.",
        "%(reached)s gehaald, waar er volgens de eerste belofte nu %(num)s mijlpalen hadden moeten zijn.",
        now.promised,
        reached=now.reached,
    )


def figure(points: Sequence[Point]) -> Figure:
    """Return three lines, each with its own dash and sign."""
    reached = [point for point in points if point.reached is not None]
    expected = [point for point in points if point.expected is not None]
    return {
        "data": [
            line(
                _("eerst beloofd"),
                [point.on for point in points],
                [point.promised for point in points],
                LINE,
                "dot",
                "square-open",
            ),
            line(
                _("gehaald"),
                [point.on for point in reached],
                [point.reached for point in reached],
                AMBITIOUS,
                "solid",
                "circle",
            ),
            line(
                _("nu verwacht"),
                [point.on for point in expected],
                [point.expected for point in expected],
                SMALL,
                "dash",
                "diamond-open",
            ),
        ],
        "layout": {
            "height": 360,
            "showlegend": True,
            "legend": LEGEND,
            "margin": MARGIN,
            "xaxis": {"type": "date"},
            "yaxis": {"title": _("Mijlpalen"), "rangemode": "tozero", "tickformat": ",.0f"},
        },
    }


def _table(points: Sequence[Point], made_up: bool, arguments: Mapping[str, str]) -> Table:
    def behind(point: Point, state: str) -> str:
        return milestones_behind(arguments, state=state, until=point.on.isoformat())

    return Table(
        columns=[
            Column(_("Op")),
            Column(_("Eerst beloofd"), is_numeric=True),
            Column(_("Gehaald"), is_numeric=True),
            Column(_("Nu verwacht"), is_numeric=True),
        ],
        rows=[
            [
                Cell(format_day(point.on, "medium")),
                Cell(str(point.promised), made_up, url=behind(point, "promised")),
                Cell(
                    "" if point.reached is None else str(point.reached), made_up, url=behind(point, "reached")
                ),
                Cell("" if point.expected is None else str(point.expected), made_up),
            ]
            for point in points
        ],
    )


def _data(points: Sequence[Point], made_up: bool) -> Data:
    return Data(
        ("on", "first_promised", "reached", "expected"),
        [
            {
                "on": point.on,
                "first_promised": point.promised,
                "reached": point.reached,
                "expected": point.expected,
                "illustrative": ["first_promised", "reached", "expected"] if made_up else [],
            }
            for point in points
        ],
    )
