"""What differs between two versions of a scoring model, one change at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portfolio.rules.scoring_model import LEVELS, CriterionView, ScoringModelView


class ChangeKind(StrEnum):
    """What kind of thing changed."""

    ADDED = "added"
    RETIRED = "retired"
    WEIGHT = "weight"
    NAME = "name"
    HELP = "help"
    ANCHOR = "anchor"
    TRANSLATION = "translation"
    METHOD = "method"
    VALUE_FLOOR = "value_floor"
    CHANCE_FLOOR = "chance_floor"


@dataclass(frozen=True, slots=True)
class ModelChange:
    """One change: of which criterion (none for the model itself), and from what to what."""

    kind: ChangeKind
    before: object
    after: object
    criterion: CriterionView | None = None
    level: int | None = None


def compare_models(before: ScoringModelView, after: ScoringModelView) -> list[ModelChange]:
    """Return the changes in order: criteria that came and went, weights, words, floors, method."""
    return [*_sets(before, after), *_weights(before, after), *_words(before, after), *_model(before, after)]


def changes_values(changes: list[ModelChange]) -> bool:
    """Tell whether any of these can give a use case another value."""
    moving = {ChangeKind.ADDED, ChangeKind.RETIRED, ChangeKind.WEIGHT}
    return any(change.kind in moving for change in changes)


def _sets(before: ScoringModelView, after: ScoringModelView) -> Iterator[ModelChange]:
    for one in after.criteria:
        if before.find(one.code) is None:
            yield ModelChange(ChangeKind.ADDED, None, one.weight, one)
    for one in before.criteria:
        if after.find(one.code) is None:
            yield ModelChange(ChangeKind.RETIRED, one.weight, None, one)


def _pairs(
    before: ScoringModelView, after: ScoringModelView
) -> Iterator[tuple[CriterionView, CriterionView]]:
    for one in after.criteria:
        known = before.find(one.code)
        if known is not None:
            yield known, one


def _weights(before: ScoringModelView, after: ScoringModelView) -> Iterator[ModelChange]:
    for old, new in _pairs(before, after):
        if old.weight != new.weight:
            yield ModelChange(ChangeKind.WEIGHT, old.weight, new.weight, new)


def _words(before: ScoringModelView, after: ScoringModelView) -> Iterator[ModelChange]:
    for old, new in _pairs(before, after):
        if old.name != new.name:
            yield ModelChange(ChangeKind.NAME, old.name, new.name, new)
        if old.help != new.help:
            yield ModelChange(ChangeKind.HELP, old.help, new.help, new)
        for level in LEVELS:
            was, now = old.anchors.get(level, ("", ""))[0], new.anchors.get(level, ("", ""))[0]
            if was != now:
                yield ModelChange(ChangeKind.ANCHOR, was, now, new, level)
        if _english(old) != _english(new):
            yield ModelChange(ChangeKind.TRANSLATION, None, None, new)


def _english(one: CriterionView) -> tuple[object, ...]:
    return (one.name_en, one.help_en, *(one.anchors.get(level, ("", ""))[1] for level in LEVELS))


def _model(before: ScoringModelView, after: ScoringModelView) -> Iterator[ModelChange]:
    if before.method is not after.method:
        yield ModelChange(ChangeKind.METHOD, before.method, after.method)
    old, new = before.thresholds, after.thresholds
    if old.value_floor != new.value_floor:
        yield ModelChange(ChangeKind.VALUE_FLOOR, old.value_floor, new.value_floor)
    if old.chance_floor != new.chance_floor:
        yield ModelChange(ChangeKind.CHANCE_FLOOR, old.chance_floor, new.chance_floor)
