"""Value beside chance: one sign per use case, its area the effort, filled when chosen.

Only use cases whose scores the reader may see: the others are neither drawn nor
counted. What stopped or was parked is left out. Source: methods.md §5, chart 9.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_number, format_percent, localised
from portfolio.charts.looks import (
    AMBITIOUS,
    COLOURS,
    GRID,
    MOST_ROWS,
    PAPER,
    SYMBOLS,
    diameter,
    labels,
    numbers,
    percentages,
    plain,
    short,
    title_cell,
    titles,
    use_case_links,
)
from portfolio.charts.narrow import Narrow
from portfolio.charts.placement import Spot, place
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.labels import label
from portfolio.queries.charts import Row
from portfolio.rules.terms import PUBLISHED_PHASES, Kind, Phase, Size

SLUG = "value-chance"
LEFT_OUT = frozenset({Phase.STOPPED, Phase.PARKED})
FLOOR = 20  # the floor of both lanes: axes begin there when nothing lies below
MOST_WORDS = 60
WIDTH, HEIGHT = 820.0, 440.0  # the field of an ordinary picture, to place words in


def build(rows: Sequence[Row], phases: Mapping[str, Phase], narrow: Narrow) -> Chart:
    """Return the chart of these rows; ``phases`` are those of the reference date."""
    judged = [
        row
        for row in rows
        if row.sees_scores
        and row.kind is Kind.USE_CASE
        and phases.get(row.code, Phase.STOPPED) not in LEFT_OUT
    ]
    drawn = [row for row in judged if row.value_low is not None and row.chance is not None]
    notes = [_("Hoe groter, hoe meer inspanning. Een streep: de waarde is nog niet volledig gescoord.")]
    notes.append(
        _("De assen beginnen bij 20, de ondergrens van beide lijsten.")
        if _begins(drawn) == FLOOR
        else _("De assen beginnen bij 0.")
    )
    if len(drawn) < len(judged):
        missing = len(judged) - len(drawn)
        notes.append(
            ngettext(
                "%(num)s use case staat alleen in de tabel: waarde of slagingskans is nog niet bekend.",
                "%(num)s use cases staan alleen in de tabel: waarde of slagingskans is nog niet bekend.",
                missing,
            )
        )
    notes.append(_("U ziet alleen use cases waarvan u de scores mag zien."))
    if narrow.is_dated:
        notes.append(
            _("De fase is die van de gekozen dag; waarde, slagingskans en inspanning zijn die van nu.")
        )
    is_illustrative = any(row.is_illustrative("scores") or row.is_illustrative("chance") for row in drawn)
    return Chart(
        slug=SLUG,
        title=_("Waarde en kans"),
        on=narrow.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(drawn),
                label=_("Use cases naar slagingskans (liggend) en maatschappelijke waarde (staand)"),
                make=lambda: figure(drawn, phases, narrow.highlight),
                height="high",
                is_wide=True,
                is_illustrative=is_illustrative,
                note=notes[0],
            )
        ],
        make_table=lambda: _table(judged, phases),
        make_data=lambda: _data(judged, phases),
        notes=notes[1:],
        key=[
            ("small-filled", _("klein, gekozen")),
            ("small-open", _("klein, niet gekozen")),
            ("ambitious-filled", _("ambitieus, gekozen")),
            ("ambitious-open", _("ambitieus, niet gekozen")),
        ],
        arguments=narrow.arguments,
    )


def sentence(drawn: Sequence[Row]) -> str:
    """Return the finding: what small and ambitious use cases bring, in their medians."""
    groups = {size: [row for row in drawn if row.size is size] for size in Size}
    small, ambitious = groups[Size.SMALL], groups[Size.AMBITIOUS]
    if not drawn:
        return _("Er is nog geen use case met een waarde en een slagingskans die u mag zien.")
    if not small or not ambitious:
        return _(
            "%(count)s. De middelste waarde is %(value)s van 100, de middelste slagingskans %(chance)s.",
            count=ngettext("%(num)s use case", "%(num)s use cases", len(drawn)),
            value=format_number(_middle_value(drawn)),
            chance=format_percent(_middle_chance(drawn)),
        )
    more_value = _middle_value(ambitious) > _middle_value(small)
    less_chance = _middle_chance(ambitious) < _middle_chance(small)
    if more_value and less_chance:
        start = _("Ambitieus brengt meer waarde, maar met minder kans.")
    elif more_value:
        start = _("Ambitieus brengt meer waarde, en met niet minder kans.")
    elif less_chance:
        start = _("Ambitieus brengt hier niet meer waarde, en met minder kans.")
    else:
        start = _("Ambitieus brengt hier niet meer waarde, en met niet minder kans.")
    return (
        start
        + " "
        + _(
            "Middelste waarde en kans: ambitieus (%(n_ambitious)s) %(v_ambitious)s en %(c_ambitious)s, "
            "klein (%(n_small)s) %(v_small)s en %(c_small)s.",
            n_ambitious=len(ambitious),
            v_ambitious=format_number(_middle_value(ambitious)),
            c_ambitious=format_percent(_middle_chance(ambitious)),
            n_small=len(small),
            v_small=format_number(_middle_value(small)),
            c_small=format_percent(_middle_chance(small)),
        )
    )


def figure(drawn: Sequence[Row], phases: Mapping[str, Phase], highlight: str = "") -> Figure:
    """Return the picture; a trace for each size, chosen and open apart."""
    link = use_case_links()
    begin = _begins(drawn)
    words = _words(drawn, begin, highlight)
    traces = []
    # Large below small, so that none is hidden.
    for size in (Size.AMBITIOUS, None, Size.SMALL):
        for is_chosen in (True, False):
            group = [
                row
                for row in sorted(drawn, key=lambda row: -(row.effort or 0))
                if row.size is size and (phases[row.code] in PUBLISHED_PHASES) is is_chosen
            ]
            if group:
                traces.append(_trace(group, size, is_chosen, words, link, highlight))
    return {
        "data": traces,
        "layout": {
            "xaxis": {
                "title": _("Slagingskans"),
                "range": [begin - 2, 104],
                "tick0": 0,
                "dtick": 20,
                "ticksuffix": " %",
                "showgrid": True,
                "gridcolor": GRID,
            },
            "yaxis": {
                "title": _("Waarde (0–100)"),
                "range": [begin - 2, 104],
                "tick0": 0,
                "dtick": 20,
                "showgrid": True,
                "gridcolor": GRID,
            },
            "height": 520,
        },
    }


def _trace(
    group: Sequence[Row],
    size: Size | None,
    is_chosen: bool,
    words: Mapping[str, tuple[str, str]],
    link: Any,
    highlight: str,
) -> dict[str, Any]:
    hover = _hover()
    colour = COLOURS[size]
    state = _("gekozen") if is_chosen else _("niet gekozen")
    name = ", ".join([label(size) if size else _("maat onbekend"), state])
    return {
        "type": "scatter",
        "mode": "markers+text" if any(row.code in words for row in group) else "markers",
        "name": name,
        "x": [row.chance for row in group],
        "y": [float(row.value_low or 0) for row in group],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [float((row.value_high or 0) - (row.value_low or 0)) for row in group],
            "arrayminus": [0] * len(group),
            "color": colour,
            "thickness": 2,
            "width": 4,
        },
        "marker": {
            "symbol": SYMBOLS[size],
            "size": [diameter(row.effort, size) for row in group],
            "color": colour if is_chosen else PAPER,
            "line": {
                "color": [
                    AMBITIOUS if row.code == highlight else PAPER if is_chosen else colour for row in group
                ],
                "width": [4 if row.code == highlight else 1 if is_chosen else 1.75 for row in group],
            },
        },
        "text": [words.get(row.code, ("", ""))[0] for row in group],
        "textposition": [words.get(row.code, ("", "middle right"))[1] for row in group],
        "hoverinfo": "text",
        "hovertext": [hover(row, name) for row in group],
        "customdata": [link(row.code) for row in group],
    }


def _hover() -> Callable[[Row, str], str]:
    """Return what writes the words of a sign; the words that all share are looked up once."""
    title, values, percent, months = titles(), value_words(), percentages(), numbers(1)
    value, chance, effort, unit = _("Waarde"), _("slagingskans"), _("Inspanning"), _("pm")

    def words(row: Row, name: str) -> str:
        work = f"{effort} {months(row.effort)} {unit}" if row.effort is not None else f"{effort} –"
        return (
            f"{plain(title(row))}<br>{row.code} · {name}"
            f"<br>{value} {values(row)} · {chance} {percent(row.chance)}<br>{work}"
        )

    return words


def _words(drawn: Sequence[Row], begin: int, highlight: str) -> dict[str, tuple[str, str]]:
    """Return the words and their place for those that have room: titles when few, else codes."""
    if len(drawn) > MOST_WORDS:
        drawn = [row for row in drawn if row.code == highlight]
    by_effort = sorted(drawn, key=lambda row: (row.code != highlight, -(row.effort or 0), row.code))
    has_titles = len(drawn) <= 12
    span = 106 - begin
    spots = [
        Spot(
            (float(row.chance or 0) - begin + 2) / span * WIDTH,
            HEIGHT - (float(row.value_low or 0) - begin + 2) / span * HEIGHT,
            diameter(row.effort, row.size) / 2,
            short(localised(row, "title"), 30) if has_titles else row.code,
            float((row.value_high or 0) - (row.value_low or 0)) / span * HEIGHT,
        )
        for row in by_effort
    ]
    places = place(spots, WIDTH, HEIGHT)
    return {
        row.code: (plain(spot.words), where)
        for row, spot, where in zip(by_effort, spots, places, strict=True)
        if where
    }


def value_words() -> Callable[[Row], str]:
    """Return what writes a value: 64, or 58–72 while not all is scored; empty when unknown."""
    number = numbers()

    def words(row: Row) -> str:
        if row.value_low is None or row.value_high is None:
            return ""
        low, high = number(round(row.value_low)), number(round(row.value_high))
        return low if low == high else f"{low}–{high}"

    return words


def _table(judged: Sequence[Row], phases: Mapping[str, Phase]) -> Table:
    link, title, values, percent, months = (
        use_case_links(),
        titles(),
        value_words(),
        percentages(),
        numbers(1),
    )
    sizes, stages = labels(Size), labels(Phase)
    in_order = sorted(judged, key=lambda row: (row.value_low is None, -(row.value_low or 0), row.code))
    rows = [
        [
            title_cell(row, title(row), link(row.code)),
            Cell(sizes[row.size], size=row.size),
            Cell(stages[phases[row.code]]),
            Cell(values(row), row.is_illustrative("scores")),
            Cell(percent(row.chance), row.is_illustrative("chance")),
            Cell(months(row.effort), row.is_illustrative("effort")),
        ]
        for row in in_order[:MOST_ROWS]
    ]
    columns = [
        Column(_("Use case")),
        Column(_("Maat"), is_badge=True),
        Column(_("Fase")),
        Column(_("Waarde"), sub=_("0–100"), is_numeric=True),
        Column(_("Slagingskans"), is_numeric=True),
        Column(_("Inspanning"), sub=_("in pm"), is_numeric=True),
    ]
    return Table(columns, rows, length=len(judged))


def _data(judged: Sequence[Row], phases: Mapping[str, Phase]) -> Data:
    marks = {
        "scores": ("value_low", "value_high"),
        "chance": ("chance",),
        "effort": ("effort_likely",),
        "size_override": ("size",),
        "phase": ("phase", "is_chosen"),
    }
    columns = ("code", "title", "domain", "size", "phase", "is_chosen", "value_low", "value_high", "chance")
    records = [
        {
            "code": row.code,
            "title": row.title,
            "domain": row.domain,
            "size": row.size.value if row.size else None,
            "phase": phases[row.code].value,
            "is_chosen": phases[row.code] in PUBLISHED_PHASES,
            "value_low": row.value_low,
            "value_high": row.value_high,
            "chance": row.chance,
            "effort_likely": row.effort,
            "illustrative": [
                name for mark, names in marks.items() if row.is_illustrative(mark) for name in names
            ],
        }
        for row in judged
    ]
    return Data((*columns, "effort_likely"), records)


def _begins(drawn: Sequence[Row]) -> int:
    least = min((min(float(row.value_low or 0), float(row.chance or 0)) for row in drawn), default=FLOOR)
    return FLOOR if least >= FLOOR else 0


def _middle_value(rows: Sequence[Row]) -> Decimal:
    return median(row.value_low for row in rows if row.value_low is not None)


def _middle_chance(rows: Sequence[Row]) -> Decimal:
    return Decimal(median(row.chance for row in rows if row.chance is not None)) / 100
