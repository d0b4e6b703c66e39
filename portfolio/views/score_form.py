"""Score a use case: one assessor, levels with anchors in words, and unknown as an answer."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.i18n import format_number
from core.web.save import save
from portfolio.actions import use_cases as actions
from portfolio.forms.score import ScoreForm, initial_scores, lines, score_form
from portfolio.models import UseCase
from portfolio.queries.reference import list_chance_anchors
from portfolio.queries.scoring_models import current_model
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.terms import Phase
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import scope_in_address


@bp.route("/use-cases/<code>/score", methods=["GET", "POST"])
@requires(Permission.USE_CASE_SCORE, of=scope_in_address)
def score_use_case(code: str) -> ResponseReturnValue:
    """Give levels, reasons and the chance; what stays open widens the interval."""
    use_case = get_use_case(code, current_user)
    criteria = current_model(use_case.domain_id).criteria
    form_class = score_form(criteria, list_chance_anchors())
    shown = lines(criteria)

    def present() -> ScoreForm:
        return form_class(formdata=None, data=initial_scores(get_use_case(code, current_user)))

    def page(form: ScoreForm, conflict: Any = None) -> str:
        return render_template(
            "portfolio/forms/score.html",
            form=form,
            lines=shown,
            conflict=conflict,
            use_case=use_case,
            is_public_at_once=bool(use_case.published_on)
            and use_case.phase not in (Phase.IDEA, Phase.CANDIDATE),
        )

    if request.method == "GET":
        return page(present())
    form = form_class()
    outcome = save(
        form,
        lambda: actions.score_use_case(
            use_case,
            levels=form.levels(),
            reasons=form.reasons(),
            chance=form.chance.data,
            version=form.version.data,
            by=current_user,
        ),
        present=present,
    )
    use_case = get_use_case(code, current_user)
    if not outcome.is_saved:
        return page(form, outcome.conflict), outcome.status
    flash(_saved(use_case), "success")
    return redirect(url_for(".show_use_case", code=code))


def _saved(use_case: UseCase) -> str:
    low, high = format_number(use_case.value_low), format_number(use_case.value_high)
    if use_case.value_low is None:
        return _("Opgeslagen. Zonder scores is de waarde nog onbekend.")
    if low == high:
        return _("Opgeslagen. De waarde is %(value)s van 100.", value=low)
    return _(
        "Opgeslagen. De waarde ligt tussen %(low)s en %(high)s van 100: "
        "%(scored)s van %(count)s onderdelen gescoord.",
        low=low,
        high=high,
        scored=use_case.scored,
        count=use_case.criteria,
    )
