"""Read scoring models: the current one of a board, a given one, the list of versions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Domain
from accounts.queries import shown_name
from core.database import db
from core.errors import NotFound
from portfolio.models import Criterion, ScoringModel, ScoringModelItem
from portfolio.rules.scoring_model import (
    NO_MODEL,
    CriterionView,
    ScoringModelView,
    Thresholds,
    WeightMethod,
)

_WHOLE = (
    selectinload(ScoringModel.items).selectinload(ScoringModelItem.anchors),
    selectinload(ScoringModel.items).joinedload(ScoringModelItem.criterion),
)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version as a list shows it: who made it, when and why."""

    id: int
    domain_id: int | None
    number: int
    method: WeightMethod
    reason: str
    made_by: str
    made_at: datetime
    is_illustrative: bool
    based_on_id: int | None


@dataclass(frozen=True, slots=True)
class CriterionName:
    """A criterion as a list names it."""

    code: str
    name: str
    name_en: str


def current_model(domain_id: int | None) -> ScoringModelView:
    """Return the version that a board scores with now: its own latest, else the latest default.

    Without any model there is one without criteria, whose id and number are 0.
    """
    latest = select(ScoringModel.id).order_by(ScoringModel.number.desc()).limit(1)
    id_ = None
    if domain_id is not None:
        id_ = db.session.scalar(latest.where(ScoringModel.domain_id == domain_id))
    if id_ is None:
        id_ = db.session.scalar(latest.where(ScoringModel.domain_id.is_(None)))
    return NO_MODEL if id_ is None else get_model(id_)


def get_model(id_: int) -> ScoringModelView:
    """Return one version, or refuse as not found."""
    statement: Any = (
        select(ScoringModel, Domain.slug)
        .outerjoin(Domain, Domain.id == ScoringModel.domain_id)
        .where(ScoringModel.id == id_)
        .options(*_WHOLE)
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return _view(*found)


def find_model_id(domain_id: int, number: int) -> int:
    """Return the id of a version in the line of a domain (its own, or a default before it), or refuse."""
    for line in list_versions(domain_id):
        if line.number == number:
            return line.id
    raise NotFound("not_found")


def list_versions(domain_id: int) -> Sequence[VersionLine]:
    """Return what this board scored with, latest first: its own versions and the default they came from.

    Numbers run on: the first version of its own comes after the number of the default before it.
    """
    columns: Any = (
        *(ScoringModel.id, ScoringModel.domain_id, ScoringModel.number, ScoringModel.method),
        *(ScoringModel.reason, shown_name(ScoringModel.made_by_id, ScoringModel.made_by_label)),
        ScoringModel.made_at,
        *(ScoringModel.is_illustrative, ScoringModel.based_on_id),
    )
    statement = select(*columns).order_by(ScoringModel.number.desc())
    own = [
        VersionLine(*row) for row in db.session.execute(statement.where(ScoringModel.domain_id == domain_id))
    ]
    shared = [
        VersionLine(*row) for row in db.session.execute(statement.where(ScoringModel.domain_id.is_(None)))
    ]
    if own:
        shared = [line for line in shared if line.number < own[-1].number]
    return [*own, *shared]


def list_criterion_names() -> Sequence[CriterionName]:
    """Return every criterion there ever was with the name it last had, by code."""
    latest = select(func.max(ScoringModelItem.id)).group_by(ScoringModelItem.criterion_id)
    rows: Any = db.session.execute(
        select(Criterion.code, ScoringModelItem.name, ScoringModelItem.name_en)
        .join(Criterion, Criterion.id == ScoringModelItem.criterion_id)
        .where(ScoringModelItem.id.in_(latest))
        .order_by(Criterion.code)
    )
    return [CriterionName(*row) for row in rows]


def list_retired(domain_id: int, now: ScoringModelView) -> tuple[CriterionView, ...]:
    """Return what this board scored on before and not in ``now``, by name: as it last was, without weight."""
    versions = [line.id for line in list_versions(domain_id)]
    latest = (
        select(func.max(ScoringModelItem.id))
        .join(Criterion, Criterion.id == ScoringModelItem.criterion_id)
        .where(ScoringModelItem.model_id.in_(versions), Criterion.code.not_in(now.weights))
        .group_by(ScoringModelItem.criterion_id)
    )
    rows = db.session.scalars(
        select(ScoringModelItem)
        .where(ScoringModelItem.id.in_(latest))
        .options(selectinload(ScoringModelItem.anchors), joinedload(ScoringModelItem.criterion))
        .order_by(ScoringModelItem.name)
    )
    return tuple(replace(_criterion(item), weight=Decimal(0), points=None) for item in rows)


class Models:
    """The models that a write needs, each read once."""

    def __init__(self) -> None:
        self._current: dict[int | None, ScoringModelView] = {}
        self._by_id: dict[int, ScoringModelView] = {}

    def current(self, domain_id: int | None) -> ScoringModelView:
        """Return what this board scores with now."""
        if domain_id not in self._current:
            self._current[domain_id] = current_model(domain_id)
        return self._current[domain_id]

    def of(self, model_id: int | None, domain_id: int | None) -> ScoringModelView:
        """Return the model that a result names; one that names none goes by the current model."""
        if model_id is None:
            return self.current(domain_id)
        if model_id not in self._by_id:
            self._by_id[model_id] = get_model(model_id)
        return self._by_id[model_id]


def _view(model: ScoringModel, slug: str | None) -> ScoringModelView:
    return ScoringModelView(
        id=model.id,
        label=f"{slug or 'standaard'} {model.number}",
        number=model.number,
        method=model.method,
        thresholds=Thresholds(model.value_floor, model.chance_floor),
        criteria=tuple(_criterion(item) for item in model.items),
        domain_id=model.domain_id,
        is_illustrative=model.is_illustrative,
    )


def _criterion(item: ScoringModelItem) -> CriterionView:
    return CriterionView(
        code=item.criterion.code,
        name=item.name,
        name_en=item.name_en,
        help=item.help,
        help_en=item.help_en,
        weight=item.weight,
        anchors=MappingProxyType({row.level: (row.text, row.text_en) for row in item.anchors}),
        points=item.points,
    )
