"""How robust ranks and choices are: SMAA-2 (Lahdelma and Salminen 2001; methods.md §3).

Draws weights uniformly over the simplex, or within a stated order or bounds; draws scorers anew
(bootstrap) and effort from its triangle. Counts ranks in 10,000 draws, and choices in 200 optimal
portfolios. The seed is part of the answer: the same seed gives the same figures.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portfolio.rules.effort import Effort
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.draws import Judged, Weighting, draw_efforts, draw_values, draw_weights
from portfolio.rules.selection.explain import pinned
from portfolio.rules.selection.proposal import Proposal
from portfolio.rules.selection.solver import Watch
from portfolio.rules.selection.terms import Candidate, Terms, check

RANK_DRAWS = 10_000
PORTFOLIO_DRAWS = 200
CORE, OUT = 0.95, 0.05


class Group(StrEnum):
    """What the inclusion share says: leave it in, leave it out, or talk about it."""

    CORE = "core"
    OUT = "out"
    DISCUSS = "discuss"


@dataclass(frozen=True, slots=True)
class Ranks:
    """Shares over draws; rows are ``codes``.

    ``acceptability[i][r]`` is the share of draws in which i has rank r + 1; ``before[i][j]`` that in which
    i is before j; ``central[i]`` the mean weights with which i is first, None when it never is.
    ``error`` is the largest standard error of any of these shares, 0.5 ÷ √draws at worst.
    """

    codes: tuple[str, ...]
    acceptability: tuple[tuple[float, ...], ...]
    before: tuple[tuple[float, ...], ...]
    central: tuple[tuple[float, ...] | None, ...]
    draws: int
    error: float
    seed: int


@dataclass(frozen=True, slots=True)
class Inclusion:
    """In which share of the optimal portfolios a code is, its standard error, and the group it falls in."""

    code: str
    share: float
    error: float
    group: Group


@dataclass(frozen=True, slots=True)
class Robustness:
    """The inclusion of every code, most first; ``unproven`` draws ended on a limit with a gap."""

    inclusion: tuple[Inclusion, ...]
    draws: int
    infeasible: int
    unproven: int
    seed: int


def rank_acceptability(
    judged: Sequence[Judged], weighting: Weighting, *, draws: int = RANK_DRAWS, seed: int = 1
) -> Ranks:
    """Return how often each has each rank by p·V; ties break by code. Missing scores count by the low end."""
    import numpy as np

    ordered = sorted(judged, key=lambda one: one.code)
    if not ordered:
        return Ranks((), (), (), (), draws, 0.0, seed)
    chance = np.random.default_rng(seed)
    weights = draw_weights(weighting, draws, chance)
    values = draw_values(ordered, weighting.criteria, weights, chance)
    count = len(ordered)
    order = np.argsort(-np.round(values, 9), axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(count)[None, :].repeat(draws, axis=0), axis=1)
    accept = np.stack([(ranks == place).mean(axis=0) for place in range(count)], axis=1)
    before = np.stack([(ranks[:, [i]] < ranks).mean(axis=0) for i in range(count)])
    firsts = [weights[ranks[:, i] == 0] for i in range(count)]
    shares = np.concatenate([accept.ravel(), before.ravel()])
    return Ranks(
        codes=tuple(one.code for one in ordered),
        acceptability=_plain(accept),
        before=_plain(before),
        central=tuple(tuple(map(float, won.mean(axis=0))) if len(won) else None for won in firsts),
        draws=draws,
        error=float(np.sqrt(shares * (1 - shares) / draws).max()),
        seed=seed,
    )


def inclusion(
    candidates: Sequence[Candidate],
    terms: Terms,
    judged: Sequence[Judged],
    weighting: Weighting,
    proposal: Proposal,
    *,
    draws: int = PORTFOLIO_DRAWS,
    seed: int = 1,
    watch: Watch | None = None,
    show: Callable[[int, int], None] | None = None,
) -> Robustness:
    """Return in which share of the optimal portfolios each candidate is.

    Each draw gives every candidate among ``judged`` a utility p·V of its own and an effort from its
    triangle (load shrinks and grows alike); the others keep theirs. λ is kept as in the proposal.
    """
    import numpy as np

    ordered = check(candidates, terms)
    known = {one.code: one for one in judged}
    drawn = [known[one.code] for one in ordered if one.code in known]
    chance = np.random.default_rng(seed)
    values = draw_values(drawn, weighting.criteria, draw_weights(weighting, draws, chance), chance)
    column = {one.code: place for place, one in enumerate(drawn)}
    efforts = draw_efforts([one.effort for one in ordered], draws, chance)
    fixed = pinned(terms, proposal)
    counts = dict.fromkeys((one.code for one in ordered), 0)
    done = infeasible = unproven = 0
    for number in range(draws):
        if watch is not None and watch.should_stop is not None and watch.should_stop():
            break
        utilities = {code: values[number, place] for code, place in column.items()}
        world = [
            _in_world(one, efforts[number, place], utilities.get(one.code))
            for place, one in enumerate(ordered)
        ]
        found = propose(world, fixed, watch=watch)
        done += 1
        infeasible += found.objective is None
        unproven += found.objective is not None and found.gap != 0 and terms.gap_allowed == 0
        for code in found.codes:
            counts[code] += 1
        if show is not None:
            show(done, draws)
    answered = done - infeasible
    listed = [_inclusion(code, counts[code], answered) for code in counts]
    listed.sort(key=lambda one: (-one.share, one.code))
    return Robustness(tuple(listed), done, infeasible, unproven, seed)


def _inclusion(code: str, count: int, draws: int) -> Inclusion:
    share = count / draws if draws else 0.0
    error = (share * (1 - share) / draws) ** 0.5 if draws else 0.0
    group = Group.CORE if share >= CORE else Group.OUT if share <= OUT else Group.DISCUSS
    return Inclusion(code, share, error, group)


def _in_world(candidate: Candidate, months: Any, utility: Any) -> Candidate:
    """The candidate with a drawn effort and utility, in hundredths; what is unknown stays unknown."""
    changed = candidate
    if candidate.effort is not None and months is not None:
        likely = max(Decimal("0.01"), Decimal(round(float(months) * 100)) / 100)
        factor = likely / candidate.effort.likely
        load = tuple(
            replace(one, person_months=(one.person_months * factor).quantize(Decimal("0.01")))
            for one in candidate.load
        )
        changed = replace(changed, effort=Effort.exact(likely), load=load)
    if candidate.utility is not None and utility is not None:
        changed = replace(changed, utility=Decimal(round(float(utility) * 100)) / 100)
    return changed


def _plain(table: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(map(float, row)) for row in table)
