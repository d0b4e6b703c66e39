"""Meetings of a data board: who was there, the agenda, and what was said of each use case."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Domain, Person
from core.database import Model, Timestamped
from portfolio.models.use_case import UseCase
from portfolio.rules.decisions import Outcome
from portfolio.rules.terms import Phase


class MeetingState(StrEnum):
    """Planned, then open (the figures are frozen), then closed (its decision is drafted)."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Meeting(Timestamped, Model):
    """One meeting of a board. ``opened_at`` is the moment at which the figures on the agenda were frozen."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("(state = 'planned') = (opened_at IS NULL)", name="open_has_moment"),
        Index("ix_meeting_domain_id_held_on", "domain_id", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id"))
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200), default="")
    notes: Mapped[str] = mapped_column(default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    domain: Mapped[Domain] = relationship(lazy="raise_on_sql")
    seats: Mapped[list["MeetingSeat"]] = relationship(
        cascade="all, delete-orphan", order_by="(MeetingSeat.position, MeetingSeat.id)", lazy="raise_on_sql"
    )
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting",
        cascade="all, delete-orphan",
        order_by="(AgendaItem.position, AgendaItem.id)",
        lazy="raise_on_sql",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return self.held_on.isoformat()


class MeetingSeat(Model):
    """A seat of the board, and whether it was taken. The person may become a pseudonym."""

    __tablename__ = "meeting_seat"
    __table_args__ = (CheckConstraint("seat <> ''", name="seat_filled"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    seat: Mapped[str] = mapped_column(String(120))
    is_present: Mapped[bool] = mapped_column(default=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    pseudonym: Mapped[str] = mapped_column(String(60), default="")

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class AgendaItem(Model):
    """A use case on the agenda; ``frozen`` is what was known of it when the meeting opened."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "use_case_id"),
        CheckConstraint("aside IS NULL OR aside IN ('parked', 'stopped')", name="aside_is_aside"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    why: Mapped[str] = mapped_column(String(600), default="")
    frozen: Mapped[dict[str, Any] | None]
    outcome: Mapped[Outcome | None]
    aside: Mapped[Phase | None]
    reason: Mapped[str] = mapped_column(default="")
    dissents: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(back_populates="items", lazy="raise_on_sql")
    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
