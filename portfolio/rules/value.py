"""Societal value: a weighted sum of judged levels, as an interval (methods.md §1).

Anchors are absolute: nothing here ever sees a second use case, so that adding or
removing one can't change another's value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from portfolio.rules.findings import Refusal
from portfolio.rules.interval import Interval

LEVEL_POINTS: Mapping[int, Decimal] = MappingProxyType({level: Decimal(20 * level) for level in range(6)})
WEIGHT_TOLERANCE = Decimal("0.005")  # stored weights are rounded; a real mistake is larger
PLACES = 6  # enough to tell two values apart, too few for the dust of 1/3 to decide a tie


class WeightsNotValid(Refusal):
    """The weights can't be used."""


class LevelNotValid(Refusal):
    """A level that the value function does not know, or one for an unknown criterion."""


@dataclass(frozen=True, slots=True)
class Value:
    """Societal value on 0–100, and how many of its criteria have been scored."""

    interval: Interval
    scored: int
    of: int

    @property
    def is_complete(self) -> bool:
        """Whether every criterion has a level."""
        return self.scored == self.of


def weighted_value(
    levels: Mapping[str, int | None],
    weights: Mapping[str, Decimal],
    levels_to_points: Mapping[int, Decimal] = LEVEL_POINTS,
) -> Value:
    """Return the societal value on 0–100 as an interval.

    A criterion without a level counts as anything from worst to best, so an
    unfinished assessment is neither punished nor flattered: the interval's
    width is the weight that is still unknown. Source: methods.md §1.
    """
    check_weights(weights)
    check_points(levels_to_points)
    for criterion in levels:
        if criterion not in weights:
            raise LevelNotValid("unknown_criterion", criterion=criterion)
    worst, best = min(levels_to_points.values()), max(levels_to_points.values())
    low = high = Decimal(0)
    scored = 0
    for criterion, weight in weights.items():
        level = levels.get(criterion)
        if level is None:
            low += weight * worst
            high += weight * best
            continue
        if level not in levels_to_points:
            raise LevelNotValid("unknown_level", criterion=criterion, level=level)
        scored += 1
        low += weight * levels_to_points[level]
        high += weight * levels_to_points[level]
    total = sum(weights.values())
    return Value(Interval(low, high).divided_by(total).rounded(PLACES), scored, len(weights))


def check_weights(weights: Mapping[str, Decimal]) -> None:
    """Refuse no weights, a negative or endless one, and weights that do not sum to 1."""
    if not weights:
        raise WeightsNotValid("no_criteria")
    for criterion, weight in weights.items():
        if not weight.is_finite() or weight < 0:
            raise WeightsNotValid("weight_not_valid", criterion=criterion, weight=weight)
    total = sum(weights.values(), Decimal(0))
    if abs(total - 1) > WEIGHT_TOLERANCE:
        raise WeightsNotValid("weights_do_not_sum_to_one", total=total)


def check_points(levels_to_points: Mapping[int, Decimal]) -> None:
    """Refuse a value function that leaves 0–100 or gives a higher level fewer points."""
    if not levels_to_points:
        raise LevelNotValid("no_levels")
    points = [levels_to_points[level] for level in sorted(levels_to_points)]
    if not all(point.is_finite() and 0 <= point <= 100 for point in points):
        raise LevelNotValid("points_out_of_range")
    if points != sorted(points):
        raise LevelNotValid("points_not_rising")


def equal_weights(criteria: Sequence[str]) -> dict[str, Decimal]:
    """Return the weights to use before anyone has said anything: all the same."""
    _check_names(criteria)
    return {criterion: Decimal(1) / len(criteria) for criterion in criteria}


def rank_order_centroid(criteria_by_importance: Sequence[str]) -> dict[str, Decimal]:
    """Return the weights that an order alone supports, most important first.

    The k-th of m gets w_(k) = (1/m) Σ_{j=k..m} 1/j, the centre of all weights
    that respect the order. Source: methods.md §1.
    """
    _check_names(criteria_by_importance)
    count = len(criteria_by_importance)
    weights: dict[str, Decimal] = {}
    tail = Decimal(0)
    for place in range(count, 0, -1):
        tail += Decimal(1) / place
        weights[criteria_by_importance[place - 1]] = tail / count
    return {criterion: weights[criterion] for criterion in criteria_by_importance}


def swing_weights(points: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return weights from swings: the criterion one would first bring to best has 100, others less.

    Source: methods.md §1.
    """
    _check_names(tuple(points))
    for criterion, swing in points.items():
        if not swing.is_finite() or not 0 <= swing <= 100:
            raise WeightsNotValid("swing_out_of_range", criterion=criterion, points=swing)
    if max(points.values()) != 100:
        raise WeightsNotValid("swing_without_hundred")
    total = sum(points.values())
    return {criterion: swing / total for criterion, swing in points.items()}


def _check_names(criteria: Sequence[str]) -> None:
    if not criteria:
        raise WeightsNotValid("no_criteria")
    if len(set(criteria)) != len(criteria):
        raise WeightsNotValid("criterion_twice")
