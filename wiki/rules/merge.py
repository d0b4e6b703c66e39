"""Three-way merge by line: what two people made of the same text.

Used when a page has changed since its author opened it: it tells whether both
changes go together, and where not. Changes that touch or overlap are never
guessed at: they are a conflict, unless both did the same.
"""

from dataclasses import dataclass
from typing import Any

from wiki.rules.lines import join_lines, split_lines
from wiki.rules.sequences import matches


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both changed the same lines; ``line`` is the first of them in the base, from 1."""

    line: int
    base: tuple[Any, ...]
    mine: tuple[Any, ...]
    theirs: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Agreed lines and conflicts in order of the text."""

    pieces: tuple[tuple[Any, ...] | Conflict, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The places that a person must settle."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    @property
    def text(self) -> str | None:
        """The merged text; None while there is a conflict."""
        lines: list[str] = []
        for piece in self.pieces:
            if isinstance(piece, Conflict):
                return None
            lines += piece
        return join_lines(lines)


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Return what becomes of the base when both changes are carried out."""
    return merge_items(split_lines(base), split_lines(mine), split_lines(theirs))


def merge_items(a: list[Any], b: list[Any], c: list[Any]) -> Merge:
    """Merge lists of anything that can be hashed: what was, mine and theirs."""
    in_mine, in_theirs = _places(a, b), _places(a, c)
    pieces: list[tuple[Any, ...] | Conflict] = []
    agreed: list[Any] = []
    i = j = k = 0
    while i < len(a) or j < len(b) or k < len(c):
        i_next, j_next, k_next = i, j, k
        while i_next < len(a) and (in_mine[i_next] is None or in_theirs[i_next] is None):
            i_next += 1
        j_next, k_next = _at(in_mine, i_next, len(b)), _at(in_theirs, i_next, len(c))
        old, one, other = a[i:i_next], b[j:j_next], c[k:k_next]
        if one in (old, other):
            agreed += other
        elif other == old:
            agreed += one
        else:
            pieces += [tuple(agreed)] if agreed else []
            pieces.append(Conflict(i + 1, tuple(old), tuple(one), tuple(other)))
            agreed = []
        agreed += a[i_next : i_next + 1]
        i, j, k = i_next + 1, j_next + 1, k_next + 1
    if agreed or not pieces:
        pieces.append(tuple(agreed))
    return Merge(tuple(pieces))


def _places(base: list[Any], other: list[Any]) -> list[int | None]:
    """Return for each line of the base where it stands in the other text."""
    places: list[int | None] = [None] * len(base)
    for match in matches(base, other):
        places[match.old : match.old + match.size] = range(match.new, match.new + match.size)
    return places


def _at(places: list[int | None], line: int, end: int) -> int:
    place = places[line] if line < len(places) else None
    return end if place is None else place
