"""What must still go into the index: rows written in the transaction of the change itself."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, utc_now


class SearchOutbox(Model):
    """A thing whose index entry is out of date; the one writer removes the row when it has caught up."""

    __tablename__ = "search_outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utc_now)
