"""The efficient frontier: the most value for each of twenty budgets (methods.md §3)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.proposal import Proposal, Status
from portfolio.rules.selection.terms import Candidate, MixMode, Terms

POINTS = 20
FOUND = frozenset({Status.OPTIMAL, Status.NODE_LIMIT, Status.TIME_LIMIT})


def frontier_of(
    candidates: Iterable[Candidate],
    terms: Terms,
    proposal: Proposal,
    goes_on: Callable[[int], bool] = lambda percent: True,
    current: Iterable[str] = (),
) -> Mapping[str, Any]:
    """Return points (budget, effort, value, codes), and where the portfolio of now and the proposal lie.

    Budgets run in equal steps from what is locked in to what everything together asks. The
    same terms hold, but for the budget in person-months and for a soft band of the mix: so
    more budget never brings less, and what lies below the line is the price of the mix.
    ``current`` are the codes chosen before. Empty when it was stopped.
    """
    every = tuple(candidates)
    by_code = {one.code: one for one in every}
    locked = [by_code[code] for code in terms.locked_in if code in by_code]
    least = sum((one.months for one in locked), Decimal(0))
    most = sum((one.months for one in every if one.is_rankable and not one.is_blocked), Decimal(0))
    now = [by_code[code] for code in sorted(current) if code in by_code]
    free = terms
    if terms.mix.mode is MixMode.SOFT:
        free = replace(terms, mix=replace(terms.mix, mode=MixMode.OFF))
    points = []
    for step in range(POINTS):
        if not goes_on(100 * step // POINTS):
            return {}
        budget = (least + (most - least) * step / (POINTS - 1)).quantize(Decimal("0.1"))
        found = propose(every, replace(free, budget_months=max(budget, least)))
        if found.status in FOUND:
            points.append(_point(budget, found.effort, found.utility, sorted(found.codes)))
    return {
        "points": points,
        "current": _point(
            sum((one.months for one in now), Decimal(0)),
            sum((one.months for one in now), Decimal(0)),
            sum((one.gain for one in now), Decimal(0)),
            [one.code for one in now],
        ),
        "proposed": _point(
            terms.budget_months if terms.budget_months is not None else proposal.effort,
            proposal.effort,
            proposal.utility,
            sorted(proposal.codes),
        ),
    }


def _point(budget: Decimal, effort: Decimal, value: Decimal, codes: list[str]) -> dict[str, Any]:
    return {"budget": str(budget), "effort": str(effort), "value": str(value), "codes": codes}
