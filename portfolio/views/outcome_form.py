"""Record how a use case ended: after the last step, and later when more is known."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.database import today
from core.web.save import save
from portfolio.actions import outcomes as actions
from portfolio.forms.outcome import OutcomeForm
from portfolio.models import UseCase
from portfolio.queries.outcomes import find_outcome, find_selection_chance
from portfolio.queries.use_cases import get_use_case
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import scope_in_address


@bp.route("/use-cases/<code>/outcome", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=scope_in_address)
def record_outcome(code: str) -> ResponseReturnValue:
    """Say whether it succeeded as intended, beside the chance that it was selected with."""
    use_case = get_use_case(code, current_user)
    if request.method == "GET":
        return _page(_present(use_case), use_case)
    form = OutcomeForm().offer()
    outcome = save(
        form,
        lambda: actions.record_outcome(
            use_case,
            result=form.result.data,
            ended_on=form.ended_on.data,
            explanation=form.explanation.data,
            today=today(),
            by=current_user,
            version=form.version.data or 0,
        ),
        present=lambda: _present(use_case),
    )
    if not outcome.is_saved:
        return _page(form, get_use_case(code, current_user), outcome.conflict), outcome.status
    flash(_("De afloop is vastgelegd. Dank u: zo leren wij beter schatten."), "success")
    return redirect(url_for(".show_use_case", code=code))


def _present(use_case: UseCase) -> OutcomeForm:
    known = find_outcome(use_case.id)
    changes = use_case.phase_changes
    data: dict[str, Any] = {"version": 0, "ended_on": changes[-1].happened_on if changes else today()}
    if known is not None:
        data = {
            "version": known.version,
            "result": known.result,
            "ended_on": known.ended_on,
            "explanation": known.explanation,
        }
    return OutcomeForm(formdata=None, data=data).offer()


def _page(form: OutcomeForm, use_case: UseCase, conflict: Any = None) -> str:
    return render_template(
        "portfolio/forms/outcome.html",
        form=form,
        use_case=use_case,
        conflict=conflict,
        kept=find_selection_chance(use_case.id),
        has_ended=use_case.phase in actions.ENDED,
    )
