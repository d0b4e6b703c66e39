"""The efficient frontier: effort against expected value, for twenty budgets (methods.md §3)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.formulation import mix_price
from portfolio.rules.selection.proposal import Proposal, Status
from portfolio.rules.selection.solver import Watch
from portfolio.rules.selection.terms import Candidate, Terms, check

BUDGETS = 20


@dataclass(frozen=True, slots=True)
class Point:
    """The best under one budget: person-months spent and utility brought; None when nothing fits."""

    budget: Decimal
    effort: Decimal | None
    utility: Decimal | None
    objective: Decimal | None
    codes: tuple[str, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Mark:
    """A portfolio to show beside the frontier: its name, effort and utility, likely figures."""

    name: str
    effort: Decimal
    utility: Decimal
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frontier:
    """Points by rising budget, and marks; ``is_complete`` is False when it was stopped."""

    points: tuple[Point, ...]
    marks: tuple[Mark, ...]
    is_complete: bool


def frontier(
    candidates: Iterable[Candidate],
    terms: Terms,
    *,
    portfolios: Mapping[str, Iterable[str]] | None = None,
    budgets: int = BUDGETS,
    watch: Watch | None = None,
    show: Callable[[int, int], None] | None = None,
) -> Frontier:
    """Return the frontier up to the effort of all; λ is kept the same throughout.

    Budgets rise evenly: from a first equal part, or from what is locked in, below which nothing fits.
    Objectives never fall as the budget rises (a smaller budget's answer fits a larger one). ``portfolios``
    maps names (current, proposed) to codes. ``show`` is told how many of how many points are done.
    """
    ordered = check(candidates, terms)
    rankable = [candidate for candidate in ordered if candidate.is_rankable]
    most = sum((candidate.months for candidate in rankable), Decimal(0))
    least = sum((one.months for one in rankable if one.code in terms.locked_in), Decimal(0))
    fixed = replace(terms, mix=replace(terms.mix, price=mix_price(ordered, terms)))
    points: list[Point] = []
    best: Proposal | None = None
    for step in range(1, budgets + 1):
        if watch is not None and watch.should_stop is not None and watch.should_stop():
            break
        budget = _budget(step, budgets, least, most)
        found = propose(ordered, replace(fixed, budget_months=budget), watch=watch)
        known = best.objective if best is not None else None
        if best is not None and known is not None and (found.objective is None or found.objective < known):
            found = best  # within the gap the smaller budget's answer may be the better one
        best = found
        points.append(_point(budget, found))
        if show is not None:
            show(step, budgets)
    marks = tuple(_mark(name, codes, ordered, terms) for name, codes in (portfolios or {}).items())
    return Frontier(tuple(points), marks, len(points) == budgets)


def _budget(step: int, budgets: int, least: Decimal, most: Decimal) -> Decimal:
    """Return the budget of a step from 1; rounded up, so that what is locked in fits the first."""
    if least and budgets > 1:
        budget = least + (most - least) * (step - 1) / (budgets - 1)
    else:
        budget = most * step / budgets
    return budget.quantize(Decimal("0.01"), ROUND_CEILING)


def _point(budget: Decimal, found: Proposal) -> Point:
    if found.objective is None:
        return Point(budget, None, None, None, (), found.status)
    return Point(
        budget, found.effort, found.utility, found.objective, tuple(sorted(found.codes)), found.status
    )


def _mark(name: str, codes: Iterable[str], ordered: tuple[Candidate, ...], terms: Terms) -> Mark:
    wanted = set(codes)
    inside = [candidate for candidate in ordered if candidate.code in wanted]
    shared = sum(
        (one.person_months for one in terms.savings if {one.first, one.second} <= wanted), Decimal(0)
    )
    return Mark(
        name,
        sum((candidate.months for candidate in inside), Decimal(0)) - shared,
        sum((candidate.gain for candidate in inside), Decimal(0)),
        tuple(candidate.code for candidate in inside),
    )
