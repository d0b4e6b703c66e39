"""Make one definition of two, or two of one; the history says where each text came from and can undo it."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.errors import NotFound
from wiki.actions import definitions as actions
from wiki.actions.proposals import Submitted
from wiki.forms.definition import MergeForm, SplitForm
from wiki.rules.definitions import definitions_of
from wiki.views.blueprint import bp
from wiki.views.defined import name_at
from wiki.views.definitions import answered, blank, name_of, own_definition, writable


@bp.route("/wiki/<slug>/definitions/<key>/merge", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def merge_definitions(slug: str, key: str) -> ResponseReturnValue:
    """Take another definition of the page into this one."""
    page = writable(slug)
    kept = own_definition(page, key)
    rows = list(enumerate(definitions_of(page.fields), start=1))
    others = {row["key"]: (name_at(row, place), row) for place, row in rows if row.get("key") != key}
    if not others:
        raise NotFound("definition_not_found")
    first = request.args.get("other", "")
    start = {**kept, "version": page.revision, "other": first if first in others else next(iter(others))}
    form = MergeForm(data=start)

    def act() -> Submitted:
        name, gone = others.get(form.other.data, ("", {}))
        told = _(
            "Samengevoegd. Uit ‘%(one)s’: %(first)s Uit ‘%(two)s’: %(second)s",
            one=name_of(page, kept),
            first=kept.get("definition", ""),
            two=name,
            second=gone.get("definition", ""),
        )
        return actions.merge_definitions(
            page,
            key,
            form.other.data,
            {"name": form.name.data, "definition": form.definition.data, "scope": form.scope.data},
            base_revision=form.version.data,
            by=current_user,
            summary=form.summary.data,
            origin=told,
        )

    return answered(
        form,
        act,
        slug,
        _("Voeg definities samen"),
        lambda: blank(MergeForm, slug),
        template="wiki/defined/merge.html",
        done=_("De definities zijn samengevoegd. Ongedaan maken kan in de geschiedenis."),
        offer=lambda one: one.offer([(other, name) for other, (name, _row) in others.items()]),
        kept=kept,
        others=list(others.values()),
        name=name_of(page, kept),
    )


@bp.route("/wiki/<slug>/definitions/<key>/split", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def split_definition(slug: str, key: str) -> ResponseReturnValue:
    """Make two definitions of one."""
    page = writable(slug)
    row = own_definition(page, key)
    name = name_of(page, row)
    start = {"version": page.revision, "definition": row.get("definition"), "scope": row.get("scope")}
    form = SplitForm(data=start)

    def act() -> Submitted:
        return actions.split_definition(
            page,
            key,
            {"definition": form.definition.data, "scope": form.scope.data},
            {
                "name": form.new_name.data,
                "definition": form.new_definition.data,
                "scope": form.new_scope.data,
            },
            base_revision=form.version.data,
            by=current_user,
            summary=form.summary.data,
            origin=_("Afgesplitst van ‘%(name)s’: %(text)s", name=name, text=row.get("definition", "")),
        )

    return answered(
        form,
        act,
        slug,
        _("Splits een definitie"),
        lambda: blank(SplitForm, slug),
        template="wiki/defined/split.html",
        done=_("De definitie is gesplitst. Ongedaan maken kan in de geschiedenis."),
        kept=row,
        name=name,
    )
