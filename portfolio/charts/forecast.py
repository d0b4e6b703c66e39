"""How many milestones will be reached if it goes as it went before: a fan. methods.md §5, chart 15."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day
from portfolio.charts import milestone_lines as lines
from portfolio.charts.looks import BAND, SMALL
from portfolio.charts.material import Material
from portfolio.charts.milestone_lines import BACK, days_around
from portfolio.charts.progress_looks import asked_of, line, running_totals
from portfolio.charts.shape import Chart, Column, Figure, Plot
from portfolio.queries.forecast import Counted, count_milestones
from portfolio.queries.progress_charts import milestones_are_illustrative
from portfolio.rules.forecast import ENOUGH, FAST, MIDDLE, SHARES, SLOW, expected_days, experience

SLUG = "forecast"
HALF_YEAR = 6
FIELDS = ("fast", "middle", "slow")


@dataclass(frozen=True)
class Point(lines.Point):
    """As the others, with how many are expected by then, by share (None before, or when nobody can say)."""

    expected: Mapping[float, int] | None


@dataclass(frozen=True)
class Fan:
    """The points of a year back and a year ahead, and what they rest on."""

    points: Sequence[Point]
    finished: int
    still_open: int
    beyond: int

    @property
    def is_known(self) -> bool:
        """Tell whether enough was finished to look ahead."""
        return self.finished >= ENOUGH


def build(material: Material) -> Chart:
    """Return the chart of a year back and a year ahead of the reference date."""
    asked = asked_of(material)
    fan = fan_of(count_milestones(asked), asked.on)
    made_up = milestones_are_illustrative(asked)
    arguments = material.narrow.arguments
    return Chart(
        slug=SLUG,
        title=_("Wat er nog gehaald wordt"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(fan),
                label=_("Aantal gehaalde mijlpalen, en een waaier van wat er nog komt"),
                make=lambda: figure(fan.points),
                note=_(
                    "De waaier rekent met hoe laat eerdere mijlpalen waren: snel is zoals de snelste tiende, "
                    "midden zoals de middelste, traag zoals de traagste tiende."
                ),
                is_illustrative=made_up,
            )
        ],
        make_table=lambda: lines.table(fan.points, _columns(), _beside, made_up, arguments),
        make_data=lambda: lines.data(fan.points, FIELDS, lambda one: _beside(one)[::-1], made_up),
        notes=_notes(fan),
        arguments=arguments,
    )


def fan_of(counted: Counted, on: date) -> Fan:
    """Return the fan; without enough finished milestones only what was promised and reached."""
    past, ahead = days_around(on)
    promised = list(running_totals(counted.promised, [*past, *ahead]))
    reached = list(running_totals(counted.reached, past))
    still_open, finished = counted.still_open, sum(counted.slips.values())
    known = experience(counted.slips, {(on - first).days: total for first, total in still_open.items()})
    fans: dict[float, list[int]] = {}
    if finished >= ENOUGH:
        for share in SHARES:
            coming = expected_days(known, still_open, on, share)
            fans[share] = [reached[-1] + more for more in running_totals(coming, [on, *ahead])]
    points = [
        Point(
            day,
            promised[place],
            reached[place] if place < BACK else None,
            {share: fans[share][place - BACK + 1] for share in fans} if fans and place >= BACK - 1 else None,
        )
        for place, day in enumerate([*past, *ahead])
    ]
    beyond = sum(
        total for first, total in still_open.items() if known.slip_at(MIDDLE, (on - first).days) is None
    )
    return Fan(points, finished, sum(still_open.values()), beyond)


def sentence(fan: Fan) -> str:
    """Return what is reached in half a year beside what was promised; or why nobody can say."""
    if not fan.is_known:
        return ngettext(
            "Er is nog geen voorspelling: %(num)s mijlpaal is gehaald, en er zijn er %(enough)s nodig.",
            "Er is nog geen voorspelling: %(num)s mijlpalen zijn gehaald, en er zijn er %(enough)s nodig.",
            fan.finished,
            enough=ENOUGH,
        )
    later = fan.points[BACK - 1 + HALF_YEAR]
    expected = later.expected or {}
    return _(
        "Gaat het zoals eerder, dan zijn er op %(day)s %(slow)s tot %(fast)s mijlpalen gehaald, "
        "in het midden %(middle)s; eerst beloofd waren er dan %(promised)s.",
        day=format_day(later.on),
        slow=expected[SLOW],
        fast=expected[FAST],
        middle=expected[MIDDLE],
        promised=later.promised,
    )


def _notes(fan: Fan) -> list[str]:
    rests = ngettext(
        "Dit rust op %(num)s gehaalde mijlpaal, en op hoe lang %(open)s open mijlpalen al duren.",
        "Dit rust op %(num)s gehaalde mijlpalen, en op hoe lang %(open)s open mijlpalen al duren.",
        fan.finished,
        open=fan.still_open,
    )
    beyond = ngettext(
        "%(num)s open mijlpaal duurt al langer dan bijna alles van eerder; die telt daar niet mee.",
        "%(num)s open mijlpalen duren al langer dan bijna alles van eerder; die tellen daar niet mee.",
        fan.beyond,
    )
    return [
        *([rests] if fan.is_known else []),
        *([beyond] if fan.is_known and fan.beyond else []),
        _("De waaier laat zien wat eerder gebeurde. Zij weet niets van nieuwe plannen, geld of mensen."),
    ]


def figure(points: Sequence[Point]) -> Figure:
    """Return what was promised and reached as lines, and the fan as a band between fast and slow."""
    ahead = [point for point in points if point.expected is not None]
    if not ahead:
        return lines.figure(points, [])
    days = [point.on for point in ahead]

    def at(share: float) -> list[int]:
        return [(point.expected or {})[share] for point in ahead]

    def edge(name: str, share: float, dash: str, **more: Any) -> dict[str, Any]:
        return {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [day.isoformat() for day in days],
            "y": at(share),
            "line": {"color": SMALL, "width": 1.5, "dash": dash},
            **more,
        }

    fan = [
        edge(_("traag"), SLOW, "dashdot"),
        edge(_("snel"), FAST, "dot", fill="tonexty", fillcolor=BAND),
        line(_("midden"), days, at(MIDDLE), SMALL, "dash", "diamond-open"),
    ]
    return lines.figure(points, fan)


def _columns() -> list[Column]:
    return [
        Column(_("Traag"), sub=_("als de traagste tiende"), is_numeric=True),
        Column(_("Midden"), is_numeric=True),
        Column(_("Snel"), sub=_("als de snelste tiende"), is_numeric=True),
    ]


def _beside(point: Point) -> list[int | None]:
    return [(point.expected or {}).get(share) for share in (SLOW, MIDDLE, FAST)]
