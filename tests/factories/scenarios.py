"""Make a domain full of candidates with figures, and scenarios that are calculated at once."""

from decimal import Decimal
from typing import Any

from flask import current_app

from accounts.models import Domain
from core.audit import SYSTEM
from core.database import db, today
from core.jobs import run_waiting
from portfolio.actions import scenarios as actions
from portfolio.actions.scenario_results import record_detail
from portfolio.jobs import explanations
from portfolio.models import Decision, DetailKind, RunDecision, Scenario, ScenarioRun, UseCase
from portfolio.queries.scenarios import get_any_scenario
from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import Settings
from portfolio.rules.terms import Phase, Size
from tests.factories.decisions import make_decision, make_draft
from tests.factories.portfolio import make_system_function, make_use_case

# code, size, value, chance, effort, phase
CANDIDATES = (
    ("001", Size.SMALL, 60, 80, 4, Phase.PILOT),
    ("002", Size.SMALL, 70, 75, 5, Phase.CANDIDATE),
    ("003", Size.SMALL, 50, 70, 3, Phase.CANDIDATE),
    ("004", Size.SMALL, 40, 60, 6, Phase.CANDIDATE),
    ("005", Size.AMBITIOUS, 80, 50, 14, Phase.CANDIDATE),
    ("006", Size.AMBITIOUS, 75, 40, 18, Phase.CANDIDATE),
)


def make_candidates(domain: Domain) -> dict[str, UseCase]:
    """Make six use cases with all figures, one of them chosen before; return them by the end of the code."""
    function = make_system_function()
    return {
        end: make_use_case(
            domain=domain,
            code=f"{domain.code}-{end}",
            title=f"Zaak {end}",
            phase=phase,
            size=size,
            contributions=[function],
            **figures(value, chance, effort),
        )
        for end, size, value, chance, effort, phase in CANDIDATES
    }


def figures(value: int, chance: int, effort: int) -> dict[str, Any]:
    """Return the fields of a use case for these figures."""
    return {
        "value_low": Decimal(value),
        "value_high": Decimal(value),
        "scored": 2,
        "criteria": 2,
        "chance": chance,
        "effort_low": Decimal(effort),
        "effort_likely": Decimal(effort),
        "effort_high": Decimal(effort + 1),
        "cost_cents": effort * 1_000_000,
    }


def make_scenario(domain: Domain, *, name: str = "Ruim budget", months: int | None = 20, **asked) -> Scenario:
    """Make a scenario with a budget in person-months."""
    budget = None if months is None else Decimal(months)
    settings = Settings(budget_months=budget, **asked)
    scenario = actions.add_scenario(domain, name=name, note="", settings=settings, by=SYSTEM)
    db.session.commit()
    return scenario


def make_run(scenario: Scenario, *, is_calculated: bool = True, with_studies: bool = False) -> ScenarioRun:
    """Ask for a calculation, and do it in this process unless told otherwise; studies take half a second."""
    domain = db.session.get_one(Domain, scenario.domain_id)
    whole = get_any_scenario(domain, scenario.number)
    run_id = actions.ask_run(whole, now=Quarter.of(today()), by=SYSTEM).id
    db.session.commit()
    if is_calculated:
        calculate(with_studies=with_studies)
    return db.session.get_one(ScenarioRun, run_id)


def calculate(*, with_studies: bool = False) -> int:
    """Do all jobs that wait, as a worker would; without the studies that nobody asked for."""
    db.session.commit()
    app = current_app._get_current_object()
    quick, explanations.QUICK = explanations.QUICK, explanations.QUICK if with_studies else -1.0
    try:
        done = run_waiting(app)
    finally:
        explanations.QUICK = quick
    db.session.expire_all()
    return done


def make_studied(run: ScenarioRun) -> None:
    """Keep the two studies of a calculation of ``make_candidates``, made up: real ones take half a second."""
    codes = sorted(run.context["facts"])
    chosen = sorted(one["code"] for one in run.result["chosen"])
    point = {"budget": "20", "effort": "20", "utility": "90.5", "codes": codes}
    marks = [
        {"name": "current", "effort": "4", "utility": "48", "codes": codes[:1]},
        {"name": "proposed", "effort": "12", "utility": "80.25", "codes": chosen},
    ]
    ranks = {"codes": codes[4:], "acceptability": [[0.75, 0.25], [0.25, 0.75]], "draws": 100, "error": 0.01}
    shares = [{"code": code, "share": 1.0 if code in chosen else 0.5, "error": 0.01} for code in codes]
    portfolios = {"inclusion": shares, "draws": 100, "seed": 1, "infeasible": 0}
    record_detail(run.id, DetailKind.FRONTIER, {"points": [point], "marks": marks})
    record_detail(run.id, DetailKind.ROBUSTNESS, {"portfolios": portfolios, "ranks": ranks})
    db.session.commit()


def make_decided(
    domain: Domain, run: ScenarioRun, *, is_studied: bool = True, is_draft: bool = False, **values: Any
) -> Decision:
    """Make a decision that rests on a calculation, published unless told otherwise."""
    decision = (make_draft if is_draft else make_decision)(domain, kind="proposal", **values)
    db.session.add(RunDecision(decision_id=decision.id, run_id=run.id))
    db.session.commit()
    if is_studied:
        make_studied(run)
    return decision
