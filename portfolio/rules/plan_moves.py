"""Which moves of a plan still stand: an undoing takes away what it undoes, whatever was undone before."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One move in the log, and the one it undid, if any."""

    id: int
    undoes: int | None = None


def standing(steps: Iterable[Step]) -> tuple[int, ...]:
    """Return the moves that are not undone and undo nothing, newest first; ``steps`` are oldest first.

    An undoing that was itself undone takes nothing away.
    """
    gone: set[int] = set()
    found = []
    for step in reversed(list(steps)):
        if step.id in gone:
            continue
        if step.undoes is None:
            found.append(step.id)
        else:
            gone.add(step.undoes)
    return tuple(found)
