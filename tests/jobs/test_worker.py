"""A real worker: killed in the middle it loses nothing; over Redis it does the same work."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
WORKER = """
import os, time
from flask import Flask
from core.database import init_database
from core.jobs import register_task
from core.jobs.cli import run_worker
from core.settings import PROJECT, read_settings

settings = read_settings(os.environ)
app = Flask("worker")
app.config.update(SETTINGS=settings, SQLALCHEMY_DATABASE_URI=settings.database_url, MIGRATIONS=PROJECT)
init_database(app)

def slow(payload, running):
    print("begun", flush=True)
    while not (settings.data_dir / "go-on").exists():
        time.sleep(0.02)

register_task("test.slow", slow)
with app.app_context():
    run_worker(app)
"""
pytestmark = pytest.mark.skipif(
    bool(os.environ.get("ROUTEKAART_TEST_POSTGRES")), reason="the processes here use SQLite of their own"
)


def environ(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a site with a data folder of its own."""
    return os.environ | {"ROUTEKAART_ENV": "test", "ROUTEKAART_DATA_DIR": str(folder), **more}


def python(code: str, folder: Path, **more: str) -> subprocess.Popen[str]:
    """Start a piece of Python on that site."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env=environ(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def ask(folder: Path) -> None:
    """Put a job in the table, as a request would."""
    with closing(sqlite3.connect(folder / "routekaart.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO job (name, payload, state, progress, wants_cancel, tries, worker, error, made_at) "
            "VALUES ('test.slow', '{}', 'waiting', 0, 0, 0, '', '', '2026-01-01 00:00:00')"
        )


def state(folder: Path) -> tuple[str, int]:
    """Return the state and the number of tries of the one job."""
    with closing(sqlite3.connect(folder / "routekaart.sqlite3")) as connection:
        return connection.execute("SELECT state, tries FROM job").fetchone()


def until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait until something holds; return whether it came to that in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def site(tmp_path, data_dir):
    """A data folder with an empty, migrated database."""
    shutil.copy(data_dir / "template.sqlite3", tmp_path / "routekaart.sqlite3")
    return tmp_path


def stop(process: subprocess.Popen[str], how: int = signal.SIGTERM) -> int:
    process.send_signal(how)
    process.communicate(timeout=20)
    return process.returncode


def test_a_killed_worker_loses_nothing_and_the_next_takes_it_up(app, site):
    ask(site)
    first = python(WORKER, site)
    assert first.stdout is not None
    assert first.stdout.readline().strip() == "begun"
    assert state(site) == ("running", 1)
    stop(first, signal.SIGKILL)
    assert state(site) == ("running", 1)

    (site / "go-on").touch()
    second = python(WORKER, site)
    try:
        assert until(lambda: state(site) == ("done", 2))
    finally:
        stop(second)


def test_a_stopped_worker_gives_its_job_back_and_ends_well(app, site):
    ask(site)
    worker = python(WORKER, site)
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "begun"

    assert stop(worker) == 0
    assert state(site) == ("waiting", 0)


def test_over_redis_a_worker_does_the_same(app, site):
    server = shutil.which("redis-server")
    if server is None:
        if os.environ.get("ROUTEKAART_REQUIRE_ALL"):
            pytest.fail("redis-server is missing")
        pytest.skip("redis-server is missing: apt-get install redis-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    redis = subprocess.Popen(
        [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(site)],
        stdout=subprocess.DEVNULL,
    )
    url = {"ROUTEKAART_REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    (site / "go-on").touch()
    worker = None
    try:
        ask(site)
        worker = python(WORKER, site, **url)
        assert until(lambda: state(site) == ("done", 1))
        assert not (site / "jobs.sqlite3").exists()
    finally:
        if worker is not None:
            stop(worker)
        redis.terminate()
        redis.wait(timeout=10)
