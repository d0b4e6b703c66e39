"""Chart 10: the efficient frontier, effort against value, with the portfolio of now and the proposal.

Source: methods.md §3 and §5.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_number
from portfolio.charts import decided
from portfolio.charts.decided import Drawn
from portfolio.charts.looks import AMBITIOUS, HEAVY, LINE, PAPER, SMALL, plain, words_at
from portfolio.charts.material import Material
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Table
from portfolio.models import DetailKind
from portfolio.queries.scenario_outcome import Outcome, Row

SLUG = "frontier"
COLUMNS = ("kind", "budget", "effort", "value", "use_cases")


def build(material: Material) -> Chart:
    """Return the chart of the newest calculation that a published decision rests on."""
    title = _("Wat meer of minder budget oplevert")
    return decided.build(material, DetailKind.FRONTIER, title, COLUMNS, drawn)


def drawn(data: Mapping[str, Any], outcome: Outcome, rows: Mapping[str, Row]) -> Drawn:
    """Return the picture of one calculation; ``rows`` are the use cases that may be named."""
    marked = outcome.is_illustrative
    return Drawn(
        sentence(data),
        _("Lijn van het beste portfolio per budget, met het portfolio van nu en het voorstel"),
        lambda: figure(data),
        lambda: table(data, is_illustrative=marked),
        lambda: data_of(data, rows, is_illustrative=marked),
        notes=(
            _(
                "Twintig budgetten, met dezelfde voorwaarden maar zonder de zachte mixregel. "
                "Ligt het voorstel onder de lijn, dan is dat de prijs van de mix."
            ),
        ),
        is_illustrative=marked,
    )


def sentence(data: Mapping[str, Any]) -> str:
    """Return the finding: what more budget than now would bring."""
    points = fitting(data)
    if not points:
        return _("Er is geen budget waarbij een portfolio past.")
    most = max(points, key=lambda point: Decimal(point["utility"]))
    proposed = mark_of(data, "proposed")
    missing = Decimal(most["utility"]) - Decimal(proposed["utility"])
    if missing <= Decimal("0.05"):
        return _(
            "Meer budget levert niets meer op: met %(effort)s persoonsmaanden is alles van waarde gekozen.",
            effort=format_number(Decimal(proposed["effort"]), 1),
        )
    return _(
        "Het voorstel levert %(value)s punten met %(effort)s persoonsmaanden. Met %(more)s persoonsmaanden "
        "is %(most)s het hoogst haalbare.",
        value=format_number(Decimal(proposed["utility"]), 1),
        effort=format_number(Decimal(proposed["effort"]), 1),
        more=format_number(Decimal(most["effort"]), 1),
        most=format_number(Decimal(most["utility"]), 1),
    )


def fitting(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the points at which something fits."""
    return [point for point in data["points"] if point["utility"] is not None]


def mark_of(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a portfolio that is shown beside the line: current or proposed."""
    return next(mark for mark in data["marks"] if mark["name"] == name)


def figure(data: Mapping[str, Any]) -> Figure:
    """Return the picture: a stepped line of the best, and two signs."""
    points = fitting(data)
    effort = [float(point["effort"]) for point in points]
    value = [float(point["utility"]) for point in points]
    hover = [
        _(
            "%(e)s pm: %(v)s punten",
            e=format_number(Decimal(p["effort"]), 1),
            v=format_number(Decimal(p["utility"]), 1),
        )
        for p in points
    ]
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": effort,
            "y": value,
            # Between two portfolios there is none: more budget brings nothing until the next one fits.
            "line": {"color": LINE, "width": 2, "shape": "hv"},
            "marker": {"color": PAPER, "size": 7, "line": {"color": LINE, "width": 1.5}},
            "text": hover,
            "hoverinfo": "text",
        }
    ]
    notes = []
    for kind, colour, symbol, words, shift in (
        ("current", SMALL, "circle", _("nu"), "top"),
        ("proposed", AMBITIOUS, "diamond", _("voorstel"), "bottom"),
    ):
        one = mark_of(data, kind)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [float(one["effort"])],
                "y": [float(one["utility"])],
                "marker": {"color": colour, "size": 13, "symbol": symbol},
                "text": [words],
                "hoverinfo": "text",
            }
        )
        notes.append(
            words_at(
                float(one["effort"]),
                float(one["utility"]),
                plain(words),
                xanchor="left",
                yanchor=shift,
                xshift=10,
                font=HEAVY,
            )
        )
    return {
        "data": traces,
        "layout": {
            "xaxis": {"title": {"text": _("Inspanning in persoonsmaanden")}, "rangemode": "tozero"},
            "yaxis": {"title": {"text": _("Verwachte waarde")}, "rangemode": "tozero", "showgrid": True},
            "annotations": notes,
            "hovermode": "closest",
        },
    }


def table(data: Mapping[str, Any], *, is_illustrative: bool) -> Table:
    """Return the points as a table."""
    rows = [_row(_("budget"), point, is_illustrative) for point in data["points"]]
    rows.append(_row(_("nu"), mark_of(data, "current"), is_illustrative))
    rows.append(_row(_("voorstel"), mark_of(data, "proposed"), is_illustrative))
    columns = [
        Column(_("Wat")),
        Column(_("Budget"), _("pm"), is_numeric=True),
        Column(_("Inspanning"), _("pm"), is_numeric=True),
        Column(_("Verwachte waarde"), is_numeric=True),
        Column(_("Use cases"), is_numeric=True),
    ]
    return Table(columns, rows)


def _row(words: str, point: Mapping[str, Any], is_illustrative: bool) -> Sequence[Cell]:
    return (
        Cell(words),
        Cell(_number(point.get("budget"))),
        Cell(_number(point["effort"]), is_illustrative=is_illustrative),
        Cell(_number(point["utility"]), is_illustrative=is_illustrative),
        Cell(format_number(len(point["codes"]))),
    )


def _number(text: str | None) -> str:
    return "" if text is None else format_number(Decimal(text), 1)


def data_of(data: Mapping[str, Any], rows: Mapping[str, Row], *, is_illustrative: bool) -> Data:
    """Return the points for programs, with the codes that are in ``rows``."""
    marks = ["effort", "value"] if is_illustrative else []
    kinds = [*(("frontier", point) for point in data["points"])]
    kinds += [(name, mark_of(data, name)) for name in ("current", "proposed")]
    records = [
        {
            "kind": kind,
            "budget": _exact(point.get("budget")),
            "effort": _exact(point["effort"]),
            "value": _exact(point["utility"]),
            "use_cases": [code for code in point["codes"] if code in rows],
            "illustrative": marks,
        }
        for kind, point in kinds
    ]
    return Data(COLUMNS, records)


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
