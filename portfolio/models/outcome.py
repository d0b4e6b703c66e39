"""How a use case ended, beside the chance of success that was on record when it was selected.

Source: methods.md §2 (Brier score per board, never per person).
"""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, Timestamped
from portfolio.rules.calibration import Result

if TYPE_CHECKING:
    from portfolio.models.use_case import UseCase


class SelectionChance(Model):
    """The chance of success (0–100) on record when a use case was last selected; it stays as it was.

    ``is_later`` marks one that was noted afterwards, from what was on record then.
    """

    __tablename__ = "selection_chance"
    __table_args__ = (CheckConstraint("chance BETWEEN 0 AND 100", name="chance_in_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"), unique=True)
    chance: Mapped[int | None]
    selected_on: Mapped[date]
    is_later: Mapped[bool] = mapped_column(default=False)
    is_illustrative: Mapped[bool] = mapped_column(default=False)


class Outcome(Timestamped, Model):
    """Whether a use case that ended succeeded as it intended, since when, and how that shows."""

    __tablename__ = "use_case_outcome"
    __table_args__ = (CheckConstraint("explanation <> ''", name="explanation_filled"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"), unique=True)
    result: Mapped[Result]
    ended_on: Mapped[date]
    explanation: Mapped[str]
    by_label: Mapped[str] = mapped_column(String(120), default="")
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    use_case: Mapped["UseCase"] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
