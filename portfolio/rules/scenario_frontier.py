"""The efficient frontier: the most value for each of twenty budgets (methods.md §3)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.proposal import Proposal, Status
from portfolio.rules.selection.terms import Candidate, Terms

POINTS = 20
FOUND = frozenset({Status.OPTIMAL, Status.NODE_LIMIT, Status.TIME_LIMIT})


def frontier_of(
    candidates: Iterable[Candidate],
    terms: Terms,
    proposal: Proposal,
    goes_on: Callable[[int], bool] = lambda percent: True,
) -> Mapping[str, Any]:
    """Return points (budget, effort, value, codes), and where the portfolio of now and the proposal lie.

    Budgets run in equal steps from what is locked in to what everything together asks. The
    same terms hold, but for the budget in person-months. Empty when it was stopped.
    """
    every = tuple(candidates)
    by_code = {one.code: one for one in every}
    locked = [by_code[code] for code in terms.locked_in if code in by_code]
    least = sum((one.months for one in locked), Decimal(0))
    most = sum((one.months for one in every if one.is_rankable and not one.is_blocked), Decimal(0))
    points = []
    for step in range(POINTS):
        if not goes_on(100 * step // POINTS):
            return {}
        budget = (least + (most - least) * step / (POINTS - 1)).quantize(Decimal("0.1"))
        found = propose(every, replace(terms, budget_months=max(budget, least)))
        if found.status in FOUND:
            points.append(_point(budget, found.effort, found.utility, sorted(found.codes)))
    return {
        "points": points,
        "current": _point(
            least, least, sum((one.gain for one in locked), Decimal(0)), sorted(terms.locked_in)
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
