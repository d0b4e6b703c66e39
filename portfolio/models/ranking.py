"""Rankings that were kept. A row never changes once made: a trigger refuses it (migration 0005)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, utc_now
from portfolio.models.scoring_model import ScoringModel


class RankingSnapshot(Model):
    """The ranking of a domain at one moment: rows as JSON (rules/ranking_changes.py), readable by the board.

    ``input_hash`` is that of the rows and the model: two equal ones are the same ranking.
    """

    __tablename__ = "ranking_snapshot"
    __table_args__ = (Index("ix_ranking_snapshot_domain_id_made_at", "domain_id", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id"), info={"stays_at_merge": True})
    model_id: Mapped[int | None] = mapped_column(ForeignKey("scoring_model.id"))
    made_at: Mapped[datetime] = mapped_column(default=utc_now)
    made_by_id: Mapped[int | None]
    made_by_label: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(default="")
    input_hash: Mapped[str] = mapped_column(String(64))
    rows: Mapped[list[Any]]

    model: Mapped[ScoringModel | None] = relationship(lazy="raise_on_sql")
