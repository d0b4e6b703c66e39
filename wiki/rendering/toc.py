"""The headings of a text."""

import html
import re
from typing import NamedTuple

_HEADING = re.compile(r'<h([2-6])[^<>]*? id="([^"]+)"[^<>]*>(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


class TocEntry(NamedTuple):
    """A heading: its level (2–6), its id, its words."""

    level: int
    id: str
    text: str


def toc_of(text: str) -> list[TocEntry]:
    """Return the headings of sanitised HTML, in order; those without words are left out."""
    entries = [
        TocEntry(int(level), id_, html.unescape(_TAG.sub("", words)).strip())
        for level, id_, words in _HEADING.findall(text)
    ]
    return [entry for entry in entries if entry.text]
