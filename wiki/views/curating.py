"""Change a page as a whole: put back a revision, another address, delete and restore."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.database import db
from core.errors import Conflict, Refusal
from core.forms import BaseForm
from core.web.paging import wanted_page
from wiki.actions import pages as actions
from wiki.actions import proposals
from wiki.actions.proposals import Submitted
from wiki.forms.confirm import ConfirmForm, RenameForm
from wiki.models import Page
from wiki.queries import revisions as queries
from wiki.rules.diff import compare
from wiki.views.access import require_write
from wiki.views.blueprint import bp
from wiki.views.pages import loaded_page
from wiki.views.waiting import words_of_submitted


@bp.route("/wiki/<slug>/revert/<int:number>", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def revert_page(slug: str, number: int) -> ResponseReturnValue:
    """Make an earlier revision live again."""
    page = loaded_page(slug)
    require_write(page)
    revision = queries.get_revision(page, number)
    form = ConfirmForm(data={"base_revision": page.revision})

    def act() -> Any:
        return proposals.submit_earlier(
            page,
            number,
            base_revision=form.base_revision.data,
            by=current_user,
            summary=form.summary.data or _("versie %(number)s teruggezet", number=number),
        )

    def show() -> str:
        return render_template(
            "wiki/revert.html",
            page=page,
            form=form,
            revision=revision,
            diff=compare(page.body, revision.body),
        )

    return _confirmed(page, form, act, show, _("Versie %(number)s is teruggezet.", number=number))


@bp.route("/wiki/<slug>/rename", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def rename_page(slug: str) -> ResponseReturnValue:
    """Give a page another address."""
    page = loaded_page(slug)
    require_write(page)
    form = RenameForm(data={"base_revision": page.revision, "slug": page.slug})

    def act() -> Any:
        return proposals.submit_rename(
            page,
            form.slug.data.lower(),
            base_revision=form.base_revision.data,
            by=current_user,
            take_over=form.take_over.data,
        )

    def show() -> str:
        return render_template("wiki/rename.html", page=page, form=form)

    return _confirmed(page, form, act, show, _("Het adres is gewijzigd. Het oude adres blijft werken."))


@bp.route("/wiki/<slug>/delete", methods=["GET", "POST"])
@requires(Permission.WIKI_CURATE)
def delete_page(slug: str) -> ResponseReturnValue:
    """Take a page away; a curator can bring it back."""
    page = loaded_page(slug)
    form = ConfirmForm(data={"base_revision": page.revision})

    def act() -> Any:
        return proposals.submit_delete(
            page, base_revision=form.base_revision.data, by=current_user, reason=form.summary.data
        )

    def show() -> str:
        return render_template("wiki/delete.html", page=page, form=form)

    return _confirmed(page, form, act, show, _("De pagina is verwijderd. U kunt haar weer herstellen."))


@bp.route("/wiki/<slug>/restore", methods=["GET", "POST"])
@requires(Permission.WIKI_CURATE)
def restore_page(slug: str) -> ResponseReturnValue:
    """Bring a deleted page back."""
    page = loaded_page(slug)
    form = ConfirmForm(data={"base_revision": page.revision})

    def act() -> Any:
        return actions.restore_page(
            page, base_revision=form.base_revision.data, by=current_user, summary=form.summary.data
        )

    def show() -> str:
        return render_template("wiki/restore.html", page=page, form=form)

    return _confirmed(page, form, act, show, _("De pagina is hersteld."))


@bp.get("/wiki/deleted")
@requires(Permission.WIKI_CURATE)
def list_deleted() -> ResponseReturnValue:
    """The pages that were deleted, for who may bring them back."""
    return render_template("wiki/deleted.html", pages=queries.list_deleted(wanted_page()))


def _confirmed(
    page: Page, form: BaseForm, act: Callable[[], Any], show: Callable[[], str], words: str
) -> ResponseReturnValue:
    """Ask for confirmation, or do it: 422 with what is wrong, 409 when someone else was first."""
    slug = page.slug
    if request.method == "GET":
        return show()
    if not form.validate():
        return show(), 422
    try:
        submitted = act()
        db.session.commit()
    except Conflict:
        raise
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        db.session.rollback()
        loaded_page(slug)
        form.refuse(refusal)
        return show(), 422
    if isinstance(submitted, Submitted):
        words = words_of_submitted(submitted, words)
    flash(words, "success")
    return redirect(url_for("wiki.show_page", slug=page.slug), 303)
