"""What people follow, and which lessons were of use to whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, utc_now
from wiki.rules.life import FollowKind


class Follow(Model):
    """One person follows one thing. ``key``: id of the page, category, domain's slug, or words to search.

    ``seen`` holds what a search found when it was last asked ("page:12"), so that
    only what is new is told.
    """

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "key"),
        Index("ix_follow_kind_key", "kind", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[FollowKind]
    key: Mapped[str] = mapped_column(String(300))
    since: Mapped[datetime] = mapped_column(default=utc_now)
    seen: Mapped[list[Any]] = mapped_column(default=list)
    looked_at: Mapped[datetime | None]


class LessonUse(Model):
    """Someone reused a lesson: for an organisation, and for a use case where there is one ("SOC-001")."""

    __tablename__ = "lesson_use"
    __table_args__ = (UniqueConstraint("page_id", "person_id", "use_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    use_case: Mapped[str] = mapped_column(String(20), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
