"""Who keeps a page right, and the button by which someone says that it still is."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.database import today
from core.errors import NotAllowed, Refusal
from core.web.save import save
from wiki.actions import life as actions
from wiki.forms.life import OwnerForm, StillRightForm
from wiki.models import Page
from wiki.queries import life as queries
from wiki.rules.life import upkeep_on
from wiki.views.blueprint import bp
from wiki.views.keeping import may_confirm, may_set_owner
from wiki.views.pages import loaded_page


@bp.route("/wiki/<slug>/owner", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def set_owner(slug: str) -> ResponseReturnValue:
    """Make a role of an organisation the owner of a page."""
    page = _live(slug)
    if not may_set_owner(page):
        raise NotAllowed("owner_of_core_page")
    if request.method == "GET":
        return _owner_page(page, _present(page))
    form = OwnerForm().offer(_("niemand"))
    outcome = save(
        form,
        lambda: actions.set_owner(
            page,
            organisation_id=form.organisation.data,
            function=form.function.data,
            interval_months=form.interval_months.data,
            by=current_user,
        ),
        present=lambda: _present(page),
    )
    if not outcome.is_saved:
        return _owner_page(_live(slug), form, outcome.conflict), outcome.status
    flash(_("De eigenaar is vastgelegd."), "success")
    return redirect(url_for("wiki.show_page", slug=page.slug), 303)


def _present(page: Page) -> OwnerForm:
    life = queries.get_life(page.id)
    data = {
        "version": life.version,
        "organisation": life.organisation_id,
        "function": life.function,
        "interval_months": life.interval_months,
    }
    return OwnerForm(formdata=None, data=data).offer(_("niemand"))


def _owner_page(page: Page, form: OwnerForm, conflict: Any = None) -> str:
    months = queries.months_of(page.kind)
    return render_template("wiki/life/owner.html", page=page, form=form, conflict=conflict, months=months)


@bp.route("/wiki/<slug>/confirm", methods=["GET", "POST"])
@requires(Permission.WIKI_WRITE)
def confirm_page(slug: str) -> ResponseReturnValue:
    """Say that a page is still right, without changing it; and who said so before."""
    page = _live(slug)
    life = queries.get_life(page.id)
    is_allowed = may_confirm(life.organisation_id)
    form = StillRightForm(data={"base_revision": page.revision})
    status = 200
    if request.method == "POST":
        if not is_allowed:
            raise NotAllowed("not_the_owner")
        if form.validate() and form.base_revision.data != page.revision:
            form.refuse(Refusal("page_changed_since"))
            form.base_revision.data, form.base_revision.raw_data = page.revision, None
            status = 409
        else:
            outcome = save(
                form,
                lambda: actions.confirm_page(
                    page, base_revision=form.base_revision.data, by=current_user, text=form.note.data
                ),
            )
            if outcome.is_saved:
                flash(_("Dank u. De pagina telt weer als juist."), "success")
                return redirect(url_for("wiki.show_page", slug=slug), 303)
            status = outcome.status
            page, life = _live(slug), queries.get_life(page.id)
    return render_template(
        "wiki/life/confirm.html",
        page=page,
        life=life,
        form=form,
        upkeep=upkeep_on(life.stale_from, today()),
        confirmations=queries.list_confirmations(page.id),
        is_allowed=is_allowed,
    ), status


def _live(slug: str) -> Page:
    """Return the page; who may see what is deleted finds no upkeep there."""
    page = loaded_page(slug)
    if page.is_deleted:
        abort(404)
    return page
