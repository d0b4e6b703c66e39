"""Which calculation a decision rests on, and about which use cases it can tell why they are not in.

A reader who may read the decision may read the calculation: a published one is open to all,
a draft is read by who sees every scenario.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from accounts.models import Domain
from core.database import db
from portfolio.models import Decision, DetailKind, RunDecision, RunDetail, Scenario, ScenarioRun, UseCase
from portfolio.queries.scenario_outcome import Outcome
from portfolio.queries.scenarios import details_of
from portfolio.queries.visibility import is_readable
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
    """A calculation under a published decision: by its address, with the decision and the domain.

    ``run_id`` is its row; ``studies`` are the studies beside the choice that were made of it.
    """

    decision: Decision
    domain: Domain
    scenario: int
    run: int
    run_id: int
    studies: frozenset[DetailKind]


def list_decided(on: date) -> list[Calculation]:
    """Return the calculations that decisions up to a day rest on, the newest first: one query."""
    statement = (
        select(
            *(Decision, Domain, Scenario.number, ScenarioRun.number, ScenarioRun.id),
            *(_has(kind) for kind in _STUDIES),
        )
        .join(RunDecision, RunDecision.decision_id == Decision.id)
        .join(ScenarioRun, ScenarioRun.id == RunDecision.run_id)
        .join(Scenario, Scenario.id == ScenarioRun.scenario_id)
        .join(Domain, Domain.id == Scenario.domain_id)
        .where(
            Decision.state == DecisionState.PUBLISHED,
            Decision.decided_on <= on,
            ScenarioRun.result.is_not(None),
        )
        .order_by(Decision.decided_on.desc(), Decision.id.desc())
    )
    return [
        Calculation(
            *(decision, domain, scenario, run, run_id),
            frozenset(kind for kind, is_made in zip(_STUDIES, made, strict=True) if is_made),
        )
        for decision, domain, scenario, run, run_id, *made in db.session.execute(statement)
    ]


_STUDIES = (DetailKind.FRONTIER, DetailKind.ROBUSTNESS)


def _has(kind: DetailKind) -> Any:
    return (
        select(RunDetail.id)
        .where(RunDetail.run_id == ScenarioRun.id, RunDetail.kind == kind)
        .exists()
        .correlate(ScenarioRun)
    )


def next_decision(decision: Decision, on: date) -> str:
    """Return the number of the published decision that took the place of this one; empty for none."""
    statement = select(Decision.number).where(
        Decision.supersedes_id == decision.id,
        Decision.state == DecisionState.PUBLISHED,
        Decision.decided_on <= on,
    )
    return db.session.scalars(statement.order_by(Decision.id)).first() or ""


def read_outcome(run_id: int) -> Outcome:
    """Return a calculation with its studies: two queries."""
    return Outcome(db.session.get_one(ScenarioRun, run_id), details_of(run_id, *_STUDIES))


def codes_for(reader: Any, codes: Iterable[str]) -> frozenset[str]:
    """Return which of these use cases ``reader`` may read; what was public and then merged, all may."""
    was_public = and_(UseCase.merged_into_id.is_not(None), UseCase.published_on.is_not(None))
    statement = select(UseCase.code).where(UseCase.code.in_([*codes]), or_(is_readable(reader), was_public))
    return frozenset(db.session.scalars(statement))


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
