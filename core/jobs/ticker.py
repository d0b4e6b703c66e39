"""Periodic work, in a thread beside the one that does jobs: it goes on while a long one calculates."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from core.database import db, utc_now
from core.web.log import logger


@dataclass(frozen=True)
class Periodic:
    """A function that runs every so many seconds in the worker."""

    name: str
    every_seconds: float
    work: Callable[[], object]


_periodic: dict[str, Periodic] = {}


def register_periodic(name: str, every_seconds: float, work: Callable[[], object]) -> None:
    """Let the worker call ``work`` every so many seconds."""
    _periodic[name] = Periodic(name, every_seconds, work)


def periodic_jobs() -> list[Periodic]:
    """Return what was registered, in that order."""
    return list(_periodic.values())


def run_once(app: Flask, job: Periodic) -> bool:
    """Run one job in its own context and transaction; return whether it went well."""
    with app.app_context():
        try:
            job.work()
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            logger.error("job failed", job=job.name, exc_info=error)
            return False
        finally:
            db.session.remove()
    return True


class Ticker(threading.Thread):
    """Runs the periodic jobs in turn, so that one thread is one writer of the index.

    ``own`` are jobs of this worker alone, done before those of the features.
    """

    def __init__(self, app: Flask, own: tuple[Periodic, ...] = ()) -> None:
        super().__init__(name="ticker", daemon=True)
        self.app = app
        self.own = own
        self.halt = threading.Event()
        self.pulse = app.config["SETTINGS"].data_dir / "worker-pulse"

    def run(self) -> None:
        jobs = (*self.own, *periodic_jobs())
        due = dict.fromkeys((job.name for job in jobs), 0.0)
        while not self.halt.wait(0.25):
            for job in jobs:
                if time.monotonic() >= due[job.name]:
                    run_once(self.app, job)
                    due[job.name] = time.monotonic() + job.every_seconds
            self.pulse.write_text(utc_now().isoformat())
