"""Change the criteria and weights of a board: each save makes a new version, and results keep theirs."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, requires
from accounts.queries import get_own_domain
from core.errors import Refusal
from core.slugs import slugify
from core.web.save import save
from portfolio.actions.rankings import keep_ranking
from portfolio.actions.scoring_models import make_version, recalculate
from portfolio.forms.scoring_model import (
    CriteriaForm,
    ReasonForm,
    WeightsForm,
    criteria_form,
    folded,
    initial_criteria,
    initial_weights,
    offer_floors,
    weights_form,
)
from portfolio.queries.outdated import list_outdated
from portfolio.queries.scoring_models import current_model, list_criterion_names, list_retired
from portfolio.rules.scoring_model import CriterionView, ScoringModelView, WeightMethod
from portfolio.views import lane_words
from portfolio.views import scoring_model_words as words
from portfolio.views.blueprint import bp

_MOST_TRIES = 1000
BEFORE = "Voor het opnieuw berekenen"


def scope_of_domain(slug: str) -> Scope:
    """Return the scope of the domain in the address; a retired or merged one is not changed any more."""
    domain = get_own_domain(slug)
    if domain.retired_on is not None or domain.merged_into_id is not None:
        abort(404)
    return Scope(frozenset({domain.id}))


@bp.route("/domains/<slug>/criteria/weights", methods=["GET", "POST"])
@requires(Permission.SCORING_MODEL_EDIT, of=scope_of_domain)
def weigh_criteria(slug: str) -> ResponseReturnValue:
    """Weigh the criteria in one of three ways, look at the percentages, and save them as a new version."""
    domain = get_own_domain(slug)
    model = current_model(domain.id)
    method = _method(model)
    form_class = weights_form(model, method)

    def present() -> WeightsForm:
        return form_class(formdata=None, data=initial_weights(current_model(domain.id), method))

    def page(form: WeightsForm, preview: Any = None, conflict: Any = None) -> str:
        return render_template(
            "portfolio/forms/weights.html",
            domain=domain,
            model=model,
            method=method,
            methods=list(WeightMethod),
            form=form,
            preview=preview,
            conflict=conflict,
            words=words,
        )

    if not model.criteria:
        abort(404)
    if request.method == "GET":
        return page(present())
    form = form_class()
    if "preview" in request.form:
        preview = _preview(form, model, method)
        return page(form, preview), 200 if preview else 422
    outcome = save(
        form,
        lambda: make_version(
            domain,
            form.weighed(model, method),
            method=method,
            thresholds=model.thresholds,
            reason=form.reason.data,
            by=current_user,
            seen=form.version.data,
        ),
        present=present,
    )
    if not outcome.is_saved:
        return page(form, conflict=outcome.conflict), outcome.status
    _tell_saved(domain)
    return redirect(url_for(".show_criteria", slug=slug))


@bp.route("/domains/<slug>/criteria/edit", methods=["GET", "POST"])
@requires(Permission.SCORING_MODEL_EDIT, of=scope_of_domain)
def edit_criteria(slug: str) -> ResponseReturnValue:
    """Change names, help, anchors and floors; add or retire a criterion."""
    domain = get_own_domain(slug)
    model = current_model(domain.id)
    retired = list_retired(domain.id, model)
    form_class = criteria_form(model, retired)

    def present() -> CriteriaForm:
        return offer_floors(form_class(formdata=None, data=initial_criteria(current_model(domain.id))))

    def page(form: CriteriaForm, conflict: Any = None) -> str:
        return render_template(
            "portfolio/forms/criteria.html",
            domain=domain,
            model=model,
            form=form,
            folds=folded(model.criteria),
            retired=retired,
            conflict=conflict,
            words=words,
        )

    if request.method == "GET":
        return page(present())
    form = offer_floors(form_class())
    outcome = save(form, lambda: _make(form, domain, model, retired), present=present)
    if not outcome.is_saved:
        return page(form, outcome.conflict), outcome.status
    _tell_saved(domain)
    after = current_model(domain.id)
    if after.method is not WeightMethod.EQUAL and after.weights.keys() - model.weights.keys():
        flash(_("Het nieuwe onderdeel weegt nog niets. Weeg nu opnieuw."), "warning")
        return redirect(url_for(".weigh_criteria", slug=slug))
    return redirect(url_for(".show_criteria", slug=slug))


@bp.route("/domains/<slug>/criteria/recalculate", methods=["GET", "POST"])
@requires(Permission.SCORING_MODEL_EDIT, of=scope_of_domain)
def recalculate_values(slug: str) -> ResponseReturnValue:
    """Show what the values become with the version of now, and compute them anew when confirmed."""
    domain = get_own_domain(slug)
    model = current_model(domain.id)
    rows = list_outdated(current_user, domain.id, model)

    def present() -> ReasonForm:
        return ReasonForm(formdata=None, data={"version": current_model(domain.id).id})

    def page(form: ReasonForm, conflict: Any = None) -> str:
        return render_template(
            "portfolio/forms/recalculate.html",
            domain=domain,
            model=model,
            rows=rows,
            form=form,
            conflict=conflict,
            words=words,
            interval_words=lane_words.interval_words,
        )

    if request.method == "GET":
        return page(present())
    form = ReasonForm()
    outcome = save(form, lambda: _recalculate(form, domain, {row.id for row in rows}), present=present)
    if not outcome.is_saved:
        return page(form, outcome.conflict), outcome.status
    flash(
        ngettext(
            "De waarde van %(num)s use case is opnieuw berekend.",
            "De waarde van %(num)s use cases is opnieuw berekend.",
            outcome.result,
        ),
        "success",
    )
    return redirect(url_for(".show_portfolio", slug=slug))


def _method(model: ScoringModelView) -> WeightMethod:
    """Return the way of weighing that the address asks for; else that of now, and swings at a first time."""
    asked = request.args.get("method", "")
    if asked in {method.value for method in WeightMethod}:
        return WeightMethod(asked)
    return WeightMethod.SWING if model.method is WeightMethod.EQUAL else model.method


def _preview(
    form: WeightsForm, model: ScoringModelView, method: WeightMethod
) -> list[tuple[CriterionView, CriterionView]] | None:
    """Return each criterion as it is and as it would be; None when the form is not right yet."""
    for name in list(form._fields):
        if name.startswith(("points_", "place_")) and not form[name].validate(form):
            return None
    try:
        weighed = form.weighed(model, method)
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    return list(zip(model.criteria, weighed, strict=True))


def _make(
    form: CriteriaForm, domain: Domain, model: ScoringModelView, retired: Sequence[CriterionView]
) -> Any:
    return make_version(
        domain,
        form.criteria(model, _free_code(form["name__new"].data or ""), retired),
        method=model.method,
        thresholds=form.thresholds(),
        reason=form.reason.data,
        by=current_user,
        seen=form.version.data,
    )


def _free_code(name: str) -> str:
    """Return a code that no criterion had before, made of its name."""
    known = {row.code for row in list_criterion_names()}
    stem = slugify(name)[:30].strip("-") or "onderdeel"
    codes = (f"{stem}-{number}" if number > 1 else stem for number in range(1, _MOST_TRIES))
    return next(code for code in codes if code not in known)


def _recalculate(form: ReasonForm, domain: Domain, ids: set[int]) -> int:
    """Keep the ranking as it stands, compute, and keep it again, so that the difference can be read."""
    reason = form.reason.data
    keep_ranking(domain, by=current_user, note=BEFORE)
    count = recalculate(domain, ids, reason=reason, by=current_user, seen=form.version.data)
    keep_ranking(domain, by=current_user, note=reason)
    return count


def _tell_saved(domain: Domain) -> None:
    model = current_model(domain.id)
    flash(_("Opgeslagen als versie %(number)s.", number=model.number), "success")
    count = len(list_outdated(current_user, domain.id, model))
    if count:
        flash(
            ngettext(
                "%(num)s use case houdt de waarde van de versie waarmee zij is gescoord.",
                "%(num)s use cases houden de waarde van de versie waarmee zij zijn gescoord.",
                count,
            ),
            "info",
        )
