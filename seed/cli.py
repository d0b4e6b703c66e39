"""Commands: load the content, generate use cases for benchmarks, prepare the database at start."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from core.database import db
from seed.loader import load_content
from seed.reading import SeedError
from seed.scale import generate
from seed.scale_pages import generate_pages
from seed.start import newest_migrations

seed_cli = AppGroup("seed", help="The content of a first start.")


@seed_cli.command("load")
@click.option(
    "--scale", type=click.IntRange(min=1), help="Also generate this many use cases, for benchmarks."
)
@click.option(
    "--pages", type=click.IntRange(min=1), help="Also generate this many wiki pages, for benchmarks."
)
@click.option("--no-index", is_flag=True, help="Leave generated pages out of the search index.")
def load_seed(scale: int | None, pages: int | None, no_index: bool) -> None:
    """Load the content; what people changed since the last load stays as it is."""
    changed = _run(_load)
    click.echo(f"{changed} rows loaded.")
    if scale:
        added = _run(lambda: generate(scale, watch=_watch))
        click.echo(f"{added} use cases generated.")
    if pages:
        added = _run(lambda: generate_pages(pages, watch=_watch, is_indexed=not no_index))
        click.echo(f"{added} wiki pages generated.")


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Bring the database up to date and, in the demo, load the content; quiet when there is nothing to do."""
    if not _is_up_to_date():
        click.echo("Setting up the database …", err=True)
        upgrade()
    if current_app.config["SETTINGS"].is_demo:
        _run(_load)


def _load() -> int:
    return load_content(with_people=current_app.config["SETTINGS"].is_demo, watch=_watch_use_cases)


def _run(work: Callable[[], int]) -> int:
    """Return what ``work`` gives, or end with its error in one line and status 1."""
    try:
        return work()
    except SeedError as error:
        db.session.rollback()
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


def _is_up_to_date() -> bool:
    """Tell whether the newest migration has run, without starting Alembic's machinery."""
    newest = newest_migrations(current_app.config["MIGRATIONS"])
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return [*connection.execute(text("SELECT version_num FROM alembic_version")).scalars()] == newest


def _watch_use_cases(items: Iterable[Any], name: str) -> Iterable[Any]:
    """Show progress for the one kind that takes longer than two seconds."""
    return _watch([*items], "Loading use cases") if name == "use cases" else items


def _watch(items: Iterable[Any], label: str) -> Iterator[Any]:
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar
