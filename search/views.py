"""The page of results."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import public
from accounts.queries.domains import list_domains
from core.forms import tidy
from core.i18n import localised
from core.links import Reference, Resolved, resolve_many
from core.web.paging import PER_PAGE, Page, wanted_page
from search.engine import SearchNotPossible, find
from search.highlight import Piece, excerpt, mark, wanted_stems
from search.querying import LONGEST_QUERY, Answer, Hit, understand
from search.registry import category_words, kind_words, source_of, type_words

bp = Blueprint("search", __name__)
PARAMETERS = {"type": "type", "kind": "kind", "category": "categories", "domain": "domains"}
FARTHEST = 40


@dataclass(frozen=True)
class Shown:
    """A hit as the page shows it."""

    title: list[Piece]
    url: str
    type: str
    kind: str
    excerpt: list[Piece]
    why: str
    is_dutch: bool


@bp.get("/search")
@public
def show_results() -> ResponseReturnValue:
    """What there is about the words asked for, best first, with counts to narrow it down."""
    text = tidy(request.args.get("q", ""))[:LONGEST_QUERY]
    chosen = {name: tuple(request.args.getlist(parameter)) for parameter, name in PARAMETERS.items()}
    number = min(wanted_page(), FARTHEST)
    answer, is_down = Answer(0, ()), False
    try:
        if text or any(chosen.values()):
            answer = find(text, current_user, chosen, page=number, per_page=PER_PAGE)
    except SearchNotPossible:
        is_down = True
    return render_template(
        "search/results.html",
        text=text,
        answer=answer,
        hits=_shown(answer.hits, text),
        facets=_facets(answer, chosen),
        page=Page(answer.hits, number, min(answer.total, FARTHEST * PER_PAGE), PER_PAGE),
        chosen=sum(len(values) for values in chosen.values()),
        is_down=is_down,
        clear_url=url_for(".show_results", q=text),
        suggestion_url=url_for(".show_results", q=answer.suggestion) if answer.suggestion else "",
    )


def _shown(hits: tuple[Hit, ...], text: str) -> list[Shown]:
    """Return what to show of the hits that this reader may still see: one query per type."""
    asked = understand(text)
    words = asked.words + tuple(word for phrase in asked.phrases for word in phrase)
    stems = wanted_stems(words)
    references = [Reference(hit.type, str(hit.kept["reference"])) for hit in hits]
    resolved = resolve_many(references, current_user)
    found = zip(hits, (resolved[reference] for reference in references), strict=True)
    return [_one(hit, thing, stems, asked.prefixes) for hit, thing in found if thing is not None]


def _one(hit: Hit, thing: Resolved, stems: frozenset[str], prefixes: tuple[str, ...]) -> Shown:
    title = mark(thing.title, stems, prefixes)
    found = excerpt(str(hit.kept.get("abstract", "")), stems, prefixes) or excerpt(
        str(hit.kept.get("body", "")), stems, prefixes
    )
    alias = next(
        (
            alias
            for alias in hit.kept.get("aliases", [])
            if any(piece.is_found for piece in mark(alias, stems, prefixes))
        ),
        "",
    )
    return Shown(
        title,
        thing.url,
        type_words(hit.type),
        _kind_beside(hit.type, thing.kind),
        found or [Piece(str(hit.kept.get("abstract", ""))[:240])],
        _("Gevonden via de andere naam “%(alias)s”.", alias=alias)
        if alias and not any(piece.is_found for piece in title)
        else "",
        is_dutch=True,
    )


def _kind_beside(type_: str, kind: str) -> str:
    """Return the words of a kind, unless they only repeat the type."""
    words = kind_words(kind) if kind else ""
    return "" if words.casefold() == type_words(type_).casefold() else words


def _facets(answer: Answer, chosen: dict[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return the groups of the filter form, most first; a chosen value stays even at 0."""
    domains = {domain.slug: localised(domain, "name") for domain in list_domains()}
    groups = (
        ("type", "type", _("Soort inhoud"), lambda value: type_words(value, many=True)),
        ("kind", "kind", _("Soort pagina"), kind_words),
        ("category", "categories", _("Categorie"), category_words),
        ("domain", "domains", _("Domein"), lambda value: domains.get(value, value)),
    )
    shown = []
    for parameter, name, legend, read in groups:
        counts = answer.counts.get(name, {})
        values = sorted({*counts, *chosen[name]}, key=lambda value: (-counts.get(value, 0), value))
        known = [value for value in values if value in counts or _is_known(parameter, value)]
        options = [
            {
                "value": value,
                "label": read(value),
                "count": counts.get(value, 0),
                "checked": value in chosen[name],
            }
            for value in known[:12]
        ]
        if options:
            shown.append({"legend": legend, "name": parameter, "options": options})
    return shown


def _is_known(parameter: str, value: str) -> bool:
    return parameter != "type" or source_of(value) is not None
