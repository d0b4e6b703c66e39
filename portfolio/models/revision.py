"""What a thing looked like after each save, for its history and for a conflict's two texts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, utc_now


class Revision(Model):
    """A snapshot of a use case as JSON; the difference of two is computed by rules/changes.py."""

    __tablename__ = "use_case_revision"
    __table_args__ = (UniqueConstraint("use_case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"))
    number: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[int | None]
    actor_label: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(300), default="")
    snapshot: Mapped[dict[str, Any]]
