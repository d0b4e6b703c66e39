"""What organisations can do per quarter, and what was calculated to fit a roadmap into it (methods.md §4)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Domain, Organisation
from core.database import Model, Timestamped, utc_now
from core.jobs import Job
from portfolio.models.scenario import RunState


class OrganisationCapacity(Timestamped, Model):
    """The person-months that an organisation has per quarter: for one domain, or for all together.

    ``domain_id`` None is for all domains together; the action keeps that one per
    organisation. Who is not here is not checked, and pages say so.
    """

    __tablename__ = "organisation_capacity"
    __table_args__ = (
        CheckConstraint("months >= 0", name="months_not_negative"),
        UniqueConstraint("domain_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("domain.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    months: Mapped[Decimal]
    note: Mapped[str] = mapped_column(String(400), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    domain: Mapped[Domain | None] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    quarters: Mapped[list["CapacityQuarter"]] = relationship(
        cascade="all, delete-orphan", order_by="CapacityQuarter.quarter", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return f"capacity {self.organisation_id}"


class CapacityQuarter(Model):
    """A quarter in which an organisation has more or less than usual; counted as year * 4 + quarter - 1."""

    __tablename__ = "organisation_capacity_quarter"
    __table_args__ = (
        CheckConstraint("months >= 0", name="months_not_negative"),
        UniqueConstraint("capacity_id", "quarter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    capacity_id: Mapped[int] = mapped_column(ForeignKey("organisation_capacity.id", ondelete="CASCADE"))
    quarter: Mapped[int]
    months: Mapped[Decimal]


class ScheduleRun(Model):
    """One exact scheduling proposal of a domain: everything it was made from and everything it gave.

    ``inputs`` is the question to the solver as JSON, ``result`` its answer, ``input_hash`` tells
    whether the planning of now still asks the same. Nothing of it moves a use case by itself.
    """

    __tablename__ = "schedule_run"
    __table_args__ = (
        CheckConstraint("(state = 'queued') = (ended_at IS NULL)", name="ended_when_final"),
        CheckConstraint("length(input_hash) = 64", name="input_hash_whole"),
        CheckConstraint("aim IN ('value', 'completion')", name="aim_known"),
        Index("ix_schedule_run_domain_id_asked_at", "domain_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id"))
    aim: Mapped[str] = mapped_column(String(12))
    may_move_promised: Mapped[bool] = mapped_column(default=False)
    state: Mapped[RunState] = mapped_column(default=RunState.QUEUED)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"), index=True)
    inputs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    input_hash: Mapped[str] = mapped_column(String(64))
    model_version: Mapped[str] = mapped_column(String(40))
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(String(60), default="")
    asked_by: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    ended_at: Mapped[datetime | None]

    job: Mapped[Job | None] = relationship(lazy="raise_on_sql")

    @property
    def label(self) -> str:
        return f"schedule {self.id}"

    @property
    def is_final(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.state is not RunState.QUEUED

    @property
    def is_at_work(self) -> bool:
        """Whether a worker is at it; its job must be loaded."""
        return not self.is_final and self.job is not None and self.job.state == "running"
