"""The two studies beside a choice: the efficient frontier, and how robust the choice is (methods.md §3)."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from core.database import db, reading
from portfolio.models import ScenarioRun
from portfolio.queries.round_scores import given_by_code
from portfolio.rules.round_terms import CHANCE
from portfolio.rules.scenario import Yardstick
from portfolio.rules.selection.draws import Judged, Weighting
from portfolio.rules.selection.frontier import frontier
from portfolio.rules.selection.plain import to_plain
from portfolio.rules.selection.proposal import Proposal
from portfolio.rules.selection.robustness import inclusion, rank_acceptability
from portfolio.rules.selection.solver import Watch
from portfolio.rules.selection.terms import Candidate, MixMode, Terms
from portfolio.rules.terms import Size
from portfolio.rules.value import LEVEL_POINTS

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
    """Return the most value for twenty budgets, beside the portfolio of now and the proposal.

    Without a soft band of the mix: so more budget never brings less, and what lies
    below the line is the price of the mix. Empty when it was stopped.
    """
    current = context_of_run(run_id)["running"]
    free = terms
    if terms.mix.mode is MixMode.SOFT:
        free = replace(terms, mix=replace(terms.mix, mode=MixMode.OFF))
    watch, show = _watched(goes_on)
    portfolios = {"current": current, "proposed": proposal.codes}
    found = frontier(candidates, free, portfolios=portfolios, watch=watch, show=show)
    return to_plain(found) if found.is_complete else {}


def study_robustness(
    run_id: int, candidates: tuple[Candidate, ...], terms: Terms, proposal: Proposal, goes_on: GoesOn
) -> Mapping[str, Any]:
    """Return how often each is in the best portfolio when weights and effort differ.

    Weights keep the order of the board's own, when it has one. Scorers of a revealed round are
    drawn anew where at least three gave a score; of that only shares are kept, since a calculation
    is published with its decision. Where there are no criteria, only effort is drawn. Empty
    when it was stopped.
    """
    context = context_of_run(run_id)
    weights = {code: Decimal(weight) for code, weight in context["weights"].items()}
    given = _given(candidates)
    judged = judged_of(candidates, context["levels"], tuple(sorted(weights)), yardstick_of(run_id), given)
    weighting = weighting_of(weights or {"value": Decimal(1)})
    watch, show = _watched(goes_on)
    ranks = rank_acceptability(judged, weighting, seed=terms.seed)
    included = inclusion(
        candidates, terms, judged, weighting, proposal, seed=terms.seed, watch=watch, show=show
    )
    if not goes_on(99):
        return {}
    return {
        "ranks": to_plain(ranks),
        "portfolios": to_plain(included),
        "is_bootstrapped": any(one.code in given for one in judged),
    }


def _given(candidates: tuple[Candidate, ...]) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    with reading():
        given = given_by_code(one.code for one in candidates)
        db.session.rollback()
    return given


def weighting_of(weights: Mapping[str, Decimal]) -> Weighting:
    """Return what is stated: the order of the weights, where each has its own place in it."""
    order = sorted(weights, key=lambda code: (-weights[code], code))
    is_ordered = len(set(weights.values())) == len(weights) > 1
    return Weighting(tuple(sorted(weights)), tuple(order) if is_ordered else ())


def judged_of(
    candidates: tuple[Candidate, ...],
    levels: Mapping[str, Mapping[str, int | None]],
    criteria: tuple[str, ...],
    yardstick: Yardstick,
    given: Mapping[str, Mapping[str, tuple[int, ...]]] = MappingProxyType({}),
) -> list[Judged]:
    """Return what each candidate that has scores was given: by its scorers, else the board's one value."""
    found = []
    for one in candidates:
        if one.code not in levels or not one.is_rankable:
            continue
        if yardstick is Yardstick.LANE and one.size is Size.SMALL:
            continue  # worth its chance, whatever the weights
        own = levels[one.code]
        by_scorers = given.get(one.code, {})
        scores = {
            name: tuple(float(LEVEL_POINTS[level]) for level in by_scorers.get(name, ()))
            or _points(own.get(name))
            for name in criteria
        }
        chances = None
        if yardstick is Yardstick.EXPECTED:
            chances = tuple(map(float, by_scorers.get(CHANCE, ()))) or (float(one.chance or 0),)
        found.append(Judged(one.code, scores, chances))
    return found


def _points(level: int | None) -> tuple[float, ...]:
    return () if level is None else (float(LEVEL_POINTS[level]),)


def _watched(goes_on: GoesOn) -> tuple[Watch, Callable[[int, int], None]]:
    percent = 0

    def show(done: int, of: int) -> None:
        nonlocal percent
        percent = 100 * done // max(of, 1)

    return Watch(should_stop=lambda: not goes_on(percent)), show


def yardstick_of(run_id: int) -> Yardstick:
    """Return what a run maximised."""
    with reading():
        yardstick = Yardstick(db.session.get_one(ScenarioRun, run_id).settings["yardstick"])
        db.session.rollback()
    return yardstick


def context_of_run(run_id: int) -> Mapping[str, Any]:
    """Return what was kept beside the question of a run; leaves no transaction open."""
    with reading():
        context: Mapping[str, Any] = db.session.get_one(ScenarioRun, run_id).context
        db.session.rollback()
    return context
