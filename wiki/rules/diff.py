"""The difference of two texts as people read it: lines, and words within changed lines.

Bounded: lines that are too long or too unlike are shown whole, a text that is too
large is shown as one change, and only so many lines are shown at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from wiki.rules.lines import split_lines
from wiki.rules.sequences import Match, Work, matches

CONTEXT = 3
MOST_CHARACTERS = 4_000_000  # of both texts together, to compare by line
MOST_LINES = 3_000  # shown
MOST_WORDS = 3_000  # of a pair of lines, to compare by word
WORD_WORK = 300_000  # steps for all of them together
LEAST_ALIKE = 0.35  # of the characters; below it marking words is noise
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class LineKind(StrEnum):
    """What happened to a line."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Level(StrEnum):
    """How finely the texts were compared."""

    WORDS = "words"
    LINES = "lines"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line; marked when it is what differs from the other line."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number (from 1) in the old and the new text, None where it is not."""

    kind: LineKind
    old_number: int | None
    new_number: int | None
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The line without marks."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changed lines that stand near to each other, with some context."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """All hunks in order; ``added`` and ``removed`` count lines of the whole text, shown or cut off.

    ``is_coarse`` when lines that stayed may be among the changed ones, because
    finding out would take too long; ``is_cut`` when not all changes are shown.
    """

    hunks: tuple[Hunk, ...]
    level: Level
    added: int
    removed: int
    is_cut: bool
    is_coarse: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the texts are the same but for line ends."""
        return not (self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where the texts differ: these old lines became those new ones (half-open, from 0)."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


def compare(old: str, new: str, context: int = CONTEXT) -> Diff:
    """Return the difference; a lacking line end at the end of a text does not count."""
    a, b = _shown_lines(old), _shown_lines(new)
    work = Work()
    is_whole = len(old) + len(new) > MOST_CHARACTERS and a != b
    spots = [Gap(0, len(a), 0, len(b))] if is_whole else gaps(a, b, work)
    marker = _Marker(is_off=is_whole)
    hunks: list[Hunk] = []
    shown = 0
    for group in _near(spots, context):
        lines = tuple(_hunk_lines(a, b, group, context, MOST_LINES - shown, marker))
        shown += len(lines)
        hunks.append(Hunk(lines))
        if shown >= MOST_LINES:
            break
    added = sum(spot.new_to - spot.new_from for spot in spots)
    removed = sum(spot.old_to - spot.old_from for spot in spots)
    changed_shown = sum(line.kind is not LineKind.SAME for hunk in hunks for line in hunk.lines)
    level = Level.WHOLE if is_whole else Level.LINES if marker.has_skipped else Level.WORDS
    return Diff(tuple(hunks), level, added, removed, changed_shown < added + removed, work.is_coarse)


def gaps(old: list[str], new: list[str], work: Work | None = None) -> list[Gap]:
    """Return where the lines differ, in order; within ``work``, which tells when it was too little."""
    stretches = [Match(0, 0, 0), *matches(old, new, work), Match(len(old), len(new), 0)]
    found = (
        Gap(one.old + one.size, other.old, one.new + one.size, other.new)
        for one, other in pairwise(stretches)
    )
    return [gap for gap in found if gap.old_from < gap.old_to or gap.new_from < gap.new_to]


def _shown_lines(text: str) -> list[str]:
    lines = split_lines(text)
    return lines[:-1] if lines[-1] == "" else lines


def _near(spots: list[Gap], context: int) -> Iterator[list[Gap]]:
    group: list[Gap] = []
    for spot in spots:
        if group and spot.old_from - group[-1].old_to > 2 * context:
            yield group
            group = []
        group.append(spot)
    if group:
        yield group


def _hunk_lines(
    a: list[str], b: list[str], group: list[Gap], context: int, room: int, marker: "_Marker"
) -> Iterator[Line]:
    """Yield at most ``room`` lines of a hunk."""
    i = max(0, group[0].old_from - context)
    j = group[0].new_from - (group[0].old_from - i)
    end = min(len(a), group[-1].old_to + context)
    closing = Gap(end, end, group[-1].new_to + end - group[-1].old_to, 0)
    for spot in [*group, closing]:
        for step in range(min(spot.old_from - i, room)):
            yield Line(LineKind.SAME, i + step + 1, j + step + 1, (Span(a[i + step]),))
        room -= min(spot.old_from - i, room)
        if spot is closing or not room:
            return
        lines = _changed_lines(a, b, spot, room, marker)
        yield from lines
        room -= len(lines)
        i, j = spot.old_to, spot.new_to


def _changed_lines(a: list[str], b: list[str], spot: Gap, room: int, marker: "_Marker") -> list[Line]:
    """Return the removed lines, then the added ones; the n-th of each are compared by word."""
    old = a[spot.old_from : min(spot.old_to, spot.old_from + room)]
    new = b[spot.new_from : min(spot.new_to, spot.new_from + room)]
    pairs = [marker.mark(one, other) for one, other in zip(old, new, strict=False)]
    removed = [
        Line(LineKind.REMOVED, spot.old_from + n + 1, None, pairs[n][0] if n < len(pairs) else (Span(line),))
        for n, line in enumerate(old)
    ]
    added = [
        Line(LineKind.ADDED, None, spot.new_from + n + 1, pairs[n][1] if n < len(pairs) else (Span(line),))
        for n, line in enumerate(new)
    ]
    return (removed + added)[:room]


class _Marker:
    """Marks words in pairs of lines until its work is spent."""

    def __init__(self, is_off: bool) -> None:
        self.work = Work(0 if is_off else WORD_WORK)
        self.has_skipped = False

    def mark(self, old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Return both lines in spans; unmarked when too long, too unlike, or out of work."""
        unmarked = ((Span(old),), (Span(new),))
        if len(old) + len(new) > 20 * MOST_WORDS or self.work.left <= 0:
            self.has_skipped = True
            return unmarked
        a, b = _WORDS.findall(old), _WORDS.findall(new)
        if len(a) + len(b) > MOST_WORDS:
            self.has_skipped = True
            return unmarked
        self.work.left -= len(a) + len(b)
        common = matches(a, b, self.work)
        self.has_skipped = self.has_skipped or self.work.is_coarse
        alike = sum(len(word) for match in common for word in a[match.old : match.old + match.size])
        if alike < LEAST_ALIKE * max(len(old), len(new)):
            return unmarked
        return (
            _spans(a, [(match.old, match.size) for match in common]),
            _spans(b, [(match.new, match.size) for match in common]),
        )


def _spans(words: list[str], kept: list[tuple[int, int]]) -> tuple[Span, ...]:
    """Return spans; a space between two changed words is shown as changed with them."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, size in [*kept, (len(words), 0)]:
        pieces.append(("".join(words[at:start]), True))
        pieces.append(("".join(words[start : start + size]), False))
        at = start + size
    pieces = [piece for piece in pieces if piece[0]]
    spans: list[Span] = []
    for place, (text, is_changed) in enumerate(pieces):
        is_bridge = not is_changed and text.isspace() and 0 < place < len(pieces) - 1
        if spans and spans[-1].is_changed is (is_changed or is_bridge):
            spans[-1] = Span(spans[-1].text + text, spans[-1].is_changed)
        else:
            spans.append(Span(text, is_changed or is_bridge))
    return tuple(spans) or (Span(""),)
