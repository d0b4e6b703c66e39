"""What two sequences have in common, within a fixed amount of work.

First the equal ends, then the items that occur once on both sides (patience),
which splits the work in pieces; then each piece by Myers' greedy method. A piece
that would cost too much counts as wholly different: the answer stays right, and
is only coarser. So no text, however hostile, keeps a reader waiting.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

MOST_WORK = 600_000  # steps in all: some tenths of a second
MOST_EDITS = 400  # of one piece; memory grows with its square
DEEPEST = 3  # rounds of splitting by unique items


@dataclass(frozen=True, slots=True)
class Match:
    """``size`` items from ``old`` on are equal to those from ``new`` on."""

    old: int
    new: int
    size: int


@dataclass(frozen=True, slots=True)
class _Piece:
    old_from: int
    old_to: int
    new_from: int
    new_to: int
    depth: int


class Work:
    """Steps left to spend; may be shared by several comparisons. Tells whether a piece cost too much."""

    __slots__ = ("is_coarse", "left")

    def __init__(self, left: int = MOST_WORK) -> None:
        self.left = left
        self.is_coarse = False


def matches(old: Sequence[Hashable], new: Sequence[Hashable], work: Work | None = None) -> list[Match]:
    """Return the matching stretches in order, as long as they get, none of them empty."""
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    found: list[Match] = []
    purse = work or Work()
    pieces = [_Piece(0, len(a), 0, len(b), 0)]
    while pieces:
        piece = _trimmed(a, b, pieces.pop(), found)
        if piece.old_from == piece.old_to or piece.new_from == piece.new_to:
            continue
        parts = _split(a, b, piece) if piece.depth < DEEPEST else []
        if parts:
            pieces += parts
        else:
            found += _myers(a, b, piece, purse)
    return _joined(found)


def _trimmed(a: list[int], b: list[int], piece: _Piece, found: list[Match]) -> _Piece:
    """Note the equal ends of a piece and return what lies between."""
    i, i_end, j, j_end = piece.old_from, piece.old_to, piece.new_from, piece.new_to
    while i < i_end and j < j_end and a[i] == b[j]:
        i, j = i + 1, j + 1
    if i > piece.old_from:
        found.append(Match(piece.old_from, piece.new_from, i - piece.old_from))
    while i < i_end and j < j_end and a[i_end - 1] == b[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    if i_end < piece.old_to:
        found.append(Match(i_end, j_end, piece.old_to - i_end))
    return _Piece(i, i_end, j, j_end, piece.depth)


def _split(a: list[int], b: list[int], piece: _Piece) -> list[_Piece]:
    """Cut a piece before each item that is unique on both sides and keeps its order."""
    here, there = a[piece.old_from : piece.old_to], b[piece.new_from : piece.new_to]
    in_a, in_b = Counter(here), Counter(there)
    place_in_b = {item: place for place, item in enumerate(there, piece.new_from) if in_b[item] == 1}
    anchors = [
        (place, place_in_b[item])
        for place, item in enumerate(here, piece.old_from)
        if in_a[item] == 1 and item in place_in_b
    ]
    if not anchors:
        return []
    parts, i, j = [], piece.old_from, piece.new_from
    for next_i, next_j in [*_longest_rising(anchors), (piece.old_to, piece.new_to)]:
        parts.append(_Piece(i, next_i, j, next_j, piece.depth + 1))
        i, j = next_i, next_j
    return parts


def _longest_rising(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of anchors whose second places rise too (patience sorting)."""
    tops: list[int] = []
    top_index: list[int] = []
    before: list[int | None] = []
    for index, (_, place) in enumerate(anchors):
        pile = bisect_left(tops, place)
        before.append(top_index[pile - 1] if pile else None)
        if pile == len(tops):
            tops.append(place)
            top_index.append(index)
        else:
            tops[pile], top_index[pile] = place, index
    run: list[tuple[int, int]] = []
    at: int | None = top_index[-1]
    while at is not None:
        run.append(anchors[at])
        at = before[at]
    return run[::-1]


def _myers(a: list[int], b: list[int], piece: _Piece, purse: Work) -> list[Match]:
    """Return the matches of a shortest edit script, or none when it costs too much."""
    if set(a[piece.old_from : piece.old_to]).isdisjoint(b[piece.new_from : piece.new_to]):
        return []
    n, m = piece.old_to - piece.old_from, piece.new_to - piece.new_from
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(n + m, MOST_EDITS) + 1):
        trail.append(dict(furthest))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            start = x
            while x < n and x - k < m and a[piece.old_from + x] == b[piece.new_from + x - k]:
                x += 1
            furthest[k] = x
            purse.left -= 1 + x - start
            if x >= n and x - k >= m:
                return _retraced(trail, n, m, piece)
        purse.left -= 2 * edits
        if purse.left < 0:
            break
    purse.is_coarse = True
    return []


def _retraced(trail: list[dict[int, int]], n: int, m: int, piece: _Piece) -> list[Match]:
    found: list[Match] = []
    x, y = n, m
    for edits in range(len(trail) - 1, -1, -1):
        furthest, k = trail[edits], x - y
        down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
        k_before = k + 1 if down else k - 1
        x_before = furthest[k_before]
        y_before = x_before - k_before
        start = (x_before if down else x_before + 1) if edits else 0
        if x > start:
            found.append(Match(piece.old_from + start, piece.new_from + start - k, x - start))
        x, y = x_before, y_before
    return found


def _joined(found: list[Match]) -> list[Match]:
    joined: list[Match] = []
    for match in sorted(found, key=lambda match: match.old):
        last = joined[-1] if joined else None
        if last and last.old + last.size == match.old and last.new + last.size == match.new:
            joined[-1] = Match(last.old, last.new, last.size + match.size)
        else:
            joined.append(match)
    return joined
