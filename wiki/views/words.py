"""What a page holds beside its text, in words: to compare two of them part by part."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from wiki.labels import FIELD_WORDS, field_word, page_word
from wiki.rules.draft import Draft
from wiki.rules.fields import Field, Shape, fields_of


def words_of(draft: Draft) -> dict[str, str]:
    """Return each part of a page but title and text, by name, as a reader would read it."""
    found = {
        "kind": page_word(draft.kind),
        "abstract": draft.abstract,
        "categories": ", ".join(page_word(item) for item in draft.categories),
        "domains": ", ".join(draft.domains),
        "aliases": ", ".join(draft.aliases),
        "title_en": draft.title_en,
        "abstract_en": draft.abstract_en,
        "is_core": _("Ja") if draft.is_core else _("Nee"),
        "sources": "\n".join(" | ".join(filter(None, row.values())) for row in draft.sources),
    }
    for field in fields_of(draft.kind):
        value = draft.fields.get(field.name)
        if value:
            found[field.name] = field_words(field, value)
    return found


def field_words(field: Field, value: Any) -> str:
    """Return what a field holds, as a reader would read it."""
    if field.shape is Shape.ROWS:
        return "\n".join("; ".join(_row_words(field, row)) for row in value)
    if field.terms is not None:
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(page_word(term) for term in field.terms if term in chosen)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _row_words(field: Field, row: Mapping[str, str]) -> Iterator[str]:
    for part in field.parts:
        text = row.get(part.name, "")
        if text and part.shape is not Shape.KEY and part.name in FIELD_WORDS:
            yield f"{field_word(part.name)}: {part_words(part, text)}"


def part_words(part: Field, text: str) -> str:
    """Return what a part of a row says: the words of a choice, else the text."""
    term = next((term for term in part.terms or () if term == text), None)
    return page_word(term) if term is not None else text
