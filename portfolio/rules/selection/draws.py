"""Draws for SMAA-2, by numpy: weights from the simplex, scorers anew, effort from a triangle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portfolio.rules.effort import Effort
from portfolio.rules.findings import Refusal

TRIES = 200


class WeightsNotPossible(Refusal):
    """No weights, or (nearly) none, lie within the stated bounds and order."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the scorers gave one candidate.

    ``scores`` maps a criterion to the values (0–100, by the criterion's value function) of its scorers,
    in any order; an absent or empty one counts as ``missing`` (the low end). ``chances`` (0–100) are of the
    scorers too, None: the chance is not part of the ranking (V instead of p·V).
    """

    code: str
    scores: Mapping[str, tuple[float, ...]] = field(hash=False)
    chances: tuple[float, ...] | None = None
    missing: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighting:
    """What is stated about the weights of the criteria: nothing, an order, bounds (0–1), or both.

    ``order`` names criteria from heavy to light; those not named are free.
    """

    criteria: tuple[str, ...]
    order: tuple[str, ...] = ()
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)


def draw_weights(weighting: Weighting, draws: int, chance: Any) -> Any:
    """Return draws × criteria weights, uniform over what is allowed; WeightsNotPossible when none is."""
    import numpy as np

    count = len(weighting.criteria)
    if not count:
        raise WeightsNotPossible("no_criteria")
    place = {name: number for number, name in enumerate(weighting.criteria)}
    ranked = [place[name] for name in weighting.order]
    lows = np.array([weighting.bounds.get(name, (0.0, 1.0))[0] for name in weighting.criteria])
    highs = np.array([weighting.bounds.get(name, (0.0, 1.0))[1] for name in weighting.criteria])
    if lows.sum() > 1 + 1e-12 or highs.sum() < 1 - 1e-12 or (lows > highs).any():
        raise WeightsNotPossible("bounds_leave_nothing")
    found = np.empty((0, count))
    for _ in range(TRIES):
        # uniform on the simplex that the lower bounds leave; what breaks an upper one is drawn again
        drawn = lows + (1 - lows.sum()) * chance.dirichlet(np.ones(count), size=draws)
        if ranked and not lows.any():
            # by symmetry, sorting a uniform draw is uniform among the ordered ones
            drawn[:, ranked] = -np.sort(-drawn[:, ranked], axis=1)
        kept = (drawn <= highs + 1e-12).all(axis=1)
        if ranked:
            kept &= (np.diff(drawn[:, ranked], axis=1) <= 1e-12).all(axis=1)
        found = np.concatenate([found, drawn[kept]])
        if len(found) >= draws:
            return found[:draws]
    raise WeightsNotPossible("bounds_leave_nothing")


def draw_values(judged: Sequence[Judged], criteria: Sequence[str], weights: Any, chance: Any) -> Any:
    """Return draws × candidates of p·V (or V); each list of scores is drawn anew, with replacement.

    List by list, because who gave which score is not kept together: scorers stay anonymous.
    """
    import numpy as np

    draws, _ = weights.shape
    values = np.zeros((draws, len(judged)))
    for place, one in enumerate(judged):
        for column, name in enumerate(criteria):
            values[:, place] += weights[:, column] * _bootstrap(
                one.scores.get(name, ()), draws, chance, one.missing
            )
        if one.chances is not None:
            values[:, place] *= _bootstrap(one.chances, draws, chance, 0.0) / 100
    return values


def _bootstrap(given: Sequence[float], draws: int, chance: Any, missing: float) -> Any:
    import numpy as np

    if not given:
        return np.full(draws, missing)
    scores = np.array(sorted(given), dtype=float)
    if len(scores) == 1 or scores[0] == scores[-1]:
        return np.full(draws, scores[0])
    return scores[chance.integers(0, len(scores), size=(draws, len(scores)))].mean(axis=1)


def draw_efforts(efforts: Sequence[Effort | None], draws: int, chance: Any) -> Any:
    """Return draws × candidates person-months from each triangle; what is unknown or exact is as it is."""
    import numpy as np

    found = np.zeros((draws, len(efforts)))
    for place, effort in enumerate(efforts):
        if effort is None:
            continue
        low, likely, high = float(effort.low), float(effort.likely), float(effort.high)
        found[:, place] = chance.triangular(low, likely, high, size=draws) if low < high else likely
    return found
