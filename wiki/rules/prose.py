"""What of a Markdown text is prose, and what is code that no rule should look into."""

import re
from collections.abc import Iterator
from itertools import accumulate

MASK = "\ufffc"  # stands for a character of code; itself never part of a link or a heading
_FENCE = re.compile(r"[ \t>]*(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)")
_BLOCK = re.compile(r"[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]|[0-9]{1,9}[.)][ \t])")
_TICKS = re.compile(r"(?<!\\)(\\*)(`+)")  # looking back keeps a long run of backslashes linear


def masked(text: str) -> str:
    """Return the text with every character of code replaced by MASK, line ends kept.

    Fenced blocks count with their fences, if they are closed; code spans with
    their backticks. Positions stay the same. Linear in the length of the text.
    """
    if "`" not in text and "~~~" not in text:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in _code(text):
        pieces += [text[at:start], re.sub(r"[^\r\n]", MASK, text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code starts and ends, in order."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    closers = _longest_closers(lines)
    block_start: int | None = None
    number = 0
    while number < len(lines):
        line = lines[number]
        found = _FENCE.match(line)
        is_fence = found is not None and _is_closed(found, closers[number + 1])
        if block_start is not None and (is_fence or not line.strip() or _BLOCK.match(line)):
            yield from _spans(text, block_start, starts[number])
            block_start = None
        if is_fence and found is not None:
            last = _closing_line(lines, number + 1, found["marks"])
            yield starts[number], starts[last] + len(lines[last])
            number = last
        elif block_start is None and line:
            block_start = starts[number]
        number += 1
    if block_start is not None:
        yield from _spans(text, block_start, len(text))


def _closing(line: str) -> str:
    """Return the marks of a line that could close a fence, else nothing."""
    if "`" not in line and "~" not in line:
        return ""
    bare = line.strip(" \t\r>")
    return bare if len(bare) >= 3 and bare[0] in "`~" and not bare.strip(bare[0]) else ""


def _longest_closers(lines: list[str]) -> list[dict[str, int]]:
    """Return for each line the longest closing marks at or below it, so that looking ahead costs nothing."""
    below: list[dict[str, int]] = [{}]
    for line in reversed(lines):
        marks = _closing(line)
        longest = below[-1]
        if marks and len(marks) > longest.get(marks[0], 0):
            longest = {**longest, marks[0]: len(marks)}
        below.append(longest)
    return below[::-1]


def _is_closed(fence: re.Match[str], longest: dict[str, int]) -> bool:
    marks = fence["marks"]
    is_span = marks[0] == "`" and "`" in fence["info"]
    return not is_span and longest.get(marks[0], 0) >= len(marks)


def _closing_line(lines: list[str], number: int, marks: str) -> int:
    while True:
        found = _closing(lines[number])
        if found[:1] == marks[0] and len(found) >= len(marks):
            return number
        number += 1


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the code spans of one block: from backticks to the next as many backticks."""
    ticks = list(_TICKS.finditer(text, start, end))
    closed_by: list[int | None] = [None] * len(ticks)
    next_with: dict[int, int] = {}
    for number in range(len(ticks) - 1, -1, -1):
        length = len(ticks[number][2])
        closed_by[number] = next_with.get(length - _escaped(ticks[number]))
        next_with[length] = number
    number = 0
    while number < len(ticks):
        closer = closed_by[number]
        if closer is None:
            number += 1
        else:
            yield ticks[number].start(2) + _escaped(ticks[number]), ticks[closer].end(2)
            number = closer + 1


def _escaped(ticks: re.Match[str]) -> int:
    """Return 1 when a backslash takes the first backtick away, else 0."""
    return len(ticks[1]) % 2
