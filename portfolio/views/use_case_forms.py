"""Propose an idea, and edit a use case: with rows that grow, and no save over what one did not see."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, Scope, may, requires
from core.database import today
from core.errors import Invalid
from core.links import choices_of
from core.web.save import save
from portfolio.actions import use_cases as actions
from portfolio.actions.plan_log import is_promised
from portfolio.forms.filling import initial, values_of
from portfolio.forms.fitting import Access, change_rows, fit
from portfolio.forms.idea import IdeaForm
from portfolio.forms.use_case import UseCaseForm
from portfolio.models import UseCase
from portfolio.queries import use_case_forms as queries
from portfolio.queries.part_history import shared_of
from portfolio.queries.use_cases import get_use_case
from portfolio.queries.visibility import scope_of
from portfolio.rules.quarters import Quarter, span
from portfolio.views.before_you_begin import before_you_begin
from portfolio.views.blueprint import bp
from portfolio.views.use_case_story import planned_words

MOST_VALUES = 6000
OFFERED_QUARTERS = 16


def scope_in_address(code: str) -> Scope:
    """Return the scope of the use case that the address names, for a guard."""
    return queries.scope_of_code(code, current_user)


@bp.route("/use-cases/new", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PROPOSE)
def new_use_case() -> ResponseReturnValue:
    """Propose an idea, or keep it as a draft first."""
    choices = queries.choices_for_idea()
    form = IdeaForm() if request.method == "POST" else IdeaForm(formdata=None)
    form.offer(choices, blank=_("Kies een domein"), blank_function=_("Weet ik nog niet"))
    if request.method == "GET":
        for field, rows in ((form.domain_id, choices.domains), (form.function_id, choices.functions)):
            wanted = request.args.get(field.name, "")
            field.data = int(wanted) if wanted in {str(id_) for id_, _name in rows} else None
        known = {str(id_) for id_, _name in choices.challenges}
        form.challenges.data = [int(id_) for id_ in request.args.getlist("challenges") if id_ in known]
        return _new_page(form, choices)
    if request.form.get("lessons"):
        return _new_page(form, choices)
    form.is_draft = request.form.get("save") == "draft"
    outcome = save(form, lambda: _propose(form, choices))
    if not outcome.is_saved:
        return _new_page(form, choices), outcome.status
    use_case = outcome.result
    if form.is_draft:
        flash(_("Bewaard als concept. Alleen u, het team en het databoord kunnen het lezen."), "success")
    else:
        flash(_("Dank u. Uw idee is voorgesteld en heeft code %(code)s.", code=use_case.code), "success")
    return redirect(url_for(".show_use_case", code=use_case.code))


def _new_page(form: IdeaForm, choices: queries.Choices) -> str:
    """Return the form with what others learned and weighed, so that one reads it before one begins."""
    return render_template(
        "portfolio/forms/new.html", form=form, choices=choices, begin=before_you_begin(form, choices)
    )


def _propose(form: IdeaForm, choices: queries.Choices) -> UseCase:
    name = form.owner_organisation.data
    organisation_id = choices.organisation_id(name) if name else None
    if name and organisation_id is None:
        raise Invalid([("owner_organisation", "unknown_organisation", {"name": name[:80]})])
    plain = ("title", "challenge", "intended_result", "summary", "practice", "challenges")
    terms = ("government_role", "data_level", "personal_data")
    values = {name: form[name].data for name in (*plain, *terms)}
    values |= {"owner_organisation_id": organisation_id, "is_draft": form.is_draft}
    return actions.propose_use_case(queries.get_domain_by_id(form.domain_id.data), values, by=current_user)


@bp.route("/use-cases/<code>/edit", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=scope_in_address)
def edit_use_case(code: str) -> ResponseReturnValue:
    """Change all but the phase and the scores; a button adds or removes a row without saving."""
    use_case = get_use_case(code, current_user)
    choices = queries.choices_for(use_case, current_user)
    access = Access.of(scope_of(use_case), is_promised=is_promised(use_case))
    if request.method == "GET":
        form = UseCaseForm(formdata=None, data=initial(use_case, choices))
        change_rows(form, add=request.args.get("add", ""))
        return _edit_page(fit(form, use_case, choices, access), use_case, choices)
    if len(request.form) > MOST_VALUES:
        abort(413)
    form = UseCaseForm()
    if request.form.get("add") or request.form.get("remove"):
        change_rows(form, add=request.form.get("add", ""), remove=request.form.get("remove", ""))
        return _edit_page(fit(form, use_case, choices, access), use_case, choices)
    form.drop_blank_rows()
    fit(form, use_case, choices, access)
    before = use_case.version
    outcome = save(
        form,
        lambda: _change(form, use_case, choices),
        present=lambda: _present(code, choices, access),
    )
    if not outcome.is_saved:
        use_case = get_use_case(code, current_user)
        return _edit_page(form, use_case, choices, conflict=outcome.conflict), outcome.status
    is_changed = outcome.result.version != before
    flash(
        _("Opgeslagen.") if is_changed else _("Er was niets gewijzigd."), "success" if is_changed else "info"
    )
    return redirect(url_for(".show_use_case", code=code))


def _change(form: UseCaseForm, use_case: UseCase, choices: queries.Choices) -> UseCase:
    codes = [row.form.code.data.strip().upper() for row in form.dependencies]
    values = values_of(form, use_case, choices, queries.ids_by_code(codes, current_user))
    if "domain_id" in form and form.domain_id.data != use_case.domain_id:
        values["domain"] = queries.get_domain_by_id(form.domain_id.data)
    if use_case.is_draft and request.form.get("save") == "propose":
        values["is_draft"] = False
    return actions.edit_use_case(
        use_case, values, by=current_user, version=form.version.data, note=form.note.data
    )


def _present(code: str, choices: queries.Choices, access: Access) -> UseCaseForm:
    use_case = get_use_case(code, current_user)
    return fit(UseCaseForm(formdata=None, data=initial(use_case, choices)), use_case, choices, access)


def _edit_page(form: UseCaseForm, use_case: UseCase, choices: queries.Choices, conflict: Any = None) -> str:
    first = Quarter.of(today())
    return render_template(
        "portfolio/forms/edit.html",
        form=form,
        use_case=use_case,
        choices=choices,
        conflict=conflict,
        shared_preconditions=shared_of([row.id for row in use_case.preconditions]),
        data_pages=[choice.title for choice in choices_of("data-page", current_user)],
        planned_words=planned_words(use_case),
        may_plan=may(Permission.USE_CASE_PLAN, scope_of(use_case)),
        quarters=[quarter.typed for quarter in span(first, OFFERED_QUARTERS)],
    )
