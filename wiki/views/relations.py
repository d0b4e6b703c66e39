"""Relations of a page: both directions, a picture of what is around it, and the forms that change one."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, public, requires
from core.errors import Invalid, NotFound
from core.web.page_cache import kept
from wiki.actions import definitions as actions
from wiki.actions.proposals import Submitted
from wiki.forms.definition import RelationForm, RemoveForm
from wiki.models import Page
from wiki.queries import pages as page_queries
from wiki.queries.names import find_targets
from wiki.queries.relations import Related, list_ends, list_related, list_titles
from wiki.rules.definitions import definitions_of
from wiki.rules.field_kinds import DEFINED, RELATION_PARTS, Shape
from wiki.rules.neighbourhood import Picture, near, picture
from wiki.rules.relations import find_relation
from wiki.views.access import may_write
from wiki.views.blueprint import bp
from wiki.views.defined import name_at, relations_seen_from, shown_relation
from wiki.views.definitions import answered, blank, writable
from wiki.views.pages import loaded_page, moved_or_gone

_PARTS = tuple(part for part in RELATION_PARTS if part.shape not in (Shape.KEY, Shape.CARRIED))


@bp.get("/wiki/<slug>/relations")
@public
@kept
def show_relations(slug: str) -> ResponseReturnValue:
    """All relations of a page as a list, then those around it and their picture."""
    page = page_queries.find_page(slug, current_user)
    if page is None:
        return moved_or_gone(slug, "wiki.show_relations")
    own = list_related([page.id])
    beside = {end.id for one in own for end in (one.source, one.target) if end.id and end.id != page.id}
    further = [one for one in list_related(beside) if page.id not in (one.source.id, one.target.id)]
    return render_template(
        "wiki/defined/relations.html",
        page=page,
        relations=relations_seen_from(page.id, own),
        further=[(one, shown_relation(one, one.source.id)) for one in further],
        picture=drawn(page.id, page.title, [*own, *further]),
        ends={end.id: end for one in (*own, *further) for end in (one.source, one.target)},
        may_write=may_write(page) and not page.is_deleted and page.kind in DEFINED,
    )


def drawn(page_id: int, title: str, found: list[Related]) -> Picture | None:
    """Return the picture of what is around a page; None when nothing is."""
    pairs = [(one.source.id, one.target.id) for one in found if one.target.id]
    steps = near(page_id, pairs)
    if len(steps) == 1:
        return None
    titles = {page_id: title} | {end.id: end.title for one in found for end in (one.source, one.target)}
    lines = [
        (one.source.id, one.target.id, "; ".join(one.keys) or shown_relation(one, one.source.id).word)
        for one in found
    ]
    return picture(steps, titles, lines)


@bp.route("/wiki/<slug>/relations/new", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def add_relation(slug: str) -> ResponseReturnValue:
    """Record how this page, or one of its definitions, stands to another."""
    page = writable(slug)
    asked = {name: request.args.get(name, "")[:200] for name in ("relation", "target", "own", "theirs")}
    form = RelationForm(data={"version": page.revision, **{n: v for n, v in asked.items() if v}})
    return _answered(form, page, "", lambda: blank(RelationForm, slug))


@bp.route("/wiki/<slug>/relations/<key>/edit", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def edit_relation(slug: str, key: str) -> ResponseReturnValue:
    """Change a relation on the page that records it."""
    page = writable(slug)
    form = RelationForm(data=_filled(page, key))
    return _answered(
        form, page, key, lambda: RelationForm(formdata=None, data=_filled(loaded_page(slug), key))
    )


def _filled(page: Page, key: str) -> dict[str, object]:
    row = find_relation(page.fields, key)
    if row is None:
        raise NotFound("relation_not_found")
    ids = find_targets([row["target"]])
    named = ""
    if row.get("theirs") and ids:
        other = list_ends(ids.values()).get(ids[row["target"]])
        named = dict(names_on(other)).get(row["theirs"], "") if other else ""
    return {"version": page.revision, **row, "theirs": named}


def names_on(page: Page) -> list[tuple[str, str]]:
    """Return the definitions of a page as (key, name)."""
    rows = enumerate(definitions_of(page.fields), start=1)
    return [(row["key"], name_at(row, place)) for place, row in rows]


def _answered(form: Any, page: Page, key: str, present: Callable[[], Any]) -> ResponseReturnValue:
    def act() -> Submitted:
        row = form.row(_PARTS)
        row["own"] = form.own.data or ""
        row["theirs"] = _definition_there(row["target"], form.theirs.data)
        return actions.write_relation(
            page,
            row,
            base_revision=form.version.data,
            by=current_user,
            summary=form.summary.data or _("relatie met %(title)s", title=row["target"]),
            key=key,
        )

    return answered(
        form,
        act,
        page.slug,
        _("Wijzig een relatie") if key else _("Leg een relatie vast"),
        present,
        template="wiki/defined/relation_form.html",
        offer=lambda one: one.offer(names_on(page)),
        titles=list_titles(),
        remove_url=url_for(".remove_relation", slug=page.slug, key=key) if key else "",
    )


def _definition_there(target: str, typed: str) -> str:
    """Return the key of the definition with this name on the page that was named."""
    if not typed:
        return ""
    ids = find_targets([target])
    other = list_ends(ids.values()).get(ids.get(target, 0))
    known = names_on(other) if other else []
    for key, name in known:
        if name.casefold() == typed.casefold() or key == typed:
            return key
    names = "; ".join(name for _key, name in known)
    raise Invalid(
        [("theirs", "definition_not_named" if names else "definition_none_there", {"names": names})]
    )


@bp.route("/wiki/<slug>/relations/<key>/remove", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def remove_relation(slug: str, key: str) -> ResponseReturnValue:
    """Ask why, then take a relation away."""
    page = writable(slug)
    if find_relation(page.fields, key) is None:
        raise NotFound("relation_not_found")
    form = RemoveForm(data={"version": page.revision})

    def act() -> Submitted:
        return actions.remove_relation(
            page, key, base_revision=form.version.data, by=current_user, summary=form.summary.data
        )

    return answered(form, act, slug, _("Verwijder relatie"), lambda: blank(RemoveForm, slug))
