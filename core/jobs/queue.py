"""The queue that carries job numbers to a worker: a file in the data folder, or Redis when that is set."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from core.database import db, reading, utc_now
from core.jobs.manners import step_aside
from core.jobs.models import Job, JobState
from core.jobs.tasks import run_job

LOST_AFTER = timedelta(minutes=2)
"""A number that was sent so long ago and is in no queue any more is sent again."""
_NAME = "routekaart"


class JobQueue:
    """Huey with one task: do the job of this number. Messages are signed with the secret key."""

    def __init__(self, app: Flask) -> None:
        self.huey = _make(app)

        def do_job(job_id: int) -> None:
            step_aside()
            run_job(app, job_id)

        self._task: Any = self.huey.task(name="do_job")(do_job)

    def __len__(self) -> int:
        return len(self.huey)

    def send(self, job_id: int) -> None:
        """Put the number of a job in the queue."""
        self.huey.enqueue(self._task.s(job_id))

    def close(self) -> None:
        """Let go of the file or the server that carries the numbers."""
        self.huey.storage.close()


def make_queue(app: Flask) -> JobQueue:
    """Return the queue of ``app``: Redis when its address is set, else SQLite in the data folder."""
    return JobQueue(app)


def _make(app: Flask) -> Any:
    # Loaded here, as it brings the Redis client along: no web process sends or does jobs.
    from huey.serializer import SignedSerializer

    settings = app.config["SETTINGS"]
    options = {"results": False, "serializer": SignedSerializer(settings.secret_key)}
    if settings.redis_url:
        from huey import RedisHuey

        return RedisHuey(_NAME, url=settings.redis_url, **options)
    from huey import SqliteHuey

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(_NAME, filename=str(settings.data_dir / "jobs.sqlite3"), fsync=True, **options)


def send_waiting(queue: JobQueue) -> int:
    """Send what waits and was not sent; return how many. Twice sent does no harm: one claims it."""
    with reading():
        ids = list(db.session.scalars(_to_send(queue)))
        db.session.rollback()
    for job_id in ids:
        queue.send(job_id)
    if ids:
        db.session.execute(update(Job).where(Job.id.in_(ids)).values(sent_at=utc_now()))
    return len(ids)


def _to_send(queue: JobQueue) -> Any:
    unsent = select(Job.id).where(Job.state == JobState.WAITING, Job.sent_at.is_(None)).order_by(Job.id)
    lost = select(Job.id).where(Job.state == JobState.WAITING, Job.sent_at < utc_now() - LOST_AFTER)
    if db.session.scalar(lost.limit(1)) is not None and len(queue) == 0:
        return select(Job.id).where(Job.state == JobState.WAITING).order_by(Job.id)
    return unsent
