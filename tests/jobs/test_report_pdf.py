"""The PDF of a report: tagged, with language, title and outline; made by the worker, and again when lost."""

import io
import os
import shutil

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from core.database import db, utc_now
from core.jobs import Job, JobState, run_waiting
from portfolio.exports import report_pdf
from portfolio.exports.report_pdf import keep_pdf, lacks, pdf_bytes, pdf_file
from portfolio.jobs.reports import RETRIED_AFTER, ask_missing
from portfolio.rules.terms import Phase
from tests.factories.reports import make_report

pytestmark = pytest.mark.skipif(
    bool(lacks()) and not os.environ.get("ROUTEKAART_REQUIRE_ALL"),
    reason="no WeasyPrint or its libraries here: see docs/operations.md",
)


@pytest.fixture
def folder(app, database):
    path = app.config["SETTINGS"].data_dir / "reports"
    yield path
    shutil.rmtree(path, ignore_errors=True)


def published(**values) -> tuple[str, str]:
    """Publish a report and let go of the database; return its number and its edition."""
    report = make_report(**values)
    found = (report.number, report.edition)
    db.session.rollback()
    return found


def tags_of(node, found):
    """Collect the kinds of structure elements, and which figures have an alternative text."""
    node = node.get_object()
    kind = node.get("/S")
    found.append((kind, node.get("/Alt")))
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, dict) and "/S" in kid:
            tags_of(kid, found)
    return found


def test_the_worker_makes_a_tagged_pdf_in_both_languages(app, folder, make_use_case):
    make_use_case(phase=Phase.PILOT, title="Een <kaart> & meer")
    number, edition = published(title="Half jaar", title_en="Half a year")

    assert run_waiting(app) >= 1

    for language, code, title in (("nl", "nl", "Half jaar"), ("en", "en", "Half a year")):
        reader = PdfReader(io.BytesIO(pdf_file(edition, language).read_bytes()))
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == code
        assert reader.metadata.title == f"{title} ({number})"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
        tags = tags_of(root["/StructTreeRoot"]["/K"][0], [])
        kinds = {kind for kind, _alt in tags}
        assert {"/H1", "/H2", "/H3", "/P", "/L", "/Table", "/TH", "/TD"} <= kinds
        assert all(alt for kind, alt in tags if kind == "/Figure")
        assert len(reader.outline) > 1
        assert "Een <kaart> & meer" in "".join(page.extract_text() for page in reader.pages)


def test_a_pdf_that_was_lost_is_made_again_by_a_job_of_its_own(app, folder):
    _number, edition = published()
    keep_pdf(edition, "en", b"%PDF that is there")
    assert ask_missing() == 0, "the job of the publication still waits"
    job = db.session.scalars(select(Job)).one()
    job.state, job.ended_at = JobState.FAILED, utc_now()
    db.session.commit()
    assert ask_missing() == 0, "a failure is not repeated every few minutes"
    job.ended_at -= RETRIED_AFTER
    db.session.commit()

    assert ask_missing() == 1
    db.session.commit()
    assert run_waiting(app) == 1

    assert pdf_file(edition, "nl").read_bytes().startswith(b"%PDF")
    assert pdf_file(edition, "en").read_bytes() == b"%PDF that is there"
    assert ask_missing() == 0


def test_a_number_given_out_again_after_a_backup_was_put_back_gets_no_old_pdf(app, folder, browser):
    number, edition = published()
    moment = edition.removeprefix(f"{number}-")
    keep_pdf(edition.replace(moment, f"2020{moment[4:]}"), "nl", b"%PDF of a report that is no more")
    browser.get(f"/reports/{number}/report.pdf", expect=404)


def test_a_pdf_opens_no_file_and_no_address(folder, tmp_path, caplog):
    secret = tmp_path / "geheim.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>Geheim</text></svg>')
    page = f'<html lang="nl"><title>x</title><img alt="x" src="{secret.as_uri()}"><img alt="y" src="http://127.0.0.1:9/y">'

    made = pdf_bytes(page)

    assert "Geheim" not in PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert sum("not opened for a report" in record.getMessage() for record in caplog.records) == 2


def test_without_the_software_nothing_is_made_and_the_page_says_so(app, folder, browser, monkeypatch):
    monkeypatch.setattr(report_pdf, "find_spec", lambda _name: None)
    lacks.cache_clear()
    try:
        number, edition = published()
        run_waiting(app)

        assert ask_missing() == 0 and not pdf_file(edition, "nl").exists()
        assert "WeasyPrint" in browser.get(f"/reports/{number}").text
        assert "WeasyPrint" in browser.get(f"/reports/{number}/report.pdf", expect=404).text
    finally:
        lacks.cache_clear()
