"""Read rankings that were kept, and the ranking of now as it would be kept. For readers of scores only."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accounts.queries import shown_name
from core.database import db
from core.errors import NotFound
from portfolio.models import RankingSnapshot, ScoringModel, UseCase
from portfolio.queries.lanes import LaneRow, list_every_lane_row
from portfolio.queries.outdated import values_with
from portfolio.queries.scoring_models import current_model
from portfolio.rules.lanes import DEFAULT_FLOORS, Floors, rank
from portfolio.rules.ranking_changes import RankRow, rows_of
from portfolio.rules.scoring_model import ScoringModelView, Thresholds

_MADE_BY = shown_name(RankingSnapshot.made_by_id, RankingSnapshot.made_by_label)
FIGURES = frozenset({"scores", "chance", "effort"})


@dataclass(frozen=True, slots=True)
class KeptRanking:
    """A kept ranking; ``id`` is None and ``made_by`` empty for that of now."""

    id: int | None
    made_at: datetime | None
    made_by: str
    note: str
    model_number: int | None
    floors: Floors
    rows: tuple[RankRow, ...]
    input_hash: str


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A kept ranking as a list shows it."""

    id: int
    made_at: datetime
    made_by: str
    note: str
    input_hash: str


def ranking_now(domain_id: int) -> tuple[KeptRanking, ScoringModelView]:
    """Return the ranking as it stands, with all that a board may see, and the model it goes by."""
    model = current_model(domain_id)
    return _ranking(list_every_lane_row(domain_id), model), model


def ranking_with(domain_id: int, model: ScoringModelView) -> KeptRanking:
    """Return what the ranking would be if every value were computed with ``model``."""
    values = values_with(domain_id, model)
    lane_rows = []
    for row in list_every_lane_row(domain_id):
        value = values.get(row.code)
        low, high = (value.interval.low, value.interval.high) if value else (None, None)
        scored = value.scored if value else 0
        lane_rows.append(replace(row, value_low=low, value_high=high, scored=scored, model_id=model.id))
    return _ranking(lane_rows, model)


def _ranking(lane_rows: Sequence[LaneRow], model: ScoringModelView) -> KeptRanking:
    floors = model.thresholds.floors
    rows = rows_of(
        rank((row.entry for row in lane_rows), floors),
        {row.code: row.phase.value for row in lane_rows},
        {row.code: row.model_id for row in lane_rows},
    )
    return KeptRanking(None, None, "", "", model.number, floors, rows, hash_of(rows, model))


def hash_of(rows: Sequence[RankRow], model: ScoringModelView) -> str:
    """Return the hash of a ranking's rows and model: 64 signs."""
    written = json.dumps([model.id, *(row.as_json() for row in rows)], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def list_kept(domain_id: int) -> Sequence[KeptLine]:
    """Return the kept rankings of a domain, latest first."""
    columns: Any = (
        *(RankingSnapshot.id, RankingSnapshot.made_at, _MADE_BY),
        *(RankingSnapshot.note, RankingSnapshot.input_hash),
    )
    found = db.session.execute(
        select(*columns).where(RankingSnapshot.domain_id == domain_id).order_by(RankingSnapshot.id.desc())
    )
    return [KeptLine(*row) for row in found]


def get_kept(domain_id: int, id_: int) -> KeptRanking:
    """Return one kept ranking of this domain, or refuse as not found."""
    statement: Any = (
        select(RankingSnapshot, ScoringModel, _MADE_BY)
        .outerjoin(ScoringModel, ScoringModel.id == RankingSnapshot.model_id)
        .where(RankingSnapshot.domain_id == domain_id, RankingSnapshot.id == id_)
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise NotFound("not_found")
    kept, model, made_by = found
    floors = Thresholds(model.value_floor, model.chance_floor).floors if model else DEFAULT_FLOORS
    rows = tuple(RankRow.of_json(row) for row in kept.rows)
    return KeptRanking(
        kept.id,
        kept.made_at,
        made_by,
        kept.note,
        model.number if model else None,
        floors,
        rows,
        kept.input_hash,
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A use case that a ranking names, as it is called now; ``is_merged`` when it goes on as another.

    ``is_illustrative`` when a figure that it is ranked by is made up.
    """

    code: str
    title: str
    title_en: str
    phase: str
    domain_id: int
    is_merged: bool
    is_illustrative: bool


def list_named(codes: Collection[str]) -> dict[str, Named]:
    """Return the use cases of these codes by code."""
    rows: Any = db.session.execute(
        select(
            *(UseCase.code, UseCase.title, UseCase.title_en, UseCase.phase, UseCase.domain_id),
            *(UseCase.merged_into_id.is_not(None), UseCase.illustrative),
        ).where(UseCase.code.in_(codes))
    )
    return {
        code: Named(
            code, title, title_en, phase.value, domain_id, bool(is_merged), not FIGURES.isdisjoint(marks)
        )
        for code, title, title_en, phase, domain_id, is_merged, marks in rows
    }
