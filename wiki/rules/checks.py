"""What a page lacks for readers who hear it or skim it: headings, images, links.

Findings are advice to the writer, by code and line; none stops a save.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wiki.rules.prose import MASK, masked

TOP = 2  # the page's title is heading 1
LONGEST = 500  # characters of words or address that one link may have to be looked at
MOST = 200  # findings; a writer who has more begins with these
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_IMAGE = re.compile(rf"!\[([^\[\]]{{0,{LONGEST}}})\](?=[(\[])")
_LINK = re.compile(rf"(?<![!\\])\[([^\[\]]{{0,{LONGEST}}})\]\(([^()<>]{{0,{LONGEST}}})\)")
_WIKI = re.compile(rf"(?<!\\)\[\[([^\[\]|]{{0,{LONGEST}}})(?:\|[^\[\]]{{0,{LONGEST}}})?\]\]")
_HTML_IMAGE = re.compile(rf"<img\b([^<>]{{0,{LONGEST}}})>", re.IGNORECASE)
_HAS_ALT = re.compile(r"(?:^|\s)alt\s*=", re.IGNORECASE)  # an empty one says: decoration


@dataclass(frozen=True, slots=True)
class PageFinding:
    """Something to better, on a line (from 1).

    Codes: heading_above_top, heading_skipped, heading_empty, image_without_alt,
    link_without_words, link_without_address.
    """

    code: str
    line: int
    params: Mapping[str, object] = field(default_factory=dict, hash=False)


def check_page(body: str, top: int = TOP) -> list[PageFinding]:
    """Return what to better, in order of lines, at most MOST; code is left alone."""
    lines = [line.rstrip("\r") for line in masked(body).split("\n")]
    found: list[PageFinding] = []
    level = top - 1
    for number, line in enumerate(lines, start=1):
        heading = heading_at(lines, number - 1)
        if heading is not None:
            found += _about_heading(*heading, level, top, number)
            level = max(heading[0], top)
        found += _about_line(line, number)
        if len(found) >= MOST:
            return found[:MOST]
    return found


def heading_at(lines: Sequence[str], index: int) -> tuple[int, str] | None:
    """Return level and words of a heading on this line, written either way."""
    found = _HEADING.fullmatch(lines[index])
    if found is not None:
        return len(found[1]), (found[2] or "").strip().rstrip("#").strip()
    words = lines[index].strip()
    below = lines[index + 1] if index + 1 < len(lines) else ""
    underline = _UNDERLINE.fullmatch(below)
    if underline is None or not words or words[0] in "-*+>|#=" or lines[index].startswith("    "):
        return None
    if underline[1][0] == "-" and len(underline[1]) < 3:
        return None  # the start of a list, more often than a heading
    return (1 if underline[1][0] == "=" else 2), words


def _about_heading(level: int, words: str, before: int, top: int, number: int) -> Iterator[PageFinding]:
    if not words:
        yield PageFinding("heading_empty", number)
    if level < top:
        yield PageFinding("heading_above_top", number, {"level": level, "top": top})
    elif level > before + 1:
        yield PageFinding("heading_skipped", number, {"level": level, "expected": before + 1})


def _about_line(line: str, number: int) -> Iterator[PageFinding]:
    if "[" in line:
        for found in _IMAGE.finditer(line):
            if not found[1].strip():
                yield PageFinding("image_without_alt", number)
        for found in _LINK.finditer(line):
            if not found[1].strip():
                yield PageFinding("link_without_words", number)
            if not found[2].strip() or found[2].strip() == "#":
                yield PageFinding("link_without_address", number)
        for found in _WIKI.finditer(line):
            if not found[1].strip(f" \t{MASK}"):
                yield PageFinding("link_without_address", number)
    if "<" in line:
        for found in _HTML_IMAGE.finditer(line):
            if not _HAS_ALT.search(found[1]):
                yield PageFinding("image_without_alt", number)
