"""Which revision each line of a page comes from, carried along at every save.

Kept as runs of (revision, number of lines), so that a long page that one person
wrote is one pair. A line that did not change keeps its revision.
"""

from collections.abc import Iterable, Sequence

from wiki.rules.lines import split_lines
from wiki.rules.sequences import matches

Run = tuple[int, int]


class ProvenanceMismatch(ValueError):
    """The runs kept do not cover the lines of the text they are said to belong to."""


def first_origins(text: str, revision: int) -> list[Run]:
    """Return the runs of a page's first revision: all of it."""
    return [(revision, len(split_lines(text)))]


def carry_origins(old: str, origins: Sequence[Run], new: str, revision: int) -> list[Run]:
    """Return the runs of the new text: unchanged lines as they were, the others by this revision."""
    a, b = split_lines(old), split_lines(new)
    by_line = origins_by_line(origins)
    if len(by_line) != len(a):
        raise ProvenanceMismatch(f"{len(by_line)} origins for {len(a)} lines")
    carried = [revision] * len(b)
    for match in matches(a, b):
        carried[match.new : match.new + match.size] = by_line[match.old : match.old + match.size]
    return _runs(carried)


def origins_by_line(origins: Iterable[Run]) -> list[int]:
    """Return the revision of each line, as many as ``split_lines`` gives."""
    return [revision for revision, count in origins for _ in range(count)]


def _runs(by_line: list[int]) -> list[Run]:
    runs: list[Run] = []
    for revision in by_line:
        if runs and runs[-1][0] == revision:
            runs[-1] = (revision, runs[-1][1] + 1)
        else:
            runs.append((revision, 1))
    return runs
