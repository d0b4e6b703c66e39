"""Relations between pages and between definitions (W4): read them from fields, change one."""

from collections.abc import Mapping
from typing import Any

from wiki.rules.definitions import keys_in
from wiki.rules.field_kinds import RELATION_PARTS
from wiki.rules.terms import RelationKind

Row = Mapping[str, str]
# Read the same from both ends.
SYMMETRIC = frozenset(
    {RelationKind.JOINS_ON, RelationKind.SAME_AS, RelationKind.DIFFERS, RelationKind.CONFLICTS}
)
# Between definitions: these tell why two differ, or that they do not.
TELLS_APART = frozenset({RelationKind.DIFFERS, RelationKind.CONFLICTS, RelationKind.SAME_AS})
_NAMES = tuple(part.name for part in RELATION_PARTS)


def relations_of(fields: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the relations that a page records, in order."""
    return [dict(row) for row in fields.get("relations") or []]


def find_relation(fields: Mapping[str, Any], key: str) -> dict[str, str] | None:
    """Return the relation with this key."""
    return next((row for row in relations_of(fields) if row.get("key") == key), None)


def with_relation(fields: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """Return the fields with this relation in the place of the one with its key, or at the end."""
    kept = {name: row[name] for name in _NAMES if row.get(name)}
    rows = relations_of(fields)
    at = next((place for place, one in enumerate(rows) if one.get("key") == kept.get("key", "")), None)
    if at is None:
        rows.append(kept)
    else:
        rows[at] = kept
    return {**fields, "relations": rows}


def without_relation(fields: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the fields without this relation."""
    return {**fields, "relations": [row for row in relations_of(fields) if row.get("key") != key]}


def join_keys(row: Row) -> list[str]:
    """Return the keys on which a relation joins."""
    return keys_in(row.get("keys", ""))
