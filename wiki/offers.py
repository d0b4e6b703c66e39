"""What the wiki offers to the rest: links to pages, permanent addresses, lessons beside a use case."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.i18n import localised
from core.links import Offer, Reference, Resolved, traits_of
from wiki.models import Page
from wiki.queries.lessons import Beginning, list_lessons_for, list_lessons_to_begin, names_use_case
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
    """Return the lessons that belong to a use case, then those of what is like it (W6).

    For "new-use-case" those to read before one begins; the key is the id of a domain, or "", and
    after a colon codes of system functions: ``3:FDS,FDS-1``.
    """
    if context.type == "new-use-case":
        domain, _colon, functions = context.key.partition(":")
        domain_id = next(iter(_numbers([domain])), None)
        first = list_lessons_to_begin(domain_id, [code for code in functions.split(",") if code])
        return [_offer(one.page, _why_to_begin(one)) for one in first]
    if context.type != "use-case":
        return []
    traits = traits_of(context, reader)
    found = list_lessons_for(
        context.key,
        traits.get("functions", ()),
        traits.get("phases", ()),
        named=[*traits.get("datasets", ()), *traits.get("laws", ())],
        page_ids=_numbers(traits.get("pages", ())),
        domain_ids=_numbers(traits.get("domains", ())),
    )
    return [
        _offer(page, _("geleerd bij deze use case") if is_own else _("geleerd bij iets wat hierop lijkt"))
        for page, is_own in found
    ]


def is_learned_from(context: Reference) -> bool:
    """Answer core.links: was a lesson written down that names this use case?"""
    return context.type == "use-case" and names_use_case(context.key)


def _why_to_begin(one: Beginning) -> str:
    if one.is_of_function:
        return _("over deze systeemfunctie")
    return _("geleerd in dit domein") if one.is_of_domain else ""


def _numbers(keys: Sequence[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 10]


def _offer(page: Page, note: str) -> Offer:
    return Offer(
        title=localised(page, "title"),
        url=url_for("wiki.show_page", slug=page.slug),
        summary=str(page.fields.get("lesson") or page.abstract),
        note=note,
    )
