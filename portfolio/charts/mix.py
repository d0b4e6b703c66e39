"""The mix of small and ambitious: by count, effort and budget, now and over time.

The band stands behind the count alone, as the rule is about that. The history
comes from the dated steps; size, effort and budget of a use case are those of now.
Source: R2, methods.md §5, chart 8.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_day, format_number, format_percent
from portfolio.charts.looks import AMBITIOUS, BAND, LINE, MUTED, SMALL, bars, names_axis, words_at
from portfolio.charts.mix_history import Past, history, history_figure, history_sentence
from portfolio.charts.mix_words import amount_words, band_words, mix_words
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.labels import label
from portfolio.queries.charts import Row
from portfolio.rules.mix import Mix, MixItem, Verdict, measure_all
from portfolio.rules.phase_history import DatedStep
from portfolio.rules.terms import MIX_PHASES, Basis, Kind, Phase

SLUG = "mix"
HISTORY = "history"
MARKS = {Basis.EFFORT: "effort", Basis.BUDGET: "cost"}


def build(
    rows: Sequence[Row], phases: Mapping[str, Phase], steps: Mapping[str, Sequence[DatedStep]], narrow: Narrow
) -> Chart:
    """Return the chart; ``phases`` are those of the reference date."""
    rule = narrow.mix_rule
    items = items_of(rows, phases)
    mixes = measure_all(items, rule)
    past = history(rows, steps, narrow)
    marked = _marked(rows, phases)
    notes = [
        _("Links klein, rechts ambitieus. De band waarschuwt alleen voor het aantal; hij houdt niets tegen.")
    ]
    unknown = mixes[Basis.COUNT].unknown_size
    if unknown:
        notes.append(
            _("Niet meegeteld, omdat de maat nog niet bekend is: %(codes)s.", codes=", ".join(unknown[:20]))
        )
    plots = [
        Plot(
            slug=SLUG,
            title=_("De mix nu"),
            sentence=sentence(mixes),
            label=_("Aandeel klein en ambitieus naar aantal, inspanning en budget"),
            make=lambda: figure(mixes),
            height="low",
            note=notes[0],
            is_illustrative=bool(marked & {Basis.EFFORT, Basis.BUDGET}),
            drawing_kind="mix",
            drawing=gauge(mixes),
        ),
        Plot(
            slug=HISTORY,
            title=_("De mix door de tijd"),
            sentence=history_sentence(past),
            label=_(
                "Aandeel klein aan het eind van elk kwartaal, naar aantal, inspanning en budget, met de band"
            ),
            make=lambda: history_figure(past, rule),
            note=_(
                "Geteld uit de dagen waarop use cases van fase wisselden. "
                "Maat, inspanning en kosten zijn die van nu."
            ),
            is_illustrative=any(one.illustrative for one in past),
        ),
    ]
    return Chart(
        slug=SLUG,
        title=_("Mix van klein en ambitieus"),
        on=narrow.on,
        plots=plots,
        make_table=lambda: _table(mixes, past, marked),
        make_data=lambda: _data(mixes, past, marked, narrow),
        notes=notes[1:],
        arguments=narrow.arguments,
    )


def items_of(rows: Sequence[Row], phases: Mapping[str, Phase]) -> list[MixItem]:
    """Return the rows as the rule of the mix sees them."""
    return [
        MixItem(row.code, phases[row.code], row.size, row.effort, row.cost, row.kind)
        for row in rows
        if row.code in phases
    ]


def sentence(mixes: Mapping[Basis, Mix]) -> str:
    """Return the verdict on the count, and how effort tells another story."""
    count, effort = mixes[Basis.COUNT], mixes[Basis.EFFORT]
    if count.share is None:
        return _("Er is nog niets gekozen, dus er is geen mix.")
    params = {
        "small": format_number(count.small),
        "total": format_number(count.total),
        "share": format_percent(count.share / 100),
        "band": band_words(count.rule),
    }
    if count.has_no_fitting_share:
        found = _(
            "%(small)s van de %(total)s zijn klein, %(share)s. Zo weinig use cases kunnen niet "
            "binnen de band van %(band)s vallen.",
            **params,
        )
    elif count.verdict is Verdict.WITHIN:
        found = _("Binnen de band van %(band)s: %(small)s van de %(total)s zijn klein, %(share)s.", **params)
    elif count.verdict is Verdict.TOO_FEW_SMALL:
        found = _("Te weinig klein: %(small)s van de %(total)s, %(share)s. De band is %(band)s.", **params)
    else:
        found = _(
            "Te weinig ambitieus: %(small)s van de %(total)s zijn klein, %(share)s. De band is %(band)s.",
            **params,
        )
    if effort.share is None:
        return found
    return f"{found} " + _(
        "Van de inspanning gaat %(share)s naar ambitieus.", share=format_percent(1 - effort.share / 100)
    )


def gauge(
    mixes: Mapping[Basis, Mix],
) -> list[tuple[str, Decimal | None, str, tuple[Decimal, Decimal] | None]]:
    """Return what the drawn gauge needs: name, share, words and, for the count, the band."""
    return [
        (
            label(basis).capitalize(),
            mix.share,
            mix_words(mix),
            (mix.rule.low, mix.rule.high) if basis is Basis.COUNT else None,
        )
        for basis, mix in mixes.items()
    ]


def figure(mixes: Mapping[Basis, Mix]) -> Figure:
    """Return the gauge: one bar a basis, small on the left, the band behind the count."""
    known = [(label(basis).capitalize(), mix) for basis, mix in mixes.items() if mix.share is not None]
    names = [name for name, _mix in known]
    shares = [mix.share or Decimal(0) for _name, mix in known]
    traces = [
        bars(
            names,
            [round(float(share), 1) for share in shares],
            colour=SMALL,
            name=_("klein"),
            hovertext=[f"{name}: {mix_words(mix)}" for name, mix in known],
            width=0.42,
        ),
        bars(
            names,
            [round(100 - float(share), 1) for share in shares],
            colour=AMBITIOUS,
            name=_("ambitieus"),
            hovertext=[f"{name}: {mix_words(mix)}" for name, mix in known],
            width=0.42,
        ),
    ]
    layout: dict[str, Any] = {
        "barmode": "stack",
        "height": 60 + 62 * max(len(names), 1),
        "margin": {"l": 8, "r": 24, "t": 34, "b": 8},
        "xaxis": {"range": [0, 100], "ticksuffix": " %", "dtick": 25},
        "yaxis": names_axis(names),
        "annotations": [
            words_at(
                0 if share else 100,
                name,
                mix_words(mix),
                xanchor="left",
                yanchor="bottom",
                yshift=13,
                font={"size": 13},
            )
            for (name, mix), share in zip(known, shares, strict=True)
        ],
    }
    counted = next(
        (mix for mix in mixes.values() if mix.basis is Basis.COUNT and mix.share is not None), None
    )
    if counted is not None:
        low, high = float(counted.rule.low), float(counted.rule.high)
        place = len(names) - 1
        layout["shapes"] = [
            {
                "type": "rect",
                "layer": "above",
                "x0": low,
                "x1": high,
                "y0": place - 0.36,
                "y1": place + 0.36,
                "fillcolor": "rgba(0,0,0,0)",
                "line": {"color": LINE, "width": 1.5, "dash": "dot"},
            },
            {
                "type": "rect",
                "layer": "below",
                "x0": low,
                "x1": high,
                "y0": place - 0.36,
                "y1": place + 0.36,
                "fillcolor": BAND,
                "line": {"width": 0},
            },
        ]
        layout["annotations"].append(
            words_at(
                (low + high) / 2,
                names[0],
                _("band %(band)s", band=band_words(counted.rule)),
                yanchor="bottom",
                yshift=24,
                font={"size": 13, "color": MUTED},
            )
        )
    return {"data": traces, "layout": layout}


def _marked(rows: Sequence[Row], phases: Mapping[str, Phase]) -> frozenset[Basis]:
    """Return the bases whose amounts hold a made-up one; the count is a count."""
    counted = [row for row in rows if row.kind is Kind.USE_CASE and phases.get(row.code) in MIX_PHASES]
    return frozenset(
        basis for basis, mark in MARKS.items() if any(row.is_illustrative(mark) for row in counted)
    )


def _table(mixes: Mapping[Basis, Mix], past: Sequence[Past], marked: frozenset[Basis]) -> Table:
    def cells(name: str, mix: Mix, is_marked: bool) -> list[Cell]:
        share = "" if mix.share is None else format_percent(mix.share / 100)
        return [
            Cell(name),
            Cell(amount_words(mix.small, mix.basis), is_marked),
            Cell(amount_words(mix.ambitious, mix.basis), is_marked),
            Cell(share, is_marked),
        ]

    rows = [cells(label(basis).capitalize(), mix, basis in marked) for basis, mix in mixes.items()]
    rows += [
        cells(
            _("%(basis)s op %(day)s", basis=label(basis).capitalize(), day=format_day(one.moment.on)),
            one.mixes[basis],
            basis in one.illustrative,
        )
        for basis in Basis
        for one in reversed(past)
        if basis is Basis.COUNT or one.moment.quarter.number == 4 or one is past[-1]
    ]
    columns = [
        Column(_("Geteld naar")),
        Column(_("Klein"), is_numeric=True),
        Column(_("Ambitieus"), is_numeric=True),
        Column(_("Aandeel klein"), is_numeric=True),
    ]
    return Table(columns, rows)


def _data(mixes: Mapping[Basis, Mix], past: Sequence[Past], marked: frozenset[Basis], narrow: Narrow) -> Data:
    def record(mix: Mix, on: Any, is_marked: bool) -> dict[str, Any]:
        in_euros = mix.basis is Basis.BUDGET
        return {
            "on": on,
            "basis": mix.basis.value,
            "small": mix.small / 100 if in_euros else mix.small,
            "ambitious": mix.ambitious / 100 if in_euros else mix.ambitious,
            "share_small": None if mix.share is None else round(mix.share, 2),
            "band_low": mix.rule.low,
            "band_high": mix.rule.high,
            "verdict": mix.verdict.value,
            "unknown_size": list(mix.unknown_size),
            "illustrative": ["small", "ambitious", "share_small"] if is_marked else [],
        }

    records = [record(mix, narrow.on, basis in marked) for basis, mix in mixes.items()]
    records += [
        record(one.mixes[basis], one.moment.on, basis in one.illustrative) for basis in Basis for one in past
    ]
    columns = ("on", "basis", "small", "ambitious", "share_small", "band_low", "band_high", "verdict")
    return Data((*columns, "unknown_size"), records)
