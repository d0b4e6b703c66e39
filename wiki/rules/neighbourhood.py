"""Where the pages around a page stand in its picture: one in the middle column, steps to the right.

Plain columns read better than a ring, do not overlap, and grow downwards only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

STEPS = 2
MOST = 40  # pages in a picture
COLUMN = 360
ROW = 56
WIDTH = 220
HEIGHT = 40
MARGIN = 12
LETTERS = 26  # that fit on a line of a box


@dataclass(frozen=True, slots=True)
class Box:
    """A page in the picture: its place and its words on at most two lines."""

    id: int
    x: int
    y: int
    lines: tuple[str, ...]
    step: int


@dataclass(frozen=True, slots=True)
class Line:
    """A relation in the picture, from the edge of one box to that of another, with its words on the way.

    ``x`` and ``y`` are where its words stand: at the side where the lines are far
    apart; ``anchor`` says whether they begin or end there.
    """

    x1: int
    y1: int
    x2: int
    y2: int
    words: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All boxes and lines, and how big the drawing is."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def near(
    start: int, pairs: Iterable[tuple[int, int]], steps: int = STEPS, most: int = MOST
) -> dict[int, int]:
    """Return the pages within so many steps of ``start``, each with its step; nearest first, bounded."""
    around: dict[int, list[int]] = {}
    for one, other in pairs:
        around.setdefault(one, []).append(other)
        around.setdefault(other, []).append(one)
    found = {start: 0}
    edge = [start]
    for step in range(1, steps + 1):
        following = []
        for page in edge:
            for other in dict.fromkeys(around.get(page, ())):
                if other not in found and len(found) < most:
                    found[other] = step
                    following.append(other)
        edge = following
    return found


def picture(
    steps: Mapping[int, int], titles: Mapping[int, str], lines: Sequence[tuple[int, int, str]]
) -> Picture:
    """Return where everything stands; ``lines`` are (page, page, words)."""
    columns: dict[int, list[int]] = {}
    for page, step in steps.items():
        columns.setdefault(step, []).append(page)
    tallest = max((len(column) for column in columns.values()), default=1)
    boxes: dict[int, Box] = {}
    for step, column in columns.items():
        top = MARGIN + (tallest - len(column)) * ROW // 2
        for place, page in enumerate(column):
            x, y = MARGIN + step * COLUMN, top + place * ROW
            boxes[page] = Box(page, x, y, _wrapped(titles.get(page, "")), step)
    drawn: dict[tuple[int, int], Line] = {}
    for one, other, words in lines:
        if one not in boxes or other not in boxes or one == other:
            continue
        left, right = sorted((boxes[one], boxes[other]), key=lambda box: (box.x, box.y))
        pair = (left.id, right.id)
        if pair in drawn:
            continue
        if left.x != right.x:  # those in one column stand in the list; a line would run behind the boxes
            is_fan = len(columns[left.step]) <= len(columns[right.step])
            drawn[pair] = _line(left, right, _cut(words, 20), is_fan)
    width = 2 * MARGIN + max(columns, default=0) * COLUMN + WIDTH
    return Picture(
        tuple(boxes.values()), tuple(drawn.values()), width, 2 * MARGIN + (tallest - 1) * ROW + HEIGHT
    )


def _line(left: Box, right: Box, words: str, is_fan: bool) -> Line:
    x1, y1, x2, y2 = left.x + WIDTH, left.y + HEIGHT // 2, right.x, right.y + HEIGHT // 2
    if is_fan:
        return Line(x1, y1, x2, y2, words, x2 - 4, y2 - 4, "end")
    return Line(x1, y1, x2, y2, words, x1 + 4, y1 - 4, "start")


def _wrapped(text: str) -> tuple[str, ...]:
    """Return a title on at most two lines."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    kept = lines if len(lines) <= 2 else [lines[0], f"{lines[1]} …"]
    return tuple(_cut(line, LETTERS + 2) for line in kept)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
