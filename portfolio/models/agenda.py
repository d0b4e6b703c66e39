"""Agendas of actions with their budget: the Data Agenda Overheid is the first. Source: domain.md §7."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from core.database import Base, Model, Timestamped

action_organisation = Table(
    "action_organisation",
    Base.metadata,
    Column("action_id", ForeignKey("action_point.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
)


class Agenda(Timestamped, Model):
    """A programme of actions over some years."""

    __tablename__ = "agenda"
    __table_args__ = (CheckConstraint("from_year <= to_year", name="years_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    from_year: Mapped[int]
    to_year: Mapped[int]
    themes: Mapped[list["ActionTheme"]] = relationship(
        back_populates="agenda", order_by="ActionTheme.number", lazy="raise_on_sql"
    )
    budget_lines: Mapped[list["BudgetLine"]] = relationship(
        back_populates="agenda", order_by="(BudgetLine.position, BudgetLine.id)", lazy="raise_on_sql"
    )

    @property
    def label(self) -> str:
        return self.title


class ActionTheme(Model):
    """A theme of an agenda, numbered as there."""

    __tablename__ = "action_theme"
    __table_args__ = (UniqueConstraint("agenda_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agenda.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    agenda: Mapped[Agenda] = relationship(back_populates="themes", lazy="raise_on_sql")
    actions: Mapped[list["ActionPoint"]] = relationship(
        back_populates="theme", order_by="(ActionPoint.position, ActionPoint.id)", lazy="raise_on_sql"
    )


class ActionPoint(Timestamped, Model):
    """One action of an agenda; a result that was not reported is never "done"."""

    __tablename__ = "action_point"
    __table_args__ = (
        UniqueConstraint("theme_id", "code"),
        CheckConstraint("year_to IS NULL OR year_from <= year_to", name="years_in_order"),
        CheckConstraint("is_reported = (result <> '')", name="reported_has_result"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("action_theme.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(16))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(default="")
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    is_tentative: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    is_reported: Mapped[bool] = mapped_column(default=False)
    result: Mapped[str] = mapped_column(default="")
    result_en: Mapped[str] = mapped_column(default="")
    links: Mapped[list[Any]] = mapped_column(default=list)
    figures: Mapped[list[Any]] = mapped_column(default=list)
    sources: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    theme: Mapped[ActionTheme] = relationship(back_populates="actions", lazy="raise_on_sql")
    organisations: Mapped[list[Organisation]] = relationship(
        secondary=action_organisation, order_by=Organisation.name, lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return f"{self.code} {self.title}"


class BudgetLine(Model):
    """A line of an agenda's budget."""

    __tablename__ = "budget_line"
    __table_args__ = (UniqueConstraint("agenda_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agenda.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(default="")
    sources: Mapped[list[Any]] = mapped_column(default=list)
    agenda: Mapped[Agenda] = relationship(back_populates="budget_lines", lazy="raise_on_sql")
    amounts: Mapped[list["BudgetAmount"]] = relationship(
        back_populates="line", order_by="BudgetAmount.year", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class BudgetAmount(Model):
    """The amount of a line in a year, in cents; reserved, or only proposed."""

    __tablename__ = "budget_amount"
    __table_args__ = (
        UniqueConstraint("line_id", "year"),
        CheckConstraint("cents >= 0", name="cents_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("budget_line.id", ondelete="CASCADE"))
    year: Mapped[int]
    cents: Mapped[int] = mapped_column(BigInteger)
    is_reserved: Mapped[bool] = mapped_column(default=False)
    line: Mapped[BudgetLine] = relationship(back_populates="amounts", lazy="raise_on_sql")
