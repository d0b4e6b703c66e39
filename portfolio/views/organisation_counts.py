"""How many organisations of each kind there are (R9): N in "used by n of N", kept by a programme manager."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.labels import word
from accounts.permissions import Permission, may, public, requires
from core.database import today
from core.web.page_cache import kept
from core.web.save import save
from portfolio.actions import reference as actions
from portfolio.forms.organisation_count import CountForm, NewCountForm
from portfolio.models import OrganisationCount
from portfolio.queries import reference as queries
from portfolio.views.blueprint import bp
from portfolio.views.use_case_story import source_words


@bp.get("/organisation-counts/")
@public
@kept
def list_organisation_counts() -> ResponseReturnValue:
    """Show N per kind with its day and source, the newest first within a kind."""
    rows = sorted(queries.list_counts(), key=lambda row: (word(row.kind), -row.as_of.toordinal()))
    return render_template(
        "portfolio/organisation_counts.html",
        rows=rows,
        word=word,
        source_words=source_words,
        may_edit=may(Permission.ORGANISATION_COUNT_EDIT),
    )


@bp.route("/organisation-counts/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_COUNT_EDIT)
def new_organisation_count() -> ResponseReturnValue:
    """Record how many there are of a kind on a day."""
    form = NewCountForm(data={"as_of": today()})
    if form.is_submitted():
        outcome = save(form, lambda: actions.add_count(**form.values(), by=current_user))
        if outcome.is_saved:
            flash(_("Opgeslagen."))
            return redirect(url_for(".list_organisation_counts"))
        return _form_page(form, None, outcome.conflict), outcome.status
    return _form_page(form, None)


@bp.route("/organisation-counts/<id:count_id>/edit", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_COUNT_EDIT)
def edit_organisation_count(count_id: int) -> ResponseReturnValue:
    """Correct a number or its source."""
    count = queries.get_count(count_id)
    form = CountForm(obj=count)
    if form.is_submitted():
        outcome = save(
            form,
            lambda: actions.edit_count(count, **form.values(), by=current_user, version=form.version.data),
            present=lambda: CountForm(formdata=None, obj=queries.get_count(count_id)),
        )
        if outcome.is_saved:
            flash(_("Opgeslagen."))
            return redirect(url_for(".list_organisation_counts"))
        return _form_page(form, queries.get_count(count_id), outcome.conflict), outcome.status
    return _form_page(form, count)


def _form_page(form: CountForm, count: OrganisationCount | None, conflict: Any = None) -> str:
    return render_template(
        "portfolio/organisation_count_edit.html", form=form, count=count, conflict=conflict, word=word
    )
