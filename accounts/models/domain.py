"""Domains: the subjects over which data boards decide."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, Timestamped


class Domain(Timestamped, Model):
    """A set of processes that deliver societal value on one subject; has a board and a portfolio."""

    __tablename__ = "domain"
    __table_args__ = (
        CheckConstraint("slug <> ''", name="slug_filled"),
        CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        CheckConstraint("mix_tolerance BETWEEN 0 AND 25", name="tolerance_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    code: Mapped[str] = mapped_column(String(3), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    ambition: Mapped[str] = mapped_column(default="")
    ambition_en: Mapped[str] = mapped_column(default="")
    is_own_adjustment: Mapped[bool] = mapped_column(default=False)
    mix_tolerance: Mapped[int] = mapped_column(default=10)
    small_effort_limit: Mapped[int] = mapped_column(default=6)
    small_organisations_limit: Mapped[int] = mapped_column(default=3)
    retired_on: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("domain.id"))
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    sources: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    merged_into: Mapped["Domain | None"] = relationship(remote_side=[id], lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return self.name
