"""Agendas of action points: their states, what is unfinished, and how action points are numbered.

Source: domain.md §7; methods.md §5. Which actions go on in a next agenda is chosen by
people; the rule only says which are worth asking about, and why.
"""

from collections.abc import Iterable
from enum import StrEnum


class AgendaState(StrEnum):
    """A draft is for who makes it, an open agenda for everyone, a closed one stays as it is."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Unfinished(StrEnum):
    """Why an action point is not finished: nothing was reported, or it runs past the agenda's years."""

    NOT_REPORTED = "not_reported"
    RUNS_ON = "runs_on"


STEPS: dict[AgendaState, frozenset[AgendaState]] = {
    AgendaState.DRAFT: frozenset({AgendaState.OPEN}),
    AgendaState.OPEN: frozenset({AgendaState.CLOSED}),
    AgendaState.CLOSED: frozenset({AgendaState.OPEN}),
}
"""From each state the states that may follow; what was public is never a draft again."""


def why_unfinished(
    *, is_reported: bool, year_from: int | None, year_to: int | None, last_year: int
) -> tuple[Unfinished, ...]:
    """Return why an action point counts as unfinished when its agenda ends with ``last_year``.

    Empty when a result was reported and its years end in time. An open end, or no
    years at all, runs on: nobody said that it would stop.
    """
    why = () if is_reported else (Unfinished.NOT_REPORTED,)
    runs_on = year_to is None or year_to > last_year or (year_from is not None and year_from > last_year)
    return (*why, Unfinished.RUNS_ON) if runs_on else why


def next_code(number: int, codes: Iterable[str]) -> str:
    """Return the code of a new action point in theme ``number``, given all codes of the agenda.

    "2.1", "2.2", …: one more than the highest of this theme, so that a code that was
    used once does not come back while any later one stands.
    """
    highest = 0
    for code in codes:
        head, _dot, tail = code.partition(".")
        if head == str(number) and tail.isdecimal() and tail.isascii():
            highest = max(highest, int(tail))
    return f"{number}.{highest + 1}"


def renumbered(codes: Iterable[str], number: int) -> dict[str, str]:
    """Return for each code of a theme its code when the theme gets ``number``; the part after the dot stays.

    A code without a dot keeps standing as it is.
    """
    return {
        code: f"{number}.{tail}" if dot else code
        for code, dot, tail in ((code, *code.partition(".")[1:]) for code in codes)
    }
