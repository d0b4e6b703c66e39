"""The mix over time, by count, effort and budget: the share of small ones at the end of each quarter."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_day, format_percent
from portfolio.charts.looks import AMBITIOUS, BAND, HEAVY, MUTED, SMALL, words_at
from portfolio.charts.mix_words import band_words, mix_words
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Figure
from portfolio.labels import label
from portfolio.queries.charts import Row
from portfolio.rules.mix import Mix, MixItem, MixRule, Verdict, can_fit, verdict_on
from portfolio.rules.phase_history import DatedStep, Moment, moments
from portfolio.rules.terms import MIX_PHASES, Basis, Kind, Size

MOST_QUARTERS = 40
AMOUNT_MARKS = {Basis.EFFORT: "effort", Basis.BUDGET: "cost"}
# Colour, dash, symbol and width: each basis can be told from the others without colour.
LINES = {
    Basis.COUNT: (AMBITIOUS, "solid", "circle", 2.5),
    Basis.EFFORT: (SMALL, "dash", "square", 1.8),
    Basis.BUDGET: (MUTED, "dot", "diamond", 1.8),
}


@dataclass(frozen=True)
class Past:
    """The mix at one moment on each basis; ``illustrative`` holds the bases that rest on what is made up."""

    moment: Moment
    mixes: Mapping[Basis, Mix]
    illustrative: frozenset[Basis]

    @property
    def mix(self) -> Mix:
        """The mix by count, which the rule is about."""
        return self.mixes[Basis.COUNT]

    @property
    def is_illustrative(self) -> bool:
        """Whether the count rests on a step that is made up."""
        return Basis.COUNT in self.illustrative


class _Counted:
    """What counts at a moment, with its sums, so that a quarter costs no more than its own steps."""

    def __init__(self, rows: Sequence[Row], marked: Collection[str]) -> None:
        self.rows = {row.code: row for row in rows}
        self.marked = marked
        self.codes: set[str] = set()
        self.unknown: set[str] = set()
        self.made_up = dict.fromkeys(Basis, 0)
        self.sums = {basis: {size: Decimal(0) for size in Size} for basis in Basis}

    def step(self, step: DatedStep) -> None:
        """Let a use case begin or stop counting."""
        counts = step.phase in MIX_PHASES
        if counts == (step.code in self.codes):
            return
        (self.codes.add if counts else self.codes.discard)(step.code)
        row = self.rows[step.code]
        for basis in Basis:
            if step.code in self.marked or row.is_illustrative(AMOUNT_MARKS.get(basis, "")):
                self.made_up[basis] += 1 if counts else -1
        if row.size is None:
            (self.unknown.add if counts else self.unknown.discard)(step.code)
            return
        item = MixItem(row.code, step.phase, row.size, row.effort, row.cost, row.kind)
        for basis in Basis:
            amount = item.amount(basis)
            if amount is not None:
                self.sums[basis][row.size] += amount if counts else -amount

    def mix(self, basis: Basis, rule: MixRule) -> Mix:
        """Return the mix of what counts now."""
        small, total = self.sums[basis][Size.SMALL], sum(self.sums[basis].values(), Decimal(0))
        is_count = basis is Basis.COUNT
        return Mix(
            basis,
            rule,
            small,
            total - small,
            verdict_on(small, total, rule),
            tuple(sorted(self.unknown)),
            (),
            is_count and total > 0 and not can_fit(int(total), rule),
        )

    def illustrative(self) -> frozenset[Basis]:
        """Return the bases on which something counts whose step or amount is made up."""
        return frozenset(basis for basis, total in self.made_up.items() if total)


def history(rows: Sequence[Row], steps: Mapping[str, Sequence[DatedStep]], narrow: Narrow) -> list[Past]:
    """Return the mix at the end of each quarter, from the first that counted one.

    Sizes, effort and budget are those of now: their past is not known.
    """
    counting = [row for row in rows if row.kind is Kind.USE_CASE]
    own = {row.code: steps[row.code] for row in counting if row.code in steps}
    entered = [step.on for one in own.values() for step in one if step.phase in MIX_PHASES]
    if not entered or min(entered) > narrow.on:
        return []
    marked = {code for code, one in own.items() if any(step.is_illustrative for step in one)}
    events = sorted((step for one in own.values() for step in one), key=lambda step: step.on)
    counted = _Counted(counting, marked)
    found, place = [], 0
    for moment in moments(min(entered), narrow.on, MOST_QUARTERS):
        while place < len(events) and events[place].on <= moment.on:
            counted.step(events[place])
            place += 1
        mixes = {basis: counted.mix(basis, narrow.mix_rule) for basis in Basis}
        found.append(Past(moment, mixes, counted.illustrative()))
    return found


def history_sentence(past: Sequence[Past]) -> str:
    """Return since when the count has stood as it does now to its band."""
    known = [one for one in past if one.mix.share is not None]
    if not known:
        return _("Er is nog geen verleden om te tonen.")
    now = known[-1].mix.verdict
    since = known[-1]
    for one in reversed(known):
        if one.mix.verdict is not now:
            break
        since = one
    words = {
        Verdict.WITHIN: _("binnen de band"),
        Verdict.TOO_FEW_SMALL: _("onder de band: te weinig klein"),
        Verdict.TOO_MANY_SMALL: _("boven de band: te weinig ambitieus"),
    }[now]
    return _("Sinds %(quarter)s %(state)s.", quarter=quarter_words(since.moment), state=words)


def quarter_words(moment: Moment) -> str:
    """Return a quarter as people write it."""
    return f"Q{moment.quarter.number} {moment.quarter.year}"


def history_figure(past: Sequence[Past], rule: MixRule) -> Figure:
    """Return a line per basis of the share of small ones; the band is that of the count.

    A quarter in which nothing counted is a gap.
    """
    low, high = float(rule.low), float(rule.high)
    days = [one.moment.on.isoformat() for one in past]
    shares = {
        basis: [_share(one.mixes[basis]) for one in past]
        for basis in Basis
        if any(one.mixes[basis].share is not None for one in past)
    }
    known = [share for line in shares.values() for share in line if share is not None]
    begin = 50 if all(share >= 50 for share in known) else 0
    annotations = [
        words_at(
            0.5,  # not where the line begins: there it may be anywhere
            low,
            _("band voor het aantal %(band)s", band=band_words(rule)),
            xref="paper",
            xanchor="center",
            yanchor="bottom",
            font={"size": 13, "color": MUTED},
        )
    ]
    if Basis.COUNT in shares:
        count = shares[Basis.COUNT]
        last = max(place for place, share in enumerate(count) if share is not None)
        annotations.append(
            words_at(
                days[last],
                count[last],
                _("%(share)s klein", share=format_percent(Decimal(str(count[last])) / 100)),
                xanchor="right",
                yanchor="bottom",
                yshift=8,
                font=HEAVY,
            )
        )
    return {
        "data": [_line(basis, line, days, past) for basis, line in shares.items()],
        "layout": {
            "height": 340,
            "showlegend": True,
            "legend": {"orientation": "h", "x": 0, "y": -0.14, "yanchor": "top"},
            "margin": {"l": 8, "r": 24, "t": 12, "b": 70},
            "xaxis": {"type": "date", "tickformat": "%Y", "dtick": "M12" if len(days) <= 48 else "M24"},
            "yaxis": {
                "title": _("Aandeel klein, vanaf %(begin)s %%", begin=begin),
                "range": [begin, 102],
                "dtick": 25,
                "ticksuffix": " %",
            },
            "shapes": [
                {
                    "type": "rect",
                    "layer": "below",
                    "xref": "paper",
                    "x0": 0,
                    "x1": 1,
                    "y0": low,
                    "y1": high,
                    "fillcolor": BAND,
                    "line": {"width": 0},
                }
            ],
            "annotations": annotations,
        },
    }


def _line(
    basis: Basis, shares: Sequence[float | None], days: Sequence[str], past: Sequence[Past]
) -> dict[str, Any]:
    """Return the line of one basis: its own colour, dash and symbol."""
    colour, dash, symbol, width = LINES[basis]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": label(basis),
        "x": list(days),
        "y": list(shares),
        "line": {"color": colour, "width": width, "dash": dash},
        "marker": {
            "size": [10 if day == days[-1] else 5 for day in days],
            "color": colour,
            "symbol": symbol,
        },
        "connectgaps": False,
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [
            f"{format_day(one.moment.on)}, {label(basis)}: {mix_words(one.mixes[basis])}"
            if one.mixes[basis].share is not None
            else ""
            for one in past
        ],
    }


def _share(mix: Mix) -> float | None:
    return None if mix.share is None else round(float(mix.share), 1)
