"""What use cases wait for, by the value it holds up. methods.md §5, chart 13."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, is_only_dutch, localised
from portfolio.charts.looks import (
    AMBITIOUS,
    LINE,
    MOST_ROWS,
    PAPER,
    height_of,
    names_axis,
    numbers,
    plain,
    short,
    words_at,
)
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import asked_of
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.labels import label
from portfolio.queries.blocking import Blocking, count_blocking, list_blocking

SLUG = "preconditions"
MOST_BARS = 15
COLUMNS = (
    *("shared_id", "use_case", "text", "kind", "state", "due_on", "use_cases", "go_on", "valued"),
    *("value_low", "value_high"),
)


def build(material: Material) -> Chart:
    """Return the chart on the reference date."""
    asked = asked_of(material)
    is_dated = material.narrow.is_dated
    rows = list_blocking(asked, is_dated=is_dated, most=MOST_ROWS)
    things, use_cases = count_blocking(asked, is_dated=is_dated)
    shown = rows[:MOST_BARS]
    return Chart(
        slug=SLUG,
        title=_("Waar use cases op wachten"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(rows, things, use_cases),
                label=_("Waarde die elke randvoorwaarde ophoudt"),
                make=lambda: figure(shown),
                note=_(
                    "De balk telt de waarde (0 tot 100) van elke use case die wacht; het lege deel is wat "
                    "nog onzeker is. Zonder balk is er geen score die u mag zien."
                ),
                is_wide=True,
                is_illustrative=any(row.is_illustrative or row.is_value_illustrative for row in shown),
            )
        ],
        make_table=lambda: _table(rows, things),
        make_data=lambda: _data(list_blocking(asked, is_dated=is_dated)),
        notes=[
            _("Alleen harde randvoorwaarden die niet voldaan zijn, van wat nog loopt of kan beginnen."),
            _("Een use case die op meer wacht, telt bij elk daarvan mee: tel de balken niet op."),
            _("Op een eerdere dag is de stand van toen, en de waarde die van nu."),
        ],
        arguments=material.narrow.arguments,
    )


def sentence(rows: Sequence[Blocking], things: int, use_cases: int) -> str:
    """Return how many wait, and what to solve first."""
    if not rows:
        return _("Er is nog niets waar een use case op wacht.")
    first = rows[0]
    waits = ngettext("%(num)s use case wacht op iets.", "%(num)s use cases wachten op iets.", use_cases)
    solve = ngettext(
        "Los eerst op: ‘%(text)s’; daar wacht %(num)s use case op.",
        "Los eerst op: ‘%(text)s’; daar wachten %(num)s use cases op.",
        first.use_cases,
        text=localised(first, "text").rstrip("."),
    )
    return f"{waits} {solve}"


def figure(rows: Sequence[Blocking]) -> Figure:
    """Return lying bars: filled to the lowest value, outlined on to the highest; the count beside it."""
    number = numbers()
    names = [f"{place}. {plain(short(localised(row, 'text'), 34))}" for place, row in enumerate(rows, 1)]
    most = max((float(row.value_high) for row in rows), default=0) or 1
    lows = [float(row.value_low) for row in rows]
    rest = [float(row.value_high - row.value_low) for row in rows]
    shared: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "textposition": "none",
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    hover = [
        f"{plain(localised(row, 'text'))}: {number(row.value_low)}–{number(row.value_high)}, {_words(row)}"
        for row in rows
    ]
    return {
        "data": [
            {**shared, "x": lows, "marker": {"color": AMBITIOUS}, "hovertext": hover},
            {
                **shared,
                "x": rest,
                "marker": {"color": PAPER, "line": {"color": LINE, "width": 1.5}},
                "hovertext": hover,
            },
        ],
        "layout": {
            "barmode": "stack",
            "height": height_of(len(rows), 80),
            "margin": {"l": 8, "r": 8, "t": 12, "b": 44},
            "xaxis": {"title": _("Waarde die wacht"), "range": [0, most * 1.5], "tickformat": ",.0f"},
            "yaxis": names_axis(names, automargin=True),
            "annotations": [
                words_at(low + more + most * 0.02, name, _words(row), xanchor="left", yanchor="middle")
                for name, low, more, row in zip(names, lows, rest, rows, strict=True)
            ],
        },
    }


def _words(row: Blocking) -> str:
    words = ngettext("%(num)s use case", "%(num)s use cases", row.use_cases)
    return f"{words}, {label(row.state)}"


def _table(rows: Sequence[Blocking], things: int) -> Table:
    number = numbers()
    return Table(
        columns=[
            Column(_("Randvoorwaarde")),
            Column(_("Stand")),
            Column(_("Voor")),
            Column(_("Use cases"), sub=_("die wachten"), is_numeric=True),
            Column(_("Gaan verder"), sub=_("als dit klaar is"), is_numeric=True),
            Column(_("Waarde"), sub=_("laag"), is_numeric=True),
            Column(_("Waarde"), sub=_("hoog"), is_numeric=True),
        ],
        rows=[
            [
                Cell(
                    localised(row, "text"),
                    is_illustrative="text" in row.illustrative,
                    url=_address(row),
                    sub=_("gedeeld") if row.shared_id else row.code,
                    is_dutch=is_only_dutch(row, "text"),
                ),
                Cell(label(row.state), is_illustrative=row.is_illustrative),
                Cell(format_day(row.due_on, "medium") if row.due_on else "", row.is_illustrative),
                Cell(str(row.use_cases)),
                Cell(str(row.goes_on)),
                Cell(number(row.value_low) if row.valued else "", row.is_value_illustrative),
                Cell(number(row.value_high) if row.valued else "", row.is_value_illustrative),
            ]
            for row in rows
        ],
        length=things,
    )


def _address(row: Blocking) -> str:
    if row.shared_id is not None:
        return url_for("portfolio.show_precondition", shared_id=row.shared_id)
    return url_for("portfolio.show_use_case", code=row.code, _anchor="randvoorwaarden")


def _data(rows: Sequence[Blocking]) -> Data:
    return Data(
        COLUMNS,
        [
            {
                "shared_id": row.shared_id,
                "use_case": row.code,
                "text": row.text,
                "kind": row.kind.value,
                "state": row.state.value,
                "due_on": row.due_on,
                "use_cases": row.use_cases,
                "go_on": row.goes_on,
                "valued": row.valued,
                "value_low": row.value_low if row.valued else None,
                "value_high": row.value_high if row.valued else None,
                "illustrative": _marks(row),
            }
            for row in rows
        ],
    )


def _marks(row: Blocking) -> list[str]:
    marks = ["text"] if "text" in row.illustrative else []
    marks += ["state", "due_on"] if row.is_illustrative else []
    return marks + (["value_low", "value_high"] if row.is_value_illustrative else [])
