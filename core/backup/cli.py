"""``flask --app app backup create|verify|restore``."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from core.backup import archive
from core.backup.archive import Summary
from core.backup.databases import BackupError
from core.database import db
from core.settings import Settings

backup_cli = AppGroup("backup", help="Make, verify and put back backups of database and attachments.")
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _tell(done: str, work: Callable[[], Summary]) -> None:
    try:
        summary = work()
    except BackupError as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(1) from error
    size = summary.bytes / 1_000_000
    click.echo(f"{done}: {summary.files} files, {size:.1f} MB, {summary.database}, made {summary.made_at}")


@backup_cli.command("create")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def create_backup(file: Path | None) -> None:
    """Make a backup while the site runs, verify it, and say where it is."""
    settings = _settings()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = (file or settings.data_dir / "backups" / f"routekaart-{stamp}.zip").resolve()
    _tell(f"Made and verified {target}", lambda: archive.create(settings, target))


@backup_cli.command("verify")
@click.argument("file", type=_EXISTING)
def verify_backup(file: Path) -> None:
    """Check every checksum and the database inside FILE."""
    _tell(f"{file} is sound", lambda: archive.verify(_settings(), file))


@backup_cli.command("restore")
@click.argument("file", type=_EXISTING)
@click.option("--yes", is_flag=True, help="Do not ask. Stop the web server and the worker first.")
def restore_backup(file: Path, yes: bool) -> None:
    """Replace the database by FILE; what is there now is first kept in before-restore/."""
    if not yes:
        click.confirm("Are the web server and the worker stopped, and may the data be replaced?", abort=True)
    db.session.remove()
    db.engine.dispose()
    _tell(f"Restored {file}", lambda: archive.restore(_settings(), file))
    click.echo("Now run: flask --app app db upgrade && flask --app app search rebuild")
