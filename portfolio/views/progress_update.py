"""The owner's update in under two minutes: status, milestones and measurements in one save."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.database import today
from core.web.save import save
from portfolio.actions.progress_update import MeasuredNow, MilestoneNews, update_progress
from portfolio.forms.progress_update import ProgressForm
from portfolio.models import UseCase
from portfolio.models.progress import StatusReport
from portfolio.queries import progress as queries
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.terms import MIX_PHASES
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import scope_in_address


@bp.route("/use-cases/<code>/update", methods=["GET", "POST"])
@requires(Permission.USE_CASE_EDIT, of=scope_in_address)
def update_use_case(code: str) -> ResponseReturnValue:
    """Say how it goes, with the milestones and measurements that are due."""
    use_case = get_use_case(code, current_user)
    if use_case.phase not in MIX_PHASES:
        return _page(_present(use_case), use_case), 422 if request.method == "POST" else 200
    if request.method == "GET":
        return _page(_present(use_case), use_case)
    form = ProgressForm().offer()
    outcome = save(form, lambda: _update(form, use_case), present=lambda: _present(use_case))
    if not outcome.is_saved:
        return _page(form, get_use_case(code, current_user), outcome.conflict), outcome.status
    flash(_("Dank u. Uw bericht staat bij de use case."), "success")
    return redirect(url_for(".show_use_case", code=code, _anchor="voortgang"))


def _update(form: ProgressForm, use_case: UseCase) -> StatusReport:
    news = [
        MilestoneNews(
            row.form.id.data or 0,
            (row.form.reached_on.data or (today() if row.form.is_reached.data else None)),
            row.form.planned_on.data,
            row.form.reason.data,
        )
        for row in form.milestones
    ]
    measured = [
        MeasuredNow(row.form.id.data or 0, row.form.value.data, row.form.on.data or today())
        for row in form.measurements
        if row.form.value.data is not None
    ]
    return update_progress(
        use_case,
        status=form.status.data,
        note=form.note.data,
        milestones=news,
        measurements=measured,
        by=current_user,
        version=form.version.data or 0,
    )


def _present(use_case: UseCase) -> ProgressForm:
    """Return the form with what is due; the status is chosen anew each time."""
    on = today()
    milestones = [
        {"id": one.id, "planned_on": one.planned_on} for one in queries.milestones_to_ask(use_case.id, on)
    ]
    measurements = [
        {"id": benefit.id, "on": on} for benefit, _due_on in queries.benefits_to_ask(use_case.id, on)
    ]
    data = {
        "version": queries.progress_version(use_case.id),
        "milestones": milestones,
        "measurements": measurements,
    }
    return ProgressForm(formdata=None, data=data).offer()


def _page(form: ProgressForm, use_case: UseCase, conflict: Any = None) -> str:
    reports = queries.list_reports(use_case.id, 1)
    return render_template(
        "portfolio/forms/progress_update.html",
        form=form,
        use_case=use_case,
        conflict=conflict,
        last=reports[0] if reports else None,
        is_running=use_case.phase in MIX_PHASES,
        milestones={one.id: one for one in queries.list_milestones(use_case.id)},
        benefits={benefit.id: benefit for benefit in use_case.benefits},
        today=today(),
    )
