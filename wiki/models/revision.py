"""What a page looked like after each save."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model, utc_now
from wiki.models.page import Page
from wiki.rules.terms import Change


class PageRevision(Model):
    """All texts of a page after one save; never changed afterwards.

    ``values`` holds what is not body (wiki/actions/snapshot.py says what);
    ``provenance`` the runs of wiki/rules/provenance.py. An author is an id and a
    name without relationship, so that history outlives accounts.
    """

    __tablename__ = "page_revision"
    __table_args__ = (
        UniqueConstraint("page_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        Index("ix_page_revision_at_id", "at", "id"),
        Index("ix_page_revision_change_at_id", "change", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utc_now)
    author_id: Mapped[int | None] = mapped_column(index=True)
    author_label: Mapped[str] = mapped_column(String(200))
    change: Mapped[Change]
    summary: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[str] = mapped_column(String(200))
    lines_added: Mapped[int] = mapped_column(default=0)
    lines_removed: Mapped[int] = mapped_column(default=0)
    body: Mapped[str] = mapped_column(deferred=True, deferred_group="texts")
    values: Mapped[dict[str, Any]] = mapped_column(deferred=True, deferred_group="texts")
    provenance: Mapped[list[Any]] = mapped_column(deferred=True, deferred_group="provenance")

    page: Mapped[Page] = relationship(lazy="raise_on_sql")
