"""What the loader filed, so that a second load changes nothing that a person changed."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, utc_now


class SeedRecord(Model):
    """A thing that was loaded: its key, a hash of what was loaded, and the version it then had."""

    __tablename__ = "seed_record"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[int | None]
    loaded_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
