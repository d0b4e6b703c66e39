"""Baseline execution index per domain: reached by a day over what the first baseline had by then.

methods.md §5, chart 4. Reached early counts too, so an index above 1 is possible.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.i18n import format_number, localised
from portfolio.charts.looks import AMBITIOUS, LINE, bars, height_of, names_axis, plain
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import asked_of, milestones_behind
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.queries import progress_charts as queries
from portfolio.queries.progress_charts import DomainIndex
from portfolio.rules.progress_status import ExecutionIndex

SLUG = "execution-index"


def build(material: Material) -> Chart:
    """Return the chart on the reference date."""
    asked = asked_of(material)
    rows = queries.list_indexes(asked)
    return Chart(
        slug=SLUG,
        title=_("Uitvoering per domein"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(rows),
                label=_("Gehaalde mijlpalen gedeeld door eerst beloofde, per domein"),
                make=lambda: figure(rows),
                note=_("Bij 1 is alles gehaald wat er volgens de eerste belofte nu had moeten zijn."),
                is_illustrative=any(row.is_illustrative for row in rows),
            )
        ],
        make_table=lambda: _table(rows, material.narrow.arguments, asked.on),
        make_data=lambda: _data(rows),
        notes=[
            _("Een mijlpaal die later is toegevoegd zonder eerste belofte, telt aan geen van beide kanten.")
        ],
        arguments=material.narrow.arguments,
    )


def share(row: DomainIndex) -> float | None:
    """Return the index; None when nothing was promised yet."""
    return ExecutionIndex(row.reached, row.promised).share


def sentence(rows: Sequence[DomainIndex]) -> str:
    """Return the whole, and the domain that is furthest behind."""
    known = [(value, row) for row in rows if (value := share(row)) is not None]
    if not known:
        return _("Er is nog geen mijlpaal die volgens de eerste belofte gehaald had moeten zijn.")
    whole = ExecutionIndex(sum(row.reached for row in rows), sum(row.promised for row in rows))
    value, row = min(known, key=lambda pair: pair[0])
    return _(
        "%(reached)s van %(promised)s beloofde mijlpalen zijn gehaald (index %(index)s); "
        "het laagst is %(domain)s met %(lowest)s.",
        reached=whole.reached,
        promised=whole.promised,
        index=format_number(whole.share, 2),
        domain=localised(row, "name"),
        lowest=format_number(value, 2),
    )


def figure(rows: Sequence[DomainIndex]) -> Figure:
    """Return lying bars with a line at 1."""
    known = [(row, value) for row in rows if (value := share(row)) is not None]
    names = [plain(localised(row, "name")) for row, _value in known]
    layout: dict[str, Any] = {
        "height": height_of(len(names), 70),
        "margin": {"l": 8, "r": 60, "t": 8, "b": 50},
        "yaxis": names_axis(names),
        "xaxis": {"rangemode": "tozero", "title": _("Gehaald per beloofd")},
        "shapes": [
            {
                "type": "line",
                "x0": 1,
                "x1": 1,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": LINE, "dash": "dash"},
            }
        ],
    }
    trace = bars(
        names,
        [round(value, 3) for _row, value in known],
        colour=AMBITIOUS,
        customdata=[url_for("portfolio.show_domain_progress", slug=row.slug) for row, _value in known],
        text=[f"{format_number(value, 2)} ({row.reached}/{row.promised})" for row, value in known],
        textposition="outside",
        hovertext=[
            f"{name}: {row.reached} / {row.promised}" for name, (row, _v) in zip(names, known, strict=True)
        ],
    )
    return {"data": [trace], "layout": layout}


def _table(rows: Sequence[DomainIndex], arguments: Mapping[str, str], on: date) -> Table:
    def behind(row: DomainIndex, state: str) -> str:
        return milestones_behind(arguments, domain=row.slug, state=state, until=on.isoformat())

    return Table(
        columns=[
            Column(_("Domein")),
            Column(_("Gehaald"), is_numeric=True),
            Column(_("Eerst beloofd"), is_numeric=True),
            Column(_("Index"), is_numeric=True),
        ],
        rows=[
            [
                Cell(localised(row, "name"), url=url_for("portfolio.show_domain_progress", slug=row.slug)),
                Cell(str(row.reached), row.is_illustrative, url=behind(row, "reached")),
                Cell(str(row.promised), row.is_illustrative, url=behind(row, "promised")),
                Cell("" if share(row) is None else format_number(share(row), 2)),
            ]
            for row in rows
        ],
    )


def _data(rows: Sequence[DomainIndex]) -> Data:
    return Data(
        ("domain", "reached", "first_promised", "index"),
        [
            {
                "domain": row.slug,
                "reached": row.reached,
                "first_promised": row.promised,
                "index": None if (value := share(row)) is None else round(value, 4),
                "illustrative": ["reached", "first_promised"] if row.is_illustrative else [],
            }
            for row in rows
        ],
    )
