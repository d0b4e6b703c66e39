"""Scale-up: in use at n of N organisations, over time (R9). methods.md §5, chart 19."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from textwrap import wrap
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.rules.terms import OrganisationKind
from core.i18n import format_day, format_number
from portfolio.charts.looks import (
    AMBITIOUS,
    MOST_ROWS,
    PAPER,
    SMALL,
    plain,
    short,
    title_cell,
    titles,
    use_case_links,
    words_at,
)
from portfolio.charts.material import Material
from portfolio.charts.progress_looks import EDGE, LEGEND, asked_of
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.organisation_words import organisations_words, share_words
from portfolio.queries import scale_up_chart as queries
from portfolio.queries.progress_charts import Asked
from portfolio.queries.scale_up import list_totals
from portfolio.queries.scale_up_chart import ReachRow
from portfolio.rules.adoption import Total
from portfolio.rules.scale_up import total_of

SLUG = "scale-up"
PANELS = 6
PER_ROW = 3
LETTERS = 30  # of the words above a panel, on the narrowest screen
MOST_BARS = 12
YEAR = timedelta(days=365)
COLUMNS = (
    *("code", "title", "domain", "kind", "adopted", "of_total", "share", "adopted_a_year_before"),
    *("named_in_use", "named_preparing", "named_exploring", "named_stopped"),
)
Totals = Mapping[OrganisationKind, Sequence[Total]]


@dataclass(frozen=True)
class Curve:
    """n of one use case and kind: from each day on."""

    row: ReachRow
    days: Sequence[date]
    adopted: Sequence[int]


def build(material: Material) -> Chart:
    """Return the chart on the reference date."""
    asked = asked_of(material)
    everything = queries.list_reach(asked)
    rows, length = everything[:MOST_ROWS], len(everything)
    working, wide = queries.count_working(asked), queries.wide_among(everything)
    totals = list_totals()
    shown = [row for row in rows if row.adopted][:PANELS]
    return Chart(
        slug=SLUG,
        title=_("Opschaling: bij hoeveel organisaties"),
        on=asked.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(rows, working, wide, totals, asked.on),
                label=_("Aantal organisaties dat een use case gebruikt, door de tijd"),
                make=lambda: figure(curves(asked, shown), totals, asked.on),
                note=_("De use cases met de meeste organisaties, elk op een eigen schaal."),
                is_wide=True,
                is_illustrative=any(row.is_illustrative for row in shown),
            ),
            Plot(
                slug="stages",
                title=_("Wie nog onderweg is"),
                sentence=stages_sentence(rows, length),
                label=_("Organisaties die met naam bekend zijn, naar hoe ver zij zijn"),
                make=lambda: stages_figure(rows),
                note=_("Alleen organisaties die met naam bekend zijn; een telling noemt ze niet altijd."),
                is_wide=True,
                is_illustrative=any(row.named_is_illustrative for row in rows),
            ),
        ],
        make_table=lambda: _table(asked, rows, length, totals),
        make_data=lambda: _data(asked, everything, totals),
        notes=[
            _(
                "n is wat een bron telde, of wat met naam bekend is als dat er meer zijn. N is het aantal "
                "organisaties van die soort op de laatste dag dat het geteld is."
            ),
            _("Op een eerdere dag is de opschaling die van toen; de fase van een use case is die van nu."),
        ],
        arguments=material.narrow.arguments,
    )


def sentence(rows: Sequence[ReachRow], working: int, wide: int, totals: Totals, on: date) -> str:
    """Return how many of what works spread beyond one organisation, and which is furthest."""
    used = [row for row in rows if row.adopted]
    if not used:
        return _("Er is nog geen use case met een bekende opschaling.")
    start = ngettext(
        "Van %(num)s use case die werkt, is %(wide)s bij meer dan één organisatie in gebruik.",
        "Van %(num)s use cases die werken, zijn er %(wide)s bij meer dan één organisatie in gebruik.",
        working,
        wide=wide,
    )
    return f"{start} " + _(
        "Het verst is %(code)s: %(reach)s.", code=used[0].code, reach=reach_words(used[0], totals, on)
    )


def reach_words(row: ReachRow, totals: Totals, on: date) -> str:
    """Return ``80 van 352 gemeenten (23 %)``, or only how many when N is not known."""
    organisations = organisations_words(row.kind)
    total = _total(row, totals, on)
    if total is None:
        return _("%(n)s %(organisations)s", n=format_number(row.adopted), organisations=organisations)
    return _(
        "%(n)s van %(total)s %(organisations)s (%(share)s)",
        n=format_number(row.adopted),
        total=format_number(total),
        organisations=organisations,
        share=share_words(row.adopted, total),
    )


def _total(row: ReachRow, totals: Totals, on: date) -> int | None:
    found, _on = total_of(on, row.adopted, totals.get(row.kind, ()))
    return found or row.total


def curves(asked: Asked, rows: Sequence[ReachRow]) -> list[Curve]:
    """Return n from its first day on, for each of ``rows``: two queries."""
    ids = {row.use_case_id for row in rows}
    steps: dict[tuple[int, OrganisationKind], dict[date, int]] = {}
    for change in queries.list_changes(asked, ids):
        steps.setdefault((change.use_case_id, change.kind), {})[change.on] = change.more
    counted: dict[tuple[int, OrganisationKind], dict[date, int]] = {}
    for one in queries.list_figures(asked, ids):
        counted.setdefault((one.use_case_id, one.kind), {})[one.on] = one.adopted
    return [
        curve_of(
            row, steps.get((row.use_case_id, row.kind), {}), counted.get((row.use_case_id, row.kind), {})
        )
        for row in rows
    ]


def curve_of(row: ReachRow, steps: Mapping[date, int], counted: Mapping[date, int]) -> Curve:
    """Return n on every day on which it can change: the last count, or more that are known by name."""
    days = sorted({*steps, *counted})
    named = last = 0
    adopted = []
    for day in days:
        named += steps.get(day, 0)
        last = counted.get(day, last)
        adopted.append(max(named, last))
    return Curve(row, days, adopted)


def figure(found: Sequence[Curve], totals: Totals, on: date) -> Figure:
    """Return small multiples: one panel per use case and kind, a line that steps on the day it changes."""
    lines = max(1, -(-len(found) // PER_ROW))
    first = min((curve.days[0] for curve in found if curve.days), default=on) - timedelta(days=30)
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"height": 60 + 200 * lines, "margin": {"l": 8, "r": 20, "t": 30, "b": 8}}
    notes = []
    for place, curve in enumerate(found):
        key = "" if place == 0 else str(place + 1)
        left, top = place % PER_ROW / PER_ROW, 1 - place // PER_ROW / lines
        bottom = top - 1 / lines
        days = [first, *curve.days, on]
        adopted = [0, *curve.adopted, curve.adopted[-1] if curve.adopted else 0]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [day.isoformat() for day in days],
                "y": adopted,
                "xaxis": f"x{key}",
                "yaxis": f"y{key}",
                "line": {"shape": "hv", "color": AMBITIOUS, "width": 2.5},
                "fill": "tozeroy",
                "fillcolor": "rgba(58,123,184,0.16)",
                "hoverinfo": "text",
                "hovertext": [
                    _("%(day)s: %(n)s", day=format_day(day), n=n)
                    for day, n in zip(days, adopted, strict=True)
                ],
                "cliponaxis": False,
            }
        )
        span = [round(left, 3), round(left + 0.8 / PER_ROW, 3)]
        layout[f"xaxis{key}"] = {
            "type": "date",
            "domain": span,
            "anchor": f"y{key}",
            "range": [first.isoformat(), on.isoformat()],
            "nticks": 4,
        }
        layout[f"yaxis{key}"] = {
            "domain": [round(bottom + 0.2 / lines, 3), round(top - 0.22 / lines, 3)],
            "anchor": f"x{key}",
            "range": [0, max(adopted) * 1.15 or 1],
            "nticks": 4,
            "tickformat": ",.0f",
        }
        notes += [
            words_at(
                *(span[0], top),
                "<br>".join(wrap(f"{curve.row.code}: {plain(reach_words(curve.row, totals, on))}", LETTERS)),
                **_PAPER,
            ),
            words_at(
                *(span[1], (max(adopted) and adopted[-1]) or 0, str(adopted[-1])),
                xref="paper",
                yref=f"y{key}",
                xanchor="left",
                font={"size": 13},
            ),
        ]
    return {"data": traces, "layout": {**layout, "annotations": notes}}


_PAPER = {
    "xref": "paper",
    "yref": "paper",
    "xanchor": "left",
    "yanchor": "top",
    "align": "left",
    "font": {"size": 13},
}


def stages_sentence(rows: Sequence[ReachRow], length: int) -> str:
    """Return how many organisations are on their way, and how many stopped."""
    preparing, exploring = sum(row.preparing for row in rows), sum(row.exploring for row in rows)
    stopped = sum(row.stopped for row in rows)
    if not any((preparing, exploring, stopped)) and not any(row.in_use for row in rows):
        return _("Er is nog geen organisatie met naam bekend.")
    start = _("Onder de eerste %(num)s: ", num=len(rows)) if length > len(rows) else ""
    return start + _(
        "%(preparing)s keer bereidt een organisatie het voor, %(exploring)s keer verkent zij het "
        "en %(stopped)s keer stopte zij.",
        preparing=preparing,
        exploring=exploring,
        stopped=stopped,
    )


def stages_figure(rows: Sequence[ReachRow]) -> Figure:
    """Return stacked lying bars of the organisations known by name, one per use case and kind."""
    known = [row for row in rows if row.in_use + row.preparing + row.exploring + row.stopped][:MOST_BARS]
    title = titles()
    names = [f"{row.code} {plain(short(title(row), 28))}, {organisations_words(row.kind)}" for row in known]
    looks = (
        ("in_use", _("gebruikt het"), AMBITIOUS, "", "#ffffff"),
        ("preparing", _("bereidt voor"), SMALL, "/", "#1b1b1b"),
        ("exploring", _("verkent"), PAPER, ".", "#1b1b1b"),
        ("stopped", _("gestopt"), "#c9ced4", "x", "#1b1b1b"),
    )
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": words,
                "y": names,
                "x": [getattr(row, field) or None for row in known],
                "text": [str(getattr(row, field) or "") for row in known],
                "textposition": "inside",
                "textangle": 0,
                "insidetextanchor": "middle",
                "textfont": {"color": ink},
                "marker": {
                    "color": colour,
                    "pattern": {
                        "shape": pattern,
                        "bgcolor": colour,
                        "fgcolor": "#ffffff" if pattern == "/" else EDGE,
                        "size": 6,
                    },
                    "line": {"color": EDGE, "width": 1},
                },
                "hoverinfo": "text",
                "hovertext": [f"{row.code}, {words}: {getattr(row, field)}" for row in known],
            }
            for field, words, colour, pattern, ink in looks
        ],
        "layout": {
            "barmode": "stack",
            "height": 130 + 34 * max(len(known), 1),
            "showlegend": True,
            "legend": {**LEGEND, "y": -0.2, "traceorder": "normal"},
            "margin": {"l": 8, "r": 16, "t": 10, "b": 80},
            "xaxis": {"title": _("Organisaties met naam"), "rangemode": "tozero", "tickformat": ",.0f"},
            "yaxis": {"type": "category", "autorange": "reversed", "ticks": ""},
        },
    }


def _table(asked: Asked, rows: Sequence[ReachRow], length: int, totals: Totals) -> Table:
    link, title = use_case_links(), titles()
    before = queries.adopted_on(_year_before(asked), [row.use_case_id for row in rows])

    def cells(row: ReachRow) -> list[Cell]:
        total = _total(row, totals, asked.on)
        earlier = before.get((row.use_case_id, row.kind), 0)
        share = "" if total is None else share_words(row.adopted, total)
        named = (row.preparing, row.exploring, row.stopped)
        return [
            title_cell(row, title(row), link(row.code)),
            Cell(organisations_words(row.kind)),
            Cell(format_number(row.adopted), row.is_illustrative),
            Cell("" if total is None else format_number(total)),
            Cell(share, row.is_illustrative and bool(share)),
            Cell(format_number(earlier), row.is_illustrative),
            *(Cell(str(number) if number else "", row.named_is_illustrative) for number in named),
        ]

    return Table(
        columns=[
            Column(_("Use case")),
            Column(_("Soort")),
            Column(_("In gebruik bij"), sub=_("n"), is_numeric=True),
            Column(_("Van de"), sub=_("N"), is_numeric=True),
            Column(_("Deel"), is_numeric=True),
            Column(_("Een jaar eerder"), sub=_("n"), is_numeric=True),
            Column(_("Bereidt voor"), sub=_("met naam"), is_numeric=True),
            Column(_("Verkent"), sub=_("met naam"), is_numeric=True),
            Column(_("Gestopt"), sub=_("met naam"), is_numeric=True),
        ],
        rows=[cells(row) for row in rows],
        length=length,
    )


def _year_before(asked: Asked) -> Asked:
    return replace(asked, on=asked.on - YEAR)


def _data(asked: Asked, rows: Sequence[ReachRow], totals: Totals) -> Data:
    before = queries.adopted_on(_year_before(asked))
    known: dict[tuple[OrganisationKind, int], int | None] = {}
    records = []
    for row in rows:
        key = (row.kind, row.adopted)
        if key not in known:
            known[key] = total_of(asked.on, row.adopted, totals.get(row.kind, ()))[0]
        records.append(_record(row, before.get((row.use_case_id, row.kind), 0), known[key] or row.total))
    return Data(COLUMNS, records)


def _record(row: ReachRow, before: int, total: int | None) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "domain": row.domain,
        "kind": row.kind,
        "adopted": row.adopted,
        "of_total": total,
        "share": round(row.adopted / total, 4) if total else None,
        "adopted_a_year_before": before,
        "named_in_use": row.in_use,
        "named_preparing": row.preparing,
        "named_exploring": row.exploring,
        "named_stopped": row.stopped,
        "illustrative": _MARKS[row.is_illustrative, row.named_is_illustrative],
    }


_MARKS = {
    (counted, named): (*(COLUMNS[4:8] if counted else ()), *(COLUMNS[8:] if named else ()))
    for counted in (True, False)
    for named in (True, False)
}
