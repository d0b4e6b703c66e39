"""Make a draft decision of a calculation, and remember which one it was. Does not commit."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db
from portfolio.actions.decisions import draft_decision
from portfolio.models import Decision, RunDecision, Scenario, ScenarioRun
from portfolio.rules.decisions import DecisionKind, Outcome


def draft_of(
    run: ScenarioRun,
    *,
    domain: Domain,
    subject: str,
    reasons: str,
    items: Iterable[tuple[str, bool, str]],
    prices: Mapping[str, Decimal | None],
    by: Actor,
) -> Decision:
    """Return a draft; an item is (code, whether it is chosen, reason), prices are those of the own word.

    What is not chosen is a rejection, which may come back; the secretary may change that.
    """
    decision = draft_decision(
        domain=domain,
        kind=DecisionKind.PROPOSAL,
        subject=subject,
        reasons=reasons,
        items=[(code, Outcome.SELECTED if is_in else Outcome.REJECTED, why) for code, is_in, why in items],
        scenario_id=run.scenario_id,
        overrides=[
            (one["code"], "in" if one["is_in"] else "out", prices.get(one["code"]), one["reason"])
            for one in run.context["overrides"]
        ],
        by=by,
    )
    rest_on(decision, run)
    scenario = db.session.get_one(Scenario, run.scenario_id)
    label = f"scenario {scenario.number}"
    audit.record("scenario.decision_drafted", scenario, by=by, label=label, run=run.number)
    return decision


def rest_on(decision: Decision, run: ScenarioRun) -> None:
    """Remember on which calculation a decision rests: once it is published, everyone may read that."""
    db.session.flush()
    db.session.add(RunDecision(decision_id=decision.id, run_id=run.id))
