"""Weigh the criteria of a model: all alike, by an order, or by swings; and change which ones there are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio.rules.scoring_model import CriterionView, ScoringModelNotValid, WeightMethod, whole_shares
from portfolio.rules.value import equal_weights, rank_order_centroid, swing_weights

Criteria = tuple[CriterionView, ...]


def weigh_equally(criteria: Sequence[CriterionView]) -> Criteria:
    """Return the criteria with the same share each."""
    return _with(criteria, equal_weights([one.code for one in criteria]))


def weigh_by_order(criteria: Sequence[CriterionView], places: Mapping[str, int]) -> Criteria:
    """Return the criteria with the shares that their order supports; place 1 is the most important.

    ``places`` must be 1 to m, each once.
    """
    if sorted(places.values()) != list(range(1, len(criteria) + 1)) or places.keys() != _codes(criteria):
        raise ScoringModelNotValid("places_not_each_once", most=len(criteria))
    return _with(criteria, rank_order_centroid(sorted(places, key=lambda code: places[code])))


def weigh_by_swing(criteria: Sequence[CriterionView], points: Mapping[str, int]) -> Criteria:
    """Return the criteria with shares from swings: the one to bring to best first has 100 points."""
    if points.keys() != _codes(criteria):
        raise ScoringModelNotValid("weights_for_other_criteria")
    shares = swing_weights({one.code: Decimal(points[one.code]) for one in criteria})
    return _with(criteria, shares, points)


def refit(criteria: Sequence[CriterionView], method: WeightMethod) -> Criteria:
    """Return the criteria that remain after one came or went, with shares that add up to 1 again.

    Equal stays equal. Otherwise those that stay keep their proportions and a new one weighs
    nothing until the board weighs it; if none of them weighs anything, all weigh the same.
    """
    total = sum((one.weight for one in criteria), Decimal(0))
    if method is WeightMethod.EQUAL or not total:
        return weigh_equally(criteria)
    highest = max(one.weight for one in criteria)
    points = {one.code: round(one.weight * 100 / highest) for one in criteria}
    shares = {one.code: one.weight / total for one in criteria}
    return _with(criteria, shares, points if method is WeightMethod.SWING else None)


def _with(
    criteria: Sequence[CriterionView],
    shares: Mapping[str, Decimal],
    points: Mapping[str, int] | None = None,
) -> Criteria:
    whole = whole_shares({one.code: shares[one.code] for one in criteria})
    return tuple(
        replace(one, weight=whole[one.code], points=points[one.code] if points else None) for one in criteria
    )


def _codes(criteria: Sequence[CriterionView]) -> set[str]:
    return {one.code for one in criteria}
