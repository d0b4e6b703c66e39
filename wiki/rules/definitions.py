"""Definitions of one thing side by side (W3): read them from a page's fields, merge two, split one.

A definition is a row of the field "definitions". Its key stays; its version
counts how often its own words changed. A definition that was merged into
another is named in the ``follows`` of that other, so that whoever points at it
finds where it went; putting back the earlier revision undoes that too.
"""

from collections.abc import Mapping
from typing import Any

from wiki.rules.field_kinds import DEFINITION_PARTS, Shape
from wiki.rules.row_keys import key_of
from wiki.rules.terms import DefinitionState, PageKind

Row = Mapping[str, str]
# What a definition says; a change of one of these is a new version of it.
SAYS = tuple(part.name for part in DEFINITION_PARTS if part.shape not in (Shape.KEY, Shape.CARRIED))
_FORMER = ("definition", "scope", "source_label")
FORMER_FIELDS = (*_FORMER, "other_definitions")


def modern(kind: PageKind, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as they are kept now.

    Before there was a field "definitions", a term held one definition in three
    fields of its own and the rest in "other_definitions": so do old revisions. The
    steps of a plan had no keys.
    """
    if kind is PageKind.STEP_PLAN:
        return {**fields, **({"steps": with_keys(fields["steps"])} if fields.get("steps") else {})}
    if kind is not PageKind.TERM or not any(name in fields for name in FORMER_FIELDS):
        return dict(fields)
    kept = {name: value for name, value in fields.items() if name not in FORMER_FIELDS}
    first = {name: fields[name] for name in _FORMER if fields.get(name)}
    others = fields.get("other_definitions") or []
    if not isinstance(others, list):
        return dict(fields)
    rows = [*([first] if first else []), *others, *(fields.get("definitions") or [])]
    if not all(isinstance(row, Mapping) for row in rows):
        return dict(fields)
    taken: set[str] = set()
    found = []
    for row in (dict(row) for row in rows if any(row.values())):
        if "key" not in row and all(isinstance(value, str) for value in row.values()):
            row["key"] = key_of(row, taken)
        taken.add(str(row.get("key")))
        found.append(row)
    return {**kept, "definitions": found}


def with_keys(rows: Any) -> Any:
    """Return rows that each have a key; what is no list of rows stays as it is."""
    if not isinstance(rows, list) or not all(
        isinstance(row, Mapping) and all(isinstance(value, str) for value in row.values()) for row in rows
    ):
        return rows
    taken = {str(row["key"]) for row in rows if row.get("key")}
    found = []
    for row in rows:
        key = row.get("key") or key_of(row, taken)
        taken.add(key)
        found.append({"key": key, **row})
    return found


def definitions_of(fields: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the definitions of a page, in order."""
    rows = fields.get("definitions") or []
    return [dict(row) for row in rows]


def find_definition(fields: Mapping[str, Any], key: str) -> dict[str, str] | None:
    """Return the definition with this key, or the one that it was merged into."""
    rows = definitions_of(fields)
    own = next((row for row in rows if row.get("key") == key), None)
    return own or next((row for row in rows if key in followed_by(row)), None)


def followed_by(row: Row) -> list[str]:
    """Return the keys of the definitions that this one took in."""
    return row.get("follows", "").split()


def name_of_definition(row: Row) -> str:
    """Return the name of a definition: its own, else its source or where it holds; "" when it has none."""
    return row.get("name") or row.get("source_label") or row.get("registry") or row.get("scope") or ""


def said(row: Row) -> dict[str, str]:
    """Return what a definition says, without what we keep about it."""
    return {name: row[name] for name in SAYS if row.get(name)}


def with_definition(fields: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """Return the fields with this definition in the place of the one with its key, or at the end."""
    rows = definitions_of(fields)
    at = next((place for place, one in enumerate(rows) if one.get("key") == row.get("key", "")), None)
    if at is None:
        rows.append(dict(row))
    else:
        rows[at] = dict(row)
    return {**fields, "definitions": rows}


def without_definition(fields: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the fields without this definition; what pointed at it points at nothing then."""
    return {**fields, "definitions": [row for row in definitions_of(fields) if row.get("key") != key]}


def merged(fields: Mapping[str, Any], keep: str, other: str, row: Row, origin: str) -> dict[str, Any]:
    """Return the fields with ``other`` taken into ``keep``, which from now on says what ``row`` says.

    ``origin`` tells which words came from where. Relations of ``other`` become
    those of ``keep``. Refuses with KeyError what is not there.
    """
    rows = definitions_of(fields)
    by_key = {one.get("key", ""): one for one in rows}
    kept, gone = by_key[keep], by_key[other]
    if keep == other:
        raise KeyError(other)
    follows = dict.fromkeys([*followed_by(kept), other, *followed_by(gone)])
    told = "\n".join(filter(None, (kept.get("origin"), gone.get("origin"), origin)))
    by_key[keep] = {**said(row), "key": keep, "origin": told, "follows": " ".join(follows)}
    relations = [
        {**one, **{side: keep for side in ("own", "theirs") if one.get(side) == other}}
        for one in fields.get("relations") or []
    ]
    # The two may have been told apart from each other: that is over.
    relations = [one for one in relations if not (one.get("own") == one.get("theirs") == keep)]
    result = {**fields, "definitions": [by_key[one["key"]] for one in rows if one["key"] != other]}
    return result | ({"relations": relations} if relations else {"relations": []})


def split(fields: Mapping[str, Any], key: str, one: Row, two: Row, origin: str) -> tuple[dict[str, Any], str]:
    """Return the fields with a definition split in two, and the key of the second.

    The first keeps the key, so that what pointed at it goes on pointing at it.
    """
    rows = definitions_of(fields)
    at = next((place for place, row in enumerate(rows) if row.get("key") == key), None)
    if at is None:
        raise KeyError(key)
    kept: dict[str, str] = {name: rows[at][name] for name in ("key", "origin", "follows") if name in rows[at]}
    new = {**said(two), "origin": origin}
    new["key"] = key_of(new, {row.get("key", "") for row in rows})
    rows[at : at + 1] = [{**said(one), **kept}, new]
    return {**fields, "definitions": rows}, new["key"]


def is_over(row: Row) -> bool:
    """Whether a definition is no longer in use."""
    return row.get("state") in (DefinitionState.REPLACED, DefinitionState.WITHDRAWN)


def keys_in(text: str) -> list[str]:
    """Return the keys that a line names, split at ";": "BSN; kenteken"."""
    return [key for key in (" ".join(part.split()) for part in text.split(";")) if key]
