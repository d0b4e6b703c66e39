"""A report as it reads: sections with sentences, figures, tables and drawings, free of any format.

Page, OpenDocument text, PDF and files of figures are all made from this. It is
plain data, so that a published report keeps the very words it was published with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Shape = Mapping[str, Any]
"""One element of a drawing: ``tag``, ``attributes`` (name to text) and, for a text, ``text``."""
NARROW, MOST_NARROW = 32, 4
"""So many letters in so many columns fit beside each other at 320 pixels."""


@dataclass(frozen=True)
class Words:
    """A cell: words, whether they are made up, and what they name ("use-case:SOC-001")."""

    text: str
    is_illustrative: bool = False
    names: str = ""
    sub: str = ""
    is_dutch: bool = False

    @property
    def marked(self) -> str:
        """The words with the sign of what is made up, for formats without our markup."""
        return f"{self.text}°" if self.is_illustrative and self.text else self.text

    @property
    def whole(self) -> str:
        """All of it on one line."""
        return f"{self.marked} ({self.sub})" if self.sub else self.marked


@dataclass(frozen=True)
class Grid:
    """A table: the head of each column and whether it is numeric; the first cell of a row is its head.

    ``length`` is how many rows there are; ``rows`` may hold fewer.
    """

    caption: str
    columns: Sequence[str]
    numeric: Sequence[bool]
    rows: Sequence[Sequence[Words]]
    length: int
    empty: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether the longest words of all columns fit side by side on a phone: then it stays a table."""
        widths = [len(max(head.split(" "), key=len)) for head in self.columns]
        for row in self.rows:
            cells = [max(len(word) for word in cell.marked.split(" ")) for cell in row]
            widths = [max(pair) for pair in zip(widths, cells, strict=True)]
        has_second_lines = any(cell.sub for row in self.rows for cell in row)
        return len(widths) <= MOST_NARROW and sum(widths) <= NARROW and not has_second_lines


@dataclass(frozen=True)
class Drawing:
    """A picture of plain shapes, ``width`` × ``height`` units, readable in grey; ``desc`` tells it."""

    slug: str
    title: str
    desc: str
    width: int
    height: int
    shapes: Sequence[Shape]


@dataclass(frozen=True)
class Figure:
    """A large number with its name and what to compare it with; no number is shown as a dash."""

    name: str
    number: str | None
    sub: str = ""
    is_illustrative: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a section under its own heading: sentences, a drawing, a table, notes; each may lack."""

    title: str = ""
    sentences: Sequence[str] = ()
    drawing: Drawing | None = None
    grid: Grid | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Section:
    """A section: the finding, the text that people wrote (in Dutch), and its parts."""

    key: str
    title: str
    sentences: Sequence[str] = ()
    prose: str = ""
    figures: Sequence[Figure] = ()
    parts: Sequence[Part] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Document:
    """A whole report in one language ("nl" or "en"); ``facts`` are (name, value) for below the title."""

    title: str
    language: str
    kicker: str
    facts: Sequence[tuple[str, str]] = ()
    warnings: Sequence[str] = ()
    sections: Sequence[Section] = field(default_factory=list)

    @property
    def drawings(self) -> list[Drawing]:
        """All drawings in order."""
        return [part.drawing for one in self.sections for part in one.parts if part.drawing]


def to_plain(document: Document) -> dict[str, Any]:
    """Return the document as values that JSON knows."""
    return asdict(document)


def from_plain(plain: Mapping[str, Any]) -> Document:
    """Return the document that ``to_plain`` wrote."""
    values = dict(plain)
    values["facts"] = [(name, value) for name, value in values["facts"]]
    return Document(**(values | {"sections": [_section(one) for one in values["sections"]]}))


def _section(plain: Mapping[str, Any]) -> Section:
    figures = [Figure(**one) for one in plain["figures"]]
    return Section(**{**plain, "figures": figures, "parts": [_part(one) for one in plain["parts"]]})


def _part(plain: Mapping[str, Any]) -> Part:
    drawing = Drawing(**plain["drawing"]) if plain["drawing"] else None
    grid = plain["grid"]
    if grid:
        grid = Grid(**{**grid, "rows": [[Words(**cell) for cell in row] for row in grid["rows"]]})
    return Part(**{**plain, "drawing": drawing, "grid": grid})


def paragraphs(text: str) -> list[tuple[str, list[str]]]:
    """Return prose as ("p", one paragraph) and ("ul", points): an empty line parts, "- " is a point."""
    found: list[tuple[str, list[str]]] = []
    for block in text.replace("\r", "").split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        for line in lines:
            kind = "ul" if line.startswith(("- ", "* ")) else "p"
            words = line[2:].strip() if kind == "ul" else line
            if found and found[-1][0] == kind and line is not lines[0]:
                if kind == "ul":
                    found[-1][1].append(words)
                else:
                    found[-1][1][0] += f" {words}"
            else:
                found.append((kind, [words]))
    return found
