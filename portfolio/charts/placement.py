"""Where the words beside the signs of a chart go: none over another, the rest left out.

Plain geometry in pixels of a picture of ordinary width; on a narrow one some
words may touch, and the table holds them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SIGN_WIDTH, LINE_HEIGHT, GAP = 7.2, 17.0, 4.0
PLACES = ("middle right", "middle left", "top center", "bottom center")
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A sign: its middle in pixels, half its width, the words it wants, and how far a line rises from it."""

    x: float
    y: float
    radius: float
    words: str
    whisker: float = 0


def place(spots: Sequence[Spot], width: float, height: float) -> list[str | None]:
    """Return where the words of each spot go, or None where there is no room; who comes first chooses."""
    taken: list[Box] = [_around(spot) for spot in spots]
    whiskers = [(spot.x - 2, spot.y - spot.whisker, spot.x + 2, spot.y) for spot in spots if spot.whisker]
    found: list[str | None] = []
    for own, spot in enumerate(spots):
        others = [box for number, box in enumerate(taken) if number != own] + whiskers
        choice = next((name for name in PLACES if _fits(_box(spot, name), others, width, height)), None)
        if choice:
            taken.append(_box(spot, choice))
        found.append(choice)
    return found


def _around(spot: Spot) -> Box:
    return (spot.x - spot.radius, spot.y - spot.radius, spot.x + spot.radius, spot.y + spot.radius)


def _box(spot: Spot, name: str) -> Box:
    long = len(spot.words) * SIGN_WIDTH
    half = LINE_HEIGHT / 2
    if name == "middle right":
        left = spot.x + spot.radius + GAP
        return (left, spot.y - half, left + long, spot.y + half)
    if name == "middle left":
        right = spot.x - spot.radius - GAP
        return (right - long, spot.y - half, right, spot.y + half)
    if name == "top center":
        bottom = spot.y - spot.radius - 1
        return (spot.x - long / 2, bottom - LINE_HEIGHT, spot.x + long / 2, bottom)
    top = spot.y + spot.radius + 1
    return (spot.x - long / 2, top, spot.x + long / 2, top + LINE_HEIGHT)


def _fits(box: Box, others: Sequence[Box], width: float, height: float) -> bool:
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )
