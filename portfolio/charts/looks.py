"""How figures look, beyond what static/js/charts.js gives every one: our signs, colours and bars.

Filled is chosen or happened, outlined is not chosen or planned; small is a
circle, ambitious a diamond. Source: the design of the charts.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape
from math import sqrt
from typing import Any

from flask import current_app, url_for

from core.i18n import is_only_dutch
from portfolio.charts.shape import Cell
from portfolio.rules.terms import Size

SMALL = "#3a7bb8"
AMBITIOUS = "#16324f"
LINE = "#76838f"
MUTED = "#54626f"
BAND = "#e6edf4"
GRID = "#e6ebf0"
PAPER = "#ffffff"
TODAY = "#1b5e9b"
# A property: bold in the words themselves becomes a style attribute, which the content policy refuses.
HEAVY = {"weight": 600}
COLOURS = {Size.SMALL: SMALL, Size.AMBITIOUS: AMBITIOUS, None: LINE}
SYMBOLS = {Size.SMALL: "circle", Size.AMBITIOUS: "diamond", None: "square"}
SIGNS = {Size.SMALL: "●", Size.AMBITIOUS: "◆", None: "■"}
ROW_HEIGHT = 30
# Plotly draws a diamond with a half-diagonal of 1.3 radius; equal area asks 1.253.
_DIAMOND = 1.253 / 1.3


def plain(text: str) -> str:
    """Return text for a figure, whose words are read as a little HTML."""
    return escape(text, quote=False)


def short(text: str, most: int = 38) -> str:
    """Return text that fits beside a bar, cut at a word."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,:;") + "…"


def diameter(effort: Decimal | None, size: Size | None) -> float:
    """Return the pixels across of a sign whose area is the effort; a small one when that is unknown."""
    across = 2 * min(max(3.6 * sqrt(effort or 1), 4.5), 30)
    return round(across * (_DIAMOND if size is Size.AMBITIOUS else 1), 1)


def bars(
    names: Sequence[str], lengths: Sequence[Any], *, colour: str, filled: bool = True, **more: Any
) -> dict[str, Any]:
    """Return a trace of lying bars; those that are planned or proposed are outlined."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(lengths),
        "y": list(names),
        "marker": {"color": colour if filled else PAPER, "line": {"color": colour, "width": 1.5}},
        "textposition": "none",
        "hoverinfo": "text",
        "cliponaxis": False,
        **more,
    }


def names_axis(names: Sequence[str], **more: Any) -> dict[str, Any]:
    """Return a y axis with the first name on top."""
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(reversed(names)),
        "showline": False,
        "ticks": "",
        "range": [-0.6, len(names) - 0.4],
        **more,
    }


def height_of(rows: int, extra: int = 60) -> int:
    """Return the height in pixels of a figure with so many rows."""
    return max(rows, 1) * ROW_HEIGHT + extra


def words_at(x: Any, y: Any, text: str, **more: Any) -> dict[str, Any]:
    """Return words in a figure, left of their place unless told otherwise."""
    return {"x": x, "y": y, "text": text, "showarrow": False, **more}


def use_case_links() -> Callable[[str], str | None]:
    """Return what turns a code into an address; made once, as a chart may hold thousands."""
    if "portfolio.show_use_case" not in current_app.view_functions:
        return lambda code: None
    before, _, after = url_for("portfolio.show_use_case", code="CODE").rpartition("CODE")
    return lambda code: f"{before}{code}{after}"


def title_cell(row: Any, words: str, url: str | None) -> Cell:
    """Return the head of a row about a use case: its title as a link and its code below."""
    return Cell(words, url=url, sub=row.code, is_dutch=is_only_dutch(row, "title"))
