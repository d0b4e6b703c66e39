"""One definition: what it says, its versions, who uses it; and the forms that change it."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, public, requires
from core.errors import NotFound
from core.links import Reference, offers_for
from core.web.page_cache import kept
from core.web.save import save
from wiki.actions import definitions as actions
from wiki.actions.proposals import Submitted
from wiki.forms.definition import DefinitionForm, RemoveForm, RowForm
from wiki.models import Page
from wiki.queries import definitions as queries
from wiki.queries import pages as page_queries
from wiki.queries.relations import list_related
from wiki.rules.definitions import definitions_of, find_definition
from wiki.rules.field_kinds import DEFINED, DEFINITION_PARTS, Shape
from wiki.rules.side_by_side import side_by_side
from wiki.views.access import may_write, require_write
from wiki.views.blueprint import bp
from wiki.views.defined import all_facts, name_at, relations_seen_from
from wiki.views.pages import loaded_page
from wiki.views.waiting import tell_submitted

_PARTS = tuple(part for part in DEFINITION_PARTS if part.shape not in (Shape.KEY, Shape.CARRIED))


@bp.get("/wiki/<slug>/definitions/<key>")
@public
@kept
def show_definition(slug: str, key: str) -> ResponseReturnValue:
    """A definition with its versions; one that was merged leads to where it went."""
    page = page_queries.find_page(slug, current_user)
    if page is None:
        moved = page_queries.find_moved(slug, current_user)
        if moved is None:
            raise NotFound("page_not_found")
        return redirect(url_for(".show_definition", slug=moved, key=key))
    row = find_definition(page.fields, key) if page.kind in DEFINED else None
    if row is not None and row["key"] != key:
        return redirect(url_for(".show_definition", slug=page.slug, key=row["key"]))
    versions = queries.list_versions(page.id, key)
    if row is None and not versions:
        raise NotFound("definition_not_found")
    related = [
        one
        for one in list_related([page.id])
        if (page.id, key) in ((one.source.id, one.source.definition), (one.target.id, one.target.definition))
    ]
    said = row or versions[0].said
    return render_template(
        "wiki/defined/definition.html",
        page=page,
        key=key,
        row=said,
        is_gone=row is None,
        name=name_of(page, said),
        facts=all_facts(said),
        versions=versions,
        relations=relations_seen_from(page.id, related),
        users=offers_for(Reference("definition", f"{page.id}:{key}"), current_user),
        others=[one for one in definitions_of(page.fields) if one.get("key") != key],
        may_write=may_write(page) and not page.is_deleted,
    )


def name_of(page: Page, row: Any) -> str:
    """Return the name of a definition of this page."""
    places = [one.get("key") for one in definitions_of(page.fields)]
    return name_at(row, places.index(row["key"]) + 1 if row.get("key") in places else len(places) + 1)


@bp.get("/wiki/<slug>/definitions/<key>/diff/<int:before>..<int:after>")
@public
@kept
def show_definition_diff(slug: str, key: str, before: int, after: int) -> ResponseReturnValue:
    """What changed in a definition from one version to another, to the word."""
    page = loaded_page(slug)
    versions = {one.version: one for one in queries.list_versions(page.id, key)}
    if not {before, after} <= versions.keys():
        raise NotFound("definition_not_found")
    old, new = versions[before], versions[after]
    rows = side_by_side([old.said, new.said])
    return render_template(
        "wiki/defined/version_diff.html",
        page=page,
        key=key,
        name=name_at(new.said, 1),
        old=old,
        new=new,
        rows=[row for row in rows if not row.is_same],
    )


@bp.route("/wiki/<slug>/definitions/new", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def add_definition(slug: str) -> ResponseReturnValue:
    """Write one more definition on a page."""
    page = writable(slug)
    form = DefinitionForm(data={"version": page.revision})

    def act() -> Submitted:
        return actions.write_definition(
            page,
            form.row(_PARTS),
            base_revision=form.version.data,
            by=current_user,
            summary=form.summary.data or _("definitie toegevoegd"),
        )

    return answered(
        form, act, slug, _("Schrijf een definitie"), lambda: blank(DefinitionForm, slug), has_next=True
    )


@bp.route("/wiki/<slug>/definitions/<key>/edit", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def edit_definition(slug: str, key: str) -> ResponseReturnValue:
    """Change one definition."""
    page = writable(slug)
    row = own_definition(page, key)
    form = DefinitionForm(data={"version": page.revision, **row})

    def act() -> Submitted:
        return actions.write_definition(
            page,
            form.row(_PARTS),
            base_revision=form.version.data,
            by=current_user,
            summary=form.summary.data or _("definitie gewijzigd: %(name)s", name=name_of(page, row)),
            key=key,
        )

    def present() -> RowForm:
        now = loaded_page(slug)
        data = {"version": now.revision, **(find_definition(now.fields, key) or {})}
        return DefinitionForm(formdata=None, data=data)

    return answered(form, act, slug, _("Bewerk definitie"), present)


@bp.route("/wiki/<slug>/definitions/<key>/remove", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def remove_definition(slug: str, key: str) -> ResponseReturnValue:
    """Ask why, then take a definition away; its versions are kept."""
    page = writable(slug)
    own_definition(page, key)
    form = RemoveForm(data={"version": page.revision})

    def act() -> Submitted:
        return actions.remove_definition(
            page, key, base_revision=form.version.data, by=current_user, summary=form.summary.data
        )

    return answered(form, act, slug, _("Verwijder definitie"), lambda: blank(RemoveForm, slug))


def own_definition(page: Page, key: str) -> dict[str, str]:
    """Return a definition that is on this page now, or refuse with NotFound."""
    row = next((one for one in definitions_of(page.fields) if one.get("key") == key), None)
    if row is None:
        raise NotFound("definition_not_found")
    return row


def writable(slug: str) -> Page:
    """Return a page with definitions that this reader may change, or refuse."""
    page = loaded_page(slug)
    if page.kind not in DEFINED or page.is_deleted:
        raise NotFound("page_not_found")
    require_write(page)
    return page


def blank(form: Any, slug: str) -> Any:
    """Return an empty form with the revision that is live now: what a stale save is compared with."""
    return form(formdata=None, data={"version": loaded_page(slug).revision})


def answered(
    form: Any,
    act: Callable[[], Any],
    slug: str,
    heading: str,
    present: Callable[[], Any],
    *,
    template: str = "wiki/defined/row_form.html",
    done: str = "",
    offer: Callable[[Any], Any] = lambda _form: None,
    has_next: bool = False,
    **more: Any,
) -> ResponseReturnValue:
    """Show a small form, or save it and lead back to the page; ``has_next`` offers one more form like it."""
    more["has_next"] = has_next
    page = loaded_page(slug)
    offer(form)
    if not form.is_submitted():
        return render_template(template, form=form, page=page, heading=heading, conflict=None, **more)

    def offered() -> Any:
        theirs = present()
        offer(theirs)
        return theirs

    outcome = save(form, act, present=offered)
    if not outcome.is_saved:
        page = loaded_page(slug)
        shown = render_template(
            template, form=form, page=page, heading=heading, conflict=outcome.conflict, **more
        )
        return shown, outcome.status
    tell_submitted(outcome.result, done or _("Opgeslagen."))
    again = request.path if has_next and request.form.get("again") else ""
    return redirect(again or url_for("wiki.show_page", slug=slug), 303)
