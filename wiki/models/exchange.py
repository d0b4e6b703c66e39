"""What readers say about a page: reports of doubt with their answers, and the discussion."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, utc_now
from wiki.models.page import Page
from wiki.rules.life import DoubtState


class Doubt(Model):
    """A report of reasonable doubt about a page or one of its fields (W8).

    What someone without the right to write reports, is shown to others only when
    the owner or a curator answered or released it (``is_released``).
    """

    __tablename__ = "page_doubt"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text_filled"),
        Index("ix_page_doubt_page_id_state", "page_id", "state"),
        Index("ix_page_doubt_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str]
    revision: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    asked_by_id: Mapped[int | None]
    asked_by_label: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date]
    state: Mapped[DoubtState] = mapped_column(default=DoubtState.OPEN)
    is_released: Mapped[bool] = mapped_column(default=True)
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    page: Mapped[Page] = relationship(lazy="raise_on_sql")
    replies: Mapped[list["DoubtReply"]] = relationship(
        cascade="all, delete-orphan", order_by="DoubtReply.id", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}


class DoubtReply(Model):
    """One turn of the exchange; ``state`` is what it settled, None when it settled nothing."""

    __tablename__ = "doubt_reply"
    __table_args__ = (CheckConstraint("text <> ''", name="text_filled"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    doubt_id: Mapped[int] = mapped_column(ForeignKey("page_doubt.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int | None]
    by_label: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str]
    state: Mapped[DoubtState | None]


class Comment(Model):
    """What someone said in the discussion of a page; ``parent_id`` makes it a reply to a first one."""

    __tablename__ = "page_comment"
    __table_args__ = (CheckConstraint("text <> ''", name="text_filled"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("page_comment.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int | None]
    by_label: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str]
    edited_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(String(300), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    page: Mapped[Page] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class CommentVersion(Model):
    """What a comment said before it was changed."""

    __tablename__ = "comment_version"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("page_comment.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(default=utc_now)
    text: Mapped[str]
