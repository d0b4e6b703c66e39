"""Three-way merge of a list of rows: by the key that a row has for ever, or else in order of the list."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wiki.rules.clashes import Clash, Desk, Matter
from wiki.rules.fields import Field
from wiki.rules.merge import Conflict, merge_items

Row = Mapping[str, Any]
Rows = Sequence[Row]
Part = Callable[..., Any]
_KEY = "key"
_WRITTEN_BY_US = frozenset({"key", "carried"})  # shapes of parts that no person fills in


def merge_rows(desk: Desk, field: Field, base: Rows, mine: Rows, theirs: Rows, part: Part) -> list[Row]:
    """Return the rows with both changes; ``part`` merges one part of a row."""
    if mine in (base, theirs):
        return [*theirs]
    if theirs == base:
        return [*mine]
    if any(one.shape == _KEY for one in field.parts) and all(
        _are_keyed(rows) for rows in (base, mine, theirs)
    ):
        return _by_key(desk, field, base, mine, theirs, part)
    return _in_order(desk, field, base, mine, theirs)


def _are_keyed(rows: Rows) -> bool:
    """Tell whether each row has a key of its own; else merging by key would lose some."""
    keys = [row.get(_KEY) for row in rows]
    return all(keys) and len(set(keys)) == len(keys)


def _by_key(desk: Desk, field: Field, base: Rows, mine: Rows, theirs: Rows, part: Part) -> list[Row]:
    before, ours, others = ({row.get(_KEY, ""): row for row in rows} for rows in (base, mine, theirs))
    kept: list[Row] = []
    for key in _order([*ours], [*others]):
        old, one, other = before.get(key), ours.get(key), others.get(key)
        if one is not None and other is not None:
            kept.append(_row(desk, field, key, old or {}, one, other, part))
        elif old is None or (one or other) == old:
            # Added by one of us, or taken away by one of us and left alone by the other.
            kept += [row for row in (one, other) if row is not None and old is None]
        else:
            values = [[row] if row is not None else [] for row in (old, one, other)]
            kept += desk.settle(Clash(field.name, key, Matter.ROWS, *values))
    return kept


def _order(mine: list[str], theirs: list[str]) -> list[str]:
    """Return all keys: theirs in their order, each of mine alone after the one that it follows.

    What was added at the end of mine goes to the end: after what was added there before.
    """
    keys = [*theirs]
    is_shared = [key in set(theirs) for key in mine]
    for place, key in enumerate(mine):
        if is_shared[place]:
            continue
        previous = mine[place - 1] if place else None
        if not any(is_shared[place:]):
            keys.append(key)
        else:
            keys.insert(keys.index(previous) + 1 if previous in keys else 0, key)
    return keys


def _row(desk: Desk, field: Field, key: str, base: Row, mine: Row, theirs: Row, part: Part) -> Row:
    row: dict[str, Any] = {}
    for one in field.parts:
        values = [rows.get(one.name, "") for rows in (base, mine, theirs)]
        if one.shape in _WRITTEN_BY_US:
            merged = values[1] if values[2] == values[0] else values[2]
        else:
            merged = part(desk, one, field.name, f"{key}.{one.name}", *values)
        if merged:
            row[one.name] = merged
    return row


def _in_order(desk: Desk, field: Field, base: Rows, mine: Rows, theirs: Rows) -> list[Row]:
    kept: list[Row] = []
    lists = ([tuple(sorted(row.items())) for row in rows] for rows in (base, mine, theirs))
    for piece in merge_items(*lists).pieces:
        if isinstance(piece, Conflict):
            values = ([dict(row) for row in rows] for rows in (piece.base, piece.mine, piece.theirs))
            kept += desk.settle(Clash(field.name, str(piece.line), Matter.ROWS, *values))
        else:
            kept += [dict(row) for row in piece]
    return kept
