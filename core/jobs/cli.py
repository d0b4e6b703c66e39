"""The commands of the worker."""

import os
import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from core.database import db, reading
from core.jobs.models import Job
from core.jobs.queue import JobQueue, make_queue, send_waiting
from core.jobs.tasks import beat, give_back, recover
from core.jobs.ticker import Periodic, Ticker, periodic_jobs


def run_worker(app: Flask) -> None:
    """Do jobs and periodic work until a signal; call it inside an application context."""
    from huey.consumer import Consumer

    queue = make_queue(app)
    ticker = Ticker(app, own_jobs(queue))
    ticker.start()
    Consumer(queue.huey, workers=1, periodic=False, max_delay=0.5, check_worker_health=True).run()
    ticker.halt.set()
    ticker.join(timeout=5)
    queue.close()
    db.session.remove()
    if (stopped := give_back()) or ticker.is_alive():
        # A thread is still calculating, in code that can't be asked to stop: leave without it.
        db.session.commit()
        click.echo(f"stopped; {stopped} back in the queue", err=True)
        sys.stderr.flush()
        os._exit(0)


jobs_cli = AppGroup("jobs", help="The worker: run it, or see how it is.")


def own_jobs(queue: JobQueue) -> tuple[Periodic, ...]:
    """Return what every worker does by itself for the jobs in the table."""
    return (
        Periodic("jobs: show life", 5, beat),
        Periodic("jobs: recover", 3, recover),
        Periodic("jobs: send", 0.5, lambda: send_waiting(queue)),
    )


@jobs_cli.command("run")
def run_jobs() -> None:
    """Run the worker until it is stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy stands for it
    run_worker(app)


@jobs_cli.command("status")
def show_status() -> None:
    """Tell when the worker was last alive and what waits."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy stands for it
    pulse = app.config["SETTINGS"].data_dir / "worker-pulse"
    click.echo(f"last alive: {pulse.read_text() if pulse.exists() else 'never'}")
    with reading():
        counts = db.session.execute(
            select(Job.state, func.count()).group_by(Job.state).order_by(Job.state)
        ).all()
    for state, number in counts:
        click.echo(f"{state.value}: {number}")
    for job in periodic_jobs():
        click.echo(f"every {job.every_seconds:g} s: {job.name}")


def init_jobs(app: Flask) -> None:
    """Give ``app`` the commands of the worker."""
    app.cli.add_command(jobs_cli)
