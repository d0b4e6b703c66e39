"""What changed between two snapshots, field by field.

Snapshots are JSON: mappings, lists, words, numbers. Rows of a list are matched by
their ``id`` (or ``code``) when every row has one of its own, else by position.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

IDENTITY = ("id", "code", "slug")
DEEPEST = 20  # deeper than any snapshot of ours; below it values are compared as a whole
Key = str | int


class ChangeKind(StrEnum):
    """What happened to the value at a path."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; ``old`` is None when added, ``new`` when removed.

    A path holds field names, and for rows of a list their identity or position.
    A reordered list gives its identities in the old and in the new order.
    """

    path: tuple[Key, ...]
    old: object
    new: object
    kind: ChangeKind


def changes(
    old: Mapping[str, object], new: Mapping[str, object], identity: tuple[str, ...] = IDENTITY
) -> list[Change]:
    """Return the differences in the order of the fields of ``old``, then the new fields."""
    return list(_mappings((), old, new, identity))


def _values(path: tuple[Key, ...], old: object, new: object, identity: tuple[str, ...]) -> Iterator[Change]:
    if len(path) < DEEPEST:
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _mappings(path, old, new, identity)
            return
        if isinstance(old, list) and isinstance(new, list):
            yield from _lists(path, old, new, identity)
            return
    if old != new or isinstance(old, bool) is not isinstance(new, bool):  # True == 1 in Python
        yield Change(path, old, new, ChangeKind.CHANGED)


def _mappings(
    path: tuple[Key, ...],
    old: Mapping[Any, object],
    new: Mapping[Any, object],
    identity: tuple[str, ...],
) -> Iterator[Change]:
    for key, value in old.items():
        if key in new:
            yield from _values((*path, key), value, new[key], identity)
        else:
            yield Change((*path, key), value, None, ChangeKind.REMOVED)
    for key, value in new.items():
        if key not in old:
            yield Change((*path, key), None, value, ChangeKind.ADDED)


def _lists(
    path: tuple[Key, ...], old: list[object], new: list[object], identity: tuple[str, ...]
) -> Iterator[Change]:
    for name in identity:
        before, after = _by_identity(old, name), _by_identity(new, name)
        if before is not None and after is not None:
            yield from _mappings(path, before, after, identity)
            kept_before = [key for key in before if key in after]
            kept_after = [key for key in after if key in before]
            if kept_before != kept_after:
                yield Change(path, list(before), list(after), ChangeKind.REORDERED)
            return
    yield from _mappings(path, dict(enumerate(old)), dict(enumerate(new)), identity)


def _by_identity(rows: list[object], name: str) -> dict[Key, object] | None:
    """Return the rows by their identity, or None when one lacks it or shares it."""
    found: dict[Key, object] = {}
    for row in rows:
        key = row.get(name) if isinstance(row, Mapping) else None
        if not isinstance(key, (str, int)) or isinstance(key, bool) or key in found:
            return None
        found[key] = row
    return found
