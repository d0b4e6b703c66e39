"""Copy a running database out and in, by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, create_engine, inspect, make_url, text


class BackupError(Exception):
    """The backup can't be made, read or put back; the text says why and what to do."""


def dump(url: str, target: Path) -> None:
    """Write a consistent copy of the running database to ``target``."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(_file(parts))) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    _run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}", *_address(parts)], parts)


def load(url: str, source: Path) -> None:
    """Replace the content of the database by the copy in ``source``."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        file = _file(parts)
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".restoring")
        shutil.copyfile(source, fresh)
        for suffix in ("-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        os.replace(fresh, file)
        return
    _run(
        [
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            *_address(parts),
            str(source),
        ],
        parts,
    )


def end_sessions(url: str) -> None:
    """Sign everyone out, so that a restore brings no session back that was ended since."""
    engine = create_engine(url)
    with engine.begin() as connection:
        if inspect(connection).has_table("login_session"):
            connection.execute(text("DELETE FROM login_session"))
    engine.dispose()


def check(url: str, copy: Path) -> None:
    """Raise BackupError when ``copy`` is not a sound database."""
    if make_url(url).get_backend_name() == "sqlite":
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as database:
            answer = database.execute("PRAGMA integrity_check").fetchone()[0]
            broken = database.execute("PRAGMA foreign_key_check").fetchone()
        if answer != "ok" or broken:
            raise BackupError(f"the database in the backup is damaged: {answer}")
        return
    done = subprocess.run(["pg_restore", "--list", str(copy)], capture_output=True, check=False)  # noqa: S603, S607
    if done.returncode:
        raise BackupError("the database in the backup is damaged: pg_restore cannot read it")


def is_empty(url: str) -> bool:
    """Tell whether a restore would overwrite nothing; only a missing SQLite file is sure to be empty."""
    parts = make_url(url)
    return parts.get_backend_name() == "sqlite" and not _file(parts).exists()


def _file(parts: URL) -> Path:
    return Path(parts.database or "")


def _address(parts: URL) -> list[str]:
    options = [f"--dbname={parts.database}"]
    options += [f"--host={parts.host}"] if parts.host else []
    options += [f"--port={parts.port}"] if parts.port else []
    options += [f"--username={parts.username}"] if parts.username else []
    return options


def _run(command: list[str], parts: URL) -> None:
    if shutil.which(command[0]) is None:
        raise BackupError(f"{command[0]} is missing; install postgresql-client of the server's version")
    environment = os.environ | ({"PGPASSWORD": str(parts.password)} if parts.password else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip().splitlines()[-1][:300]}")
