"""A grid of squares with a number in each: read by the number as well as by the shade."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.charts.looks import AMBITIOUS, GRID, LINE, PAPER, height_of, names_axis
from portfolio.charts.shape import Figure

# From nothing to the most; on the dark half the number is white.
SHADES = ("#ffffff", "#dfe9f3", "#b3cce4", "#7fa8d0", "#3a6ea5", AMBITIOUS)
_WHITE_FROM = 4
AMBER = "#e0a030"
SIDE = 26


@dataclass(frozen=True, slots=True)
class Square:
    """One place of a grid: a row and a column by name, what stands in it, its shade 0–5 and words on hover.

    ``is_warning`` draws an amber triangle around the number instead of a square.
    """

    row: str
    column: str
    text: str
    shade: int
    hover: str
    is_warning: bool = False
    url: str | None = None


def grid(rows: Sequence[str], columns: Sequence[str], squares: Sequence[Square], **axis: Any) -> Figure:
    """Return the picture; ``axis`` adds to the axis of the columns, which stands on top."""
    traces = []
    for is_warning in (False, True):
        group = [one for one in squares if one.is_warning is is_warning]
        if not group:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [one.column for one in group],
                "y": [one.row for one in group],
                "text": [one.text for one in group],
                "textposition": "middle center",
                "textfont": {"color": [_ink(one) for one in group], "size": 13},
                "marker": {
                    "symbol": "triangle-up" if is_warning else "square",
                    "size": SIDE + 4 if is_warning else SIDE,
                    "color": [AMBER if is_warning else SHADES[one.shade] for one in group],
                    "line": {"color": LINE, "width": 1},
                    "opacity": 1,
                },
                "hoverinfo": "text",
                "hovertext": [one.hover for one in group],
                "customdata": [one.url for one in group],
                "cliponaxis": False,
            }
        )
    return {
        "data": traces,
        "layout": {
            "height": height_of(len(rows), 90),
            "margin": {"l": 8, "r": 16, "t": 34, "b": 12},
            "xaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": list(columns),
                "range": [-0.6, len(columns) - 0.4],
                "side": "top",
                "showline": False,
                **axis,
            },
            "yaxis": names_axis(rows, showgrid=True, gridcolor=GRID),
            "plot_bgcolor": PAPER,
        },
    }


def _ink(one: Square) -> str:
    return PAPER if one.shade >= _WHITE_FROM and not one.is_warning else "#1b1b1b"


def shade_of(number: int, most: int) -> int:
    """Return the shade of a count: none is white, the most is darkest."""
    if number <= 0 or most <= 0:
        return 0
    return max(1, min(5, round(5 * number / most)))
