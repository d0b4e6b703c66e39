"""Terms: the glossary, and the terms within one text explained when a reader asks for that."""

import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from accounts.permissions import public
from core.i18n import is_only_dutch, localised
from core.web.kept_reads import kept_read
from core.web.page_cache import kept
from wiki.markup import with_terms
from wiki.queries.browse import list_terms
from wiki.rules.glossary import forms_of
from wiki.rules.slugs import slugify
from wiki.views.access import may_write
from wiki.views.blueprint import bp

OTHER = "#"


@dataclass(frozen=True, slots=True)
class Explained:
    """A term that a text uses, with its definition and its page."""

    number: int
    title: str
    definition: str
    url: str
    is_dutch: bool


@bp.get("/wiki/glossary")
@public
@kept
def show_glossary() -> ResponseReturnValue:
    """All terms by letter, each with what it means in a sentence."""
    groups: dict[str, list[Any]] = {}
    for term in sorted(list_terms(), key=lambda term: slugify(localised(term, "title"))):
        first = slugify(localised(term, "title"))[:1].upper()
        groups.setdefault(first if first in string.ascii_uppercase else OTHER, []).append(term)
    return render_template(
        "wiki/glossary.html",
        groups=sorted(groups.items()),
        letters=string.ascii_uppercase,
        may_write=may_write(),
    )


def wants_terms() -> bool:
    """Whether this reader asks to have terms explained."""
    return request.args.get("terms") == "1"


def explain_terms(html: Markup, slug: str) -> tuple[Markup, list[Explained]]:
    """Return a text of page ``slug`` with its terms as links, and those terms in order."""
    known: tuple[dict[str, Any], dict[str, str]] | None = kept_read(("wiki terms",), _read_terms)
    terms, forms = known or ({}, {})
    marked, found = with_terms(html, forms, slug)
    return marked, [_explained(one.number, terms[one.key]) for one in found]


def _read_terms() -> tuple[dict[str, Any], dict[str, str]]:
    rows: Sequence[Any] = list_terms()
    return {row.slug: row for row in rows}, forms_of((row.slug, (row.title, *row.aliases)) for row in rows)


def _explained(number: int, term: Any) -> Explained:
    return Explained(
        number,
        localised(term, "title"),
        localised(term, "abstract"),
        url_for("wiki.show_page", slug=term.slug),
        is_only_dutch(term, "abstract"),
    )
