"""Beside a proposal: why not ours, scenarios side by side, and a draft decision of it."""

from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, public, requires
from accounts.queries import get_domain
from core.errors import NotFound
from core.web.save import save
from portfolio.actions import scenarios as actions
from portfolio.actions.scenario_decision import draft_of
from portfolio.forms.scenario_steps import DecideForm, VersionForm
from portfolio.models import DetailKind, ScenarioRun
from portfolio.queries import scenarios as queries
from portfolio.queries.scenario_outcome import Outcome, Row
from portfolio.queries.use_cases import is_code
from portfolio.views import scenario_explained as explained
from portfolio.views import scenario_words as words
from portfolio.views.blueprint import bp
from portfolio.views.links import address_of
from portfolio.views.scenario_access import (
    Place,
    outcome_of,
    own_place_of,
    place_of,
    run_of,
    scope_of_domain,
)

_BASE = "/domains/<slug>/scenarios"
MOST_COMPARED = 4


@bp.route(f"{_BASE}/<id:number>/why-not/<code>", methods=["GET", "POST"])
@public
def show_why_not(slug: str, number: int, code: str) -> ResponseReturnValue:
    """Tell why a use case is not in the proposal, and what would change that; also to who brought it in.

    Posting asks for the explanation where it was not made yet.
    """
    place, run, outcome, row = _left_out(slug, number, code)
    form = VersionForm()
    status = 200
    if request.method == "POST":
        if not place.may_override:
            raise NotFound("not_found")
        outcome_of_save = save(
            form, lambda: actions.ask_detail(run, DetailKind.WHY_NOT, key=row.code, by=current_user)
        )
        if outcome_of_save.is_saved:
            flash(_("De uitleg wordt gemaakt. Open deze pagina zo opnieuw."))
            return redirect(_why_not_address(place, run, row))
        place, run, outcome, row = _left_out(slug, number, code)
        status = outcome_of_save.status
    page = render_template(
        "portfolio/scenarios/why_not.html",
        place=place,
        run=run,
        outcome=outcome,
        row=row,
        form=form,
        why=explained.explanation(outcome, row.code),
        sees_whole=place.sees_all or queries.find_run(place.domain, place.scenario, current_user, run.number),
        sentence=explained.why_not(outcome, row.code),
        changes=explained.changes(outcome, row),
        rules=explained.obstacle(outcome, row),
        lacking=explained.lacking(outcome, row),
        words=words,
    )
    return page, status


@bp.get(f"{_BASE}/compare")
@public
def compare_scenarios(slug: str) -> ResponseReturnValue:
    """Lay up to four scenarios side by side: chosen, value, effort, mix, functions, prices."""
    domain = get_domain(slug)
    lines = [line for line in queries.list_scenarios(domain, current_user) if line.run is not None]
    asked = {text for text in request.args.getlist("scenario") if text.isascii() and text.isdigit()}
    picked = [line for line in lines if str(line.scenario.number) in asked][:MOST_COMPARED]
    pairs = []
    for line in picked or lines[:2]:
        run = _with_answer(line.run, line.scenario.id, sees_all=queries.sees_all(domain, current_user))
        if run is not None:
            kinds = (DetailKind.MIX_RULE, DetailKind.OVERRIDE)
            pairs.append((line.scenario, outcome_of(domain, run, *kinds)))
    codes = sorted({code for _scenario, outcome in pairs for code in outcome.candidates})
    return render_template(
        "portfolio/scenarios/compare.html",
        domain=domain,
        lines=lines,
        pairs=pairs,
        codes=codes,
        title_of=lambda code: next(o.rows[code] for _s, o in pairs if code in o.rows),
        picked={line.scenario.number for line in picked},
        words=words,
        explained=explained,
        functions_of=_functions_of,
    )


@bp.route(f"{_BASE}/<id:number>/decide", methods=["GET", "POST"])
@requires(Permission.SCENARIO_EDIT, of=scope_of_domain)
def decide_on_scenario(slug: str, number: int) -> ResponseReturnValue:
    """Make a draft decision of the proposal that is shown; the secretary completes and publishes it."""
    place = place_of(slug, number)
    run = run_of(place)
    outcome = outcome_of(place.domain, run) if run else None
    if run is None or outcome is None or not outcome.has_answer:
        raise NotFound("not_found")
    form = DecideForm(data={"subject": _("Portfolio: %(name)s", name=outcome.context["name"])})
    status = 200
    if request.method == "POST":
        items = [(row.code, row.is_chosen, _reason_of(outcome, row)) for row in _to_decide(outcome)]
        prices = {one["code"]: _override_price(outcome, one["code"]) for one in outcome.overrides}
        saved = save(
            form,
            lambda: draft_of(
                run,
                domain=place.domain,
                subject=form.subject.data,
                reasons=words.headline(outcome),
                items=items,
                prices=prices,
                by=current_user,
            ),
        )
        if saved.is_saved:
            flash(_("Het conceptbesluit staat klaar. Vul het aan en publiceer het daarna."))
            address = address_of("portfolio.edit_decision", slug=slug, decision_id=saved.result.id)
            return redirect(address or url_for(".show_scenario", slug=slug, number=number, run=run.number))
        status = saved.status
    page = render_template(
        "portfolio/scenarios/decide.html",
        place=place_of(slug, number),
        run=run,
        outcome=outcome,
        form=form,
        rows=_to_decide(outcome),
        reason_of=lambda row: _reason_of(outcome, row),
    )
    return page, status


def _left_out(slug: str, number: int, code: str) -> tuple[Place, ScenarioRun, Outcome, Row]:
    wanted = code.upper()
    if not is_code(wanted):
        raise NotFound("not_found")
    place = own_place_of(slug, number, wanted)
    run = run_of(place, own_code=wanted)
    if run is None:
        raise NotFound("not_found")
    outcome = outcome_of(place.domain, run, DetailKind.WHY_NOT, key=wanted)
    row = outcome.rows.get(wanted)
    if row is None or row.is_chosen or not run.is_final or outcome.proposal is None:
        raise NotFound("not_found")
    return place, run, outcome, row


def _why_not_address(place: Place, run: ScenarioRun, row: Row) -> str:
    return url_for(
        ".show_why_not",
        slug=place.domain.slug,
        number=place.scenario.number,
        code=row.code,
        run=run.number,
    )


def _with_answer(run: ScenarioRun | None, scenario_id: int, *, sees_all: bool) -> ScenarioRun | None:
    """Return the run when it has an answer, else the newest that has one, for who sees them all."""
    if run is not None and run.result is not None:
        return run
    return queries.last_result(scenario_id) if sees_all else None


def _to_decide(outcome: Outcome) -> list[Row]:
    """Return the candidates that were in the calculation: what began before is not decided again."""
    rows = [row for row in outcome.rows.values() if row.code in outcome.candidates and not row.is_running]
    return sorted(rows, key=lambda row: (not row.is_chosen, row.code))


def _reason_of(outcome: Outcome, row: Row) -> str:
    if row.override is not None:
        return str(row.override["reason"])
    if row.is_chosen:
        lost = explained.loss(outcome, row.code)
        return (
            _("In het voorstel: zonder deze gaat %(n)s verloren.", n=lost) if lost else _("In het voorstel.")
        )
    return explained.why_not(outcome, row.code) or words.reason_words(row)


def _override_price(outcome: Outcome, code: str) -> Decimal | None:
    price = explained.price_of_override(outcome, code)
    return None if price is None else price.quantize(Decimal("0.01"))


def _functions_of(outcome: Outcome) -> dict[str, Any]:
    """Return how many chosen use cases build each system function."""
    counts: dict[str, int] = {}
    for row in outcome.chosen:
        for code in row.builds:
            counts[code] = counts.get(code, 0) + 1
    return dict(sorted(counts.items()))
