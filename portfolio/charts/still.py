"""Drawings of plain shapes for paper: bars, lines and intervals, each with its words beside it.

Filled is what happened, open is what was promised or said; a line has its own dash and
sign. So a drawing reads in grey, and without its table. Widths are in units of a
drawing 640 wide; a letter takes about half its size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from portfolio.charts.looks import AMBITIOUS, GRID, LINE, MUTED, PAPER, SMALL, short
from portfolio.rules.report_document import Drawing, Shape

WIDTH = 640
FONT = "Source Sans 3, Arial, Helvetica, sans-serif"
INK = "#1d2730"
SIZE = 15
MOST_ROWS = 15
_LETTER = 0.52


@dataclass
class Sheet:
    """Shapes as they are added, from the top down."""

    shapes: list[Shape] = field(default_factory=list)

    def add(self, tag: str, text: str = "", **attributes: Any) -> None:
        """Add an element; ``_`` in a name becomes ``-``, numbers become short texts."""
        shape: dict[str, Any] = {
            "tag": tag,
            "attributes": {name.replace("_", "-"): _short(value) for name, value in attributes.items()},
        }
        if text:
            shape["text"] = text
        self.shapes.append(shape)

    def words(self, x: float, y: float, text: str, **more: Any) -> None:
        """Add text with its base line at ``y``."""
        style: dict[str, Any] = {"font_family": FONT, "font_size": SIZE, "fill": INK} | more
        self.add("text", text, x=x, y=y, **style)

    def rule(self, x1: float, y1: float, x2: float, y2: float, **more: Any) -> None:
        """Add a straight line."""
        style: dict[str, Any] = {"stroke": LINE, "stroke_width": 1} | more
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, **style)

    def bar(self, x: float, y: float, width: float, height: float, *, filled: bool) -> None:
        """Add a bar; an open one has a dark edge."""
        if filled:
            self.add("rect", x=x, y=y, width=width, height=height, fill=AMBITIOUS)
        else:
            edge: dict[str, Any] = {"fill": PAPER, "stroke": AMBITIOUS, "stroke_width": 1.5}
            self.add("rect", x=x, y=y + 0.75, width=width, height=height - 1.5, **edge)

    def key(self, y: float, entries: Sequence[tuple[str, bool]]) -> None:
        """Add what filled and open mean, in one line."""
        x = 0.0
        for words, filled in entries:
            self.bar(x, y - 11, 20, 12, filled=filled)
            self.words(x + 27, y, words)
            x += 27 + width_of(words) + 26


def width_of(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is."""
    return len(text) * size * _LETTER


def _short(value: Any) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Pair:
    """Two bars below a name: what was promised (open) and what is there (filled), with their words."""

    name: str
    open: float
    filled: float
    open_words: str
    filled_words: str


def pairs(slug: str, title: str, desc: str, key: tuple[str, str], rows: Sequence[Pair]) -> Drawing:
    """Return two bars per row, open above filled, the number at the end of each."""
    sheet = Sheet()
    shown = rows[:MOST_ROWS]
    most = max([1.0, *(one.open for one in shown), *(one.filled for one in shown)])
    room = WIDTH - 90
    sheet.key(16, [(key[0], False), (key[1], True)])
    y = 48
    for one in shown:
        sheet.words(0, y, short(one.name, 70), font_weight=600)
        for place, (value, words, filled) in enumerate(
            ((one.open, one.open_words, False), (one.filled, one.filled_words, True))
        ):
            top = y + 8 + place * 20
            if value > 0:
                sheet.bar(1, top, max(3.0, room * value / most), 14, filled=filled)
            sheet.words(room * value / most + 9 if value > 0 else 1, top + 12, words)
        y += 66
    return Drawing(slug, title, desc, WIDTH, y - 16, sheet.shapes)


@dataclass(frozen=True)
class Line:
    """A line with its words at the end; ``dash`` is empty for a solid one, ``sign`` circle or square."""

    name: str
    values: Sequence[float]
    words: str
    dash: str = ""
    sign: str = "circle"


def lines(slug: str, title: str, desc: str, ticks: Sequence[str], rows: Sequence[Line]) -> Drawing:
    """Return lines over the same ticks, from zero, with name and last value at the right end."""
    sheet = Sheet()
    left, right, top, bottom = 44.0, WIDTH - 190.0, 14.0, 250.0
    most = max([1.0, *(value for one in rows for value in one.values)])
    step = _step(most)
    most = step * -(-most // step)
    across = (right - left) / max(1, len(ticks) - 1)

    def down(value: float) -> float:
        return bottom - (bottom - top) * value / most

    mark = 0.0
    while mark <= most + step / 2:
        sheet.rule(left, down(mark), right, down(mark), stroke=LINE if mark == 0 else GRID)
        sheet.words(left - 8, down(mark) + 5, f"{mark:.0f}", text_anchor="end", fill=MUTED)
        mark += step
    _label_ticks(sheet, ticks, (left, right, across), bottom + 22)
    ends = _apart([down(one.values[-1]) if one.values else bottom for one in rows], 40.0)
    for one, end, colour in zip(rows, ends, (AMBITIOUS, SMALL, LINE), strict=False):
        points = [(left + place * across, down(value)) for place, value in enumerate(one.values)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = {"stroke_dasharray": one.dash} if one.dash else {}
        sheet.add("polyline", points=path, fill="none", stroke=colour, stroke_width=2.5, **dash)
        for x, y in points:
            if one.sign == "circle":
                sheet.add("circle", cx=x, cy=y, r=4, fill=colour)
            else:
                edge: dict[str, Any] = {"fill": PAPER, "stroke": colour, "stroke_width": 2}
                sheet.add("rect", x=x - 4, y=y - 4, width=8, height=8, **edge)
        sheet.words(right + 14, end, short(one.name, 24), font_weight=600)
        sheet.words(right + 14, end + 17, short(one.words, 24), fill=MUTED)
    return Drawing(slug, title, desc, WIDTH, 284, sheet.shapes)


def _label_ticks(sheet: Sheet, ticks: Sequence[str], place: tuple[float, float, float], y: float) -> None:
    """Add the first and the last tick, and between them those that have room."""
    left, right, across = place
    if not ticks:
        return
    wide = max(width_of(words) for words in ticks) + 14
    free = left + wide
    sheet.words(left, y, ticks[0], fill=MUTED)
    for number, words in enumerate(ticks[1:-1], 1):
        x = left + number * across
        if free <= x - wide / 2 and x + wide / 2 <= right - wide:
            sheet.words(x, y, words, text_anchor="middle", fill=MUTED)
            free = x + wide / 2
    if len(ticks) > 1:
        sheet.words(right, y, ticks[-1], text_anchor="end", fill=MUTED)


def _step(most: float) -> float:
    """Return a round step that gives at most five of them."""
    size = 1.0
    while True:
        for factor in (1, 2, 5):
            if most <= size * factor * 5:
                return size * factor
        size *= 10


def _apart(ends: Sequence[float], least: float) -> list[float]:
    """Return the places of labels, moved where they would touch or fall off."""
    order = sorted(range(len(ends)), key=lambda place: ends[place])
    found = list(ends)
    for before, after in pairwise(order):
        found[after] = max(found[after], found[before] + least)
    for place, limit in zip(reversed(order), (240.0, 200.0, 160.0), strict=False):
        found[place] = min(found[place], limit)
    return found


@dataclass(frozen=True)
class Interval:
    """A range with its middle; ``words`` say all three. None in the middle is unknown."""

    name: str
    low: float | None
    middle: float | None
    high: float | None
    words: str


def intervals(slug: str, title: str, desc: str, zero: str, rows: Sequence[Interval]) -> Drawing:
    """Return a line per row from low to high with a dot in the middle, and a rule at zero called ``zero``."""
    sheet = Sheet()
    shown = rows[:MOST_ROWS]
    known = [value for one in shown for value in (one.low, one.high) if value is not None]
    low, high = min([0.0, *known]), max([1.0, *known])
    span = (high - low) or 1.0
    left, right = 8.0, WIDTH - 8.0

    def across(value: float) -> float:
        return left + (right - left) * (value - low) / span

    bottom = 40 + len(shown) * 56
    sheet.rule(across(0), 24, across(0), bottom - 12, stroke=MUTED, stroke_dasharray="2 3")
    at_end = across(0) > WIDTH - width_of(zero) - 10
    sheet.words(across(0), 16, zero, text_anchor="end" if at_end else "start", fill=MUTED)
    y = 46
    for one in shown:
        sheet.words(0, y, short(one.name, 44), font_weight=600)
        sheet.words(WIDTH, y, one.words, text_anchor="end")
        if one.middle is not None and one.low is not None and one.high is not None:
            sheet.rule(across(one.low), y + 18, across(one.high), y + 18, stroke=SMALL, stroke_width=6)
            sheet.add("circle", cx=across(one.middle), cy=float(y + 18), r=7, fill=AMBITIOUS)
        y += 56
    return Drawing(slug, title, desc, WIDTH, bottom, sheet.shapes)
