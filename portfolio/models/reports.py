"""Progress reports: a draft that may change, then a publication that never does.

Triggers in the database hold what is published (migrations/versions/0024_reports.py).
A report names no person: who froze it stands as a role, in the trail as a person.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model
from portfolio.rules.reports import Audience, ReportState, SectionKey


class Report(Model):
    """A report on a period, for an audience, of some domains (none named: all).

    ``facts`` are the figures as taken at ``taken_at``; ``documents`` holds by language
    the words it was published with, and is empty for a draft.
    """

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("from_on <= to_on", name="days_in_order"),
        CheckConstraint("(state = 'published') = (number IS NOT NULL)", name="published_has_number"),
        CheckConstraint("(number IS NULL) = (serial IS NULL)", name="number_whole"),
        CheckConstraint("(number IS NULL) = (year IS NULL)", name="number_has_year"),
        CheckConstraint("(number IS NULL) = (published_at IS NULL)", name="number_has_moment"),
        CheckConstraint("serial > 0", name="serial_positive"),
        CheckConstraint("corrects_id <> id", name="not_after_itself"),
        UniqueConstraint("year", "serial"),
        Index("ix_report_state_published_at", "state", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    year: Mapped[int | None]
    serial: Mapped[int | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    audience: Mapped[Audience]
    from_on: Mapped[date]
    to_on: Mapped[date]
    domain_ids: Mapped[list[Any]] = mapped_column(default=list)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    correction: Mapped[str] = mapped_column(String(600), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    taken_at: Mapped[datetime]
    documents: Mapped[dict[str, Any]] = mapped_column(default=dict)
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    corrects: Mapped["Report | None"] = relationship(remote_side=[id], lazy="raise_on_sql")
    sections: Mapped[list["ReportSection"]] = relationship(
        back_populates="report",
        cascade="all, delete-orphan",
        order_by="(ReportSection.position, ReportSection.id)",
        lazy="raise_on_sql",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_published(self) -> bool:
        """Tell whether it can no longer change."""
        return self.state is ReportState.PUBLISHED

    @property
    def edition(self) -> str:
        """What files made of it are named after: a backup put back may give a number out again."""
        return f"{self.number}-{self.published_at:%Y%m%dT%H%M%S%f}"

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}" if self.number else self.title


class ReportSection(Model):
    """The text that people wrote for a section, in Dutch; ``drafted`` is what the figures suggested."""

    __tablename__ = "report_section"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    key: Mapped[SectionKey]
    body: Mapped[str] = mapped_column(default="")
    drafted: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    report: Mapped[Report] = relationship(back_populates="sections", lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
