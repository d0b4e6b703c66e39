"""What the wiki tells who builds on one of its definitions: which there are, and what is new."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from core.i18n import localised
from core.links import Choice, Pinned, Reference, Resolved
from wiki.queries.definitions import every_definition, find_pointed, list_dataset_names
from wiki.rules.terms import DefinitionState
from wiki.views.defined import name_at

TYPE = "definition"
_PAST = frozenset({DefinitionState.REPLACED, DefinitionState.WITHDRAWN})


def key_of_definition(page_id: int, key: str) -> str:
    """Return the key of a definition as other features know it."""
    return f"{page_id}:{key}"


def _place(key: str) -> tuple[int, str] | None:
    page_id, colon, rest = key.partition(":")
    known = colon and page_id.isascii() and page_id.isdigit() and len(page_id) < 10
    return (int(page_id), rest) if known else None


def resolve_pins(references: Sequence[Reference], reader: Any) -> dict[Reference, Pinned]:
    """Answer core.links: where a pinned definition is, and the difference with what it says now."""
    places = {reference: _place(reference.key) for reference in references}
    pointed = find_pointed({place for place in places.values() if place})
    found = {}
    for reference, place in places.items():
        if place not in pointed:
            continue
        here = pointed[place]
        now, slug = here.definition, here.page.slug
        shown = now or here.last
        key = shown.key
        values: dict[str, Any] = {"slug": slug, "key": key}
        title = f"{localised(here.page, 'title')}: {name_at(shown.said, shown.position + 1)}"
        seen = reference.revision
        has_news = now is not None and not here.has_moved and seen is not None and 0 < seen < now.version
        found[reference] = Pinned(
            title=title,
            url=url_for("wiki.show_definition", **values),
            key=key_of_definition(place[0], key),
            current=now.version if now is not None else None,
            news_url=(
                url_for("wiki.show_definition_diff", **values, before=seen, after=shown.version)
                if has_news
                else ""
            ),
            is_replaced=now is not None and now.said.get("state") in _PAST,
        )
    return found


def resolve_definitions(references: Sequence[Reference], reader: Any) -> dict[Reference, Resolved]:
    """Answer core.links for the type "definition"; the key is ``page id:key``."""
    return {
        reference: Resolved(pinned.title, pinned.url, int(reference.key.partition(":")[0]))
        for reference, pinned in resolve_pins(references, reader).items()
    }


def list_choices(reader: Any) -> list[Choice]:
    """Return the definitions that can be pinned, by the title of their page."""
    return [
        Choice(
            key_of_definition(one.page_id, one.Definition.key),
            f"{localised(one, 'title')}: {name_at(one.Definition.said, one.Definition.position + 1)}",
            one.Definition.version,
        )
        for one in every_definition()
    ]


def list_data_pages(reader: Any) -> list[Choice]:
    """Return the datasets of the wiki by title, for who names the data that he uses."""
    return [Choice(str(row.id), row.title, row.revision) for row in list_dataset_names()]
