"""The register of decisions. Source: domain.md R10.

What is published cannot change: triggers in the database refuse it, whoever asks
(migrations/versions/0009_decisions.py). Who took part stands in ``DecisionPerson``,
outside the text, so that a leaver can become a pseudonym.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Domain, Person
from core.database import Model
from portfolio.models.use_case import UseCase
from portfolio.rules.decisions import DecisionKind, DecisionState, Outcome, RevisitKind
from portfolio.rules.terms import Phase, Size


class Decision(Model):
    """What a board decided, why, on which conditions, and who disagreed.

    ``number`` (SOC-2026-001), ``board_code`` and ``board_name`` are written at
    publication and stay, also when the domain is renamed or merged.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("subject <> ''", name="subject_filled"),
        CheckConstraint("(state = 'published') = (number IS NOT NULL)", name="published_has_number"),
        CheckConstraint("(number IS NULL) = (serial IS NULL)", name="number_whole"),
        CheckConstraint("(number IS NULL) = (year IS NULL)", name="number_has_year"),
        CheckConstraint("(number IS NULL) = (published_at IS NULL)", name="number_has_moment"),
        CheckConstraint("serial > 0", name="serial_positive"),
        CheckConstraint("supersedes_id <> id", name="not_after_itself"),
        UniqueConstraint("board_code", "year", "serial"),
        Index("ix_decision_domain_id_state", "domain_id", "state"),
        Index("ix_decision_state_decided_on", "state", "decided_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id"))
    kind: Mapped[DecisionKind]
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.DRAFT)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    board_code: Mapped[str] = mapped_column(String(3), default="")
    board_name: Mapped[str] = mapped_column(String(120), default="")
    year: Mapped[int | None]
    serial: Mapped[int | None]
    decided_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    subject: Mapped[str] = mapped_column(String(200))
    subject_en: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(600), default="")
    summary_en: Mapped[str] = mapped_column(String(600), default="")
    text: Mapped[str] = mapped_column(default="")
    alternatives: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    scenario_id: Mapped[int | None] = mapped_column(index=True)
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    domain: Mapped[Domain] = relationship(lazy="raise_on_sql")
    supersedes: Mapped["Decision | None"] = relationship(remote_side=[id], lazy="raise_on_sql")
    items: Mapped[list["DecisionItem"]] = relationship(
        back_populates="decision",
        cascade="all, delete-orphan",
        order_by="(DecisionItem.position, DecisionItem.id)",
        lazy="raise_on_sql",
    )
    overrides: Mapped[list["DecisionOverride"]] = relationship(
        cascade="all, delete-orphan",
        order_by="(DecisionOverride.position, DecisionOverride.id)",
        lazy="raise_on_sql",
    )
    dissents: Mapped[list["Dissent"]] = relationship(
        cascade="all, delete-orphan", order_by="(Dissent.position, Dissent.id)", lazy="raise_on_sql"
    )
    revisits: Mapped[list["DecisionRevisit"]] = relationship(
        back_populates="decision",
        cascade="all, delete-orphan",
        order_by="(DecisionRevisit.position, DecisionRevisit.id)",
        lazy="raise_on_sql",
    )
    people: Mapped[list["DecisionPerson"]] = relationship(
        cascade="all, delete-orphan", order_by="DecisionPerson.id", lazy="raise_on_sql"
    )
    adoption: Mapped["RoadmapAdoption | None"] = relationship(
        back_populates="decision", cascade="all, delete-orphan", uselist=False, lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_published(self) -> bool:
        """Tell whether it can no longer change."""
        return self.state is DecisionState.PUBLISHED

    @property
    def label(self) -> str:
        return f"{self.number} {self.subject}" if self.number else self.subject


class DecisionItem(Model):
    """What is decided about one use case. Title and facts are those of the day of the decision."""

    __tablename__ = "decision_item"
    __table_args__ = (
        UniqueConstraint("decision_id", "use_case_id"),
        CheckConstraint("aside IS NULL OR aside IN ('parked', 'stopped')", name="aside_is_aside"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"))
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[Outcome]
    aside: Mapped[Phase | None]
    reason: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    decision: Mapped[Decision] = relationship(back_populates="items", lazy="raise_on_sql")
    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")


class DecisionOverride(Model):
    """Where the board went against the proposal, in or out, at what price in points of value, and why."""

    __tablename__ = "decision_override"
    __table_args__ = (CheckConstraint("direction IN ('in', 'out')", name="direction_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = mapped_column(String(16))
    direction: Mapped[str] = mapped_column(String(3))
    price: Mapped[Decimal | None]
    reason: Mapped[str] = mapped_column(default="")


class Dissent(Model):
    """Who disagreed, by seat and never by name, and with what; with one use case or with the whole."""

    __tablename__ = "decision_dissent"
    __table_args__ = (CheckConstraint("seat <> ''", name="seat_filled"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    seat: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(16), default="")
    text: Mapped[str] = mapped_column(default="")


class DecisionPerson(Model):
    """Who sat on a seat or wrote the decision down: a reference beside the text, for the board alone.

    Not held by the triggers. A leaver becomes a pseudonym: ``person_id`` goes, the seat stays.
    """

    __tablename__ = "decision_person"
    __table_args__ = (CheckConstraint("part IN ('dissent', 'secretary', 'present')", name="part_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    pseudonym: Mapped[str] = mapped_column(String(60), default="")
    part: Mapped[str] = mapped_column(String(12))
    seat: Mapped[str] = mapped_column(String(120), default="")

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class DecisionRevisit(Model):
    """When the board looks again: a day, or something that happens.

    The agreement is held by the triggers; ``due_since`` and ``settled_*`` are not:
    they tell that it was time, and that the board looked.
    """

    __tablename__ = "decision_revisit"
    __table_args__ = (
        CheckConstraint("settled_on IS NULL OR settled_by <> ''", name="settled_by_someone"),
        Index("ix_decision_revisit_due_since_settled_on", "due_since", "settled_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[RevisitKind]
    due_on: Mapped[date | None]
    use_case_id: Mapped[int | None] = mapped_column(ForeignKey("use_case.id"), index=True)
    phase: Mapped[Phase | None]
    precondition_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(String(600), default="")
    model_version: Mapped[str] = mapped_column(String(40), default="")
    due_since: Mapped[date | None]
    settled_on: Mapped[date | None]
    settled_by: Mapped[str] = mapped_column(String(200), default="")
    settled_note: Mapped[str] = mapped_column(String(600), default="")

    decision: Mapped[Decision] = relationship(back_populates="revisits", lazy="raise_on_sql")
    use_case: Mapped[UseCase | None] = relationship(lazy="raise_on_sql")


class RoadmapAdoption(Model):
    """The roadmap that a decision adopts. The first one that holds a use case is its first baseline."""

    __tablename__ = "roadmap_adoption"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id", ondelete="CASCADE"), unique=True)
    taken_at: Mapped[datetime]

    decision: Mapped[Decision] = relationship(back_populates="adoption", lazy="raise_on_sql")
    rows: Mapped[list["AdoptedRow"]] = relationship(
        cascade="all, delete-orphan", order_by="(AdoptedRow.start, AdoptedRow.id)", lazy="raise_on_sql"
    )


class AdoptedRow(Model):
    """One use case on an adopted roadmap; ``start`` is a quarter counted as year * 4 + quarter - 1.

    ``size`` is that of the day; None for unknown, and for what was adopted before sizes were kept.
    """

    __tablename__ = "roadmap_adoption_row"
    __table_args__ = (
        UniqueConstraint("adoption_id", "use_case_id"),
        CheckConstraint("quarters > 0", name="quarters_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    adoption_id: Mapped[int] = mapped_column(ForeignKey("roadmap_adoption.id", ondelete="CASCADE"))
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id"), index=True)
    start: Mapped[int]
    quarters: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), default="")
    size: Mapped[Size | None]
    is_illustrative: Mapped[bool] = mapped_column(default=False)

    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")
