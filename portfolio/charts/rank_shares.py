"""Rank acceptability: in which share of the draws each use case comes first, second, and so on (SMAA-2).

The second picture of chart 11. Source: methods.md §3 and §5.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from core.i18n import format_percent
from portfolio.charts.grid import Square, grid, shade_of
from portfolio.charts.looks import plain, short, titles, use_case_links
from portfolio.charts.shape import Figure, Plot

MOST = 12
SHOWN_FROM = 0.005


def ranks_plot(ranks: Mapping[str, Sequence[float]], rows: Mapping[str, Any], *, marked: bool) -> Plot | None:
    """Return the picture of the twelve that come first most often; None when nothing was ranked."""
    codes = sorted(
        (code for code in ranks if code in rows), key=lambda code: ([-share for share in ranks[code]], code)
    )[:MOST]
    if not codes:
        return None
    return Plot(
        slug="ranks",
        title=_("Hoe vaak op welke plaats"),
        sentence=_(
            "%(code)s komt het vaakst op de eerste plaats: in %(share)s van de trekkingen.",
            code=codes[0],
            share=format_percent(ranks[codes[0]][0]),
        ),
        label=_("Per use case het aandeel van de trekkingen op elke plaats, in procenten"),
        make=lambda: figure(codes, ranks, rows),
        note=_("Het getal is het percentage van de trekkingen. Geen vakje: minder dan een half procent."),
        is_wide=True,
        is_illustrative=marked,
    )


def figure(codes: Sequence[str], ranks: Mapping[str, Sequence[float]], rows: Mapping[str, Any]) -> Figure:
    """Return a grid of use cases by place, with the percentage in each square."""
    title, link = titles(), use_case_links()
    names = {code: f"{code} {plain(short(title(rows[code]), 30))}" for code in codes}
    places = [str(place) for place in range(1, min(MOST, max(len(ranks[code]) for code in codes)) + 1)]
    squares = [
        Square(
            names[code],
            place,
            f"{100 * share:.0f}",
            shade_of(round(100 * share), 100),
            _("%(code)s op plaats %(place)s: %(share)s", code=code, place=place, share=format_percent(share)),
            url=link(code),
        )
        for code in codes
        for place, share in zip(places, ranks[code], strict=False)
        if share >= SHOWN_FROM
    ]
    return grid(list(names.values()), places, squares, title={"text": _("Plaats")})
