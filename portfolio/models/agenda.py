"""Agendas of actions with their budget: the Data Agenda Overheid is the first. Source: domain.md §7."""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from core.database import Base, Model, Timestamped
from portfolio.rules.agenda import AgendaState

action_organisation = Table(
    "action_organisation",
    Base.metadata,
    Column("action_id", ForeignKey("action_point.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True, index=True),
)


class Agenda(Timestamped, Model):
    """A programme of actions over some years.

    A draft is its makers' own; an open agenda is public and kept up to date; a closed
    one is public and stays as it is. ``follows`` is the agenda whose unfinished actions
    it took over. ``illustrative`` names made-up fields.
    """

    __tablename__ = "agenda"
    __table_args__ = (
        CheckConstraint("from_year <= to_year", name="years_in_order"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_day"),
        CheckConstraint("follows_id <> id", name="follows_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    from_year: Mapped[int]
    to_year: Mapped[int]
    purpose: Mapped[str] = mapped_column(default="")
    purpose_en: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[AgendaState] = mapped_column(default=AgendaState.OPEN)
    closed_on: Mapped[date | None]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("agenda.id", ondelete="SET NULL"), index=True)
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    follows: Mapped["Agenda | None"] = relationship(
        remote_side="Agenda.id", back_populates="followed_by", lazy="raise_on_sql"
    )
    followed_by: Mapped[list["Agenda"]] = relationship(
        back_populates="follows", order_by="Agenda.id", lazy="raise_on_sql", passive_deletes=True
    )
    themes: Mapped[list["ActionTheme"]] = relationship(
        back_populates="agenda",
        order_by="ActionTheme.number",
        lazy="raise_on_sql",
        passive_deletes="all",
    )
    budget_lines: Mapped[list["BudgetLine"]] = relationship(
        back_populates="agenda",
        order_by="(BudgetLine.position, BudgetLine.id)",
        lazy="raise_on_sql",
        passive_deletes="all",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        """How the audit trail names it; nothing while it is a draft, which others may not know of."""
        return "" if self.is_draft else self.title

    @property
    def is_draft(self) -> bool:
        """Whether only those who make it may read it."""
        return self.state is AgendaState.DRAFT

    @property
    def is_closed(self) -> bool:
        """Whether nothing in it changes any more."""
        return self.state is AgendaState.CLOSED


class ActionTheme(Model):
    """A theme of an agenda, numbered as there."""

    __tablename__ = "action_theme"
    __table_args__ = (
        UniqueConstraint("agenda_id", "number"),
        UniqueConstraint("id", "agenda_id"),  # what an action point refers to
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agenda_id: Mapped[int] = mapped_column(ForeignKey("agenda.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    agenda: Mapped[Agenda] = relationship(back_populates="themes", lazy="raise_on_sql")
    actions: Mapped[list["ActionPoint"]] = relationship(
        back_populates="theme",
        primaryjoin="ActionPoint.theme_id == ActionTheme.id",
        foreign_keys="ActionPoint.theme_id",
        order_by="(ActionPoint.position, ActionPoint.id)",
        lazy="raise_on_sql",
        passive_deletes="all",
    )

    __mapper_args__ = {"version_id_col": version}


class ActionPoint(Timestamped, Model):
    """One action of an agenda; a result that was not reported is never "done".

    ``code`` is its address within the agenda. ``continues`` is the action point of an
    earlier agenda that it goes on with.
    """

    __tablename__ = "action_point"
    __table_args__ = (
        UniqueConstraint("agenda_id", "code"),
        UniqueConstraint("agenda_id", "continues_id"),
        ForeignKeyConstraint(
            ["theme_id", "agenda_id"], ["action_theme.id", "action_theme.agenda_id"], ondelete="CASCADE"
        ),
        CheckConstraint("continues_id <> id", name="continues_another"),
        CheckConstraint("year_to IS NULL OR year_from <= year_to", name="years_in_order"),
        CheckConstraint("is_reported = (result <> '')", name="reported_has_result"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(index=True)
    agenda_id: Mapped[int]
    continues_id: Mapped[int | None] = mapped_column(
        ForeignKey("action_point.id", ondelete="SET NULL"), index=True
    )
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
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    theme: Mapped[ActionTheme] = relationship(
        back_populates="actions",
        primaryjoin="ActionPoint.theme_id == ActionTheme.id",
        foreign_keys=[theme_id],
        lazy="raise_on_sql",
    )
    organisations: Mapped[list[Organisation]] = relationship(
        secondary=action_organisation, order_by=Organisation.name, lazy="raise_on_sql"
    )
    continues: Mapped["ActionPoint | None"] = relationship(
        remote_side="ActionPoint.id", back_populates="continued_by", lazy="raise_on_sql"
    )
    continued_by: Mapped[list["ActionPoint"]] = relationship(
        back_populates="continues", order_by="ActionPoint.id", lazy="raise_on_sql", passive_deletes=True
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
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    agenda: Mapped[Agenda] = relationship(back_populates="budget_lines", lazy="raise_on_sql")
    amounts: Mapped[list["BudgetAmount"]] = relationship(
        back_populates="line", order_by="BudgetAmount.year", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class BudgetAmount(Model):
    """The amount of a line in a year, in cents; reserved, or only proposed; and what was spent.

    ``spent_cents`` is None while nobody reported it: never 0 for that.
    """

    __tablename__ = "budget_amount"
    __table_args__ = (
        UniqueConstraint("line_id", "year"),
        CheckConstraint("cents >= 0", name="cents_not_negative"),
        CheckConstraint("spent_cents >= 0", name="spent_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("budget_line.id", ondelete="CASCADE"))
    year: Mapped[int]
    cents: Mapped[int] = mapped_column(BigInteger)
    is_reserved: Mapped[bool] = mapped_column(default=False)
    spent_cents: Mapped[int | None] = mapped_column(BigInteger)
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    line: Mapped[BudgetLine] = relationship(back_populates="amounts", lazy="raise_on_sql")
