"""What the wiki offers to the rest: links to pages, permanent addresses, lessons beside a use case."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.i18n import localised
from core.links import Offer, Reference, Resolved, traits_of
from wiki.queries.lessons import list_lessons_for
from wiki.queries.links import resolve_pages
from wiki.queries.pages import slug_of


def resolve(references: Sequence[Reference], reader: Any) -> dict[Reference, Resolved]:
    """Answer core.links for the type "page"; the key is an address, title or alias."""
    return resolve_pages(references, reader)


def address_of_page(id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one."""
    slug = slug_of(id_, reader)
    return url_for("wiki.show_page", slug=slug) if slug else None


def offer_lessons(context: Reference, reader: Any) -> list[Offer]:
    """Return the lessons that belong to a use case, then those of the same functions or phase (W6)."""
    if context.type != "use-case":
        return []
    traits = traits_of(context, reader)
    found = list_lessons_for(context.key, traits.get("functions", ()), traits.get("phases", ()))
    return [
        Offer(
            title=localised(page, "title"),
            url=url_for("wiki.show_page", slug=page.slug),
            summary=str(page.fields.get("lesson") or page.abstract),
            note=_("geleerd bij deze use case") if is_own else _("geleerd bij iets wat hierop lijkt"),
        )
        for page, is_own in found
    ]
