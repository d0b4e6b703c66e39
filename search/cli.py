"""``flask --app app search rebuild|status``."""

import sys

import click
from flask.cli import AppGroup

from search import writing

search_cli = AppGroup("search", help="The search index: build it anew, or see how it is.")


@search_cli.command("rebuild")
def rebuild() -> None:
    """Build the index beside the live one and switch to it."""
    with click.progressbar(length=100, label="Building the index", file=sys.stderr) as bar:
        shown = 0

        def progress(done: int, total: int) -> None:
            nonlocal shown
            step = done * 100 // max(1, total) - shown
            bar.update(step)
            shown += step

        total = writing.rebuild(progress)
    click.echo(f"The index holds {total} things.")


@search_cli.command("status")
def status() -> None:
    """Tell how many things the index holds, its size, and what waits."""
    for name, value in writing.status().items():
        click.echo(f"{name}: {value}")
