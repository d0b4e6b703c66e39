"""What a writer can link to, for what was typed so far: pages, definitions, and things of other features."""

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from core.i18n import localised
from core.links import Reference, linkable_types, resolve_many
from search.engine import SearchNotPossible, find
from search.registry import type_words
from wiki.labels import page_word
from wiki.pins import TYPE, key_of_definition
from wiki.queries.definitions import suggest_definitions
from wiki.queries.pages import suggest_pages
from wiki.views.defined import name_at

MOST_OTHERS = 5
Suggestion = dict[str, Any]


def suggest_links(typed: str) -> list[Suggestion]:
    """Return what fits, pages first; ``target`` is what stands between the brackets of the link."""
    if not typed.strip():
        return []
    return [*_pages(typed), *_others(typed), *_definitions(typed)]


def _pages(typed: str) -> list[Suggestion]:
    return [
        {
            "slug": page.slug,
            "target": page.slug,
            "title": localised(page, "title"),
            "kind": page_word(page.kind),
        }
        for page in suggest_pages(typed)
    ]


def _definitions(typed: str) -> list[Suggestion]:
    return [
        {
            "target": f"{TYPE}:{key_of_definition(row.page_id, row.Definition.key)}",
            "title": f"{localised(row, 'title')}: "
            f"{name_at(row.Definition.said, row.Definition.position + 1)}",
            "kind": _("definitie"),
        }
        for row in suggest_definitions(typed)
    ]


def _others(typed: str) -> list[Suggestion]:
    """Return use cases and the like that this reader may find, by the words of the search."""
    types = tuple(type_ for type_ in linkable_types() if type_ not in ("page", TYPE))
    try:
        answer = find(f"{typed.strip()}*", current_user, {"type": types}, per_page=MOST_OTHERS)
    except SearchNotPossible:
        return []
    references = [Reference(hit.type, str(hit.kept["reference"])) for hit in answer.hits]
    resolved = resolve_many(references, current_user)
    return [
        {
            "target": f"{one.type}:{one.key}",
            "title": f"{one.key} {found.title}",
            "kind": type_words(one.type),
        }
        for one in references
        if (found := resolved.get(one)) is not None
    ]
