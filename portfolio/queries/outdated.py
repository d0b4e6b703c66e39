"""Read the use cases whose value was computed with another version than the board uses now."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select

from core.database import db
from portfolio.models import Assessment, Criterion, Score, ScoringModel, UseCase
from portfolio.queries.visibility import is_readable, may_see_scores
from portfolio.rules.scoring_model import ScoringModelView
from portfolio.rules.value import Value, weighted_value


@dataclass(frozen=True, slots=True)
class Outdated:
    """A use case with its value now (None: unknown), the number it was made with, and the value to come."""

    id: int
    code: str
    title: str
    title_en: str
    number: int | None
    low: Decimal | None
    high: Decimal | None
    to_come: Value | None


def list_outdated(reader: Any, domain_id: int, model: ScoringModelView) -> Sequence[Outdated]:
    """Return them by code, as far as ``reader`` may read them and see their scores: two queries."""
    columns: Any = (
        *(UseCase.id, UseCase.code, UseCase.title, UseCase.title_en, ScoringModel.number),
        *(UseCase.value_low, UseCase.value_high, Assessment.id),
    )
    found = db.session.execute(
        select(*columns)
        .join(Assessment, Assessment.use_case_id == UseCase.id)
        .outerjoin(ScoringModel, ScoringModel.id == Assessment.model_id)
        .where(
            UseCase.domain_id == domain_id,
            or_(Assessment.model_id != model.id, Assessment.model_id.is_(None)),
            is_readable(reader),
            may_see_scores(reader),
        )
        .order_by(UseCase.code)
    ).all()
    levels = _levels([row[-1] for row in found])
    return [
        Outdated(id_, code, title, title_en, number, low, high, _value(levels.get(assessment, {}), model))
        for id_, code, title, title_en, number, low, high, assessment in found
    ]


def values_with(domain_id: int, model: ScoringModelView) -> dict[str, Value | None]:
    """Return by code what ``model`` makes of the levels given in a domain; for its board only."""
    rows: Any = db.session.execute(
        select(UseCase.code, Assessment.id)
        .join(Assessment, Assessment.use_case_id == UseCase.id)
        .where(UseCase.domain_id == domain_id)
    )
    found: dict[str, int] = dict(list(rows))
    levels = _levels(list(found.values()))
    return {code: _value(levels.get(assessment, {}), model) for code, assessment in found.items()}


def _levels(assessments: Sequence[int]) -> dict[int, dict[str, int | None]]:
    rows: Any = db.session.execute(
        select(Score.assessment_id, Criterion.code, Score.level)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Score.assessment_id.in_(assessments))
    )
    levels: dict[int, dict[str, int | None]] = {}
    for assessment, code, level in rows:
        levels.setdefault(assessment, {})[code] = level
    return levels


def _value(levels: dict[str, int | None], model: ScoringModelView) -> Value | None:
    known = {code: level for code, level in levels.items() if code in model.weights}
    if not model.criteria or all(level is None for level in known.values()):
        return None
    return weighted_value(known, model.weights)
