"""Make the PDF of published reports in the worker, and again when a file is lost."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import current_app

from core.database import db, reading, utc_now
from core.i18n import LANGUAGES, speaking
from core.jobs import Running, enqueue, register_periodic, register_task
from portfolio.actions.reports import PDF_TASK
from portfolio.exports.report_pdf import keep_pdf, lacks, pdf_bytes, pdf_file
from portfolio.exports.report_svg import svg_text
from portfolio.models.reports import Report
from portfolio.queries import reports as queries
from portfolio.rules.report_document import Drawing, from_plain, paragraphs

EVERY = 300  # seconds
RETRIED_AFTER = timedelta(days=1)


def make_pdf(payload: Mapping[str, Any], running: Running) -> None:
    """Make the PDFs that one report lacks, one per language; without the software there is nothing to do."""
    with reading():
        report = db.session.get(Report, int(payload["report_id"]))
        known = (report.number, report.edition, dict(report.documents)) if report and report.number else None
        db.session.rollback()
    if known is None or lacks():
        return
    number, edition, documents = known
    for place, language in enumerate(LANGUAGES):
        if not running.goes_on(100 * place // len(LANGUAGES)):
            return
        if pdf_file(edition, language).exists():
            continue
        keep_pdf(edition, language, pdf_bytes(print_page(number, language, documents[language])))


def print_page(number: str, language: str, plain: Mapping[str, Any]) -> str:
    """Return a report as one page of HTML that needs nothing else, for paper."""
    with speaking(language):
        # Without a request there is no shell of a page to add.
        return current_app.jinja_env.get_template("portfolio/reports/print.html").render(
            number=number,
            document=from_plain(plain),
            paragraphs=paragraphs,
            picture=_picture,
        )


def _picture(drawing: Drawing) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg_text(drawing).encode()).decode()}"


def ask_missing() -> int:
    """Ask a worker for the PDFs that are not there; return for how many reports. The caller commits.

    What was tried and failed is asked for again a day later.
    """
    if lacks():
        return 0
    with reading():
        gone = [
            report.id
            for report in queries.list_published()
            if not all(pdf_file(report.edition, language).exists() for language in LANGUAGES)
        ]
        asked = queries.reports_asked(PDF_TASK, utc_now() - RETRIED_AFTER) if gone else frozenset()
        db.session.rollback()
    for id_ in gone:
        if id_ not in asked:
            enqueue(PDF_TASK, {"report_id": id_})
    return len(set(gone) - asked)


def register_report_jobs() -> None:
    """Let the worker know what reports ask of it."""
    register_task(PDF_TASK, make_pdf)
    register_periodic("reports as PDF", EVERY, ask_missing)
