"""Milestones of a use case: one page each, and the forms to add, change, reach and drop them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, Scope, may, public, requires
from core.database import today
from core.errors import NotFound
from core.forms import EditForm
from core.i18n import localised
from core.web.page_cache import kept
from core.web.save import save
from portfolio.actions import progress as actions
from portfolio.actions.progress_update import drop_milestone as drop
from portfolio.forms.milestone import DropMilestoneForm, MilestoneForm, NewMilestoneForm
from portfolio.models import UseCase
from portfolio.models.progress import Milestone
from portfolio.queries.progress import find_milestone, functions_to_choose
from portfolio.queries.use_cases import find_use_case, get_use_case
from portfolio.queries.visibility import scope_of
from portfolio.rules.progress_status import drift_days
from portfolio.views.blueprint import bp
from portfolio.views.progress_words import drift_words
from portfolio.views.use_case_forms import scope_in_address
from portfolio.views.use_case_page import known_code

_ONE = "/use-cases/<code>/milestones/<int(max=2147483647):milestone_id>"


def _scope(code: str, milestone_id: int) -> Scope:
    return scope_in_address(code)


def _get(code: str, milestone_id: int) -> tuple[UseCase, Milestone]:
    use_case = get_use_case(code, current_user)
    milestone = find_milestone(use_case.id, milestone_id)
    if milestone is None:
        raise NotFound("not_found")
    return use_case, milestone


@bp.get(_ONE)
@kept
@public
def show_milestone(code: str, milestone_id: int) -> ResponseReturnValue:
    """Show a milestone with every plan it had."""
    use_case = find_use_case(code, current_user)
    if use_case is None:
        return redirect(url_for(".show_use_case", code=known_code(code)), 301)
    use_case, milestone = _get(code, milestone_id)
    expected = milestone.reached_on or milestone.planned_on
    return render_template(
        "portfolio/milestone.html",
        use_case=use_case,
        milestone=milestone,
        drift=drift_words(drift_days(milestone.first_planned_on, expected)),
        may_edit=may(Permission.USE_CASE_EDIT, scope_of(use_case)),
        today=today(),
    )


@bp.route("/use-cases/<code>/milestones/new", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=scope_in_address)
def add_milestone(code: str) -> ResponseReturnValue:
    """Add a milestone; once the use case is promised, its day is a promise at once."""
    use_case = get_use_case(code, current_user)
    form = NewMilestoneForm() if request.method == "POST" else NewMilestoneForm(formdata=None)
    form.function_id.offer(_functions(), blank=_("Geen"))
    if request.method == "GET":
        return _form(form, use_case)
    outcome = save(
        form,
        lambda: actions.add_milestone(
            use_case,
            kind=form.kind.data,
            function_id=form.function_id.data,
            title=form.title.data,
            title_en=form.title_en.data,
            planned_on=form.planned_on.data,
            by=current_user,
        ),
    )
    if not outcome.is_saved:
        return _form(form, get_use_case(code, current_user)), outcome.status
    flash(_("De mijlpaal is toegevoegd."), "success")
    return redirect(url_for(".show_use_case", code=code, _anchor="voortgang"))


@bp.route(f"{_ONE}/edit", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=_scope)
def edit_milestone(code: str, milestone_id: int) -> ResponseReturnValue:
    """Change the day with a reason, or say on which day it was reached."""
    use_case, milestone = _get(code, milestone_id)
    if request.method == "GET":
        return _form(_present(milestone), use_case, milestone)
    form = MilestoneForm()
    outcome = save(
        form,
        lambda: actions.edit_milestone(
            milestone,
            planned_on=form.planned_on.data,
            reached_on=form.reached_on.data,
            reason=form.reason.data,
            note=form.plan_note.data,
            values=_changed(form, milestone),
            version=form.version.data,
            by=current_user,
        ),
        present=lambda: _present(_get(code, milestone_id)[1]),
    )
    if not outcome.is_saved:
        use_case, milestone = _get(code, milestone_id)
        return _form(form, use_case, milestone, outcome.conflict), outcome.status
    flash(_("Opgeslagen."), "success")
    return redirect(url_for(".show_milestone", code=code, milestone_id=milestone_id))


@bp.route(f"{_ONE}/drop", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=_scope)
def drop_milestone(code: str, milestone_id: int) -> ResponseReturnValue:
    """Let a milestone go; it stays in view with its first promise."""
    use_case, milestone = _get(code, milestone_id)
    if request.method == "GET":
        return _form(_dropping(milestone), use_case, milestone)
    form = DropMilestoneForm()
    outcome = save(
        form,
        lambda: drop(milestone, note=form.note.data, version=form.version.data, by=current_user),
        present=lambda: _dropping(_get(code, milestone_id)[1]),
    )
    if not outcome.is_saved:
        use_case, milestone = _get(code, milestone_id)
        return _form(form, use_case, milestone, outcome.conflict), outcome.status
    flash(_("De mijlpaal is vervallen. De eerste belofte blijft te zien."), "success")
    return redirect(url_for(".show_milestone", code=code, milestone_id=milestone_id))


def _changed(form: MilestoneForm, milestone: Milestone) -> dict[str, Any]:
    """Return the texts, and the marks that still hold: what a person changes is no example any more."""
    names = ("title", "title_en", "planned_on", "reached_on")
    changed = {name for name in names if form[name].data != getattr(milestone, name)}
    marks = [mark for mark in milestone.illustrative if mark not in changed]
    return {"title": form.title.data, "title_en": form.title_en.data, "illustrative": marks}


def _present(milestone: Milestone) -> MilestoneForm:
    return MilestoneForm(formdata=None, obj=milestone)


def _dropping(milestone: Milestone) -> DropMilestoneForm:
    return DropMilestoneForm(formdata=None, data={"version": milestone.version, "note": milestone.note})


def _functions() -> list[tuple[int, str]]:
    return [(row.id, f"{row.code} {localised(row, 'name')}") for row in functions_to_choose()]


def _form(form: EditForm, use_case: UseCase, milestone: Milestone | None = None, conflict: Any = None) -> str:
    return render_template(
        "portfolio/forms/milestone.html",
        form=form,
        use_case=use_case,
        milestone=milestone,
        conflict=conflict,
        is_drop=isinstance(form, DropMilestoneForm),
    )
