"""Proposals for core information, what happened to them, and what is core."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, utc_now
from wiki.models.page import Page
from wiki.rules.review import OPEN, ProposalKind, ProposalState, Step


class ReviewSetting(Model):
    """The one row that says what is core; without it the defaults of wiki/rules/core_parts.py hold."""

    __tablename__ = "review_setting"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("days_to_object BETWEEN 0 AND 90", name="days_to_object_in_bounds"),
        CheckConstraint("days_to_remind BETWEEN 1 AND 90", name="days_to_remind_in_bounds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    days_to_object: Mapped[int] = mapped_column(default=7)
    days_to_remind: Mapped[int] = mapped_column(default=7)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Proposal(Model):
    """A change to core information that waits for a curator, or was decided on.

    ``parts`` holds the wanted values (wiki/rules/core_parts.py), for a rename {slug,
    take_over}; ``base_revision`` the revision they were written against.
    ``writers`` are the ids of all who wrote in it: none of them approves it. An author is
    an id and a name without relationship, so that history outlives accounts.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("base_revision > 0", name="base_revision_positive"),
        CheckConstraint(
            "(state IN ('approved', 'rejected', 'withdrawn')) = (decided_at IS NOT NULL)",
            name="decided_when_over",
        ),
        CheckConstraint(
            "(state = 'approved') = (approved_revision IS NOT NULL)", name="approved_with_revision"
        ),
        Index("ix_proposal_page_id_state", "page_id", "state"),
        Index("ix_proposal_state_submitted_at", "state", "submitted_at"),
        Index("ix_proposal_author_id_state", "author_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    kind: Mapped[ProposalKind] = mapped_column(default=ProposalKind.CHANGE)
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.SUBMITTED)
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    base_revision: Mapped[int]
    summary: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[int | None]
    author_label: Mapped[str] = mapped_column(String(200))
    writers: Mapped[list[Any]] = mapped_column(default=list)
    amended_by_label: Mapped[str] = mapped_column(String(200), default="")
    is_clashing: Mapped[bool] = mapped_column(default=False)
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime] = mapped_column(default=utc_now)
    object_until: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None]
    decided_by_label: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(default="")
    approved_revision: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    page: Mapped[Page] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        """What the audit trail calls it."""
        return f"#{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for its author or a curator."""
        return self.state in OPEN


class ProposalEvent(Model):
    """A step in the life of a proposal, with the values as they were after it; never changed afterwards."""

    __tablename__ = "proposal_event"
    __table_args__ = (Index("ix_proposal_event_proposal_id_id", "proposal_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[int | None]
    actor_label: Mapped[str] = mapped_column(String(200))
    step: Mapped[Step]
    text: Mapped[str] = mapped_column(default="")
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Objection(Model):
    """What someone who builds on the page has against a proposal, and the reviewer's answer."""

    __tablename__ = "proposal_objection"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_filled"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_with_moment"),
        Index("ix_proposal_objection_proposal_id", "proposal_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    person_id: Mapped[int | None] = mapped_column(index=True)
    person_label: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_label: Mapped[str] = mapped_column(String(200), default="")
