"""Scoring models: the criteria and weights of a board, one set of rows per version.

Rows never change once made: triggers in the database refuse it (migration 0005).
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, utc_now
from portfolio.models.scoring import Criterion
from portfolio.rules.scoring_model import WeightMethod


class ScoringModel(Model):
    """One version for one domain; without a domain the default for boards that made none of their own.

    The one with the highest number is current. ``based_on_id`` is the version it was made from.
    """

    __tablename__ = "scoring_model"
    __table_args__ = (
        UniqueConstraint("domain_id", "number"),
        # An empty domain is never equal to another one, so that the default needs an index of its own.
        Index(
            "uq_scoring_model_shared_number",
            "number",
            unique=True,
            sqlite_where=text("domain_id IS NULL"),
            postgresql_where=text("domain_id IS NULL"),
        ),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("value_floor BETWEEN 0 AND 100", name="value_floor_in_range"),
        CheckConstraint("chance_floor BETWEEN 0 AND 100", name="chance_floor_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # A merged domain keeps its versions: the results that were made with them still name them.
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("domain.id"), info={"stays_at_merge": True})
    number: Mapped[int]
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("scoring_model.id"))
    method: Mapped[WeightMethod]
    value_floor: Mapped[int] = mapped_column(default=20)
    chance_floor: Mapped[int] = mapped_column(default=20)
    reason: Mapped[str]
    made_by_id: Mapped[int | None]
    made_by_label: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(default=utc_now)
    is_illustrative: Mapped[bool] = mapped_column(default=False)

    items: Mapped[list["ScoringModelItem"]] = relationship(
        back_populates="model", order_by="ScoringModelItem.position", lazy="raise_on_sql"
    )


class ScoringModelItem(Model):
    """A criterion in one version: its words, its share (0–1) and, after swing weighting, its points."""

    __tablename__ = "scoring_model_item"
    __table_args__ = (
        UniqueConstraint("model_id", "criterion_id"),
        CheckConstraint("weight BETWEEN 0 AND 10000", name="weight_is_share"),
        CheckConstraint("points BETWEEN 0 AND 100", name="points_in_range"),
        CheckConstraint("name <> ''", name="name_filled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("scoring_model.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    position: Mapped[int]
    weight: Mapped[Decimal]
    points: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    help: Mapped[str] = mapped_column(default="")
    help_en: Mapped[str] = mapped_column(default="")

    model: Mapped[ScoringModel] = relationship(back_populates="items", lazy="raise_on_sql")
    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")
    anchors: Mapped[list["ScoringModelAnchor"]] = relationship(
        back_populates="item", order_by="ScoringModelAnchor.level", lazy="raise_on_sql"
    )


class ScoringModelAnchor(Model):
    """What a level of a criterion means in one version, in words, so that two people score alike."""

    __tablename__ = "scoring_model_anchor"
    __table_args__ = (
        UniqueConstraint("item_id", "level"),
        CheckConstraint("level BETWEEN 0 AND 5", name="level_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("scoring_model_item.id"))
    level: Mapped[int]
    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")

    item: Mapped[ScoringModelItem] = relationship(back_populates="anchors", lazy="raise_on_sql")
