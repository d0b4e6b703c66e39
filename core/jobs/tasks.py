"""Named tasks: register one at start, ask for it inside a transaction, run it in a worker.

A task gets its payload and a ``Running`` to tell how far it is. It opens and ends
its own transactions and holds none while it calculates, because SQLite knows one
writer. What it leaves uncommitted is committed together with the end of the job;
when another worker took the job over in between, nothing of that is kept.
"""

import os
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import OperationalError

from core.database import count_changed, db, reading, utc_now
from core.jobs.models import Job, JobState
from core.web.log import logger

Payload = Mapping[str, Any]
SILENT_AFTER = timedelta(seconds=30)
"""A worker that showed no life for so long is held to be dead."""
MOST_TRIES = 3
_ME = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
_busy: set[int] = set()


@dataclass(frozen=True, slots=True)
class Task:
    """The work of a name, and what to do in the same transaction when it ends without being done."""

    work: Callable[[Payload, "Running"], object]
    not_done: Callable[[Payload, JobState], object] | None = None


_tasks: dict[str, Task] = {}


def register_task(
    name: str,
    work: Callable[[Payload, "Running"], object],
    not_done: Callable[[Payload, JobState], object] | None = None,
) -> None:
    """Let ``work`` do the jobs of this name; ``not_done`` hears of one that failed or was cancelled."""
    _tasks[name] = Task(work, not_done)


def enqueue(name: str, payload: Payload) -> Job:
    """Ask for a job; it starts only after the running transaction is committed."""
    if name not in _tasks:
        raise KeyError(name)
    job = Job(name=name, payload=dict(payload), state=JobState.WAITING, progress=0, wants_cancel=False)
    db.session.add(job)
    db.session.flush()
    return job


def ask_to_cancel(job: Job) -> None:
    """Ask the job to stop; one that has not begun never begins."""
    job.wants_cancel = True


@dataclass(frozen=True, slots=True)
class Running:
    """A job at work in this process."""

    job_id: int

    def goes_on(self, progress: int | None = None) -> bool:
        """Tell how far it is (0–100) and return whether to go on: not cancelled, and still ours.

        Call it outside a transaction: it has a short one of its own. When the database
        is too busy for that, the work goes on and asks again later.
        """
        try:
            return self._goes_on(progress)
        except OperationalError as error:
            logger.warning("progress not written", id=self.job_id, error=type(error.orig).__name__)
            return True

    def _goes_on(self, progress: int | None) -> bool:
        values: dict[str, Any] = {"beat_at": utc_now()}
        if progress is not None:
            values["progress"] = max(0, min(100, progress))
        with db.engine.begin() as connection:
            mine = connection.execute(
                update(Job).where(Job.id == self.job_id, _is_mine()).values(**values)
            ).rowcount
            asked = connection.execute(select(Job.wants_cancel).where(Job.id == self.job_id)).scalar()
        return bool(mine) and not asked


def run_job(app: Flask, job_id: int) -> bool:
    """Do one job if it still waits; return whether it was done here."""
    with app.app_context():
        try:
            found = _claim(job_id)
            if found is None:
                return False
            _busy.add(job_id)
            name, payload = found
            try:
                _tasks[name].work(payload, Running(job_id))
                return _end(job_id, JobState.DONE)
            except OperationalError as error:
                db.session.rollback()
                logger.warning("job is tried again", job=name, id=job_id, exc_info=error)
                _try_again(job_id, type(error).__name__)
                return False
            except Exception as error:
                db.session.rollback()
                logger.error("job failed", job=name, id=job_id, exc_info=error)
                _end(job_id, JobState.FAILED, type(error).__name__)
                return False
        finally:
            _busy.discard(job_id)
            db.session.rollback()
            db.session.remove()


def run_waiting(app: Flask) -> int:
    """Do all that waits, in this process; return how many jobs were done. For tests and small sites."""
    done = 0
    while True:
        with app.app_context(), reading():
            ids = db.session.scalars(select(Job.id).where(Job.state == JobState.WAITING).order_by(Job.id))
            waiting = list(ids)
            db.session.remove()
        if not waiting:
            return done
        done += sum(run_job(app, job_id) for job_id in waiting)


def beat() -> None:
    """Show that this process is alive, for each job that it has."""
    if _busy:
        db.session.execute(update(Job).where(Job.id.in_(tuple(_busy)), _is_mine()).values(beat_at=utc_now()))


def recover() -> int:
    """Give back what a dead worker held, end what was tried too often or cancelled; return how many."""
    with reading():
        ids = db.session.scalars(select(Job.id).where(_is_stuck()).order_by(Job.id)).all()
        db.session.rollback()
    changed = 0
    for job_id in ids:
        job = db.session.get(Job, job_id, with_for_update=True)
        if job is None or (job.state is JobState.RUNNING and _is_alive(job)):
            db.session.rollback()
            continue
        if job.wants_cancel:
            _finish(job, JobState.CANCELLED)
        elif job.state is JobState.RUNNING and job.tries >= MOST_TRIES:
            _finish(job, JobState.FAILED, "WorkerLost")
        elif job.state is JobState.RUNNING:
            job.state, job.worker, job.sent_at = JobState.WAITING, "", None
        changed += 1
        db.session.commit()
    return changed


def give_back() -> int:
    """Put what this process still has back in the queue, when it is stopped; return how many."""
    return count_changed(
        update(Job)
        .where(Job.state == JobState.RUNNING, _is_mine())
        .values(state=JobState.WAITING, worker="", sent_at=None, tries=Job.tries - 1)
    )


def _claim(job_id: int) -> tuple[str, Payload] | None:
    job = db.session.get(Job, job_id, with_for_update=True)
    if job is None or job.state is not JobState.WAITING:
        db.session.rollback()
        return None
    if job.wants_cancel:
        _finish(job, JobState.CANCELLED)
        db.session.commit()
        return None
    now = utc_now()
    taken = count_changed(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.WAITING)
        .values(state=JobState.RUNNING, worker=_ME, tries=Job.tries + 1, sent_at=now, beat_at=now)
    )
    found = (job.name, job.payload) if taken else None
    db.session.commit()
    return found


def _end(job_id: int, state: JobState, error: str = "") -> bool:
    """End a job of ours together with what its work left; return False when it is no longer ours."""
    job = db.session.get(Job, job_id, with_for_update=True, populate_existing=True)
    if job is None or job.state is not JobState.RUNNING or job.worker != _ME:
        db.session.rollback()
        return False
    if state is JobState.DONE:
        job.state, job.progress, job.ended_at = state, 100, utc_now()
    else:
        _finish(job, state, error)
    db.session.commit()
    return state is JobState.DONE


def _try_again(job_id: int, error: str) -> None:
    """Let a job of ours wait again: the database was too busy or gone; at most so many times."""
    job = db.session.get(Job, job_id, with_for_update=True, populate_existing=True)
    if job is None or job.state is not JobState.RUNNING or job.worker != _ME:
        db.session.rollback()
    elif job.tries >= MOST_TRIES:
        _finish(job, JobState.FAILED, error)
        db.session.commit()
    else:
        job.state, job.worker, job.sent_at = JobState.WAITING, "", None
        db.session.commit()


def _finish(job: Job, state: JobState, error: str = "") -> None:
    """End a job that was not done, and let its task know."""
    job.state, job.error, job.ended_at = state, error, utc_now()
    task = _tasks.get(job.name)
    if task is not None and task.not_done is not None:
        task.not_done(job.payload, state)


def _is_mine() -> ColumnElement[bool]:
    return (Job.state == JobState.RUNNING) & (Job.worker == _ME)


def _is_stuck() -> ColumnElement[bool]:
    held_by_another = (Job.state == JobState.RUNNING) & (Job.worker != _ME)
    return held_by_another | ((Job.state == JobState.WAITING) & Job.wants_cancel)


def _is_alive(job: Job) -> bool:
    """Tell whether the worker of a running job lives: on this machine by its process, else by its beat."""
    if job.worker == _ME:
        return True
    if job.beat_at is None or utc_now() - job.beat_at > SILENT_AFTER:
        return False
    host, pid, _lot = job.worker.rsplit(":", 2)
    if host != socket.gethostname()[:60]:
        return True
    if int(pid) == os.getpid():
        return False  # our own number, worn by one before us
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
