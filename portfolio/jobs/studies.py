"""The two studies beside a choice: the efficient frontier, and how robust the choice is (methods.md §3)."""

import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from core.database import db, reading
from portfolio.models import ScenarioRun
from portfolio.rules.scenario import Settings
from portfolio.rules.scenario_frontier import frontier_of
from portfolio.rules.scenario_robustness import robustness_of
from portfolio.rules.selection.plain import from_plain
from portfolio.rules.selection.proposal import Proposal
from portfolio.rules.selection.terms import Candidate, Terms

GoesOn = Callable[[int], bool]
"""Takes how far a study is, in percent; tells whether to go on."""

_SECONDS_BETWEEN = 0.4


def paced(ask: GoesOn) -> GoesOn:
    """Return the same question, asked a few times a second at most: each time is a transaction."""
    asked_at, answer = -1.0, True

    def goes_on(percent: int) -> bool:
        nonlocal asked_at, answer
        if answer and time.monotonic() - asked_at > _SECONDS_BETWEEN:
            asked_at, answer = time.monotonic(), ask(percent)
        return answer

    return goes_on


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
    """Return how often each is in the best portfolio when weights, levels and effort differ."""
    with reading():
        run = db.session.get_one(ScenarioRun, run_id)
        context, settings = run.context, from_plain(Settings, run.settings)
        db.session.rollback()
    return robustness_of(
        candidates,
        terms,
        context["levels"],
        {code: Decimal(weight) for code, weight in context["weights"].items()},
        settings.yardstick,
        goes_on,
    )
