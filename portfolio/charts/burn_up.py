"""Milestones reached against those first promised, month by month. methods.md §5, chart 3."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portfolio.charts import milestone_lines as lines
from portfolio.charts.looks import SMALL
from portfolio.charts.material import Material
from portfolio.charts.milestone_lines import BACK, days_around
from portfolio.charts.progress_looks import asked_of, line, running_totals
from portfolio.charts.shape import Chart, Column, Figure, Plot
from portfolio.queries import progress_charts as queries

SLUG = "burn-up"


@dataclass(frozen=True)
class Point(lines.Point):
    """As the others, with how many are expected by then now (None before the reference date)."""

    expected: int | None


def build(material: Material) -> Chart:
    """Return the chart of a year back and a year ahead of the reference date."""
    asked = asked_of(material)
    made_up = queries.milestones_are_illustrative(asked)
    points = points_of(queries.milestone_days(asked), asked.on)
    now = points[BACK - 1]
    arguments = material.narrow.arguments
    expected = [Column(_("Nu verwacht"), is_numeric=True)]
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
        make_table=lambda: lines.table(points, expected, _beside, made_up, arguments),
        make_data=lambda: lines.data(points, ("expected",), _beside, made_up),
        notes=[_("Een mijlpaal die vervalt, blijft tellen als beloofd.")],
        arguments=arguments,
    )


def points_of(days: Mapping[str, Mapping[date, int]], on: date) -> list[Point]:
    """Return the points; what was expected before the reference date and is not there counts from then on."""
    past, ahead = days_around(on)
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
    coming = [point for point in points if point.expected is not None]
    days, expected = [point.on for point in coming], [point.expected for point in coming]
    return lines.figure(points, [line(_("nu verwacht"), days, expected, SMALL, "dash", "diamond-open")])


def _beside(point: Point) -> tuple[int | None]:
    return (point.expected,)
