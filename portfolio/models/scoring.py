"""Raw judgements: levels on criteria, one assessment per use case. Source: methods.md §1."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Person
from core.database import Model, Timestamped

if TYPE_CHECKING:
    from portfolio.models.use_case import UseCase


class Criterion(Timestamped, Model):
    """A sub-criterion of societal value, by its code; words and weight stand in each scoring model."""

    __tablename__ = "criterion"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)

    @property
    def label(self) -> str:
        return self.code


class ChanceAnchor(Model):
    """What a chance of success means, in words."""

    __tablename__ = "chance_anchor"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),)

    percent: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")


class Assessment(Timestamped, Model):
    """The scores of one assessor for one use case. Readable by the board until published."""

    __tablename__ = "assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"), unique=True)
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assessed_at: Mapped[datetime]
    published_on: Mapped[date | None]
    # The version that was scored with, and that the value is computed with.
    model_id: Mapped[int | None] = mapped_column(ForeignKey("scoring_model.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("scoring_round.id"), index=True)
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    use_case: Mapped["UseCase"] = relationship(back_populates="assessment", lazy="raise_on_sql")
    assessor: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    scores: Mapped[list["Score"]] = relationship(
        back_populates="assessment", cascade="all, delete-orphan", order_by="Score.id", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}


class Score(Model):
    """A level 0–5 on one criterion, with a reason; no row or no level is unknown, never 0."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("assessment_id", "criterion_id"),
        CheckConstraint("level BETWEEN 0 AND 5", name="level_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    assessment: Mapped[Assessment] = relationship(back_populates="scores", lazy="raise_on_sql")
    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")
