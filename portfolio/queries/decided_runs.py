"""Which calculation a decision rests on, and about which use cases it can tell why they are not in.

A reader who may read the decision may read the calculation: a published one is open to all,
a draft is read by who sees every scenario.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import Domain
from core.database import db
from portfolio.models import Decision, RunDecision, Scenario, ScenarioRun
from portfolio.rules.decisions import DecisionState


@dataclass(frozen=True, slots=True)
class DecidedRun:
    """A calculation by its address: slug of the domain, numbers of scenario and run; codes left out.

    ``is_illustrative``: some figure that was calculated with is made up, so its prices are too.
    """

    slug: str
    scenario: int
    run: int
    left_out: frozenset[str]
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class Calculation:
    """A calculation under a published decision: by its address, with the decision and the domain."""

    decision: Decision
    domain: Domain
    scenario: int
    run: int


def list_decided(domain_id: int | None = None) -> list[Calculation]:
    """Return the calculations that published decisions rest on, the newest first: one query."""
    statement = (
        select(Decision, Domain, Scenario.number, ScenarioRun.number)
        .join(RunDecision, RunDecision.decision_id == Decision.id)
        .join(ScenarioRun, ScenarioRun.id == RunDecision.run_id)
        .join(Scenario, Scenario.id == ScenarioRun.scenario_id)
        .join(Domain, Domain.id == Scenario.domain_id)
        .where(Decision.state == DecisionState.PUBLISHED, ScenarioRun.result.is_not(None))
        .order_by(Decision.decided_on.desc(), Decision.id.desc())
    )
    if domain_id is not None:
        statement = statement.where(Scenario.domain_id == domain_id)
    return [Calculation(*row) for row in db.session.execute(statement)]


def decided_runs(decision_ids: Collection[int]) -> dict[int, DecidedRun]:
    """Return the calculation under each decision that rests on one, by the id of the decision: one query."""
    if not decision_ids:
        return {}
    statement = (
        select(
            *(RunDecision.decision_id, Domain.slug, Scenario.number, ScenarioRun.number),
            *(ScenarioRun.context, ScenarioRun.result),
        )
        .join(ScenarioRun, ScenarioRun.id == RunDecision.run_id)
        .join(Scenario, Scenario.id == ScenarioRun.scenario_id)
        .join(Domain, Domain.id == Scenario.domain_id)
        .where(RunDecision.decision_id.in_(decision_ids), ScenarioRun.result.is_not(None))
    )
    found = {}
    for decision_id, slug, scenario, run, context, result in db.session.execute(statement):
        if not result:
            continue
        chosen = {one["code"] for one in result["chosen"]}
        facts = context["facts"]
        made_up = any(fact["illustrative"] for fact in facts.values())
        found[decision_id] = DecidedRun(slug, scenario, run, frozenset(facts) - chosen, made_up)
    return found
