"""Move a use case to another phase, with what each next phase asks in view."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, requires
from core.database import today
from core.errors import Invalid
from core.links import Reference, offers_for
from core.web.save import save
from portfolio.actions import use_cases as actions
from portfolio.actions.outcomes import ENDED
from portfolio.forms.phase import PhaseForm
from portfolio.labels import label
from portfolio.messages import texts
from portfolio.models import UseCase
from portfolio.queries.decisions import drafts_about, items_about
from portfolio.queries.use_cases import get_use_case
from portfolio.rules import findings as rule
from portfolio.rules.decisions import Outcome
from portfolio.rules.phases import Step, check_step, next_phases
from portfolio.rules.terms import Phase
from portfolio.views.blueprint import bp
from portfolio.views.use_case_forms import scope_in_address

LEARNED_AT = frozenset({Phase.FINISHED, Phase.STOPPED, Phase.PARKED, Phase.PRODUCTION})
FIELD_OF = {
    "missing_reason": "reason",
    "missing_decision": "decision",
    "date_before_previous": "on",
    "date_in_future": "on",
}


@dataclass(frozen=True)
class NextPhase:
    """A phase that may follow: what it still asks, and what is worth knowing."""

    phase: Phase
    missing: list[str]
    warnings: list[str]


@bp.route("/use-cases/<code>/phase", methods=["GET", "POST"])
@requires(Permission.USE_CASE_PLAN, of=scope_in_address)
def move_use_case(code: str) -> ResponseReturnValue:
    """Choose the next phase with its date, reason and, for *selected*, the decision."""
    use_case = get_use_case(code, current_user)
    if request.method == "GET":
        form = PhaseForm(formdata=None, data={"version": use_case.version, "on": today()})
        return _page(form, use_case)
    form = _offered(PhaseForm(), use_case)
    outcome = save(form, lambda: _move(form, use_case), present=lambda: _present(code))
    if not outcome.is_saved:
        return _page(form, get_use_case(code, current_user), outcome.conflict), outcome.status
    flash(_("De fase is nu: %(phase)s.", phase=label(form.to.data)), "success")
    for text in texts(outcome.result):
        flash(text, "warning")
    if form.to.data in LEARNED_AT:
        flash(_("Wat leerde u? Leg een les vast: de link staat bij de lessen van deze use case."), "info")
    # What was chosen once and ends is asked how it went: boards learn from it.
    asks_outcome = form.to.data in ENDED and use_case.published_on is not None
    return redirect(url_for(".record_outcome" if asks_outcome else ".show_use_case", code=code))


def _move(form: PhaseForm, use_case: UseCase) -> list[rule.Finding]:
    try:
        return actions.move_use_case(
            use_case,
            to=form.to.data,
            on=form.on.data,
            today=today(),
            reason=form.reason.data,
            decision=form.decision.data if form.to.data is Phase.SELECTED else "",
            version=form.version.data,
            by=current_user,
        )
    except actions.PhaseNotAllowed as refusal:
        found = [(FIELD_OF.get(one.code, "to"), one.code, dict(one.params)) for one in refusal.findings]
        raise Invalid(found) from refusal


def _present(code: str) -> PhaseForm:
    """Return the form as the last step would have filled it in."""
    use_case = get_use_case(code, current_user)
    data: dict[str, Any] = {"version": use_case.version, "to": use_case.phase}
    if use_case.phase_changes:
        last = use_case.phase_changes[-1]
        data |= {"on": last.happened_on, "reason": last.reason, "decision": last.decision}
    decisions = [(data["decision"], data["decision"])] if data.get("decision") else []
    return PhaseForm(formdata=None, data=data).offer((use_case.phase,), decisions, _("geen besluit"))


def _offered(form: PhaseForm, use_case: UseCase) -> PhaseForm:
    """Offer the next phases, and the published decisions in which a board chose this use case."""
    chosen = [item for item in items_about(use_case.id) if item.outcome is Outcome.SELECTED]
    decisions = [(item.decision.number or "", item.decision.label) for item in chosen]
    return form.offer(_next(use_case), decisions, _("geen besluit"))


def _next(use_case: UseCase) -> tuple[Phase, ...]:
    dossier = actions.dossier_of(use_case)
    return next_phases(dossier.phase, dossier.parked_from)


def _page(form: PhaseForm, use_case: UseCase, conflict: Any = None) -> str:
    dossier = actions.dossier_of(use_case)
    phases = _next(use_case)
    _offered(form, use_case)
    # With date, reason and decision given, what is left to find belongs to the use case itself.
    day = max(today(), dossier.phase_since or today())
    found = {phase: check_step(dossier, Step(phase, day, "–", "–"), day) for phase in phases}
    return render_template(
        "portfolio/forms/phase.html",
        form=form,
        use_case=use_case,
        conflict=conflict,
        steps=[
            NextPhase(phase, texts(rule.blocking(findings)), texts(rule.warnings(findings)))
            for phase, findings in found.items()
        ],
        since=dossier.phase_since,
        is_decided=len(form.decision.choices) > 1,
        drafts=drafts_about(use_case.id, current_user),
        offers=offers_for(Reference("use-case", use_case.code), current_user),
    )
