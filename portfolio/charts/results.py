"""Evaluation on two axes (R11): results for society beside the growth of system functions. Chart 21."""

from collections.abc import Sequence
from decimal import Decimal
from math import sqrt
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from portfolio.charts.looks import (
    AMBITIOUS,
    GRID,
    LINE,
    MOST_ROWS,
    SMALL,
    percentages,
    title_cell,
    titles,
    use_case_links,
    words_at,
)
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import asked_of
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.queries import results as queries
from portfolio.queries.progress_charts import Asked, milestones_are_illustrative
from portfolio.queries.results import Place, ResultRow

SLUG = "results"
HALF = 50
COLUMNS = (
    *("code", "title", "domain", "value_reached", "value_total"),
    *("function_reached", "function_total", "benefits", "benefits_measured"),
)


def build(material: Material) -> Chart:
    """Return the chart on the reference date."""
    asked = asked_of(material)
    places = queries.count_places(asked)
    made_up = milestones_are_illustrative(asked)
    without = queries.count_without(asked)
    total = sum(place.use_cases for place in places)
    return Chart(
        slug=SLUG,
        title=_("Resultaat en systeemfuncties: de twee assen"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(places),
                label=_("Use cases naar het deel van hun mijlpalen dat gehaald is, per soort mijlpaal"),
                make=lambda: figure(places),
                height="high",
                is_wide=True,
                note=_(
                    "Een bol telt use cases op dezelfde plek; het getal zegt hoeveel. Rechts: veel resultaat "
                    "voor de samenleving. Boven: veel gebouwd aan systeemfuncties."
                ),
                is_illustrative=made_up,
            )
        ],
        make_table=lambda: _table(asked, total),
        make_data=lambda: _data(queries.list_results(asked)),
        notes=[
            _(
                "Een as is het deel van de mijlpalen van die soort dat op de gekozen dag gehaald is; "
                "vervallen mijlpalen tellen niet mee. De twee worden niet opgeteld."
            ),
            *_gaps(places, without),
        ],
        arguments=material.narrow.arguments,
    )


def _gaps(places: Sequence[Place], without: int) -> list[str]:
    """Return how many have nothing to place them by: not in the picture, and never 0."""
    no_value = sum(place.use_cases for place in places if not place.value_total)
    no_function = sum(place.use_cases for place in places if not place.function_total)
    found = []
    if no_value:
        found.append(
            ngettext(
                "%(num)s use case heeft geen mijlpaal over maatschappelijke waarde en staat niet in beeld.",
                "%(num)s use cases hebben geen mijlpaal over maatschappelijke waarde en staan niet in beeld.",
                no_value,
            )
        )
    if no_function:
        found.append(
            ngettext(
                "%(num)s use case heeft geen mijlpaal over een systeemfunctie en staat niet in beeld.",
                "%(num)s use cases hebben geen mijlpaal over een systeemfunctie en staan niet in beeld.",
                no_function,
            )
        )
    if without:
        found.append(
            ngettext(
                "%(num)s gekozen use case heeft nog geen enkele mijlpaal.",
                "%(num)s gekozen use cases hebben nog geen enkele mijlpaal.",
                without,
            )
        )
    return found


def share(reached: int, total: int) -> int:
    """Return the whole percentage, rounded half up; ``total`` is not 0."""
    return int(Decimal(200 * reached + total) // (2 * total))


def placed(places: Sequence[Place]) -> list[tuple[int, int, int, str]]:
    """Return (share of value, share of functions, how many, first code) of what has both kinds."""
    found: dict[tuple[int, int], tuple[int, str]] = {}
    for place in places:
        if place.value_total and place.function_total:
            key = (
                share(place.value_reached, place.value_total),
                share(place.function_reached, place.function_total),
            )
            before, code = found.get(key, (0, place.code))
            found[key] = (before + place.use_cases, min(code, place.code))
    return [(x, y, total, code) for (x, y), (total, code) in sorted(found.items())]


def sentence(places: Sequence[Place]) -> str:
    """Return how many are halfway on both axes, on one of them, and on neither."""
    points = placed(places)
    total = sum(point[2] for point in points)
    if not total:
        return _("Er zijn nog geen use cases met mijlpalen van beide soorten.")
    both = sum(n for x, y, n, _code in points if x >= HALF and y >= HALF)
    only_value = sum(n for x, y, n, _code in points if x >= HALF > y)
    only_function = sum(n for x, y, n, _code in points if y >= HALF > x)
    return ngettext(
        "Van %(num)s use case met beide soorten mijlpalen is %(both)s op beide assen over de helft, "
        "%(value)s alleen met resultaat en %(function)s alleen met systeemfuncties.",
        "Van %(num)s use cases met beide soorten mijlpalen zijn er %(both)s op beide assen over de helft, "
        "%(value)s alleen met resultaat en %(function)s alleen met systeemfuncties.",
        total,
        both=both,
        value=only_value,
        function=only_function,
    )


def figure(places: Sequence[Place]) -> Figure:
    """Return bubbles in four named quarters; a bubble of one has its code, of more their number."""
    points = placed(places)
    link = use_case_links()
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for x, _y, _n, _code in points],
        "y": [y for _x, y, _n, _code in points],
        "text": [code if n == 1 else str(n) for _x, _y, n, code in points],
        "textposition": [_side(y) if n == 1 else "middle center" for _x, y, n, _code in points],
        "textfont": {"color": ["#1b1b1b" if n == 1 else "#ffffff" for _x, _y, n, _code in points]},
        "marker": {
            "size": [min(12 + 10 * sqrt(n), 64) if n > 1 else 12 for _x, _y, n, _code in points],
            "color": [SMALL if n == 1 else AMBITIOUS for _x, _y, n, _code in points],
            "line": {"color": "#ffffff", "width": 1},
            "opacity": 1,
        },
        "hoverinfo": "text",
        "hovertext": [
            _(
                "%(who)s: resultaat %(x)s procent, systeemfuncties %(y)s procent",
                who=code if n == 1 else ngettext("%(num)s use case", "%(num)s use cases", n),
                x=x,
                y=y,
            )
            for x, y, n, code in points
        ],
        "customdata": [link(code) if n == 1 else None for _x, _y, n, code in points],
        "cliponaxis": False,
    }
    axis = {"range": [-8, 108], "tickvals": [0, 25, 50, 75, 100], "showgrid": True}
    corners = (
        (2, 106, "left", _("bouwt vooral aan systeemfuncties")),
        (98, 106, "right", _("resultaat en systeemfuncties")),
        (2, -6, "left", _("nog geen van beide")),
        (98, -6, "right", _("vooral resultaat")),
    )
    return {
        "data": [trace],
        "layout": {
            "height": 480,
            "margin": {"l": 8, "r": 16, "t": 16, "b": 50},
            "xaxis": {
                **axis,
                "gridcolor": GRID,
                "title": _("Maatschappelijke waarde: procent van de mijlpalen gehaald"),
            },
            "yaxis": {
                **axis,
                "gridcolor": GRID,
                "title": _("Systeemfuncties: procent van de mijlpalen gehaald"),
            },
            "shapes": [
                {"type": "line", **ends, "line": {"color": LINE, "width": 1, "dash": "dot"}}
                for ends in (
                    {"x0": HALF, "x1": HALF, "y0": -8, "y1": 108},
                    {"x0": -8, "x1": 108, "y0": HALF, "y1": HALF},
                )
            ],
            "annotations": [
                words_at(x, y, words, xanchor=anchor, font={"size": 13}) for x, y, anchor, words in corners
            ],
        },
    }


def _side(y: float) -> str:
    """Return where a code stands: what is high lies below the words in the corners."""
    return "bottom center" if y > 90 else "top center"


def _table(asked: Asked, total: int) -> Table:
    link, title, percent = use_case_links(), titles(), percentages()

    def part(reached: int, of: int, marked: bool) -> Cell:
        if not of:
            return Cell()
        words = _("%(reached)s van %(total)s", reached=reached, total=of)
        return Cell(words, marked, sub=percent(share(reached, of)))

    return Table(
        columns=[
            Column(_("Use case")),
            Column(_("Maatschappelijke waarde"), sub=_("mijlpalen gehaald"), is_numeric=True),
            Column(_("Systeemfuncties"), sub=_("mijlpalen gehaald"), is_numeric=True),
            Column(_("Baten"), sub=_("gemeten"), is_numeric=True),
        ],
        rows=[
            [
                title_cell(row, title(row), link(row.code)),
                part(row.value_reached, row.value_total, row.is_illustrative),
                part(row.function_reached, row.function_total, row.is_illustrative),
                Cell(_("%(reached)s van %(total)s", reached=row.measured, total=row.benefits))
                if row.benefits
                else Cell(),
            ]
            for row in queries.list_results(asked, most=MOST_ROWS)
        ],
        length=total,
    )


def _data(rows: Sequence[ResultRow]) -> Data:
    return Data(
        COLUMNS,
        [
            {
                "code": row.code,
                "title": row.title,
                "domain": row.domain,
                "value_reached": row.value_reached,
                "value_total": row.value_total,
                "function_reached": row.function_reached,
                "function_total": row.function_total,
                "benefits": row.benefits,
                "benefits_measured": row.measured,
                "illustrative": list(COLUMNS[3:7]) if row.is_illustrative else [],
            }
            for row in rows
        ],
    )
