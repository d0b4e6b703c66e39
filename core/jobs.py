"""Work beside the requests: one worker process, a queue on SQLite in the data folder.

Features register periodic work at start; each runs inside an application context
and in a transaction of its own. A job that fails is logged and tried again at its
next turn; it never stops the worker.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from huey import SqliteHuey
from huey.consumer import Consumer

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
    """Runs the periodic jobs in turn, so that one process is one writer."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="ticker", daemon=True)
        self.app = app
        self.halt = threading.Event()
        self.pulse = app.config["SETTINGS"].data_dir / "worker-pulse"

    def run(self) -> None:
        due = dict.fromkeys(_periodic, 0.0)
        clock = 0.0
        while not self.halt.wait(0.25):
            clock += 0.25
            for name, job in _periodic.items():
                if clock >= due[name]:
                    run_once(self.app, job)
                    due[name] = clock + job.every_seconds
            self.pulse.write_text(utc_now().isoformat())


def make_queue(app: Flask) -> SqliteHuey:
    """Return the queue of ``app``, kept in its data folder."""
    folder = app.config["SETTINGS"].data_dir
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("routekaart", filename=str(folder / "jobs.sqlite3"), fsync=True)


jobs_cli = AppGroup("jobs", help="The worker: run it, or see how it is.")


@jobs_cli.command("run")
def run_jobs() -> None:
    """Run the worker until it is stopped."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    ticker = Ticker(app)
    ticker.start()
    Consumer(make_queue(app), workers=1, periodic=False, check_worker_health=True).run()
    ticker.halt.set()
    ticker.join(timeout=5)


@jobs_cli.command("status")
def show_status() -> None:
    """Tell when the worker was last alive and what waits."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    pulse = app.config["SETTINGS"].data_dir / "worker-pulse"
    click.echo(f"last alive: {pulse.read_text() if pulse.exists() else 'never'}")
    click.echo(f"waiting: {len(make_queue(app))}")
    for job in _periodic.values():
        click.echo(f"every {job.every_seconds:g} s: {job.name}")


def init_jobs(app: Flask) -> None:
    """Give ``app`` the commands of the worker."""
    app.cli.add_command(jobs_cli)
