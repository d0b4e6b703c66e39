"""Scoring rounds: who scores what until when, and what the board made of it. Source: methods.md §2.

What scorers fill in stands apart, in ``round_blind.py``, and is read by one module
only: ``portfolio/queries/round_scores.py``. Nothing here changes when someone scores,
but for ``submitted_at``.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Domain, Person
from accounts.rules.terms import Layer
from core.database import Model, Timestamped
from portfolio.models.use_case import UseCase
from portfolio.rules.round_terms import InterestKind, RoundState, Viewpoint


class ScoringRound(Timestamped, Model):
    """A round of a board. ``number`` counts within ``series``, the code of the domain that began it.

    ``criteria`` is frozen when the round opens: {"label": text,
    "criteria": [code, name, name_en, help, help_en, weight, anchors], "chance_anchors": […]}.
    ``extensions`` lists each later deadline: {"at", "from", "to", "reason"}.
    """

    __tablename__ = "scoring_round"
    __table_args__ = (
        UniqueConstraint("series", "number"),
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("previous_id <> id", name="not_after_itself"),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancelled_with_reason"),
        CheckConstraint("state IN ('draft', 'cancelled') OR opened_at IS NOT NULL", name="opened_dated"),
        CheckConstraint(
            "state NOT IN ('revealed', 'settled') OR revealed_at IS NOT NULL", name="revealed_dated"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id"), index=True)
    series: Mapped[str] = mapped_column(String(3))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    state: Mapped[RoundState] = mapped_column(default=RoundState.DRAFT, index=True)
    deadline: Mapped[datetime]
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("scoring_round.id"), index=True)
    scoring_model_id: Mapped[int | None] = mapped_column(ForeignKey("scoring_model.id"))
    criteria: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    extensions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(600), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    domain: Mapped[Domain] = relationship(lazy="raise_on_sql")
    previous: Mapped["ScoringRound | None"] = relationship(remote_side=[id], lazy="raise_on_sql")
    use_cases: Mapped[list["RoundUseCase"]] = relationship(
        cascade="all, delete-orphan", order_by="RoundUseCase.position", lazy="raise_on_sql"
    )
    scorers: Mapped[list["RoundScorer"]] = relationship(
        back_populates="round", cascade="all, delete-orphan", order_by="RoundScorer.id", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return f"{self.series} {self.number}"

    @property
    def place(self) -> int:
        """First or second round."""
        return 1 if self.previous_id is None else 2


class RoundUseCase(Model):
    """A use case in a round. ``version`` counts the saves of its final values."""

    __tablename__ = "round_use_case"
    __table_args__ = (UniqueConstraint("round_id", "use_case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("scoring_round.id", ondelete="CASCADE"))
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")
    finals: Mapped[list["RoundFinal"]] = relationship(
        cascade="all, delete-orphan", order_by="RoundFinal.id", lazy="raise_on_sql"
    )


class RoundScorer(Model):
    """A board member who scores, and for whom he speaks; the layer is that of his organisation at opening."""

    __tablename__ = "round_scorer"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("scoring_round.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    viewpoint: Mapped[Viewpoint]
    layer: Mapped[Layer] = mapped_column(default=Layer.NONE)
    has_begun: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    round: Mapped[ScoringRound] = relationship(back_populates="scorers", lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    interests: Mapped[list["RoundInterest"]] = relationship(
        cascade="all, delete-orphan", order_by="RoundInterest.id", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}


class RoundInterest(Model):
    """A scorer is left out of one use case; ``is_known`` when his part in it was known from the start."""

    __tablename__ = "round_interest"
    __table_args__ = (UniqueConstraint("scorer_id", "use_case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorer_id: Mapped[int] = mapped_column(ForeignKey("round_scorer.id", ondelete="CASCADE"))
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id"), index=True)
    kind: Mapped[InterestKind]
    is_known: Mapped[bool] = mapped_column(default=False)


class RoundFinal(Model):
    """What the board made of one criterion (or the chance) of a use case; no value is unknown, never 0."""

    __tablename__ = "round_final"
    __table_args__ = (
        UniqueConstraint("entry_id", "criterion"),
        CheckConstraint("value BETWEEN 0 AND 100", name="value_in_range"),
        CheckConstraint("value <= 5 OR criterion = '_chance'", name="level_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("round_use_case.id", ondelete="CASCADE"))
    criterion: Mapped[str] = mapped_column(String(40))
    value: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")


class RoundReminder(Model):
    """A reminder that went out: once per scorer, number of days and deadline."""

    __tablename__ = "round_reminder"
    __table_args__ = (UniqueConstraint("scorer_id", "days_before", "deadline"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorer_id: Mapped[int] = mapped_column(ForeignKey("round_scorer.id", ondelete="CASCADE"))
    days_before: Mapped[int]
    deadline: Mapped[datetime]
    sent_at: Mapped[datetime]
