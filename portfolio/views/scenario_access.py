"""The way to a scenario from its address, and who may go it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_login import current_user

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may
from accounts.queries import get_domain
from core.errors import NotFound
from portfolio.models import DetailKind, Scenario, ScenarioRun
from portfolio.queries import scenarios as queries
from portfolio.queries.decided_runs import codes_for
from portfolio.queries.scenario_outcome import Outcome

MOST_DIGITS = 6


@dataclass(frozen=True)
class Place:
    """A scenario with its domain and what this reader may do there."""

    domain: Domain
    scenario: Scenario
    sees_all: bool
    may_edit: bool
    may_override: bool


def scope_of_domain(slug: str, **_rest: Any) -> Scope:
    """Return the scope of a guard; who may not know of the scenarios gets 404."""
    domain = get_domain(slug)
    if not queries.sees_all(domain, current_user):
        raise NotFound("not_found")
    return Scope(frozenset({domain.id}))


def place_of(slug: str, number: int) -> Place:
    """Return the scenario at an address, as far as this reader may know of it; else NotFound."""
    domain = get_domain(slug)
    scenario = queries.get_scenario(domain, number, current_user)
    return _place(domain, scenario)


def own_place_of(slug: str, number: int, code: str) -> Place:
    """Return the scenario, also for who brought in the use case ``code``; else NotFound."""
    domain = get_domain(slug)
    if queries.is_own(code, domain, current_user):
        scenario = queries.get_any_scenario(domain, number)
    else:
        scenario = queries.get_scenario(domain, number, current_user)
    return _place(domain, scenario)


def _place(domain: Domain, scenario: Scenario) -> Place:
    scope = Scope(frozenset({domain.id}))
    return Place(
        domain,
        scenario,
        queries.sees_all(domain, current_user),
        may(Permission.SCENARIO_EDIT, scope),
        may(Permission.SCENARIO_OVERRIDE, scope),
    )


def asked_run() -> int | None:
    """Return the number of the calculation that the address asks for; None for the last."""
    text = request.args.get("run", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def run_of(place: Place, *, own_code: str = "") -> ScenarioRun | None:
    """Return the calculation that the address asks for; None when there is none yet, else NotFound."""
    wanted = asked_run()
    run = queries.find_run(place.domain, place.scenario, current_user, wanted, own_code=own_code)
    if run is None and (wanted is not None or not place.sees_all):
        raise NotFound("not_found")
    return run


def outcome_of(domain: Domain, run: ScenarioRun, *kinds: DetailKind, key: str | None = None) -> Outcome:
    """Return a calculation as this reader may read it, with its explanations: those of ``kinds``, or all."""
    return Outcome(run, queries.details_of(run.id, *kinds, key=key), shown=shown_of(domain, [run]))


def shown_of(domain: Domain, runs: Iterable[ScenarioRun]) -> frozenset[str] | None:
    """Return the codes in these calculations that this reader may read; None when that is all."""
    if queries.sees_all(domain, current_user):
        return None
    return codes_for(current_user, {code for run in runs for code in run.context["facts"]})
