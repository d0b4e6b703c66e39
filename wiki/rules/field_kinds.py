"""Which fields a structured page has, and what each holds.

Source: domain.md W3 (definitions side by side), W4 (relations), W5 (a source), W6 (a lesson).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wiki.rules.terms import (
    Access,
    Basis,
    DefinitionState,
    DistributionKind,
    LessonPhase,
    PageKind,
    PersonalData,
    QualityAspect,
    Reason,
    RelationKind,
    RelationState,
    ToolUser,
)

LINE = 200
TEXT = 2_000
LONGEST_LIST = 50


class Shape(StrEnum):
    """What a field holds."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"  # a date as ISO text
    CHOICE = "choice"
    CHOICES = "choices"
    NAMES = "names"  # titles or slugs of pages
    NAME = "name"  # one of them, within a row
    USE_CASES = "use_cases"  # codes
    FUNCTIONS = "functions"  # codes of system functions
    ROWS = "rows"  # a list of small records, see ``parts``
    KEY = "key"  # what a row is known by for ever; given when it is first kept
    CARRIED = "carried"  # kept with a row, but written by the application


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it holds, and for choices or rows of what."""

    name: str
    shape: Shape
    terms: type[StrEnum] | None = None
    parts: tuple["Field", ...] = ()
    is_needed: bool = False


DEFINITION_PARTS = (
    Field("key", Shape.KEY),
    Field("name", Shape.LINE),
    Field("definition", Shape.TEXT, is_needed=True),
    Field("scope", Shape.LINE),
    Field("looks_at", Shape.LINE),
    Field("moment", Shape.LINE),
    Field("legal_basis", Shape.LINE),
    Field("registry", Shape.LINE),
    Field("source_holder", Shape.LINE),
    Field("examples", Shape.TEXT),
    Field("state", Shape.CHOICE, terms=DefinitionState),
    Field("source_label", Shape.LINE),
    Field("basis", Shape.CHOICE, terms=Basis),
    Field("origin", Shape.CARRIED),
    Field("follows", Shape.CARRIED),
)
RELATION_PARTS = (
    Field("key", Shape.KEY),
    Field("relation", Shape.CHOICE, terms=RelationKind, is_needed=True),
    Field("target", Shape.NAME, is_needed=True),
    Field("keys", Shape.LINE),
    Field("reason", Shape.CHOICE, terms=Reason),
    Field("note", Shape.TEXT),
    Field("not_for", Shape.TEXT),
    Field("ground", Shape.LINE),
    Field("source_label", Shape.LINE),
    Field("state", Shape.CHOICE, terms=RelationState),
    Field("basis", Shape.CHOICE, terms=Basis),
    Field("own", Shape.CARRIED),
    Field("theirs", Shape.CARRIED),
)
QUALITY_PARTS = (
    Field("aspect", Shape.CHOICE, terms=QualityAspect, is_needed=True),
    Field("finding", Shape.TEXT, is_needed=True),
    Field("method", Shape.LINE),
    Field("measured_on", Shape.DAY),
    Field("basis", Shape.CHOICE, terms=Basis),
)
DISTRIBUTION_PARTS = (
    Field("title", Shape.LINE, is_needed=True),
    Field("form", Shape.CHOICE, terms=DistributionKind),
    Field("format", Shape.LINE),
    Field("address", Shape.LINE),
    Field("licence", Shape.LINE),
)
DEFINITIONS = Field("definitions", Shape.ROWS, parts=DEFINITION_PARTS)
RELATIONS = Field("relations", Shape.ROWS, parts=RELATION_PARTS)
DEFINED = frozenset({PageKind.DATASET, PageKind.OBJECT, PageKind.TERM})
"""Kinds of pages with definitions and relations."""

FIELDS: Mapping[PageKind, tuple[Field, ...]] = {
    PageKind.DATASET: (
        Field("source_holder", Shape.LINE),
        Field("contact_role", Shape.LINE),
        Field("access", Shape.CHOICE, terms=Access),
        Field("access_how", Shape.TEXT),
        Field("legal_basis", Shape.LINE),
        Field("ground_processing", Shape.LINE),
        Field("ground_sharing", Shape.LINE),
        Field("update_rhythm", Shape.LINE),
        Field("keys", Shape.LINE),
        Field("quality_note", Shape.TEXT),
        Field("quality", Shape.ROWS, parts=QUALITY_PARTS),
        Field("personal_data", Shape.CHOICE, terms=PersonalData),
        Field("standards", Shape.LINE),
        Field("distributions", Shape.ROWS, parts=DISTRIBUTION_PARTS),
        Field("objects", Shape.NAMES),
        DEFINITIONS,
        RELATIONS,
    ),
    PageKind.OBJECT: (Field("caution", Shape.TEXT), DEFINITIONS, RELATIONS),
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
        Field("datasets", Shape.NAMES),
        Field("laws", Shape.NAMES),
    ),
    PageKind.TERM: (
        Field("definitions", Shape.ROWS, parts=DEFINITION_PARTS, is_needed=True),
        Field("caution", Shape.TEXT),
        RELATIONS,
    ),
    PageKind.FAQ: (
        Field("question", Shape.LINE),
        Field("answer_short", Shape.TEXT, is_needed=True),
    ),
    PageKind.STEP_PLAN: (
        Field(
            "steps",
            Shape.ROWS,
            parts=(
                Field("key", Shape.KEY),
                Field("title", Shape.LINE, is_needed=True),
                Field("text", Shape.TEXT),
            ),
        ),
    ),
    PageKind.TOOL: (
        Field("user_types", Shape.CHOICES, terms=ToolUser),
        Field("used_for", Shape.TEXT),
        Field("licence", Shape.LINE),
        Field("used_by", Shape.LINE),
    ),
}


def fields_of(kind: PageKind) -> tuple[Field, ...]:
    """Return the fields that a page of this kind has, in the order of its form."""
    return FIELDS.get(kind, ())
