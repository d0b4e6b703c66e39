"""``flask --app app import use-cases FILE`` and ``export use-cases FILE``: the spreadsheet of the screens.

Exit status: 0 done, 1 refused (each wrong cell on a line of its own), 2 wrong use.
"""

import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from core.audit import SYSTEM
from core.database import db, today
from core.messages import text_of
from core.web.tables import csv_text, ods_bytes
from portfolio.actions.importing import Plan, apply_import, plan_import
from portfolio.queries.use_case_sheet import cells_of, use_cases_of_domains
from portfolio.rules.findings import Refusal
from portfolio.rules.sheet_files import read_table
from portfolio.rules.spreadsheet import COLUMNS, read_sheet

import_cli = AppGroup("import", help="Read data in from files.")
export_cli = AppGroup("export", help="Write data to files.")


@import_cli.command("use-cases")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Read it in; without this nothing is changed.")
def import_use_cases(file: Path, is_applied: bool) -> None:
    """Show what a spreadsheet (CSV or ODS) would do, or do it: all of it or nothing."""
    try:
        plan = plan_import(read_sheet(read_table(file.read_bytes())), reader=None, domain_ids=None)
    except Refusal as refusal:
        _refuse(text_of(refusal.code, **refusal.params))
    for error in plan.errors:
        click.echo(f"Error: row {error.row}, {error.column}: {text_of(error.code, **error.params)}", err=True)
    if plan.errors:
        db.session.rollback()
        sys.exit(1)
    _tell(plan)
    if not is_applied:
        db.session.rollback()
        click.echo(f"Nothing is changed. Add --apply to read in {plan.added} new and {plan.changed} changed.")
        return
    done = apply_import(plan, by=SYSTEM, today=today(), note="import use-cases")
    db.session.commit()
    click.echo(f"{len(done)} use cases read in.")


@export_cli.command("use-cases")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export_use_cases(file: Path) -> None:
    """Write all use cases, drafts too, in the columns that the import reads; without scores."""
    rows: list[list[Any]] = [list(cells_of(use_case).values()) for use_case in use_cases_of_domains(None)]
    if file.suffix.lower() == ".csv":
        file.write_text("\ufeff" + csv_text(list(COLUMNS), rows), encoding="utf-8", newline="")
    elif file.suffix.lower() == ".ods":
        file.write_bytes(ods_bytes("use-cases", list(COLUMNS), rows))
    else:
        raise click.BadParameter("the name must end in .csv or .ods", param_hint="FILE")
    click.echo(f"{len(rows)} use cases written to {file}.")


def _tell(plan: Plan) -> None:
    for row in plan.rows:
        if row.is_new:
            click.echo(f"row {row.number}: new {row.phase.value} in {row.domain.slug}: {row.title}")
        elif row.changes:
            columns = ", ".join(change.column for change in row.changes)
            click.echo(f"row {row.number}: {row.code} changes {columns}")


def _refuse(text: str) -> None:
    db.session.rollback()
    click.echo(f"Error: {text}", err=True)
    sys.exit(1)
