"""System functions: shared facilities that make every next use case easier. Source: domain.md §4."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, Timestamped


class SystemFunction(Timestamped, Model):
    """A system function, or a coded part of one."""

    __tablename__ = "system_function"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("system_function.id"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    description: Mapped[str] = mapped_column(default="")
    description_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    sources: Mapped[list[Any]] = mapped_column(default=list)
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped["SystemFunction | None"] = relationship(
        remote_side=[id], back_populates="parts", lazy="raise_on_sql"
    )
    parts: Mapped[list["SystemFunction"]] = relationship(
        back_populates="parent", order_by="SystemFunction.position", lazy="raise_on_sql"
    )
    maturities: Mapped[list["Maturity"]] = relationship(
        back_populates="function", order_by="Maturity.on", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return f"{self.code} {self.name}"


class Maturity(Model):
    """How mature a system function was on a day, 0–5, with the evidence and who set it; "" is not known."""

    __tablename__ = "maturity"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 5", name="level_in_range"),
        UniqueConstraint("function_id", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    function_id: Mapped[int] = mapped_column(ForeignKey("system_function.id", ondelete="CASCADE"))
    on: Mapped[date]
    level: Mapped[int]
    evidence: Mapped[str] = mapped_column(default="")
    by_label: Mapped[str] = mapped_column(String(200), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    function: Mapped[SystemFunction] = relationship(back_populates="maturities", lazy="raise_on_sql")
