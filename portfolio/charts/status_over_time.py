"""Status month by month: what owners declared beside what the dates said. methods.md §5, chart 6."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import (
    EDGE,
    LEGEND,
    STATUS_LOOKS,
    asked_of,
    month_ends,
    running_totals,
    use_cases_behind,
)
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.labels import label
from portfolio.queries import progress_charts as queries
from portfolio.queries.progress_charts import Steps
from portfolio.rules.progress_status import Status, gap

SLUG = "status"
MONTHS = 13
ORDER = (Status.GREEN, Status.AMBER, Status.RED, Status.NOT_REPORTED)


@dataclass(frozen=True)
class Month:
    """How many use cases stood how on the last day of a month; ``rosier`` declared better than computed."""

    on: date
    declared: Mapping[Status, int]
    computed: Mapping[Status, int]
    rosier: int

    @property
    def total(self) -> int:
        """How many were followed."""
        return sum(self.computed.values())


def build(material: Material) -> Chart:
    """Return the chart of the year up to the reference date."""
    asked = asked_of(material)
    made_up = queries.statuses_are_illustrative(asked)
    days = month_ends(asked.on, MONTHS)
    months = count_months(queries.status_steps(asked, days), days)
    return Chart(
        slug=SLUG,
        title=_("Stand door de tijd: gemeld en berekend"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(months[-1]),
                label=_("Aantal use cases per stand en maand, gemeld naast berekend"),
                make=lambda: figure(months),
                note=_("Boven wat eigenaren melden, onder wat de dagen zeggen. Niet gemeld telt mee."),
                is_illustrative=made_up,
            )
        ],
        make_table=lambda: _table(months, made_up, material.narrow.arguments),
        make_data=lambda: _data(months, made_up),
        notes=[
            _(
                "Berekend: rood als het einde meer dan een kwart van de looptijd (en 30 dagen) later is dan "
                "eerst beloofd, of een harde randvoorwaarde te laat is; oranje vanaf een tiende "
                "(en 14 dagen), of zonder bericht in 35 dagen."
            )
        ],
        arguments=material.narrow.arguments,
    )


def count_months(steps: Steps, days: Sequence[date]) -> list[Month]:
    """Return the counts on each of ``days`` from the changes between them."""
    pairs = {pair: list(running_totals(changes, days)) for pair, changes in steps.items()}
    months = []
    for place, day in enumerate(days):
        declared, computed, rosier = dict.fromkeys(ORDER, 0), dict.fromkeys(ORDER, 0), 0
        for (said, found), totals in pairs.items():
            declared[said] += totals[place]
            computed[found] += totals[place]
            rosier += totals[place] if (gap(said, found) or 0) > 0 else 0
        months.append(Month(day, declared, computed, rosier))
    return months


def sentence(last: Month) -> str:
    """Return how many are red or silent now, and where the declaration is rosier."""
    if not last.total:
        return _("Er is nog geen stand berekend.")
    return ngettext(
        "Van %(num)s use case is %(red)s volgens de dagen vertraagd en %(silent)s niet gemeld; "
        "%(rosier)s keer is de melding rooskleuriger.",
        "Van %(num)s use cases zijn er %(red)s volgens de dagen vertraagd en %(silent)s niet gemeld; "
        "%(rosier)s keer is de melding rooskleuriger.",
        last.total,
        red=last.computed[Status.RED],
        silent=last.declared[Status.NOT_REPORTED],
        rosier=last.rosier,
    )


def figure(months: Sequence[Month]) -> Figure:
    """Return two panels of stacked bars, one above the other on one scale, one bar a month.

    Above each other, so that both are whole on the screen of a telephone.
    """
    most = max((month.total for month in months), default=1)
    days = [month.on.isoformat()[:7] for month in months]
    traces: list[dict[str, Any]] = []
    for axis, kind in (("", "declared"), ("2", "computed")):
        for status in ORDER:
            colour, pattern, sign = STATUS_LOOKS[status]
            amounts = [getattr(month, kind)[status] for month in months]
            if kind == "computed" and not any(amounts):
                continue
            traces.append(
                {
                    "type": "bar",
                    "name": f"{sign} {label(status)}",
                    "x": days,
                    "y": amounts,
                    "xaxis": f"x{axis}",
                    "yaxis": f"y{axis}",
                    "showlegend": not axis,
                    "marker": {
                        "color": colour,
                        "pattern": {
                            "shape": pattern,
                            "bgcolor": colour,
                            "fgcolor": EDGE if pattern == "." else "#ffffff",
                        },
                        "line": {"color": EDGE, "width": 0.5},
                    },
                    "hoverinfo": "text",
                    "hovertext": [
                        f"{format_day(month.on)}, {label(status)}: {amount}"
                        for month, amount in zip(months, amounts, strict=True)
                    ],
                }
            )
    shared = {"type": "category", "tickangle": -60, "automargin": False}
    scale = {"range": [0, most * 1.05], "tickformat": ",.0f", "title": _("Use cases")}
    return {
        "data": traces,
        "layout": {
            "barmode": "stack",
            "height": 620,
            "showlegend": True,
            "legend": {**LEGEND, "y": -0.14},
            "margin": {"l": 8, "r": 8, "t": 30, "b": 120},
            "xaxis": {**shared, "anchor": "y", "showticklabels": False},
            "xaxis2": {**shared, "anchor": "y2"},
            "yaxis": {**scale, "domain": [0.55, 1]},
            "yaxis2": {**scale, "domain": [0, 0.45], "anchor": "x2"},
            "annotations": [
                {
                    "x": 0,
                    "y": place,
                    "xref": "paper",
                    "yref": "paper",
                    "xanchor": "left",
                    "yanchor": "bottom",
                    "text": words,
                    "showarrow": False,
                }
                for place, words in ((1.01, _("Gemeld door eigenaren")), (0.46, _("Berekend uit de dagen")))
            ],
        },
    }


def _table(months: Sequence[Month], made_up: bool, arguments: Mapping[str, str]) -> Table:
    def cell(month: Month, kind: str, status: Status) -> Cell:
        count = (month.declared if kind == "declared" else month.computed)[status]
        known = {"on": month.on.isoformat(), "ended": "yes", kind: status.value}
        return Cell(
            str(count), made_up, url=use_cases_behind(arguments, kind="all", **known) if count else None
        )

    return Table(
        columns=[
            Column(_("Stand op")),
            *(Column(label(status), sub=_("gemeld"), is_numeric=True) for status in ORDER),
            *(Column(label(status), sub=_("berekend"), is_numeric=True) for status in ORDER[:3]),
            Column(_("Rooskleuriger"), sub=_("gemeld dan berekend"), is_numeric=True),
        ],
        rows=[
            [
                Cell(format_day(month.on, "medium")),
                *(cell(month, "declared", status) for status in ORDER),
                *(cell(month, "status", status) for status in ORDER[:3]),
                Cell(str(month.rosier), made_up),
            ]
            for month in reversed(months)
        ],
        is_wide=True,
    )


def _data(months: Sequence[Month], made_up: bool) -> Data:
    columns = (
        "on",
        *(f"declared_{status.value}" for status in ORDER),
        *(f"computed_{status.value}" for status in ORDER[:3]),
        "declared_rosier",
    )
    return Data(
        columns,
        [
            {
                "on": month.on,
                **{f"declared_{status.value}": month.declared[status] for status in ORDER},
                **{f"computed_{status.value}": month.computed[status] for status in ORDER[:3]},
                "declared_rosier": month.rosier,
                "illustrative": list(columns[1:]) if made_up else [],
            }
            for month in months
        ],
    )
