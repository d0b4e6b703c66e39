"""The mix by count over time: the share of small use cases at the end of each quarter."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from core.i18n import format_day, format_percent
from portfolio.charts.looks import AMBITIOUS, BAND, HEAVY, MUTED, words_at
from portfolio.charts.mix_words import band_words, mix_words
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Figure
from portfolio.queries.charts import Row
from portfolio.rules.mix import Mix, MixRule, Verdict, can_fit, verdict_on
from portfolio.rules.phase_history import DatedStep, Moment, moments
from portfolio.rules.terms import MIX_PHASES, Basis, Kind, Size

MOST_QUARTERS = 40


@dataclass(frozen=True)
class Past:
    """The mix by count at one moment; ``is_illustrative`` when a step on which it rests is made up."""

    moment: Moment
    mix: Mix
    is_illustrative: bool


def history(rows: Sequence[Row], steps: Mapping[str, Sequence[DatedStep]], narrow: Narrow) -> list[Past]:
    """Return the mix by count at the end of each quarter, from the first that counted one."""
    sizes = {row.code: row.size for row in rows if row.kind is Kind.USE_CASE}
    own = {code: steps[code] for code in sizes if code in steps}
    entered = [step.on for one in own.values() for step in one if step.phase in MIX_PHASES]
    if not entered or min(entered) > narrow.on:
        return []
    marked = {code for code, one in own.items() if any(step.is_illustrative for step in one)}
    events = sorted((step for one in own.values() for step in one), key=lambda step: step.on)
    counted: dict[Size | None, set[str]] = {None: set(), **{size: set() for size in Size}}
    found, place = [], 0
    for moment in moments(min(entered), narrow.on, MOST_QUARTERS):
        while place < len(events) and events[place].on <= moment.on:
            step = events[place]
            group = counted[sizes[step.code]]
            (group.add if step.phase in MIX_PHASES else group.discard)(step.code)
            place += 1
        is_illustrative = not marked.isdisjoint(set().union(*counted.values()))
        found.append(Past(moment, _by_count(counted, narrow.mix_rule), is_illustrative))
    return found


def _by_count(counted: Mapping[Size | None, Collection[str]], rule: MixRule) -> Mix:
    """Return the mix of what is already known to count; a history asks this for each quarter."""
    small, ambitious = len(counted[Size.SMALL]), len(counted[Size.AMBITIOUS])
    total = small + ambitious
    return Mix(
        Basis.COUNT,
        rule,
        Decimal(small),
        Decimal(ambitious),
        verdict_on(Decimal(small), Decimal(total), rule),
        tuple(sorted(counted[None])),
        (),
        total > 0 and not can_fit(total, rule),
    )


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
    """Return the line of the share of small ones, with the band behind it; a quarter without any is a gap."""
    low, high = float(rule.low), float(rule.high)
    days = [one.moment.on.isoformat() for one in past]
    shares = [None if one.mix.share is None else round(float(one.mix.share), 1) for one in past]
    known = [share for share in shares if share is not None]
    begin = 50 if all(share >= 50 for share in known) else 0
    annotations = [
        words_at(
            0,
            low,
            _("band %(band)s", band=band_words(rule)),
            xref="paper",
            xanchor="left",
            yanchor="bottom",
            font={"size": 13, "color": MUTED},
        )
    ]
    if known:
        last = max(place for place, share in enumerate(shares) if share is not None)
        annotations.append(
            words_at(
                days[last],
                shares[last],
                _("%(share)s klein", share=format_percent(Decimal(str(shares[last])) / 100)),
                xanchor="right",
                yanchor="bottom",
                yshift=8,
                font=HEAVY,
            )
        )
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": _("klein"),
                "x": days,
                "y": shares,
                "line": {"color": AMBITIOUS, "width": 2.5},
                "marker": {"size": [10 if day == days[-1] else 5 for day in days], "color": AMBITIOUS},
                "connectgaps": False,
                "cliponaxis": False,
                "hoverinfo": "text",
                "hovertext": [
                    f"{format_day(one.moment.on)}: {mix_words(one.mix)}" if one.mix.share is not None else ""
                    for one in past
                ],
            }
        ],
        "layout": {
            "height": 300,
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
