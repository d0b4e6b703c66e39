"""Progress reports as everyone reads them: the register, one report, its drawings and its files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Response, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Permission, may, public
from core.errors import NotFound
from core.i18n import format_moment, language, localised
from core.links import Reference, Resolved
from core.web.paging import wanted_page
from core.web.tables import csv_response, json_response
from portfolio.exports.report_csv import COLUMNS, figure_rows
from portfolio.exports.report_odt import odt_bytes
from portfolio.exports.report_pdf import lacks, pdf_file
from portfolio.exports.report_svg import svg_text
from portfolio.models.reports import Report
from portfolio.queries import reports as queries
from portfolio.rules.report_document import Document, from_plain, paragraphs
from portfolio.views.blueprint import bp

ODT = "application/vnd.oasis.opendocument.text"


@bp.get("/reports/")
@public
def list_reports() -> ResponseReturnValue:
    """Show one page of the published reports; who writes them sees the drafts above."""
    page = queries.page_of_reports(wanted_page())
    is_writer = may(Permission.REPORT_WRITE)
    return render_template(
        "portfolio/reports/list.html",
        page=page,
        corrected=queries.corrected_by([report.id for report in page.items]),
        drafts=queries.list_drafts(current_user) if is_writer else [],
        is_writer=is_writer,
    )


@bp.get("/reports/<number>")
@public
def show_report(number: str) -> ResponseReturnValue:
    """Show one published report; a number in small letters goes on to the real one."""
    report = queries.find_report(number)
    if report is None:
        if number != number.upper() and queries.find_report(number.upper()) is not None:
            return redirect(url_for(".show_report", number=number.upper()), 301)
        raise NotFound("not_found")
    return report_page(report, document_in(report), is_writer=may(Permission.REPORT_WRITE))


def report_page(report: Report, document: Document, **more: Any) -> str:
    """Return the page of a report, draft or published."""
    return render_template(
        "portfolio/reports/report.html",
        report=report,
        document=document,
        corrected=queries.corrected_by([report.id]).get(report.id) if report.number else None,
        paragraphs=paragraphs,
        address_of=address_of_words,
        missing=lacks() if report.number else "",
        has_pdf=report.number is not None and pdf_file(report.edition, language()).exists(),
        **more,
    )


def document_in(report: Report) -> Document:
    """Return a published report in the language of this reader, with the words it was frozen with."""
    return from_plain(report.documents[language()])


def address_of_words(names: str) -> str:
    """Return the address of what a cell names; empty for what has none any more."""
    kind, _colon, key = names.partition(":")
    if kind == "use-case":
        return url_for("portfolio.show_use_case", code=key)
    return url_for("portfolio.show_decision", number=key) if kind == "decision" else ""


def _published(number: str) -> Report:
    report = queries.find_report(number)
    if report is None:
        raise NotFound("not_found")
    return report


@bp.get("/reports/<number>/drawings/<slug>.svg")
@public
def show_report_drawing(number: str, slug: str) -> ResponseReturnValue:
    """Answer with one drawing as a file."""
    drawings = {drawing.slug: drawing for drawing in document_in(_published(number)).drawings}
    if slug not in drawings:
        raise NotFound("not_found")
    return Response(svg_text(drawings[slug]), content_type="image/svg+xml; charset=utf-8")


@bp.get("/reports/<number>/report.odt")
@public
def export_report_odt(number: str) -> ResponseReturnValue:
    """Answer with the report as an OpenDocument text."""
    report = _published(number)
    return odt_response(report, document_in(report))


def odt_response(report: Report, document: Document) -> Response:
    """Return the OpenDocument text of a report, draft or published."""
    note = (
        _("Gepubliceerd op %(moment)s uur. Deze tekst ligt vast.", moment=format_moment(report.published_at))
        if report.number
        else _("Dit is een concept. De cijfers en de tekst kunnen nog veranderen.")
    )
    body = odt_bytes(document, number=report.number or "", table_words=cut_words(), note=note)
    response = Response(body, content_type=ODT)
    name = report.number or _("concept")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.odt"'
    return response


def cut_words() -> str:
    """Return what to say below a table that shows the first rows only."""
    return _("Hier staan de eerste %(most)s van %(total)s regels. Meer regels staan in de CSV.")


@bp.get("/reports/<number>/report.pdf")
@public
def export_report_pdf(number: str) -> ResponseReturnValue:
    """Answer with the tagged PDF that the worker made; without it a page that says what is the matter."""
    report = _published(number)
    file: Path = pdf_file(report.edition, language())
    if not file.exists():
        page = render_template("portfolio/reports/no_pdf.html", report=report, missing=lacks())
        return page, 404, {"Retry-After": "60"}
    return send_file(file, mimetype="application/pdf", download_name=f"{report.number}.pdf", max_age=0)


@bp.get("/reports/<number>/figures.<any(csv, json):form>")
@public
def export_report_figures(number: str, form: str) -> ResponseReturnValue:
    """Answer with every figure and list of the report, as taken."""
    report = _published(number)
    if form == "json":
        return json_response({"number": report.number, "title": report.title, "facts": report.facts})
    return csv_response(str(report.number), COLUMNS, figure_rows(report.facts))


def resolve_reports(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "report"; the key is a number. What is published is public."""
    found = queries.by_numbers([reference.key for reference in references])
    return {
        reference: Resolved(
            title=localised(report, "title"),
            url=url_for("portfolio.show_report", number=report.number),
            id=report.id,
            kind=_("voortgangsrapportage"),
        )
        for reference in references
        if (report := found.get(reference.key))
    }


def address_of_report(id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one."""
    number = queries.number_of_id(id_)
    return url_for("portfolio.show_report", number=number) if number else None
