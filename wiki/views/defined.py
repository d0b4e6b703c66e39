"""What a page of a dataset, object or term shows beside its text: definitions, relations, how FAIR it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.i18n import language
from core.web.kept_reads import kept_read
from wiki.defined_labels import inverse_word
from wiki.labels import field_word, page_word
from wiki.models import Page
from wiki.queries.relations import End, Related, list_related
from wiki.rules.definitions import definitions_of, is_over, name_of_definition
from wiki.rules.fair import Fair, fair_of
from wiki.rules.field_kinds import DEFINED, DEFINITION_PARTS, RELATION_PARTS, Field, Shape, fields_of
from wiki.rules.relations import SYMMETRIC
from wiki.rules.side_by_side import MOST
from wiki.rules.terms import Basis, DefinitionState, PageKind
from wiki.views.words import part_words

SHOWN_BESIDE = ("looks_at", "legal_basis", "moment", "registry", "source_holder", "source_label")
_TABLES = ("quality", "distributions")
_SIDES = tuple(part for part in DEFINITION_PARTS if part.shape not in (Shape.KEY, Shape.CARRIED))


@dataclass(frozen=True, slots=True)
class ShownDefinition:
    """A definition as it stands in a column: its name, words, and facts as (label, words)."""

    key: str
    name: str
    scope: str
    text: str
    facts: list[tuple[str, str]]
    examples: str
    state: str
    is_over: bool
    is_illustrative: bool
    is_general: bool
    url: str


@dataclass(frozen=True, slots=True)
class ShownRelation:
    """A relation read from one end: the word, the other end, and what was written with it."""

    key: str
    word: str
    other: End
    own_name: str
    url: str
    keys: list[str]
    state: str
    is_doubtful: bool
    is_illustrative: bool
    is_general: bool
    is_own: bool
    row: Mapping[str, Any]
    reason: str


Table = tuple[str, list[str], list[list[str]]]
"""Rows of a page as a table: its heading, the heads of its columns, its cells."""


@dataclass(frozen=True, slots=True)
class Defined:
    """All of it for one page."""

    definitions: list[ShownDefinition] = field(default_factory=list)
    relations: list[ShownRelation] = field(default_factory=list)
    caution: str = ""
    fair: Fair | None = None
    codes: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def defined_of(page: Page) -> Defined | None:
    """Return what a page shows; None for a kind without definitions. One query."""
    if page.kind not in DEFINED:
        return None
    return Defined(
        definitions=shown_definitions(page),
        relations=relations_seen_from(page.id, related_to(page.id)),
        caution=str(page.fields.get("caution", "")),
        fair=fair_of(page) if page.kind is PageKind.DATASET else None,
        codes=[f"{page.id}-{row['key']}" for row in definitions_of(page.fields)][:MOST],
        tables=[
            _table(page, one)
            for one in fields_of(page.kind)
            if one.name in _TABLES and page.fields.get(one.name)
        ],
    )


def _table(page: Page, field_: Field) -> Table:
    rows = [
        [part_words(part, row.get(part.name, "")) for part in field_.parts]
        for row in page.fields[field_.name]
    ]
    return field_word(field_.name), [field_word(part.name) for part in field_.parts], rows


def related_to(page_id: int) -> list[Related]:
    """Return the relations of one page, read once while nobody changes any content."""
    return kept_read(("wiki relations", page_id, language()), lambda: list_related([page_id])) or []


def shown_definitions(page: Page) -> list[ShownDefinition]:
    """Return the definitions of a page in order."""
    return [
        shown_definition(row, name_at(row, place), page.slug)
        for place, row in enumerate(definitions_of(page.fields), start=1)
    ]


def name_at(row: Mapping[str, str], place: int) -> str:
    """Return the name of a definition, or its number where nobody gave it one."""
    return name_of_definition(row) or _("Definitie %(number)s", number=place)


def shown_definition(row: Mapping[str, str], name: str, slug: str) -> ShownDefinition:
    """Return one definition with its facts in words."""
    state = row.get("state")
    return ShownDefinition(
        key=row.get("key", ""),
        name=name,
        scope=row.get("scope", ""),
        text=row.get("definition", ""),
        facts=[
            (field_word(name_), row[name_]) for name_ in SHOWN_BESIDE if row.get(name_) and row[name_] != name
        ],
        examples=row.get("examples", ""),
        state=page_word(DefinitionState(state)) if state in list(DefinitionState) else "",
        is_over=is_over(row),
        is_illustrative=row.get("basis") == Basis.ILLUSTRATIVE,
        is_general=row.get("basis") == Basis.GENERAL,
        url=url_for("wiki.show_definition", slug=slug, key=row["key"]) if row.get("key") else "",
    )


def all_facts(row: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return every part of a definition that is filled in, as (label, words)."""
    return [
        (field_word(part.name), part_words(part, row[part.name])) for part in _SIDES if row.get(part.name)
    ]


def relations_seen_from(page_id: int, found: list[Related]) -> list[ShownRelation]:
    """Return relations as this page reads them, those that it records itself first."""
    shown = [shown_relation(one, page_id) for one in found if page_id in (one.source.id, one.target.id)]
    return sorted(shown, key=lambda one: not one.is_own)


def shown_relation(one: Related, page_id: int) -> ShownRelation:
    """Return a relation read from this page; from its source when it is neither end."""
    is_own = one.source.id == page_id or one.target.id != page_id
    other, own = (one.target, one.source) if is_own else (one.source, one.target)
    is_forward = is_own or one.kind in SYMMETRIC
    state = one.state
    return ShownRelation(
        key=one.key,
        word=page_word(one.kind) if is_forward else inverse_word(one.kind),
        other=other,
        own_name=own.definition_name,
        url=address_of_end(other),
        keys=one.keys,
        state=page_word(state) if state is not None else "",
        is_doubtful=state is not None and state.value in ("disputed", "ended"),
        is_illustrative=one.row.get("basis") == Basis.ILLUSTRATIVE,
        is_general=one.row.get("basis") == Basis.GENERAL,
        is_own=is_own,
        row=one.row,
        reason=reason_word(one.row),
    )


def reason_word(row: Mapping[str, Any]) -> str:
    """Return why two definitions differ, in words."""
    part = next(part for part in RELATION_PARTS if part.name == "reason")
    return part_words(part, str(row.get("reason", ""))) if row.get("reason") else ""


def address_of_end(end: End) -> str:
    """Return where one end of a relation is to be read; "" where nobody wrote it yet."""
    if not end.id:
        return ""
    if end.definition and end.definition_name:
        return url_for("wiki.show_definition", slug=end.slug, key=end.definition)
    return url_for("wiki.show_page", slug=end.slug)
