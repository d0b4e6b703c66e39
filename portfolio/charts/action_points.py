"""Action points per theme and year: on how many a result was reported.

Not reported is a value of its own: it says nothing of done or not done.
Source: domain.md §7, methods.md §5, chart 22.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from core.i18n import is_only_dutch, localised
from portfolio.charts.looks import AMBITIOUS, HEAVY, LINE, height_of, names_axis, plain, short, words_at
from portfolio.charts.looks import bars as bar_trace
from portfolio.charts.narrow import Narrow
from portfolio.charts.shape import Cell, Chart, Column, Data, Figure, Plot, Table
from portfolio.models import ActionPoint, ActionTheme, Agenda

SLUG = "action-points"


@dataclass(frozen=True)
class Tally:
    """How many action points there are, and on how many of those a result was reported."""

    reported: int
    total: int

    @property
    def silent(self) -> int:
        """Those on which nothing was reported."""
        return self.total - self.reported


def build(agenda: Agenda | None, narrow: Narrow) -> Chart:
    """Return the chart of an agenda; without one it says so."""
    themes = list(agenda.themes) if agenda else []
    years = list(range(agenda.from_year, agenda.to_year + 1)) if agenda else []
    return Chart(
        slug=SLUG,
        title=title_of(_("Actiepunten per thema en jaar"), agenda, narrow),
        on=narrow.on,
        plots=[
            Plot(
                slug=SLUG,
                sentence=sentence(themes, narrow.on.year),
                label=_("Actiepunten per thema en jaar: wel of geen resultaat gemeld"),
                make=lambda: figure(agenda, themes, years),
                is_wide=True,
                note=_("Gevuld: resultaat gemeld. Open: niet gemeld."),
            )
        ],
        make_table=lambda: _table(agenda, themes, years),
        make_data=lambda: _data(agenda, themes, years),
        notes=[
            _("Een actiepunt telt in elk jaar waarin het loopt; ‘samen’ telt elk actiepunt één keer."),
            _("Niet gemeld zegt niets over wel of niet gedaan. Wat er staat, is wat er is gemeld."),
            *(
                [_("De dag bepaalt wat klaar had moeten zijn; wat gemeld is, is de stand van nu.")]
                if narrow.is_dated
                else []
            ),
        ],
        arguments=narrow.arguments,
    )


def title_of(words: str, agenda: Agenda | None, narrow: Narrow) -> str:
    """Return the title of a chart of an agenda, with its name when one was asked for."""
    return f"{words}: {localised(agenda, 'title')}" if agenda and narrow.agenda else words


def runs_in(action: ActionPoint, year: int, last: int) -> bool:
    """Tell whether an action runs in a year; an open end runs to the last year of the agenda."""
    first = action.year_from
    end = action.year_to if action.year_to is not None else last
    return first is not None and first <= year <= max(end, first)


def tally(actions: Sequence[ActionPoint]) -> Tally:
    """Count them."""
    return Tally(sum(action.is_reported for action in actions), len(actions))


def sentence(themes: Sequence[ActionTheme], year: int) -> str:
    """Return how many were reported, and of those that should be over by ``year`` how many were not."""
    actions = [action for theme in themes for action in theme.actions]
    if not actions:
        return _("Er zijn nog geen actiepunten.")
    every = tally(actions)
    over = tally([action for action in actions if action.year_to is not None and action.year_to < year])
    found = _(
        "Over %(reported)s van de %(total)s actiepunten is een resultaat gemeld.",
        reported=every.reported,
        total=every.total,
    )
    if not over.silent:
        return found
    return f"{found} " + _(
        "Van de %(over)s die voor %(year)s klaar zouden zijn, is over %(silent)s niets gemeld.",
        over=over.total,
        year=year,
        silent=over.silent,
    )


def theme_words(theme: ActionTheme) -> str:
    """Return number and title of a theme."""
    return f"{theme.number} {localised(theme, 'title')}"


def figure(agenda: Agenda | None, themes: Sequence[ActionTheme], years: Sequence[int]) -> Figure:
    """Return small multiples: a year each, the themes below each other."""
    names = [plain(short(theme_words(theme), 44)) for theme in themes]
    links = [_actions_url(agenda, theme=theme.number) for theme in themes]
    traces: list[dict[str, Any]] = []
    counts = {
        year: [tally([one for one in theme.actions if runs_in(one, year, years[-1])]) for theme in themes]
        for year in years
    }
    most = max((one.total for row in counts.values() for one in row), default=1) or 1
    for place, year in enumerate(years):
        axis = "" if place == 0 else str(place + 1)
        for words, filled, numbers in (
            (_("resultaat gemeld"), True, [one.reported for one in counts[year]]),
            (_("niet gemeld"), False, [one.silent for one in counts[year]]),
        ):
            traces.append(
                bar_trace(
                    names,
                    [number or None for number in numbers],
                    colour=AMBITIOUS if filled else LINE,
                    filled=filled,
                    name=words,
                    xaxis=f"x{axis}",
                    text=[str(number) if number else "" for number in numbers],
                    textposition="inside",
                    insidetextanchor="middle",
                    textangle=0,
                    constraintext="none",
                    textfont={"color": "#ffffff"} if filled else {},
                    hovertext=[
                        f"{name}, {year}: {number} {words}"
                        for name, number in zip(names, numbers, strict=True)
                    ],
                    customdata=links,
                    width=0.66,
                )
            )
    layout = {**columns_layout(len(years), most), "barmode": "stack", "height": height_of(len(names), 90)}
    layout["yaxis"] = names_axis(names)
    layout["annotations"] = headings([str(year) for year in years])
    return {"data": traces, "layout": layout}


def columns_layout(count: int, most: float) -> dict[str, Any]:
    """Return the x axes of so many pictures beside each other, all on one scale."""
    gap = 0.04
    width = (1 - gap * (count - 1)) / max(count, 1)
    return {
        f"xaxis{'' if place == 0 else place + 1}": {
            "domain": [round(place * (width + gap), 4), round(place * (width + gap) + width, 4)],
            "range": [0, most * 1.02],
            "anchor": "y",
            "showticklabels": False,
            "showline": False,
            "ticks": "",
        }
        for place in range(count)
    } | {"margin": {"l": 8, "r": 16, "t": 44, "b": 8}}


def headings(words: Sequence[str]) -> list[dict[str, Any]]:
    """Return a heading above each of the pictures."""
    return [
        words_at(
            0,
            1,
            text,
            xref=f"x{'' if place == 0 else place + 1} domain",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            align="left",
            yshift=4,
            font=HEAVY,
        )
        for place, text in enumerate(words)
    ]


def _actions_url(agenda: Agenda | None, **filters: Any) -> str | None:
    if agenda is None or "portfolio.show_agenda" not in current_app.view_functions:
        return None
    return url_for("portfolio.show_agenda", slug=agenda.slug, **filters)


def _table(agenda: Agenda | None, themes: Sequence[ActionTheme], years: Sequence[int]) -> Table:
    def words(one: Tally, **filters: Any) -> Cell:
        if not one.total:
            return Cell()
        url = _actions_url(agenda, **filters)
        return Cell(_("%(reported)s van %(total)s", reported=one.reported, total=one.total), url=url)

    rows = []
    for theme in themes:
        cells = [
            Cell(
                theme_words(theme),
                url=_actions_url(agenda, theme=theme.number),
                is_dutch=is_only_dutch(theme, "title"),
            )
        ]
        cells += [
            words(
                tally([one for one in theme.actions if runs_in(one, year, years[-1])]),
                theme=theme.number,
                year=year,
            )
            for year in years
        ]
        rows.append([*cells, words(tally(theme.actions), theme=theme.number)])
    actions = [action for theme in themes for action in theme.actions]
    total = [Cell(_("Samen"))]
    total += [
        words(tally([one for one in actions if runs_in(one, year, years[-1])]), year=year) for year in years
    ]
    total.append(words(tally(actions)))
    columns = [
        Column(_("Thema")),
        *(Column(str(year), sub=_("gemeld"), is_numeric=True) for year in years),
        Column(_("Samen"), sub=_("gemeld"), is_numeric=True),
    ]
    return Table(columns, rows, total if themes else ())


def _data(agenda: Agenda | None, themes: Sequence[ActionTheme], years: Sequence[int]) -> Data:
    records: list[dict[str, Any]] = []
    for theme in themes:
        for year in (*years, None):
            running = [one for one in theme.actions if year is None or runs_in(one, year, years[-1])]
            one = tally(running)
            records.append(
                {
                    "agenda": agenda.slug if agenda else None,
                    "theme": theme.number,
                    "title": theme.title,
                    "year": year,
                    "reported": one.reported,
                    "not_reported": one.silent,
                    "total": one.total,
                    "illustrative": [],
                }
            )
    return Data(("agenda", "theme", "title", "year", "reported", "not_reported", "total"), records)
