"""What one scorer filled in: blind until the reveal. Source: methods.md §2, decision 0011.

Only ``portfolio/queries/round_scores.py`` selects from these tables, and a test
keeps it so. They hold no moments: when somebody scored what is nobody's business.
No other table refers to them, and no relation leads here.
"""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model


class BlindSheet(Model):
    """The judgement of one scorer about one use case; it counts once ``is_done``."""

    __tablename__ = "blind_sheet"
    __table_args__ = (UniqueConstraint("scorer_id", "use_case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorer_id: Mapped[int] = mapped_column(ForeignKey("round_scorer.id", ondelete="CASCADE"))
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id"), index=True)
    comment: Mapped[str] = mapped_column(default="")
    is_done: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    scores: Mapped[list["BlindScore"]] = relationship(
        cascade="all, delete-orphan", order_by="BlindScore.criterion", lazy="raise_on_sql"
    )


class BlindScore(Model):
    """A level 0–5 on a criterion or the chance in percent; neither value nor *unknown*: not filled in."""

    __tablename__ = "blind_score"
    __table_args__ = (
        UniqueConstraint("sheet_id", "criterion"),
        CheckConstraint("value BETWEEN 0 AND 100", name="value_in_range"),
        CheckConstraint("value <= 5 OR criterion = '_chance'", name="level_in_range"),
        CheckConstraint("value IS NULL OR NOT is_unknown", name="known_or_not"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("blind_sheet.id", ondelete="CASCADE"))
    criterion: Mapped[str] = mapped_column(String(40))
    value: Mapped[int | None]
    is_unknown: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(default="")
