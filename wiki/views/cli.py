"""``flask --app app export wiki FILE`` and ``import wiki FILE``: the archive of the screens, without limits.

Exit status: 0 done, 1 refused (each wrong file on a line of its own), 2 wrong use.
"""

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from core.audit import SYSTEM
from core.database import db
from core.messages import text_of
from wiki.actions.exporting import content_of, count_pages, export_pages
from wiki.actions.importing import WRITTEN, Fate, Row, apply_import, plan_import
from wiki.queries.pages import Filters
from wiki.rules.bundle import read_bundle, write_bundle
from wiki.rules.page_file import Unreadable
from wiki.rules.terms import Category, PageKind

UNPACKED = 4 * 1024**3


@click.command("wiki")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--kind", type=click.Choice([kind.value for kind in PageKind]), help="Only this kind of page.")
@click.option("--category", type=click.Choice([one.value for one in Category]), help="Only this category.")
def export_wiki(file: Path, kind: str | None, category: str | None) -> None:
    """Write pages with their attachments to an archive (zip): the same pages give the same bytes."""
    filters = Filters(PageKind(kind) if kind else None, Category(category) if category else None)
    total = count_pages(filters)
    unfinished = file.with_name(f"{file.name}.unfinished")
    with (
        unfinished.open("wb") as target,
        click.progressbar(
            export_pages(filters), length=total, label="Writing pages", file=sys.stderr
        ) as pages,
    ):
        written = write_bundle(target, pages, content_of)
    unfinished.replace(file)
    click.echo(f"{written} pages written to {file}.")


@click.command("wiki")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Read it in; without this nothing is changed.")
@click.option("--leave-clashes", is_flag=True, help="Leave pages that clash as they are and read the rest.")
def import_wiki(file: Path, is_applied: bool, leave_clashes: bool) -> None:
    """Show what an archive would do to the wiki, or do it: all of it or nothing. Core pages too."""
    try:
        plan = plan_import(read_bundle(file.read_bytes(), UNPACKED), None)
    except Unreadable as error:
        _refuse([text_of(error.code, **error.params)])
    for row in plan.rows:
        if row.fate is not Fate.SAME:
            click.echo(f"{row.fate.value}: {row.file.slug}{_why(row)}")
    wrong = [f"{one.name}: {text_of(one.code, **one.params)}" for one in plan.troubles]
    wrong += [f"{row.file.slug}{_why(row)}" for row in plan.of(Fate.WRONG)]
    if is_applied and plan.of(Fate.CLASH) and not leave_clashes:
        wrong += [f"{row.file.slug}{_why(row)}" for row in plan.of(Fate.CLASH)]
    if wrong:
        _refuse(wrong)
    if not is_applied:
        db.session.rollback()
        click.echo(f"Nothing is changed. Add --apply to read in {len(plan.of(*WRITTEN))} pages.")
        return
    with click.progressbar(length=len(plan.rows), label="Reading pages in", file=sys.stderr) as bar:
        done = apply_import(plan, by=SYSTEM, summary="import wiki", watch=lambda _row: bar.update(1))
    db.session.commit()
    click.echo(f"{done.written} pages read in.")


def _why(row: Row) -> str:
    words = " ".join(text_of(code, **params) for _field, code, params in row.findings)
    return f": {words}" if words else ""


def _refuse(lines: list[str]) -> None:
    db.session.rollback()
    for line in lines:
        click.echo(f"Error: {line}", err=True)
    sys.exit(1)


def add_commands(app: Flask) -> None:
    """Hang the commands under ``export`` and ``import``, whoever made those groups."""
    for name, command in (("export", export_wiki), ("import", import_wiki)):
        group = app.cli.commands.get(name)
        if not isinstance(group, AppGroup):
            group = AppGroup(name)
            app.cli.add_command(group)
        group.add_command(command)
