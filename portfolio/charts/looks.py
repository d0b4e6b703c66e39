"""How figures look, beyond what static/js/charts.js gives every one: our signs, colours and bars.

Filled is chosen or happened, outlined is not chosen or planned; small is a
circle, ambitious a diamond. Source: the design of the charts.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cache
from html import escape
from math import sqrt
from typing import Any

from flask import current_app, url_for

from core.i18n import format_number, format_percent, is_only_dutch, language
from portfolio.charts.shape import Cell
from portfolio.labels import label
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
MOST_ROWS = 100  # of a table on a page; all of them are in the CSV
# Plotly draws a diamond with a half-diagonal of 1.3 radius; equal area asks 1.253.
_DIAMOND = 1.253 / 1.3


def plain(text: str) -> str:
    """Return text for a figure, whose words are read as a little HTML."""
    return escape(text, quote=False)


def short(text: str, most: int = 38) -> str:
    """Return text that fits beside a bar, cut at a word."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0][: most - 1].rstrip(" ,:;") + "…"


def apart(texts: Sequence[str], most: int = 38) -> list[str]:
    """Return each text cut to fit; those that would look alike are cut later, or numbered: rows stay rows."""
    cut = [short(text, most) for text in texts]
    again = [
        short(text, 2 * most) if cut.count(word) > 1 else word for text, word in zip(texts, cut, strict=True)
    ]
    found: list[str] = []
    for place, word in enumerate(again):
        found.append(f"{word} ({again[:place].count(word) + 1})" if word in again[:place] else word)
    return found


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


def titles() -> Callable[[Any], str]:
    """Return what gives the title of a row in the reader's language; that is asked once for all rows."""
    if language() != "en":
        return lambda row: str(row.title)
    return lambda row: str(row.title_en or row.title)


def numbers(digits: int = 0) -> Callable[[Any], str]:
    """Return what writes numbers as the reader's language does, each different one once; none is no words."""
    return cache(lambda number: "" if number is None else format_number(number, digits))


def percentages() -> Callable[[int | None], str]:
    """Return what writes whole percentages, each different one once; none is no words."""
    return cache(lambda share: "" if share is None else format_percent(Decimal(share) / 100))


def labels(kind: type[StrEnum]) -> dict[Any, str]:
    """Return the words of each member, and a dash for none."""
    return {None: label(None), **{member: label(member) for member in kind}}


def title_cell(row: Any, words: str, url: str | None) -> Cell:
    """Return the head of a row about a use case: its title as a link and its code below."""
    return Cell(words, url=url, sub=row.code, is_dutch=is_only_dutch(row, "title"))
