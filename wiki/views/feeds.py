"""Atom feeds of one page and of a search (RFC 4287): public content only, and no names of people."""

from flask import Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.permissions import NOBODY, public
from core.i18n import localised
from core.web.page_cache import kept
from search.engine import SearchNotPossible
from wiki.actions.following import keys_found
from wiki.labels import page_word
from wiki.life_links import address_of_search, words_of_search
from wiki.queries import following as queries
from wiki.queries.pages import find_page
from wiki.rules.saved_search import key_of, parse_key
from wiki.views.blueprint import bp
from wiki.views.pages import moved_or_gone


@bp.get("/wiki/<slug>/feed.atom")
@public
@kept
def show_page_feed(slug: str) -> ResponseReturnValue:
    """The changes of one page, newest first."""
    page = find_page(slug, NOBODY)
    if page is None:
        return moved_or_gone(slug, "wiki.show_page_feed")
    entries = [
        {
            "title": f"{localised(page, 'title')} ({page_word(revision.change)})",
            "id": f"/id/page/{page.id}#{revision.number}",
            "url": url_for("wiki.show_page", slug=page.slug),
            "at": revision.at,
            "summary": revision.summary or page.abstract,
        }
        for revision in queries.list_page_revisions(page.id)
    ]
    return _feed(localised(page, "title"), url_for("wiki.show_page", slug=page.slug), entries)


@bp.get("/wiki/search.atom")
@public
@kept
def show_search_feed() -> ResponseReturnValue:
    """The public knowledge pages that a search finds, the last changed first."""
    key = key_of(request.args.to_dict(flat=False))
    if not any(parse_key(key).values()):
        abort(404)
    try:
        found = keys_found(key, NOBODY)
    except SearchNotPossible:
        abort(503)
    ids = [int(one.partition(":")[2]) for one in found if one.startswith("page:")]
    entries = [
        {
            "title": localised(page, "title"),
            "id": f"/id/page/{page.id}#{page.revision}",
            "url": url_for("wiki.show_page", slug=page.slug),
            "at": page.changed_at,
            "summary": localised(page, "abstract"),
        }
        for page in queries.pages_by_change(ids)
    ]
    words = words_of_search(key)
    return _feed(_("Zoeken naar %(words)s", words=words), address_of_search(key), entries)


def _feed(title: str, address: str, entries: list[dict[str, object]]) -> Response:
    base = str(current_app.config["SETTINGS"].base_url or request.url_root.rstrip("/"))
    own = request.full_path.rstrip("?")
    text = render_template(
        "wiki/life/feed.atom.xml", title=title, address=address, own=own, entries=entries, base=base
    )
    return Response(text, content_type="application/atom+xml; charset=utf-8")
