"""The fields of structured pages, and what is wrong with what someone filled in.

Source: domain.md W3 (definitions side by side), W5 (a source), W6 (a lesson).
What is unknown is left out: an empty field is never stored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wiki.rules.terms import Access, LessonPhase, PageKind, PersonalData

LINE = 200
TEXT = 2_000
LONGEST_LIST = 50
_CODE = re.compile(r"[A-Z]{3}-[0-9]{3,6}")
_FUNCTION = re.compile(r"[A-Z]{3}(?:-[0-9]{1,2})?")


class Shape(StrEnum):
    """What a field holds."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    NAMES = "names"  # titles or slugs of pages
    USE_CASES = "use_cases"  # codes
    FUNCTIONS = "functions"  # codes of system functions
    ROWS = "rows"  # a list of small records, see ``parts``


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it holds, and for choices or rows of what."""

    name: str
    shape: Shape
    terms: type[StrEnum] | None = None
    parts: tuple["Field", ...] = ()
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class FieldFinding:
    """Something wrong with a field.

    Codes: field_needed, field_too_long, field_too_many, field_not_a_choice,
    field_not_a_code, field_unknown, field_malformed.
    """

    field: str
    code: str
    params: Mapping[str, object]


_DEFINITION = (
    Field("definition", Shape.TEXT, is_needed=True),
    Field("scope", Shape.LINE),
    Field("source_label", Shape.LINE),
)
FIELDS: Mapping[PageKind, tuple[Field, ...]] = {
    PageKind.DATASET: (
        Field("source_holder", Shape.LINE),
        Field("access", Shape.CHOICE, terms=Access),
        Field("legal_basis", Shape.LINE),
        Field("update_rhythm", Shape.LINE),
        Field("keys", Shape.LINE),
        Field("quality_note", Shape.TEXT),
        Field("personal_data", Shape.CHOICE, terms=PersonalData),
        Field("objects", Shape.NAMES),
    ),
    PageKind.LESSON: (
        Field("context", Shape.TEXT),
        Field("what_happened", Shape.TEXT),
        Field("cause", Shape.TEXT),
        Field("lesson", Shape.TEXT, is_needed=True),
        Field("advice", Shape.TEXT),
        Field("applies_when", Shape.TEXT),
        Field("use_cases", Shape.USE_CASES),
        Field("phases", Shape.CHOICES, terms=LessonPhase),
        Field("functions", Shape.FUNCTIONS),
    ),
    PageKind.TERM: (*_DEFINITION, Field("other_definitions", Shape.ROWS, parts=_DEFINITION)),
    PageKind.FAQ: (
        Field("question", Shape.LINE),
        Field("answer_short", Shape.TEXT, is_needed=True),
    ),
    PageKind.STEP_PLAN: (
        Field(
            "steps",
            Shape.ROWS,
            parts=(Field("title", Shape.LINE, is_needed=True), Field("text", Shape.TEXT)),
        ),
    ),
}


def fields_of(kind: PageKind) -> tuple[Field, ...]:
    """Return the fields that a page of this kind has, in the order of its form."""
    return FIELDS.get(kind, ())


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
            texts += [str(text) for row in value for text in row.values()]
    return texts


def _check(field: Field, value: Any) -> tuple[Any, list[FieldFinding]]:
    if value is None:
        return None, []
    if field.shape is Shape.ROWS:
        return _check_rows(field, value)
    if field.shape in (Shape.LINE, Shape.TEXT, Shape.CHOICE):
        if not isinstance(value, str):
            return None, [FieldFinding(field.name, "field_malformed", {})]
        return _check_text(field, value.strip())
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return None, [FieldFinding(field.name, "field_malformed", {})]
    return _check_list(field, list(dict.fromkeys(item.strip() for item in value if item.strip())))


def _check_text(field: Field, value: str) -> tuple[Any, list[FieldFinding]]:
    if field.shape is Shape.CHOICE:
        is_known = not value or value in list(field.terms or ())
        return (value, []) if is_known else (None, [FieldFinding(field.name, "field_not_a_choice", {})])
    most = LINE if field.shape is Shape.LINE else TEXT
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
        texts = {}
        for part in field.parts:
            value, wrong = _check(part, row.get(part.name))
            found += [FieldFinding(field.name, finding.code, finding.params) for finding in wrong]
            if value:
                texts[part.name] = value
        if not texts:
            continue
        if any(part.is_needed and part.name not in texts for part in field.parts):
            found.append(FieldFinding(field.name, "field_needed", {}))
        kept.append(texts)
    return kept, found
