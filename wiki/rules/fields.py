"""What is wrong with what someone filled in on a structured page (the fields: field_kinds.py).

What is unknown is left out: an empty field is never stored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wiki.rules.field_kinds import FIELDS, LINE, LONGEST_LIST, TEXT, Field, Shape, fields_of
from wiki.rules.row_keys import is_key, key_of
from wiki.rules.terms import PageKind

__all__ = [
    "FIELDS",
    "LINE",
    "LONGEST_LIST",
    "TEXT",
    "Field",
    "FieldFinding",
    "Shape",
    "check_fields",
    "fields_of",
    "missing_fields",
    "texts_of",
]
CARRIED = 8_000

_CODE = re.compile(r"[A-Z]{3}-[0-9]{3,6}")
_FUNCTION = re.compile(r"[A-Z]{3}(?:-[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class FieldFinding:
    """Something wrong with a field.

    Codes: field_needed, field_too_long, field_too_many, field_not_a_choice,
    field_not_a_code, field_not_a_day, field_unknown, field_malformed.
    """

    field: str
    code: str
    params: Mapping[str, object]


def check_fields(kind: PageKind, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[FieldFinding]]:
    """Return the values to keep, tidy and without empty ones, and all that is wrong with them."""
    known = {field.name: field for field in fields_of(kind)}
    found = [FieldFinding(name, "field_unknown", {}) for name in values if name not in known]
    kept: dict[str, Any] = {}
    for name, field in known.items():
        value, wrong = _check(field, values.get(name))
        found += wrong
        if value not in ("", [], None):
            kept[name] = value
        elif field.is_needed and not wrong:
            found.append(FieldFinding(name, "field_needed", {}))
    return kept, found


def missing_fields(kind: PageKind, values: Mapping[str, Any]) -> list[str]:
    """Return the names of fields that nobody filled in yet, so that a page can say what it lacks (W5)."""
    return [field.name for field in fields_of(kind) if not values.get(field.name)]


def texts_of(kind: PageKind, values: Mapping[str, Any]) -> list[str]:
    """Return the running text in the fields, for searching."""
    texts: list[str] = []
    for field in fields_of(kind):
        value = values.get(field.name)
        if field.shape in (Shape.LINE, Shape.TEXT) and isinstance(value, str):
            texts.append(value)
        elif field.shape is Shape.ROWS and isinstance(value, list):
            shown = [part.name for part in field.parts if part.shape in (Shape.LINE, Shape.TEXT)]
            texts += [str(row[name]) for row in value for name in shown if row.get(name)]
    return texts


_TEXTS = frozenset({Shape.LINE, Shape.TEXT, Shape.CHOICE, Shape.DAY, Shape.NAME, Shape.KEY, Shape.CARRIED})
_MOST = {Shape.TEXT: TEXT, Shape.CARRIED: CARRIED}


def _check(field: Field, value: Any) -> tuple[Any, list[FieldFinding]]:
    if value is None:
        return None, []
    if field.shape is Shape.ROWS:
        return _check_rows(field, value)
    if field.shape in _TEXTS:
        if not isinstance(value, str):
            return None, [FieldFinding(field.name, "field_malformed", {})]
        return _check_text(field, value.strip())
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return None, [FieldFinding(field.name, "field_malformed", {})]
    return _check_list(field, list(dict.fromkeys(item.strip() for item in value if item.strip())))


def _check_text(field: Field, value: str) -> tuple[Any, list[FieldFinding]]:
    if field.shape is Shape.CHOICE:
        is_known = not value or value in list(field.terms or ())
        return (str(value), []) if is_known else (None, [FieldFinding(field.name, "field_not_a_choice", {})])
    if field.shape is Shape.DAY and value and not _is_day(value):
        return value[:LINE], [FieldFinding(field.name, "field_not_a_day", {})]
    if field.shape is Shape.KEY:
        return (value if is_key(value) else ""), []
    most = _MOST.get(field.shape, LINE)
    if len(value) > most:
        return value, [FieldFinding(field.name, "field_too_long", {"most": most})]
    return value, []


def _check_list(field: Field, items: list[str]) -> tuple[Any, list[FieldFinding]]:
    if len(items) > LONGEST_LIST:
        return items, [FieldFinding(field.name, "field_too_many", {"most": LONGEST_LIST})]
    if any(len(item) > LINE for item in items):
        return items, [FieldFinding(field.name, "field_too_long", {"most": LINE})]
    if field.shape is Shape.CHOICES:
        wrong = [item for item in items if item not in list(field.terms or ())]
        return items, [FieldFinding(field.name, "field_not_a_choice", {})] if wrong else []
    pattern = {Shape.USE_CASES: _CODE, Shape.FUNCTIONS: _FUNCTION}.get(field.shape)
    if pattern is not None:
        items = [item.upper() for item in items]
        wrong = [item for item in items if not pattern.fullmatch(item)]
        return items, [FieldFinding(field.name, "field_not_a_code", {"given": wrong[0]})] if wrong else []
    return items, []


def _check_rows(field: Field, rows: Any) -> tuple[Any, list[FieldFinding]]:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return None, [FieldFinding(field.name, "field_malformed", {})]
    if len(rows) > LONGEST_LIST:
        return rows, [FieldFinding(field.name, "field_too_many", {"most": LONGEST_LIST})]
    kept: list[dict[str, str]] = []
    found: list[FieldFinding] = []
    for row in rows:
        texts: dict[str, str] = {}
        about: set[str] = set()
        for part in field.parts:
            value, wrong = _check(part, row.get(part.name))
            found += [FieldFinding(field.name, finding.code, finding.params) for finding in wrong]
            about |= {finding.field for finding in wrong}
            if value:
                texts[part.name] = value
        if all(part.shape in _WRITTEN_BY_US for part in field.parts if part.name in texts):
            continue
        if any(part.is_needed and part.name not in texts.keys() | about for part in field.parts):
            found.append(FieldFinding(field.name, "field_needed", {}))
        kept.append(texts)
    if any(part.shape is Shape.KEY for part in field.parts):
        _give_keys(kept)
    return kept, found


_WRITTEN_BY_US = frozenset({Shape.KEY, Shape.CARRIED})


def _give_keys(rows: list[dict[str, str]]) -> None:
    """Let each row have a key of its own; one that came twice goes to the first."""
    taken: set[str] = set()
    for row in rows:
        if row.get("key") in taken:
            del row["key"]
        elif "key" in row:
            taken.add(row["key"])
    for row in rows:
        if "key" not in row:
            row["key"] = key_of(row, taken)
            taken.add(row["key"])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
