"""The table of jobs: what has to be done beside the requests, and how far it is.

The row is the truth; a queue only carries its number to a worker. So a job that
was asked for in a transaction exists exactly when that transaction does, and a
worker that is killed loses nothing.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Model, utc_now


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Model):
    """One piece of work: its name and input, who works on it, and when they last showed to be alive."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_is_percentage"),
        CheckConstraint("tries >= 0", name="tries_not_negative"),
        Index("ix_job_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    progress: Mapped[int] = mapped_column(default=0)
    wants_cancel: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(120), default="")
    error: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(default=utc_now)
    sent_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
