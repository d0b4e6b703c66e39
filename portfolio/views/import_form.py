"""Read a board's spreadsheet: a file, a preview with what is wrong per cell, then all of it or nothing."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.permissions import Permission, Scope, requires, rights
from core.database import today
from core.errors import Refusal
from core.messages import text_of
from core.web.save import save
from core.web.tables import csv_response, ods_response
from portfolio.actions.importing import Plan, apply_import, plan_import
from portfolio.forms.sheet import ConfirmForm, UploadForm, seal, unseal
from portfolio.queries.use_case_sheet import cells_of, use_cases_of_domains
from portfolio.rules import findings
from portfolio.rules.sheet_files import MOST_BYTES, Table, read_table
from portfolio.rules.spreadsheet import COLUMNS, read_sheet
from portfolio.views.blueprint import bp


def own_domains(**_address: str) -> Scope:
    """Return the scope of the domains in which the reader may read spreadsheets in."""
    return Scope(rights(current_user).domains_where(Permission.USE_CASE_IMPORT) or frozenset())


@bp.route("/use-cases/import", methods=["GET", "POST"])
@requires(Permission.USE_CASE_IMPORT, of=own_domains)
def import_use_cases() -> ResponseReturnValue:
    """Show what a spreadsheet would do; read it in when that is confirmed."""
    if request.method == "GET":
        return _upload_page(UploadForm(formdata=None))
    if "table" in request.form:
        return _confirm()
    form = UploadForm()
    if not form.validate():
        return _upload_page(form), 422
    try:
        with form.file.data.stream as file:
            table = read_table(file.read(MOST_BYTES + 1))
        plan = _plan(table)
    except findings.Refusal as refusal:
        form.refuse(Refusal(refusal.code, "file", **refusal.params))
        return _upload_page(form), 422
    return _preview(plan, table), 422 if plan.errors else 200


def _confirm() -> ResponseReturnValue:
    """Read everything again from the signed table and against what is there now."""
    form = ConfirmForm()
    table = unseal(form.table.data or "", current_user.id)
    if table is None:
        form = UploadForm(formdata=None)
        form.form_errors = [text_of("sheet_expired")]
        return _upload_page(form), 422
    outcome = save(form, lambda: _apply(table))
    if not outcome.is_saved:
        return _preview(_plan(table), table), outcome.status
    total = len(outcome.result)
    flash(
        ngettext("%(num)s use case is ingelezen.", "%(num)s use cases zijn ingelezen.", total),
        "success" if total else "info",
    )
    return redirect(url_for(".list_use_cases"))


def _plan(table: Table) -> Plan:
    return plan_import(read_sheet(table), reader=current_user, domain_ids=own_domains().domain_ids)


def _apply(table: Table) -> list[Any]:
    return apply_import(_plan(table), by=current_user, today=today(), note=_("Ingelezen uit een spreadsheet"))


def _upload_page(form: UploadForm) -> str:
    return render_template("portfolio/forms/import.html", form=form)


def _preview(plan: Plan, table: Table) -> str:
    return render_template(
        "portfolio/forms/import_preview.html",
        plan=plan,
        errors=[(error.row, error.column, text_of(error.code, **error.params)) for error in plan.errors],
        form=ConfirmForm(formdata=None, data={"table": "" if plan.errors else seal(table, current_user.id)}),
    )


@bp.get("/use-cases/import/template.<any(csv, ods):form>")
@requires(Permission.USE_CASE_IMPORT, of=own_domains)
def download_template(form: str) -> ResponseReturnValue:
    """Answer with the columns, and with ``?rows=own`` the reader's own use cases below them."""
    rows: list[list[Any]] = []
    if request.args.get("rows") == "own":
        found = use_cases_of_domains(own_domains().domain_ids)
        rows = [list(cells_of(use_case).values()) for use_case in found]
    answer = csv_response if form == "csv" else ods_response
    return answer("use-cases-import", list(COLUMNS), rows)
