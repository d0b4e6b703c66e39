"""What a merge cannot decide: places where two people changed the same thing otherwise, and their answers.

A clash is known by what it holds, not by its number, so that an answer never
lands on another clash than the one that was shown.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wiki.rules.lines import split_lines


class Take(StrEnum):
    """How a clash is settled: as I wrote, as they wrote, with both in turn, or with another text."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    TEXT = "text"


class Matter(StrEnum):
    """What clashes: lines of a longer text, a short text, a choice, a row or some rows of a list."""

    LINES = "lines"
    TEXT = "text"
    CHOICE = "choice"
    ROWS = "rows"


_TAKES = {
    Matter.LINES: (Take.MINE, Take.THEIRS, Take.BOTH, Take.TEXT),
    Matter.TEXT: (Take.MINE, Take.THEIRS, Take.TEXT),
    Matter.CHOICE: (Take.MINE, Take.THEIRS),
    Matter.ROWS: (Take.MINE, Take.THEIRS, Take.BOTH),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """One place: the part of the page, where in it (a line number, a row's name), and what each has there.

    The three values are lists of lines for LINES, lists of rows for ROWS, and else
    what the part holds.
    """

    part: str
    where: str
    matter: Matter
    base: Any
    mine: Any
    theirs: Any

    @property
    def key(self) -> str:
        """What the clash is known by: twelve hexadecimal digits."""
        values = [self.part, self.where, self.base, self.mine, self.theirs]
        return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:12]

    @property
    def takes(self) -> tuple[Take, ...]:
        """The ways in which this can be settled."""
        return _TAKES[self.matter]


@dataclass(frozen=True, slots=True)
class Answer:
    """How someone settled a clash; ``text`` is only read for Take.TEXT."""

    take: Take
    text: str = ""


@dataclass(slots=True)
class Desk:
    """Gathers clashes while two pages are merged, and gives the answers that there are.

    Without an answer what I wrote stands in, so that the text has no holes.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    is_settled: bool = True

    def settle(self, clash: Clash) -> Any:
        """Return what shall stand there."""
        self.clashes.append(clash)
        answer = self.answers.get(clash.key)
        if answer is None or answer.take not in clash.takes:
            self.is_settled = False
            return clash.mine
        if answer.take is Take.THEIRS:
            return clash.theirs
        if answer.take is Take.BOTH:
            return [*clash.theirs, *(item for item in clash.mine if item not in clash.theirs)]
        if answer.take is Take.TEXT:
            return split_lines(answer.text) if clash.matter is Matter.LINES else answer.text
        return clash.mine
