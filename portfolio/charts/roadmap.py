"""The roadmap as a time line: a bar per use case over its planned quarters, sized by a sign.

Below it, thinner, stands what was first promised: no later plan hides that. What sticks
out of the window is cut; what lies wholly outside is counted. Source: methods.md §4 and §5, chart 1.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import format_day, localised
from portfolio.charts.looks import (
    COLOURS,
    MUTED,
    TODAY,
    bars,
    height_of,
    names_axis,
    plain,
    use_case_links,
    words_at,
)
from portfolio.charts.narrow import Narrow
from portfolio.charts.roadmap_line import Line as Line
from portfolio.charts.roadmap_line import lines_of, promised_words, quarter_words
from portfolio.charts.roadmap_table import data_of, table_of
from portfolio.charts.shape import Chart, Figure, Plot
from portfolio.labels import label
from portfolio.queries.charts import Row
from portfolio.queries.plan_history import plans_on
from portfolio.queries.plan_moves import Promise
from portfolio.rules import roadmap as rule
from portfolio.rules.quarters import Quarter, span
from portfolio.rules.terms import Phase

SLUG = "roadmap"
BEFORE, WINDOW = 4, 16  # quarters: a year back, and the three years of a rolling agenda (R5)
MOST_BARS = 60
MOST_NAMED = 5
DAY = 86_400_000  # milliseconds, in which Plotly measures the length of a bar on a date axis


@dataclass(frozen=True)
class Drawing:
    """What a template needs to draw the time line: the window, its lines and where the reference date is."""

    grid: tuple[Quarter, ...]
    lines: Sequence[Line]
    today: float | None


def build(
    rows: Sequence[Row],
    phases: Mapping[str, Phase],
    narrow: Narrow,
    promises: Mapping[str, Promise] | None = None,
) -> Chart:
    """Return the chart of these rows; ``phases`` are those of the reference date, ``promises`` by code."""
    grid = window(narrow.on)
    if narrow.is_dated:
        rows = as_planned(rows, plans_on(narrow.on, narrow.domain_id))
    lines = lines_of(rows, phases, grid, promises or {})
    inside = [line for line in lines if line.bar.planned is not None]
    drawn = drawn_of(inside, narrow.on)
    notes = [_("Gevuld is gekozen, open is kandidaat. De streep is de gekozen dag.")]
    if len(inside) > len(drawn):
        notes.append(
            _(
                "In beeld staan er %(shown)s van de %(total)s: wat nog loopt of begint en het verst "
                "achterloopt op de eerste belofte. Kies een domein of een maat voor minder.",
                shown=len(drawn),
                total=len(inside),
            )
        )
    outside = len(lines) - len(inside)
    if outside:
        notes.append(
            ngettext(
                "%(num)s use case valt buiten deze vier jaar en staat alleen in de tabel.",
                "%(num)s use cases vallen buiten deze vier jaar en staan alleen in de tabel.",
                outside,
            )
        )
    if any(line.promise for line in lines):
        notes.append(_("De smalle balk eronder is wat eerst beloofd is."))
    else:
        notes.append(_("Er is nog geen vastgestelde eerste planning, dus u ziet hier nog geen verschuiving."))
    if narrow.is_dated:
        notes.append(_("Fase, planning en eerste belofte zijn die van de gekozen dag."))
    said = (
        sentence(inside, grid),
        drift_sentence(lines),
        aside_sentence(aside_of(rows, lines, promises or {})),
    )
    return Chart(
        slug=SLUG,
        title=_("Routekaart met eerste belofte"),
        on=narrow.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=" ".join(filter(None, said)),
                label=_("Tijdlijn van de geplande use cases per kwartaal"),
                make=lambda: figure(drawn, grid, narrow.on),
                is_wide=True,
                note=notes[0],
                is_illustrative=any(line.row.is_illustrative("planned") for line in inside),
                drawing_kind="roadmap",
                drawing=Drawing(grid, drawn, _place_of(narrow.on, grid)),
            )
        ],
        make_table=lambda: table_of(lines),
        make_data=lambda: data_of(lines),
        notes=notes[1:],
        key=[
            ("small-filled", _("klein, gekozen")),
            ("ambitious-filled", _("ambitieus, gekozen")),
            ("small-open", _("kandidaat")),
        ],
        arguments=narrow.arguments,
    )


def drawn_of(inside: Sequence[Line], on: date) -> Sequence[Line]:
    """Return what has room in the picture: of too many what is not over, furthest behind its promise first.

    By start alone the first of thousands would all be over. The order of the lines stays.
    """
    if len(inside) <= MOST_BARS:
        return inside
    now = Quarter.of(on)
    ahead = [line for line in inside if line.bar.item.end >= now] or inside
    late = sorted(ahead, key=lambda line: -(line.bar.moved or 0))[:MOST_BARS]
    codes = {line.row.code for line in late}
    return [line for line in inside if line.row.code in codes]


def as_planned(rows: Sequence[Row], plans: Mapping[str, tuple[int | None, int | None]]) -> list[Row]:
    """Return the rows with the plans of another day; what had none then has none here."""
    return [
        row._replace(planned_start=plans[row.code][0], planned_quarters=plans[row.code][1])
        if row.code in plans
        else row
        for row in rows
    ]


def window(on: date) -> tuple[Quarter, ...]:
    """Return the quarters in view: one year back and three ahead."""
    return tuple(span(Quarter.of(on) + -BEFORE, WINDOW))


def drift_sentence(lines: Sequence[Line]) -> str:
    """Return how much of what was promised ends later now; empty while nothing was."""
    moved = [line.bar.moved for line in lines if line.bar.moved is not None]
    if not moved:
        return ""
    late = sum(quarters > 0 for quarters in moved)
    return ngettext(
        "Van %(total)s beloofde use case staat er %(late)s later gepland dan eerst beloofd.",
        "Van %(total)s beloofde use cases staan er %(late)s later gepland dan eerst beloofd.",
        len(moved),
        total=len(moved),
        late=late,
    )


def aside_of(rows: Sequence[Row], lines: Sequence[Line], promises: Mapping[str, Promise]) -> list[str]:
    """Return the codes of what was promised and has no line: parked, stopped, an idea again, or unplanned."""
    drawn = {line.row.code for line in lines}
    return sorted(row.code for row in rows if row.code in promises and row.code not in drawn)


def aside_sentence(codes: Sequence[str]) -> str:
    """Return what was promised and is not on the time line any more; empty without any."""
    if not codes:
        return ""
    return ngettext(
        "%(num)s beloofde use case staat niet meer op de planning: %(codes)s.",
        "%(num)s beloofde use cases staan niet meer op de planning: %(codes)s.",
        len(codes),
        codes=", ".join(codes[:MOST_NAMED]) + (" …" if len(codes) > MOST_NAMED else ""),
    )


def sentence(inside: Sequence[Line], grid: tuple[Quarter, ...]) -> str:
    """Return when it is busiest."""
    chosen = [line for line in inside if line.is_chosen]
    if not chosen:
        return _("Er is in deze vier jaar nog niets gepland dat ook gekozen is.")
    at_work = Counter(
        grid[column]
        for line in chosen
        if line.bar.planned
        for column in range(line.bar.planned.column, line.bar.planned.column + line.bar.planned.columns)
    )
    most = max(at_work.values())
    busiest = min(quarter for quarter, total in at_work.items() if total == most)
    return _(
        "Het drukst is %(quarter)s: dan %(busy)s. Gekozen en gepland in deze vier jaar: %(total)s.",
        quarter=quarter_words(busiest),
        busy=ngettext("loopt er %(num)s", "lopen er %(num)s tegelijk", most),
        total=len(chosen),
    )


def figure(drawn: Sequence[Line], grid: tuple[Quarter, ...], on: date) -> Figure:
    """Return the picture: lying bars on a date axis."""
    link = use_case_links()
    names = _unique([plain(line.name) for line in drawn])
    by_code = dict(zip((line.row.code for line in drawn), names, strict=True))
    traces = []
    for is_chosen in (True, False):
        for size, colour in COLOURS.items():
            group = [line for line in drawn if line.is_chosen is is_chosen and line.row.size is size]
            if not group:
                continue
            ends = [_days(line, grid, line.bar.planned) for line in group]
            state = _("gekozen") if is_chosen else _("kandidaat")
            traces.append(
                bars(
                    [by_code[line.row.code] for line in group],
                    [(last - first).days * DAY for first, last in ends],
                    colour=colour,
                    filled=is_chosen,
                    base=[first.isoformat() for first, _last in ends],
                    name=f"{label(size)}, {state}",
                    hovertext=[_hover(line) for line in group],
                    customdata=[link(line.row.code) for line in group],
                    width=0.56,
                )
            )
    ghosts = [line for line in drawn if line.bar.baseline is not None]
    if ghosts:
        traces.append(_ghost_trace(ghosts, by_code, grid))
    first, last = grid[0].first_day, grid[-1].last_day + timedelta(days=1)
    return {
        "data": traces,
        "layout": {
            "barmode": "overlay",
            "height": height_of(len(drawn), 80),
            "xaxis": {
                "type": "date",
                "range": [first.isoformat(), last.isoformat()],
                "tickvals": [quarter.first_day.isoformat() for quarter in grid],
                "ticktext": [_tick(quarter) for quarter in grid],
                "showgrid": True,
                "side": "top",
                "ticklabelposition": "outside right",
            },
            "yaxis": names_axis(names),
            "shapes": [
                {
                    "type": "line",
                    "x0": on.isoformat(),
                    "x1": on.isoformat(),
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "line": {"color": TODAY, "width": 2},
                }
            ],
            "annotations": [
                words_at(
                    on.isoformat(),
                    0,
                    format_day(on),
                    yref="paper",
                    yanchor="top",
                    font={"color": TODAY, "size": 13},
                )
            ],
            "margin": {"l": 8, "r": 16, "t": 48, "b": 30},
        },
    }


def _ghost_trace(
    ghosts: Sequence[Line], names: Mapping[str, str], grid: tuple[Quarter, ...]
) -> dict[str, Any]:
    """Return the first promises as thin bars below those of now."""
    ends = [_days(line, grid, line.bar.baseline) for line in ghosts]
    return bars(
        [names[line.row.code] for line in ghosts],
        [(last - first).days * DAY for first, last in ends],
        colour=MUTED,
        base=[first.isoformat() for first, _last in ends],
        name=_("eerst beloofd"),
        hovertext=[_hover(line) for line in ghosts],
        width=0.14,
        offset=-0.46,
    )


def _days(line: Line, grid: tuple[Quarter, ...], stretch: rule.Stretch | None) -> tuple[date, date]:
    """Return first day and the day after the last of a stretch, cut at the window."""
    if stretch is None:
        raise ValueError(line.row.code)
    first = grid[stretch.column].first_day
    return first, grid[stretch.column + stretch.columns - 1].last_day + timedelta(days=1)


def _tick(quarter: Quarter) -> str:
    return f"Q{quarter.number}<br>{quarter.year}" if quarter.number == 1 else f"Q{quarter.number}"


def _unique(names: Sequence[str]) -> list[str]:
    """Return the names, told apart where two are the same: an axis has one place for each name."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name + "\u200b" * (seen[name] - 1))
    return found


def _hover(line: Line) -> str:
    item = line.bar.item
    promised = _("eerst beloofd")
    return (
        f"{plain(localised(line.row, 'title'))}"
        f"<br>{item.code} · {label(line.phase)} · {label(line.row.size)}"
        f"<br>{quarter_words(item.start)} – {quarter_words(item.end)}"
        + (f"<br>{promised}: {promised_words(line.promise)}" if line.promise else "")
    )


def _place_of(on: date, grid: tuple[Quarter, ...]) -> float | None:
    """Return where a day lies in the window, in quarters from its start; None outside it."""
    quarter = Quarter.of(on)
    if not grid[0] <= quarter <= grid[-1]:
        return None
    length = (quarter.last_day - quarter.first_day).days + 1
    return (quarter - grid[0]) + (on - quarter.first_day).days / length
