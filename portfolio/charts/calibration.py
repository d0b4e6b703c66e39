"""Was the chance of success a good forecast: chance at selection beside how it ended, and the Brier score.

Per board, never per person. Source: methods.md §2 and §5, chart 18.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, format_number, format_percent
from portfolio.charts.looks import (
    AMBITIOUS,
    GRID,
    LINE,
    PAPER,
    SMALL,
    percentages,
    plain,
    title_cell,
    titles,
    use_case_links,
)
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.labels import label
from portfolio.queries.outcomes import EndedRow
from portfolio.rules.calibration import ENOUGH_FOR_BANDS, Calibration, Result, calibrate

SLUG = "calibration"
BANDS = "bands"
SYMBOLS = {Result.SUCCEEDED: "circle", Result.PARTLY: "diamond", Result.NOT: "x"}
COLUMNS = (
    *("code", "title", "selected_on", "chance_at_selection", "noted_afterwards", "ended_on", "result"),
    "squared_error",
)


def build(rows: Sequence[EndedRow], narrow: Narrow) -> Chart:
    """Return the chart of what had ended on the reference date."""
    ended = [row for row in rows if row.ended_on <= narrow.on]
    found = calibrate(row.ended for row in ended)
    is_illustrative = any(row.is_result_illustrative or row.is_chance_illustrative for row in ended)
    plots = [
        Plot(
            slug=SLUG,
            sentence=sentence(found),
            label=_("Kans bij het selecteren, per afloop"),
            make=lambda: figure(ended),
            note=_("Elk teken is een use case die is geëindigd. Links lage kans, rechts hoge kans."),
            is_illustrative=is_illustrative,
        )
    ]
    if found.bands:
        plots.append(
            Plot(
                slug=BANDS,
                title=_("Per band van de kans"),
                sentence=_("Op de lijn klopt de kans met wat er gebeurde. Eronder was de schatting te hoog."),
                label=_("Geschatte kans naast het aandeel dat lukte"),
                make=lambda: bands_figure(found),
                is_illustrative=is_illustrative,
            )
        )
    return Chart(
        slug=SLUG,
        title=_("Klopten de kansen?"),
        on=narrow.on,
        plots=plots,
        make_table=lambda: _table(ended, found),
        make_data=lambda: _data(ended),
        notes=_notes(found, ended),
        arguments=narrow.arguments,
    )


def sentence(found: Calibration) -> str:
    """Return the score with its n, and what the chances promised beside what came true."""
    if not found.n:
        return _("Er is nog geen use case geëindigd waarvan de kans bij het selecteren bekend is.")
    return ngettext(
        "Geschat was %(forecast)s kans, gelukt zoals bedoeld is %(share)s: Brier-score %(brier)s "
        "over %(num)s geëindigde use case.",
        "Gemiddeld was %(forecast)s kans geschat, gelukt zoals bedoeld is %(share)s: Brier-score %(brier)s "
        "over %(num)s geëindigde use cases.",
        found.n,
        brier=format_number(found.brier, 2),
        forecast=format_percent(found.forecast),
        share=format_percent(found.succeeded),
    )


def _notes(found: Calibration, ended: Sequence[EndedRow]) -> list[str]:
    notes = [
        _(
            "Brier-score: het gemiddelde kwadraat van kans min afloop. 0 is perfect. "
            "Wie altijd 50 procent zegt, scoort 0,25."
        ),
        _(
            "Gelukt telt als 1. Deels gelukt en niet gelukt tellen als 0: "
            "de kans gold voor lukken zoals bedoeld."
        ),
        _(
            "De kans is die van het moment van selecteren; later bijstellen telt niet mee. "
            "Alleen use cases tellen, geen initiatieven."
        ),
        _("De score geldt voor een databoord als geheel, nooit voor een persoon."),
    ]
    if found.n and not found.bands:
        notes.insert(
            1,
            _(
                "Met %(count)s is dit nog geen bewijs. Vanaf %(enough)s tonen wij ook banden van de kans.",
                count=found.n,
                enough=ENOUGH_FOR_BANDS,
            ),
        )
    if found.bands:
        notes.insert(
            1,
            _(
                "Wie steeds het aandeel van %(share)s had gezegd, scoorde %(score)s.",
                share=format_percent(found.succeeded),
                score=format_number(found.always_the_share, 2),
            ),
        )
    if found.without_chance:
        notes.append(
            ngettext(
                "%(num)s use case had bij het selecteren geen kans; zij telt niet mee.",
                "%(num)s use cases hadden bij het selecteren geen kans; zij tellen niet mee.",
                found.without_chance,
            )
        )
    if any(row.is_later for row in ended):
        notes.append(
            _("Bij sommige is de kans achteraf vastgelegd, zoals die toen bekend was. Zie de tabel.")
        )
    return notes


def figure(ended: Sequence[EndedRow]) -> Figure:
    """Return a lane per outcome, with each use case at its chance."""
    link, title = use_case_links(), titles()
    order = list(Result)
    traces: list[dict[str, Any]] = []
    for place, result in enumerate(order):
        group = [row for row in ended if row.result is result and row.chance is not None]
        if not group:
            continue
        seen: dict[int, int] = {}
        chance = _("kans")
        heights = []
        for row in group:
            times = seen.get(row.chance or 0, 0)
            seen[row.chance or 0] = times + 1
            heights.append(len(order) - 1 - place + 0.12 * times)  # equal chances stand above each other
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": label(result),
                "x": [row.chance for row in group],
                "y": heights,
                "marker": {
                    "symbol": SYMBOLS[result],
                    "size": 13,
                    "color": AMBITIOUS if result is Result.SUCCEEDED else SMALL,
                    "line": {"color": PAPER, "width": 1},
                },
                "hoverinfo": "text",
                "hovertext": [
                    f"{plain(title(row))}<br>{row.code} · {label(result)}"
                    f"<br>{chance} {format_percent(Decimal(row.chance or 0) / 100)}"
                    for row in group
                ],
                "customdata": [link(row.code) for row in group],
            }
        )
    layout = {
        "xaxis": _percent_axis(_("Kans bij het selecteren")),
        "yaxis": {
            "tickmode": "array",
            "tickvals": [len(order) - 1 - place for place in range(len(order))],
            "ticktext": [label(result) for result in order],
            "range": [-0.5, len(order) - 0.4],
            "showgrid": True,
            "gridcolor": GRID,
        },
        "height": 260,
    }
    return {"data": traces, "layout": layout}


def bands_figure(found: Calibration) -> Figure:
    """Return the reliability diagram: mean chance of a band beside the share that succeeded, n at each."""
    bands = [
        band for band in found.bands if band.n and band.forecast is not None and band.succeeded is not None
    ]
    succeeded = _("gelukt")
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "name": _("kans en afloop gelijk"),
                "x": [0, 100],
                "y": [0, 100],
                "line": {"color": LINE, "width": 1, "dash": "dash"},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": _("band van de kans"),
                "x": [float((band.forecast or 0) * 100) for band in bands],
                "y": [float((band.succeeded or 0) * 100) for band in bands],
                "text": [f"n = {band.n}" for band in bands],
                "textposition": "middle right",
                "marker": {"symbol": "circle", "size": 12, "color": AMBITIOUS},
                "hoverinfo": "text",
                "hovertext": [
                    f"{band.low}–{band.high} %: {format_percent(band.succeeded)} {succeeded} (n = {band.n})"
                    for band in bands
                ],
            },
        ],
        "layout": {
            "xaxis": _percent_axis(_("Gemiddelde kans in de band")),
            "yaxis": _percent_axis(_("Gelukt")),
            "height": 420,
        },
    }


def _percent_axis(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "range": [-3, 108],
        "tick0": 0,
        "dtick": 20,
        "ticksuffix": " %",
        "showgrid": True,
        "gridcolor": GRID,
    }


def _error(row: EndedRow) -> Decimal | None:
    if row.chance is None:
        return None
    return (Decimal(row.chance) / 100 - row.ended.event) ** 2


def _table(ended: Sequence[EndedRow], found: Calibration) -> Table:
    link, title, percent = use_case_links(), titles(), percentages()
    columns = [
        Column(_("Use case")),
        Column(_("Kans"), sub=_("bij selecteren"), is_numeric=True),
        Column(_("Afloop")),
        Column(_("Geëindigd")),
        Column(_("Kwadraat"), sub=_("kans − afloop"), is_numeric=True),
    ]
    rows = [
        [
            title_cell(row, title(row), link(row.code)),
            Cell(
                percent(row.chance),
                is_illustrative=row.is_chance_illustrative,
                sub=_("achteraf vastgelegd") if row.is_later else "",
            ),
            Cell(label(row.result), is_illustrative=row.is_result_illustrative),
            Cell(format_day(row.ended_on, "medium"), is_illustrative=row.is_result_illustrative),
            Cell("" if (error := _error(row)) is None else format_number(error, 2)),
        ]
        for row in ended
    ]
    total = (
        [
            Cell(_("Brier-score (n = %(count)s)", count=found.n)),
            Cell(format_percent(found.forecast)),
            Cell(_("%(share)s gelukt", share=format_percent(found.succeeded))),
            Cell(),
            Cell(format_number(found.brier, 2)),
        ]
        if found.n
        else ()
    )
    return Table(columns, rows, total)


def _data(ended: Sequence[EndedRow]) -> Data:
    records: list[dict[str, Any]] = [
        {
            "code": row.code,
            "title": row.title,
            "selected_on": row.selected_on,
            "chance_at_selection": row.chance,
            "noted_afterwards": row.is_later,
            "ended_on": row.ended_on,
            "result": row.result.value,
            "squared_error": _error(row),
            "illustrative": [
                *(["chance_at_selection"] if row.is_chance_illustrative else []),
                *(["result", "ended_on"] if row.is_result_illustrative else []),
            ],
        }
        for row in ended
    ]
    return Data(COLUMNS, records)
