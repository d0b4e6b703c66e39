"""Parts of a text under one heading, so that one can be changed by itself.

Headings are those that check_page sees: in prose, written either way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wiki.rules.checks import heading_at
from wiki.rules.prose import masked

MOST = 500  # sections; a text with more is edited as a whole


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with all below it, up to the next of the same level or higher; lines from 0, end excluded."""

    number: int
    level: int
    title: str
    start: int
    end: int


def sections_in(body: str) -> list[Section]:
    """Return the sections in order, numbered from 1; those of a deeper level lie within others."""
    lines = [line.rstrip("\r") for line in masked(body).split("\n")]
    written = body.split("\n")
    heads = [(index, *head) for index in range(len(lines)) if (head := heading_at(lines, index)) and head[1]]
    if len(heads) > MOST:
        return []
    sections: list[Section] = []
    for place, (start, level, _words) in enumerate(heads):
        end = next((later[0] for later in heads[place + 1 :] if later[1] <= level), len(lines))
        sections.append(Section(place + 1, level, written[start].strip().strip("#").strip(), start, end))
    return sections


def find_section(body: str, number: int) -> Section | None:
    """Return the section with this number, if there is one."""
    return next((one for one in sections_in(body) if one.number == number), None)


def text_of_section(body: str, section: Section) -> str:
    """Return what stands in a section, without the empty lines after it."""
    return "\n".join(body.split("\n")[section.start : section.end]).rstrip("\n")


def with_section(body: str, section: Section, text: str) -> str:
    """Return ``body`` with this text in place of a section; all other lines stay as they are."""
    lines = body.split("\n")
    inside: Sequence[str] = lines[section.start : section.end]
    kept = len("\n".join(inside).rstrip("\n").split("\n"))
    gap = [*inside[kept:]]
    after = lines[section.end :]
    if not text.strip():
        return "\n".join([*lines[: section.start], *after])
    if after and not gap:
        gap = [""]
    return "\n".join([*lines[: section.start], *text.rstrip("\n").split("\n"), *gap, *after])


def links_fit(body: str, levels: Sequence[int]) -> bool:
    """Whether the headings that a reader sees, by level, are exactly those that can be edited apart.

    A heading within a list or quotation is shown but is no section of its own; then
    none gets a link, for it could lead to another.
    """
    return [max(one.level, 2) for one in sections_in(body)] == [*levels]
