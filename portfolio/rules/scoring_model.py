"""A scoring model: the criteria of societal value of one board, their weights and floors, in one version.

A version never changes. A change makes the next one, and a result keeps the
version it was made with. Source: methods.md §1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from types import MappingProxyType

from portfolio.rules.findings import Refusal
from portfolio.rules.lanes import Floors

LEVELS = range(6)
MOST_CRITERIA = 12
_UNIT = Decimal("0.0001")  # weights are stored in ten-thousandths
Anchors = Mapping[int, tuple[str, str]]


class ScoringModelNotValid(Refusal):
    """A version that can't be made: what is missing stands in the code."""


class WeightMethod(StrEnum):
    """How the weights came about: nobody said anything, an order, or swings in points."""

    EQUAL = "equal"
    ORDER = "order"
    SWING = "swing"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Below these a use case leaves its lane: value 0–100, chance in percent."""

    value_floor: int = 20
    chance_floor: int = 20

    @property
    def floors(self) -> Floors:
        """As the ranking wants them."""
        return Floors(Decimal(self.value_floor), self.chance_floor)


@dataclass(frozen=True, slots=True)
class AnchorView:
    """What one level means, in Dutch and, where it was translated, in English."""

    level: int
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion in one version: its words, its share (0–1), and (Dutch, English) per level.

    ``points`` are those of the swing, 0–100; None when the weights came about otherwise.
    """

    code: str
    name: str
    name_en: str = ""
    help: str = ""
    help_en: str = ""
    weight: Decimal = Decimal(0)
    anchors: Anchors = field(default_factory=lambda: MappingProxyType({}), hash=False)
    points: int | None = None

    @property
    def levels(self) -> tuple[AnchorView, ...]:
        """The anchors from worst to best."""
        return tuple(AnchorView(level, *self.anchors[level]) for level in sorted(self.anchors))

    def anchor(self, level: int | None) -> AnchorView | None:
        """Return what a level means; None for no level or one without words."""
        return next((one for one in self.levels if one.level == level), None)


@dataclass(frozen=True, slots=True)
class ScoringModelView:
    """One version, in order of its criteria. ``domain_id`` is None for the default that boards share.

    ``id`` and ``number`` are 0 when there is no model at all yet.
    """

    id: int
    label: str
    number: int
    method: WeightMethod
    thresholds: Thresholds
    criteria: tuple[CriterionView, ...]
    domain_id: int | None = None
    is_illustrative: bool = False

    @property
    def weights(self) -> dict[str, Decimal]:
        """The share of each criterion by its code."""
        return {criterion.code: criterion.weight for criterion in self.criteria}

    def find(self, code: str) -> CriterionView | None:
        """Return a criterion by its code, or None."""
        return next((one for one in self.criteria if one.code == code), None)


NO_MODEL = ScoringModelView(0, "", 0, WeightMethod.EQUAL, Thresholds(), ())


def whole_shares(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the weights in ten-thousandths that add up to exactly 1.

    What rounding down leaves over goes to the largest remainders, among equals to the first.
    """
    floored = {code: weight.quantize(_UNIT, ROUND_FLOOR) for code, weight in weights.items()}
    left = int((1 - sum(floored.values(), Decimal(0))) / _UNIT)
    places = list(weights)
    by_remainder = sorted(places, key=lambda code: (floored[code] - weights[code], places.index(code)))
    for code in by_remainder[: max(left, 0)]:
        floored[code] += _UNIT
    return floored


def check_thresholds(thresholds: Thresholds) -> None:
    """Refuse a floor outside 0–100, and a chance between the steps of 5."""
    if not 0 <= thresholds.value_floor <= 100 or not 0 <= thresholds.chance_floor <= 100:
        raise ScoringModelNotValid("floor_out_of_range")
    if thresholds.chance_floor % 5:
        raise ScoringModelNotValid("chance_between_steps")


def check_criteria(criteria: Sequence[CriterionView]) -> None:
    """Refuse no or too many criteria, one without a name or a Dutch anchor, and the same one twice."""
    if not criteria:
        raise ScoringModelNotValid("no_criteria")
    if len(criteria) > MOST_CRITERIA:
        raise ScoringModelNotValid("too_many_criteria", most=MOST_CRITERIA)
    if len({one.code for one in criteria}) != len(criteria):
        raise ScoringModelNotValid("criterion_twice")
    for one in criteria:
        if not one.name.strip():
            raise ScoringModelNotValid("criterion_without_name", criterion=one.code)
        for level in LEVELS:
            if not one.anchors.get(level, ("", ""))[0].strip():
                raise ScoringModelNotValid("anchor_missing", criterion=one.code, name=one.name, level=level)
