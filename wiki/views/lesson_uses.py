"""Useful to me: who reused a lesson. Who is signed in says so, all can read it."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import StringField
from wtforms.validators import Length

from accounts.permissions import Permission, public, requires
from core.forms import BaseForm
from core.links import Reference, resolve_many
from core.web.save import save
from wiki.actions import lesson_uses as actions
from wiki.models import Page
from wiki.queries import lesson_uses as queries
from wiki.rules.terms import PageKind
from wiki.views.blueprint import bp
from wiki.views.pages import loaded_page


class UseForm(BaseForm):
    """For which use case a lesson was of use; may stay empty."""

    use_case = StringField(
        _l("Bij welke use case?"),
        [Length(max=20)],
        description=_l("De code, bijvoorbeeld SOC-001. Mag leeg blijven."),
    )


@bp.get("/wiki/<slug>/uses")
@public
def list_uses(slug: str) -> ResponseReturnValue:
    """Who reused this lesson: organisations, and the use cases that this reader may see."""
    page = _lesson(slug)
    return _page(page, UseForm(formdata=None))


@bp.route("/wiki/<slug>/uses/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def note_use(slug: str) -> ResponseReturnValue:
    """Say that a lesson was useful to you."""
    page = _lesson(slug)
    form = UseForm()
    if request.method == "GET":
        return _page(page, form)
    outcome = save(
        form,
        lambda: actions.note_use(page, use_case=(form.use_case.data or "").upper(), by=current_user),
    )
    if not outcome.is_saved:
        return _page(_lesson(slug), form), outcome.status
    flash(_("Dank u. Zo zien anderen welke lessen helpen."), "success")
    return redirect(url_for("wiki.list_uses", slug=slug), 303)


@bp.route("/wiki/<slug>/uses/<id:use_id>/drop", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def drop_use(slug: str, use_id: int) -> ResponseReturnValue:
    """Take back that a lesson was useful to you."""
    page = _lesson(slug)
    row = queries.get_own_use(page.id, use_id, current_user.id)
    form = BaseForm()
    status = 200
    if request.method == "POST":
        outcome = save(form, lambda: actions.take_back(row, by=current_user))
        if outcome.is_saved:
            flash(_("Dit is teruggenomen."), "success")
            return redirect(url_for("wiki.list_uses", slug=slug), 303)
        status, page = outcome.status, _lesson(slug)
    return render_template("wiki/life/use_drop.html", page=page, form=form), status


def _lesson(slug: str) -> Page:
    page = loaded_page(slug)
    if page.kind is not PageKind.LESSON or page.is_deleted:
        abort(404)
    return page


def _page(page: Page, form: UseForm) -> str:
    rows = queries.list_uses(page.id)
    references = {row.use_case: Reference("use-case", row.use_case) for row in rows if row.use_case}
    found: dict[Reference, Any] = resolve_many(references.values(), current_user)
    return render_template(
        "wiki/life/uses.html",
        page=page,
        form=form,
        rows=rows,
        use_cases={code: found[reference] for code, reference in references.items()},
    )
