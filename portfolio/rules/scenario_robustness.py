"""How robust a choice is: SMAA-2 over weights and effort (methods.md §3).

Weights are drawn uniformly from all that keep the order of the board's own (from all, when
those are equal); a level that is not scored is drawn from all levels; effort from its triangle.
The chance is taken as given. Everything follows from the seed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import sqrt
from random import Random
from typing import Any

from portfolio.rules.effort import Effort
from portfolio.rules.scenario import Yardstick
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.proposal import Status
from portfolio.rules.selection.terms import Candidate, Terms
from portfolio.rules.terms import Size
from portfolio.rules.value import LEVEL_POINTS

DRAWS, PORTFOLIOS = 10_000, 200
FOUND = frozenset({Status.OPTIMAL, Status.NODE_LIMIT, Status.TIME_LIMIT})
_POINTS = [float(LEVEL_POINTS[level]) for level in sorted(LEVEL_POINTS)]
MOST_PAIRS = 60
"""Up to so many use cases it is also counted how often each comes before each other."""
_EVERY = 500


@dataclass(frozen=True, slots=True)
class Scored:
    """The points 0–100 per criterion of one use case; None where nothing is scored yet."""

    code: str
    points: tuple[float | None, ...]


def draw_weights(stated: Sequence[Decimal], chance: Random) -> list[float]:
    """Return weights that add up to 1, uniform among those in the order of ``stated``; equals are free."""
    raw = [chance.expovariate(1.0) for _ in stated]
    total = sum(raw)
    if len(set(stated)) < 2:
        return [one / total for one in raw]
    places = list(range(len(stated)))
    chance.shuffle(places)  # among equals in the statement no order is kept
    places.sort(key=lambda place: -stated[place])
    drawn = [0.0] * len(stated)
    for place, weight in zip(places, sorted(raw, reverse=True), strict=True):
        drawn[place] = weight / total
    return drawn


def value_of(points: Sequence[float | None], weights: Sequence[float], chance: Random) -> float:
    """Return the value under these weights; what is not scored is drawn from all levels."""
    return sum(
        weight * (chance.choice(_POINTS) if known is None else known)
        for known, weight in zip(points, weights, strict=True)
    )


def rank_acceptability(
    scored: Sequence[Scored],
    stated: Sequence[Decimal],
    worth: Callable[[str, float], float],
    *,
    seed: int,
    draws: int = DRAWS,
    goes_on: Callable[[int], bool] = lambda percent: True,
) -> dict[str, Any]:
    """Return per code the shares of each rank, the central weights, and how often it is before another.

    ``worth`` turns a value into what is ranked by. Ties break by code. Empty when it was stopped.
    """
    chance = Random(seed)  # noqa: S311 - a simulation, to be repeated
    ordered = sorted(scored, key=lambda one: one.code)
    count = len(ordered)
    ranks = {one.code: [0] * count for one in ordered}
    codes = [one.code for one in ordered] if count <= MOST_PAIRS else []
    before = {code: dict.fromkeys((other for other in codes if other != code), 0) for code in codes}
    central = {one.code: [0.0] * len(stated) for one in ordered}
    for number in range(draws):
        if number % _EVERY == 0 and not goes_on(100 * number // draws):
            return {}
        weights = draw_weights(stated, chance)
        found = [(-worth(one.code, value_of(one.points, weights, chance)), one.code) for one in ordered]
        order = [code for _worth, code in sorted(found)]
        for rank, code in enumerate(order):
            ranks[code][rank] += 1
            for later in order[rank + 1 :] if codes else ():
                before[code][later] += 1
        first = central[order[0]] if order else []
        for place, weight in enumerate(weights if order else ()):
            first[place] += weight
    return {
        "ranks": {code: [times / draws for times in row] for code, row in ranks.items()},
        "before": {
            code: {other: times / draws for other, times in row.items()} for code, row in before.items()
        },
        "central": {
            code: [round(total / ranks[code][0], 4) for total in row] if count and ranks[code][0] else None
            for code, row in central.items()
        },
    }


def inclusion(
    candidates: Iterable[Candidate],
    terms: Terms,
    scored: Mapping[str, Scored],
    stated: Sequence[Decimal],
    yardstick: Yardstick,
    *,
    seed: int,
    portfolios: int = PORTFOLIOS,
    goes_on: Callable[[int], bool] = lambda percent: True,
) -> dict[str, Any]:
    """Return per code the share of the best portfolios that hold it, with its standard error.

    A draw in which nothing fits (what is locked in asks more than the budget) counts
    for nobody and is told apart. Empty when it was stopped.
    """
    every = sorted(candidates, key=lambda one: one.code)
    chance = Random(seed)  # noqa: S311 - a simulation, to be repeated
    counts = {one.code: 0 for one in every}
    fitting = 0
    for number in range(portfolios):
        if not goes_on(100 * number // portfolios):
            return {}
        weights = draw_weights(stated, chance)
        drawn = [_drawn(one, scored.get(one.code), weights, yardstick, chance) for one in every]
        found = propose(drawn, terms)
        if found.status not in FOUND:
            continue
        fitting += 1
        for code in found.codes:
            counts[code] += 1
    shares = {code: times / fitting if fitting else 0.0 for code, times in counts.items()}
    return {
        "inclusion": shares,
        "errors": {
            code: round(sqrt(share * (1 - share) / fitting), 4) if fitting else None
            for code, share in shares.items()
        },
        "portfolios": fitting,
        "without_portfolio": portfolios - fitting,
    }


def robustness_of(
    candidates: Iterable[Candidate],
    terms: Terms,
    levels: Mapping[str, Mapping[str, int | None]],
    weights: Mapping[str, Decimal],
    yardstick: Yardstick,
    goes_on: Callable[[int], bool] = lambda percent: True,
    *,
    draws: int = DRAWS,
    portfolios: int = PORTFOLIOS,
) -> dict[str, Any]:
    """Return rank acceptability and inclusion together; a use case without levels counts by its interval."""
    every = [one for one in candidates if one.is_rankable]
    stated = list(weights.values())
    scored = {
        one.code: Scored(
            one.code,
            tuple(_points(levels[one.code].get(name)) for name in weights),
        )
        for one in every
        if one.code in levels and weights
    }
    by_code = {one.code: one for one in every}

    def worth(code: str, value: float) -> float:
        return _worth(by_code[code], value, yardstick)

    ranked = rank_acceptability(
        list(scored.values()), stated, worth, seed=terms.seed, draws=draws, goes_on=lambda p: goes_on(p // 5)
    )
    included = inclusion(
        every,
        terms,
        scored,
        stated,
        yardstick,
        seed=terms.seed,
        portfolios=portfolios,
        goes_on=lambda percent: goes_on(20 + percent * 4 // 5),
    )
    if not ranked or not included:
        return {}
    return {**ranked, **included, "draws": draws, "seed": terms.seed, "is_bootstrapped": False}


def _points(level: int | None) -> float | None:
    return None if level is None else float(LEVEL_POINTS[level])


def _worth(candidate: Candidate, value: float, yardstick: Yardstick) -> float:
    chance = float(candidate.chance or 0)
    if yardstick is Yardstick.LANE:
        return chance if candidate.size is Size.SMALL else value
    return value * chance / 100


def _drawn(
    candidate: Candidate,
    scored: Scored | None,
    weights: Sequence[float],
    yardstick: Yardstick,
    chance: Random,
) -> Candidate:
    if scored is not None:
        value = value_of(scored.points, weights, chance)
    elif candidate.value is not None:
        value = chance.uniform(float(candidate.value.low), float(candidate.value.high))
    else:
        value = 0.0
    effort = candidate.effort or Effort.exact(1)
    low, likely, high = (float(one) for one in (effort.low, effort.likely, effort.high))
    months = chance.triangular(low, high, likely) if high > low else likely
    exact = max(Decimal(repr(round(months, 2))), Decimal("0.01"))
    share = exact / effort.likely
    load = tuple(
        replace(one, person_months=(one.person_months * share).quantize(Decimal("0.01")))
        for one in candidate.load
    )
    utility = Decimal(repr(round(_worth(candidate, value, yardstick), 2)))
    return replace(candidate, utility=utility, effort=Effort.exact(exact), load=load)
