"""Scale-up of one use case: n of N per kind of organisation, who is how far, and the forms to record it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.labels import word
from accounts.models import Organisation
from accounts.permissions import Permission, Scope, may, public, requires
from accounts.rules.terms import OrganisationKind
from core.database import today
from core.errors import Invalid, NotFound
from core.forms import EditForm
from core.web.page_cache import kept
from core.web.save import save
from core.web.tables import csv_response
from portfolio.actions import scale_up as actions
from portfolio.forms.scale_up import AdoptionForm, NewAdoptionForm, RemoveAdoptionForm, adoption_form
from portfolio.labels import label
from portfolio.models import UseCase
from portfolio.models.progress import OrganisationAdoption
from portfolio.organisation_words import organisations_words
from portfolio.queries import scale_up as queries
from portfolio.queries.use_cases import find_use_case, get_use_case
from portfolio.queries.visibility import scope_of
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.views.blueprint import bp
from portfolio.views.scale_up_words import reach_lines
from portfolio.views.use_case_forms import scope_in_address
from portfolio.views.use_case_page import known_code

_ONE = "/use-cases/<code>/scale-up/<id:adoption_id>"
CSV_COLUMNS = (
    *("use_case", "organisation", "name", "kind", "layer", "stage", "since", "in_use_on"),
    *("contact", "note", "illustrative"),
)


def _scope(code: str, adoption_id: int) -> Scope:
    return scope_in_address(code)


@bp.get("/use-cases/<code>/scale-up")
@kept
@public
def show_scale_up(code: str) -> ResponseReturnValue:
    """Show n of N per kind and who is how far; ``?kind=`` and ``?stage=`` narrow the list."""
    use_case = find_use_case(code, current_user)
    if use_case is None:
        return redirect(url_for(".show_scale_up", code=known_code(code)), 301)
    kind, stage = _wanted(OrganisationKind, "kind"), _wanted(AdoptionStage, "stage")
    every = queries.list_adopters(use_case.id)
    shown = [row for row in every if kind in (None, row.kind) and stage in (None, row.stage)]
    reaches = queries.list_reaches([use_case.id], today(), queries.list_totals()).get(use_case.id, [])
    may_edit = may(Permission.USE_CASE_EDIT, scope_of(use_case)) and use_case.published_on is not None
    return render_template(
        "portfolio/scale_up/show.html",
        use_case=use_case,
        lines=reach_lines(reaches, every, queries.sources_of_totals()),
        adopters=shown,
        total=len(every),
        steps=queries.list_steps([row.id for row in shown]),
        kinds=[(one.value, word(one), one is kind) for one in sorted({row.kind for row in every})],
        stages=[(one.value, label(one), one is stage) for one in queries.ORDER],
        chosen=[words for words in (word(kind) if kind else "", label(stage) if stage else "") if words],
        count_words=ngettext("%(num)s organisatie", "%(num)s organisaties", len(shown)),
        may_edit=may_edit,
        own=_own(use_case),
        organisations_words=organisations_words,
    )


@bp.get("/use-cases/<code>/scale-up.csv")
@public
def export_scale_up(code: str) -> ResponseReturnValue:
    """Answer with who is how far."""
    use_case = get_use_case(code, current_user)
    rows = [
        [
            *(row.code, row.slug, row.name, row.kind.value, row.layer.value, row.stage.value),
            *(row.since, row.in_use_on, row.contact, row.note),
            "stage; since" if row.is_illustrative else "",
        ]
        for row in queries.list_adopters(use_case.id)
    ]
    return csv_response(f"{use_case.code}-scale-up", CSV_COLUMNS, rows)


@bp.route("/use-cases/<code>/scale-up/new", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=scope_in_address)
def add_adoption(code: str) -> ResponseReturnValue:
    """Record an organisation of which nothing was recorded yet."""
    use_case = get_use_case(code, current_user)
    is_post = request.method == "POST"
    form = NewAdoptionForm() if is_post else NewAdoptionForm(formdata=None, data={"on": today()})
    form.organisation_id.offer(queries.list_organisations_without(use_case.id), blank=_("Kies"))
    if not is_post:
        return _form(form, use_case)
    outcome = save(form, lambda: _record_new(form, use_case))
    if not outcome.is_saved:
        return _form(form, get_use_case(code, current_user)), outcome.status
    flash(_("De opschaling is vastgelegd."), "success")
    return redirect(url_for(".show_scale_up", code=code))


def _record_new(form: NewAdoptionForm, use_case: UseCase) -> OrganisationAdoption:
    organisation = queries.find_organisation_of(form.organisation_id.data)
    if organisation is None:
        raise Invalid([("organisation_id", "adoption_unknown", {})])
    return actions.record_adoption(use_case, organisation, by=current_user, **{**form.values(), "version": 0})


@bp.route(f"{_ONE}/edit", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=_scope)
def edit_adoption(code: str, adoption_id: int) -> ResponseReturnValue:
    """Say that an organisation is further, or correct what was said."""
    use_case, adoption, organisation = _get(code, adoption_id)
    if request.method == "GET":
        return _form(adoption_form(adoption), use_case, organisation, adoption)
    form = AdoptionForm()
    outcome = save(
        form,
        lambda: actions.record_adoption(use_case, organisation, by=current_user, **form.values()),
        present=lambda: adoption_form(_get(code, adoption_id)[1]),
    )
    if not outcome.is_saved:
        use_case, adoption, organisation = _get(code, adoption_id)
        return _form(form, use_case, organisation, adoption, outcome.conflict), outcome.status
    flash(_("De opschaling is vastgelegd."), "success")
    return redirect(url_for(".show_scale_up", code=code))


@bp.route(f"{_ONE}/remove", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=_scope)
def remove_adoption(code: str, adoption_id: int) -> ResponseReturnValue:
    """Take away what was recorded by mistake."""
    use_case, adoption, organisation = _get(code, adoption_id)
    if request.method == "GET":
        return _form(_removing(adoption), use_case, organisation, adoption)
    form = RemoveAdoptionForm()
    outcome = save(
        form,
        lambda: actions.remove_adoption(
            adoption, use_case, organisation, version=form.version.data, by=current_user
        ),
        present=lambda: _removing(_get(code, adoption_id)[1]),
    )
    if not outcome.is_saved:
        use_case, adoption, organisation = _get(code, adoption_id)
        return _form(form, use_case, organisation, adoption, outcome.conflict), outcome.status
    flash(_("De organisatie is weggehaald bij deze use case."), "success")
    return redirect(url_for(".show_scale_up", code=code))


def _get(code: str, adoption_id: int) -> tuple[UseCase, OrganisationAdoption, Organisation]:
    use_case = get_use_case(code, current_user)
    adoption, organisation = queries.find_adoption(use_case.id, adoption_id)
    if adoption is None or organisation is None:
        raise NotFound("not_found")
    return use_case, adoption, organisation


def _removing(adoption: OrganisationAdoption) -> RemoveAdoptionForm:
    return RemoveAdoptionForm(formdata=None, data={"version": adoption.version})


def _own(use_case: UseCase) -> Organisation | None:
    """Return the organisation of who is signed in, where something can be recorded for it."""
    id_ = getattr(current_user, "organisation_id", None)
    return queries.find_organisation_of(id_) if id_ and use_case.published_on is not None else None


def _wanted(kind: Any, name: str) -> Any:
    """Return the member asked for; one that does not exist is no filter."""
    value = request.args.get(name, "")
    return next((member for member in kind if member.value == value), None)


def _form(
    form: EditForm,
    use_case: UseCase,
    organisation: Organisation | None = None,
    adoption: OrganisationAdoption | None = None,
    conflict: Any = None,
) -> str:
    return render_template(
        "portfolio/scale_up/form.html",
        form=form,
        use_case=use_case,
        organisation=organisation,
        adoption=adoption,
        conflict=conflict,
        is_removal=isinstance(form, RemoveAdoptionForm),
        back=url_for(".show_scale_up", code=use_case.code),
    )
