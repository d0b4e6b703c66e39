"""Make and change a scenario, ask for its calculation, stop it, and say the board's own word."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, requires
from accounts.queries import get_domain
from core.database import today
from core.i18n import localised
from core.web.save import Outcome as Saved
from core.web.save import save
from portfolio.actions import scenarios as actions
from portfolio.forms.scenario import ScenarioForm, initial_values, scenario_form
from portfolio.forms.scenario_steps import OverrideForm, VersionForm, override_values
from portfolio.models import DetailKind, Scenario
from portfolio.queries import charts as chart_queries
from portfolio.queries.scenario_inputs import Inputs, demand_of, load_inputs
from portfolio.queries.scenarios import details_of
from portfolio.rules.quarters import Quarter
from portfolio.views.blueprint import bp
from portfolio.views.scenario_access import Place, place_of, run_of, scope_of_domain

_BASE = "/domains/<slug>/scenarios"


@bp.route(f"{_BASE}/new", methods=["GET", "POST"])
@requires(Permission.SCENARIO_EDIT, of=scope_of_domain)
def new_scenario(slug: str) -> ResponseReturnValue:
    """Add a scenario; ``?from=`` begins with what another one asks."""
    domain = get_domain(slug)
    inputs = load_inputs(domain.id)
    form_class = _form_class(inputs)
    if request.method == "GET":
        source = request.args.get("from", "")
        known = place_of(slug, int(source)).scenario if source.isascii() and source.isdigit() else None
        values = initial_values(known, list(inputs.organisations))
        if known is not None:
            values |= {"version": None, "name": _("%(name)s (kopie)", name=known.name)[:160]}
        return _form_page(form_class(formdata=None, data=values), domain, inputs)
    form = form_class()
    outcome = save(form, lambda: _add_and_run(domain, form))
    if not outcome.is_saved:
        return _form_page(form, domain, inputs), outcome.status
    return redirect(url_for(".show_scenario", slug=domain.slug, number=outcome.result.number))


@bp.route(f"{_BASE}/<id:number>/edit", methods=["GET", "POST"])
@requires(Permission.SCENARIO_EDIT, of=scope_of_domain)
def edit_scenario(slug: str, number: int) -> ResponseReturnValue:
    """Change what a scenario asks; earlier calculations stay as they were."""
    place = place_of(slug, number)
    inputs = load_inputs(place.domain.id)
    form_class = _form_class(inputs)

    def present() -> ScenarioForm:
        again = place_of(slug, number).scenario
        return form_class(formdata=None, data=initial_values(again, list(inputs.organisations)))

    if request.method == "GET":
        return _form_page(present(), place.domain, inputs, place.scenario)
    form = form_class()

    def act() -> Scenario:
        return actions.edit_scenario(
            place.scenario,
            name=form.name.data,
            note=form.note.data or "",
            settings=form.settings(),
            version=form.version.data,
            by=current_user,
        )

    outcome = save(form, act, present=present)
    if not outcome.is_saved:
        again = place_of(slug, number)
        return _form_page(form, again.domain, inputs, again.scenario, outcome.conflict), outcome.status
    flash(_("Opgeslagen. Vraag een nieuwe berekening om te zien wat dit verandert."))
    return _to(place)


@bp.route(f"{_BASE}/<id:number>/run", methods=["GET", "POST"])
@requires(Permission.SCENARIO_OVERRIDE, of=scope_of_domain)
def run_scenario(slug: str, number: int) -> ResponseReturnValue:
    """Ask for a calculation with the figures of now."""
    place = place_of(slug, number)
    return _step(
        place,
        lambda _version: actions.ask_run(place.scenario, now=Quarter.of(today()), by=current_user),
        title=_("Bereken opnieuw"),
        text=_("De rekenmachine neemt de cijfers van nu. Wat eerder is berekend, blijft staan."),
        button=_("Bereken"),
    )


@bp.route(f"{_BASE}/<id:number>/cancel", methods=["GET", "POST"])
@requires(Permission.SCENARIO_OVERRIDE, of=scope_of_domain)
def cancel_scenario_run(slug: str, number: int) -> ResponseReturnValue:
    """Stop the calculation that is going on, with the best it found."""
    place = place_of(slug, number)
    run = run_of(place)

    def act(_version: int | None) -> None:
        if run is not None:
            actions.cancel_run(run, by=current_user)

    return _step(
        place,
        act,
        title=_("Breek de berekening af"),
        text=_("Het beste dat tot dan is gevonden, blijft staan. Zo'n antwoord is niet precies te herhalen."),
        button=_("Breek af"),
        done=_("De berekening stopt zo."),
    )


@bp.route(f"{_BASE}/<id:number>/check", methods=["GET", "POST"])
@requires(Permission.SCENARIO_OVERRIDE, of=scope_of_domain)
def check_scenario_run(slug: str, number: int) -> ResponseReturnValue:
    """Calculate again from what was kept, and compare."""
    return _ask(
        slug,
        number,
        DetailKind.CHECK,
        title=_("Herbereken en vergelijk"),
        text=_("Wij rekenen deze berekening opnieuw uit met de invoer die erbij is bewaard."),
        button=_("Herbereken"),
        done=_("De controle is aangevraagd."),
    )


@bp.route(f"{_BASE}/<id:number>/study/<any(frontier, robustness):kind>", methods=["GET", "POST"])
@requires(Permission.SCENARIO_OVERRIDE, of=scope_of_domain)
def study_scenario_run(slug: str, number: int, kind: str) -> ResponseReturnValue:
    """Ask for the frontier or the robustness of a calculation."""
    names = {"frontier": _("Reken de budgetlijn uit"), "robustness": _("Reken de robuustheid uit")}
    return _ask(
        slug,
        number,
        DetailKind(kind),
        title=names[kind],
        text=_("Dit duurt enkele seconden tot een minuut. De uitkomst blijft bij deze berekening staan."),
        button=_("Reken uit"),
        done=_("De berekening is aangevraagd."),
    )


@bp.route(f"{_BASE}/<id:number>/override", methods=["GET", "POST"])
@requires(Permission.SCENARIO_OVERRIDE, of=scope_of_domain)
def override_scenario(slug: str, number: int) -> ResponseReturnValue:
    """Lock a use case in or out with a reason, and calculate again."""
    place = place_of(slug, number)

    def present() -> OverrideForm:
        again = place_of(slug, number).scenario
        return OverrideForm(formdata=None, data={**override_values(request.args), "version": again.version})

    form = OverrideForm() if request.method == "POST" else present()
    outcome: Saved | None = None
    if request.method == "POST":

        def act() -> None:
            actions.set_override(
                place.scenario,
                form.code.data,
                is_in=form.way.data == "in",
                reason=form.reason.data,
                version=form.version.data,
                by=current_user,
            )
            _run_instead(place)

        outcome = save(form, act, present=present)
        if outcome.is_saved:
            flash(_("Vastgelegd. Er loopt een nieuwe berekening: daarin staat wat dit kost."))
            return _to(place)
    page = render_template(
        "portfolio/scenarios/override.html",
        form=form,
        place=place_of(slug, number),
        conflict=outcome.conflict if outcome else None,
    )
    return page, outcome.status if outcome else 200


@bp.route(f"{_BASE}/<id:number>/override/<code>/remove", methods=["GET", "POST"])
@requires(Permission.SCENARIO_OVERRIDE, of=scope_of_domain)
def remove_scenario_override(slug: str, number: int, code: str) -> ResponseReturnValue:
    """Let the optimiser decide on this one again, and calculate again."""
    place = place_of(slug, number)

    def act(version: int | None) -> None:
        actions.remove_override(place.scenario, code.upper(), version=version, by=current_user)
        _run_instead(place)

    return _step(
        place,
        act,
        title=_("Laat %(code)s weer vrij", code=code.upper()),
        text=_("De rekenmachine kiest dan weer zelf. Er volgt een nieuwe berekening."),
        button=_("Laat vrij"),
    )


def _add_and_run(domain: Domain, form: ScenarioForm) -> Scenario:
    scenario = actions.add_scenario(
        domain,
        name=form.name.data,
        note=form.note.data or "",
        settings=form.settings(),
        by=current_user,
    )
    actions.ask_run(scenario, now=Quarter.of(today()), by=current_user)
    return scenario


def _run_instead(place: Place) -> None:
    """Ask for a calculation, in the place of one that is going on."""
    actions.ask_run(place.scenario, now=Quarter.of(today()), by=current_user, instead=True)


def _ask(slug: str, number: int, kind: DetailKind, **words: str) -> ResponseReturnValue:
    place = place_of(slug, number)
    run = run_of(place)

    def act(_version: int | None) -> None:
        if run is not None:
            # A check may be made again and again; a study is made once.
            again = len(details_of(run.id, kind)[kind]) if kind is DetailKind.CHECK else 0
            actions.ask_detail(run, kind, key=str(again) if again else "", by=current_user)

    return _step(place, act, **words)


def _step(
    place: Place,
    act: Callable[[int | None], Any],
    *,
    title: str,
    text: str,
    button: str,
    done: str = "",
) -> ResponseReturnValue:
    """Show a page with one button, or do what it says and go back to the scenario."""
    form = VersionForm()
    status = 200
    if request.method == "GET":
        form.version.data = place.scenario.version
    else:
        outcome = save(form, lambda: act(form.version.data))
        if outcome.is_saved:
            if done:
                flash(done)
            return _to(place)
        status = outcome.status
        place = place_of(place.domain.slug, place.scenario.number)
    page = render_template(
        "portfolio/scenarios/step.html", form=form, place=place, title=title, text=text, button=button
    )
    return page, status


def _to(place: Place) -> ResponseReturnValue:
    return redirect(url_for(".show_scenario", slug=place.domain.slug, number=place.scenario.number))


def _form_class(inputs: Inputs) -> type[ScenarioForm]:
    functions = [
        (one.code, localised(one, "name")) for one in chart_queries.list_functions() if one.parent is None
    ]
    return scenario_form(frozenset(inputs.facts), inputs.organisations, functions)


def _form_page(
    form: ScenarioForm,
    domain: Domain,
    inputs: Inputs,
    scenario: Scenario | None = None,
    conflict: Any = None,
) -> str:
    demand: Mapping[str, Any] = demand_of(list(inputs.facts.values()))
    return render_template(
        "portfolio/scenarios/edit.html",
        form=form,
        domain=domain,
        scenario=scenario,
        conflict=conflict,
        organisations=[
            (name, demand.get(slug), form[f"capacity-{place}"], form[f"exceptions-{place}"])
            for place, (slug, name) in enumerate(inputs.organisations.items())
        ],
        minimums=[field for name, field in form._fields.items() if name.startswith("minimum-")],
        count=len(inputs.facts),
    )
