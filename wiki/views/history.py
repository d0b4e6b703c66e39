"""Look back: revisions, differences, who wrote which line, what changed lately."""

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import public
from core.web.page_cache import kept
from core.web.paging import wanted_page
from wiki.labels import part_word
from wiki.models import PageRevision
from wiki.queries import pages as page_queries
from wiki.queries import revisions as queries
from wiki.queries.proposals import list_approvals
from wiki.rules.diff import compare
from wiki.rules.terms import Category, Change, PageKind
from wiki.views.access import may_curate, may_write
from wiki.views.blueprint import bp
from wiki.views.content import text_content
from wiki.views.pages import loaded_page, moved_or_gone
from wiki.views.words import words_of

FEED_LENGTH = 30


@bp.get("/wiki/<slug>/history")
@public
@kept
def show_history(slug: str) -> ResponseReturnValue:
    """All revisions of a page, newest first, with two to choose for a difference."""
    page = page_queries.find_page(slug, current_user)
    if page is None:
        return moved_or_gone(slug, "wiki.show_history")
    revisions = queries.list_revisions(page, wanted_page())
    return render_template(
        "wiki/history.html",
        page=page,
        revisions=revisions,
        approvals=list_approvals(page.id, [one.number for one in revisions.items]),
        may_write=may_write(page) and not page.is_deleted,
        may_curate=may_curate(),
    )


@bp.get("/wiki/<slug>/history/<int:number>")
@public
def show_revision(slug: str, number: int) -> ResponseReturnValue:
    """One earlier revision as it read."""
    page = loaded_page(slug)
    revision = queries.get_revision(page, number)
    return render_template(
        "wiki/revision.html",
        page=page,
        revision=revision,
        draft=queries.draft_of(revision),
        words=_shown_words(revision),
        content=text_content(revision.body),
        may_write=may_write(page) and not page.is_deleted,
    )


def _shown_words(revision: PageRevision) -> list[tuple[str, str]]:
    """Return (label, words) of what a revision held beside title, abstract and text."""
    words = words_of(queries.draft_of(revision))
    return [(part_word(name), text) for name, text in words.items() if text and name != "abstract"]


@bp.get("/wiki/<slug>/diff")
@public
def choose_diff(slug: str) -> ResponseReturnValue:
    """Lead from the two revisions chosen in the history to their difference."""
    page = loaded_page(slug)
    wanted = [request.args.get(name, "") for name in ("from", "to")]
    numbers = [int(value) for value in wanted if value.isascii() and value.isdigit() and len(value) < 10]
    chosen = sorted({*numbers}) if len(numbers) == 2 else []
    if len(chosen) < 2:
        chosen = [max(1, page.revision - 1), page.revision]
    return Response(
        status=303,
        headers={"Location": url_for("wiki.show_diff", slug=slug, before=chosen[0], after=chosen[1])},
    )


@bp.get("/wiki/<slug>/diff/<int:before>..<int:after>")
@public
def show_diff(slug: str, before: int, after: int) -> ResponseReturnValue:
    """What changed from one revision to another, part by part and line by line."""
    page = loaded_page(slug)
    old, new = queries.get_revision(page, before), queries.get_revision(page, after)
    return render_template(
        "wiki/diff.html",
        page=page,
        old=old,
        new=new,
        parts=_parts(old, new),
        diff=compare(old.body, new.body),
        may_write=may_write(page) and not page.is_deleted,
    )


def _parts(old: PageRevision, new: PageRevision) -> list[tuple[str, str, str]]:
    """Return (label, before, after) of what differs beside the text."""
    one, other = words_of(queries.draft_of(old)), words_of(queries.draft_of(new))
    one, other = {"title": old.title} | one, {"title": new.title} | other
    names = [*one, *(name for name in other if name not in one)]
    return [
        (part_word(name), one.get(name, ""), other.get(name, ""))
        for name in names
        if one.get(name, "") != other.get(name, "")
    ]


@bp.get("/wiki/<slug>/blame")
@public
def show_blame(slug: str) -> ResponseReturnValue:
    """The live text with, for each stretch, the revision it came with."""
    page = loaded_page(slug)
    return render_template("wiki/blame.html", page=page, origins=queries.list_origins(page))


@bp.get("/wiki/recent")
@public
@kept
def list_recent() -> ResponseReturnValue:
    """What changed lately on all pages, filtered."""
    filters = _read_filters()
    return render_template(
        "wiki/recent.html",
        filters=filters,
        changes=queries.list_changes(filters, wanted_page()),
        most=queries.MOST_CHANGES,
        filter_terms=[
            (_("Soort"), "kind", list(PageKind), filters.kind),
            (_("Categorie"), "category", list(Category), filters.category),
            (_("Wat"), "change", [item for item in Change if item is not Change.DELETED], filters.change),
        ],
    )


@bp.get("/wiki/recent.atom")
@public
@kept
def show_feed() -> ResponseReturnValue:
    """The same as a feed, without names of people."""
    filters = _read_filters()
    changes = queries.list_changes(filters, 1, FEED_LENGTH)
    base = str(current_app.config["SETTINGS"].base_url or request.url_root.rstrip("/"))
    text = render_template("wiki/recent.atom.xml", changes=changes.items, base=base)
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def _read_filters() -> queries.ChangeFilters:
    kind, category = request.args.get("kind", ""), request.args.get("category", "")
    change = request.args.get("change", "")
    return queries.ChangeFilters(
        kind=PageKind(kind) if kind in list(PageKind) else None,
        category=Category(category) if category in list(Category) else None,
        change=Change(change) if change in list(Change) else None,
        is_core=request.args.get("core") == "1",
    )
