"""Links between pages and to other things: ``[[target]]``, ``[[target|words]]``, ``[[type:key]]``.

Only in prose: within code they are text, and so is one after a backslash.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass

from wiki.rules.prose import MASK, masked

LONGEST = 200  # characters of a target or of its words
_LINK = re.compile(
    rf"(?<!\\)\[\[(?P<target>[^\[\]|\r\n{MASK}]{{1,{LONGEST}}})(?:\|(?P<label>[^\[\]\r\n]{{0,{LONGEST}}}))?\]\]"
)
_TYPED = re.compile(r"([a-z][a-z0-9-]{0,39}):(?!//)(\S.*)")


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written: ``type`` is None for a page, ``label`` None when no words are given.

    ``start`` and ``end`` are positions in the text, ``line`` counts from 1.
    """

    type: str | None
    key: str
    label: str | None
    start: int
    end: int
    line: int

    @property
    def words(self) -> str:
        """What to show when nothing better is known."""
        return self.label or self.key


def find_links(text: str, types: Collection[str] | None = None) -> list[Link]:
    """Return the links in order. With ``types`` given, another prefix is part of a page's title."""
    prose = masked(text)
    ends = [found.start() for found in re.finditer("\n", text)]
    links = []
    for found in _LINK.finditer(prose):
        target = found["target"].strip()
        if not target:
            continue
        type_, key = _typed(target, types)
        label = None if found["label"] is None else text[found.start("label") : found.end("label")].strip()
        line = bisect_right(ends, found.start()) + 1
        links.append(Link(type_, key, label or None, found.start(), found.end(), line))
    return links


def targets(links: Collection[Link]) -> list[tuple[str | None, str]]:
    """Return (type, key) of each thing linked to, once, in order."""
    return list(dict.fromkeys((link.type, link.key) for link in links))


def rewrite_links(text: str, write: Callable[[Link], str], types: Collection[str] | None = None) -> str:
    """Return the text with each link replaced by what ``write`` makes of it."""
    pieces: list[str] = []
    at = 0
    for link in find_links(text, types):
        pieces += [text[at : link.start], write(link)]
        at = link.end
    return "".join([*pieces, text[at:]])


def _typed(target: str, types: Collection[str] | None) -> tuple[str | None, str]:
    found = _TYPED.fullmatch(target)
    if found is None or (types is not None and found[1] not in types):
        return None, target
    return found[1], found[2]
