"""Progress reports on screen: made, written, taken anew, frozen, corrected; and who may not."""

import csv
import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest

from accounts.rules.terms import Role
from core.database import db
from portfolio.charts.report_words import titled
from portfolio.models import UseCase
from portfolio.models.progress import ComputedStatus
from portfolio.models.reports import Report
from portfolio.rules.progress_status import Status
from portfolio.rules.reports import Period
from portfolio.rules.terms import Phase
from search import writing
from tests.factories.reports import make_report, make_report_draft, whole

PERIOD = {"from_on": "2026-01-01", "to_on": "2026-06-30"}
STEPS = ("refresh", "publish", "drop", "edit", "sections/summary")


@pytest.fixture
def writer(browser, make_person):
    return browser.sign_in(make_person(Role.PROGRAMME_MANAGER))


def test_a_draft_is_there_at_once_written_and_frozen_with_its_figures(
    writer, other_browser, make_domain, make_use_case
):
    domain = make_domain(name="Zorg")
    make_use_case(domain=domain, phase=Phase.PILOT, title="Loopt")
    page = writer.get("/reports/new")
    draft = writer.submit(page, to="/reports/new", **PERIOD, title="Half jaar").location
    assert "Er loopt 1 use case" in writer.get(draft).text

    text = "Het ging goed.\n\n- een punt\n- <b>nog een</b>"
    section = f"{draft}/sections/summary"
    writer.submit(writer.get(section), to=section, body=text)
    page = writer.get(draft)
    assert [item.text for item in page.select("#summary ul li")] == ["een punt", "<b>nog een</b>"]

    made = writer.submit(writer.get(f"{draft}/publish"), to=f"{draft}/publish").location
    assert made.startswith("/reports/VR-")
    before = other_browser.get(made)
    db.session.query(UseCase).update({"title": "Anders", "phase": Phase.STOPPED})
    db.session.commit()

    after = other_browser.get(made)
    assert after.select_one(".stack-l").text == before.select_one(".stack-l").text
    assert writer.get(draft, expect=302).location == made


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"to_on": ""}, "Kies de laatste dag."),
        ({"to_on": "2025-01-01"}, "op of na de eerste dag"),
        ({"to_on": "2199-01-01"}, "tot en met vandaag"),
        ({"from_on": "2001-01-01"}, "ten hoogste"),
        ({"from_on": "0001-01-01", "to_on": "0001-01-31"}, "van 2000"),
        ({"from_on": "9999-12-31"}, "na de eerste"),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_what_was_typed(writer, wrong, words):
    values = {**PERIOD, "title": "Mijn titel", **wrong}
    page = writer.submit(writer.get("/reports/new"), to="/reports/new", expect=422, **values)

    assert words in page.text
    assert page.select_one("[name=from_on]")["value"] == values["from_on"]


def test_a_report_without_a_title_is_called_after_its_period_and_moves_along_with_it(in_dutch):
    half = Period(date(2026, 1, 1), date(2026, 6, 30))
    given = {"title": " ", "title_en": "", "from_on": half.first, "to_on": half.last}

    made = titled(given)
    assert made["title"] == "Voortgangsrapportage eerste helft van 2026"
    assert titled(made | {"to_on": date(2026, 12, 31)}, half)["title"].endswith("december 2026")
    own = given | {"title": "Eigen"}
    assert titled(own) == titled(own, half) == own


def test_a_preview_shows_the_text_and_saves_nothing(writer):
    draft = make_report_draft()
    address = f"/reports/drafts/{draft.id}/sections/status"
    page = writer.submit(writer.get(address), to=address, body="Zo leest het.", preview="1", expect=200)

    assert "Zo leest het." in page.select_one("#preview-title").parent.text
    assert page.select_one("[name=body]").text.strip() == "Zo leest het."
    assert [one.body for one in whole(draft).sections if one.key == "status"] == [""]


def test_two_people_at_one_section_both_keep_their_text(writer):
    draft = make_report_draft()
    address = f"/reports/drafts/{draft.id}/sections/status"
    mine = writer.get(address)
    writer.submit(writer.get(address), to=address, body="Van een ander.")

    page = writer.submit(mine, to=address, body="Van mij.", expect=409)

    assert "Van een ander." in page.text and page.select_one("[name=body]").text.strip() == "Van mij."
    writer.submit(page, to=address)
    assert [one.body for one in whole(draft).sections if one.key == "status"] == ["Van mij."]


@pytest.mark.parametrize("step", ["refresh", "publish", "drop"])
def test_nobody_freezes_or_drops_a_text_that_they_did_not_see(writer, step):
    draft = make_report_draft()
    address = f"/reports/drafts/{draft.id}/{step}"
    page = writer.get(address)
    section = f"/reports/drafts/{draft.id}/sections/status"
    writer.submit(writer.get(section), to=section, body="Nieuw.")

    writer.submit(page, to=address, expect=409)

    assert not whole(draft).is_published


def test_taking_the_figures_anew_says_what_changed_and_keeps_what_was_written(writer, make_use_case):
    draft = make_report_draft()
    section = f"/reports/drafts/{draft.id}/sections/status"
    writer.submit(writer.get(section), to=section, body="Mijn tekst.")
    make_use_case(phase=Phase.PILOT)
    address = f"/reports/drafts/{draft.id}/refresh"
    page = writer.get(address)
    assert "lopende use cases" in page.select_one("tbody").text

    writer.submit(page, to=address)

    texts = {one.key: one.body for one in whole(draft).sections}
    assert texts["status"] == "Mijn tekst." and "Er loopt 1 use case" in texts["summary"]
    assert "Geen enkel cijfer is veranderd" in writer.get(address).text


def test_another_period_takes_other_figures_and_another_audience_other_sections(writer):
    draft = make_report_draft()
    address = f"/reports/drafts/{draft.id}/edit"
    writer.submit(writer.get(address), to=address, from_on="2025-07-01", audience="public")

    changed = whole(draft)
    assert changed.facts["from"] == "2025-07-01"
    assert "status" not in {one.key for one in changed.sections}
    writer.submit(writer.get(address), to=address, audience="parliament")
    assert [one.key for one in whole(draft).sections][2] == "status"


def test_a_report_without_a_summary_is_not_frozen(writer):
    draft = make_report_draft()
    draft.sections[0].body = ""
    db.session.commit()
    address = f"/reports/drafts/{draft.id}/publish"
    page = writer.get(address)

    assert "Schrijf eerst de samenvatting." in page.text
    assert page.select("main form button") == []
    writer.submit(page, to=address, expect=422)


def test_a_mistake_is_corrected_by_a_next_report_that_names_it(writer, other_browser):
    first = make_report(title="Met een fout")
    page = writer.get(f"/reports/new?corrects={first.number}")
    assert page.select_one("[name=title]")["value"] == "Met een fout"
    writer.submit(page, to="/reports/new", expect=422)
    draft = writer.submit(page, to="/reports/new", correction="Een cijfer was fout.").location
    second = writer.submit(writer.get(f"{draft}/publish"), to=f"{draft}/publish").location

    assert "Een cijfer was fout." in other_browser.get(second).text
    assert second.rpartition("/")[2] in other_browser.get(f"/reports/{first.number}").text
    other = make_report_draft(corrects_id=first.id, correction="Nog een fout.")
    page = writer.get(f"/reports/drafts/{other.id}/publish")
    assert "al verbeterd door" in page.text


def test_a_draft_is_thrown_away_after_asking(writer):
    draft = make_report_draft()
    address = f"/reports/drafts/{draft.id}/drop"
    writer.submit(writer.get(address), to=address)

    assert db.session.query(Report).count() == 0
    writer.get(address, expect=404)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.BOARD_MEMBER, Role.ADMINISTRATOR, Role.WIKI_CURATOR])
def test_a_draft_is_known_to_the_programme_manager_alone(browser, make_person, make_domain, role):
    draft = make_report_draft(title="Geheime titel")
    browser.sign_in(make_person(role, domain=make_domain()))

    assert "Geheime titel" not in browser.get("/reports/").text
    for rest in ("", "/concept.odt", "/concept.csv", *(f"/{step}" for step in STEPS)):
        browser.get(f"/reports/drafts/{draft.id}{rest}", expect=404)
    for step in STEPS:
        browser.post(f"/reports/drafts/{draft.id}/{step}", data={"version": 1}, expect=404)
    browser.get("/reports/new", expect=403)


def test_a_visitor_reads_what_is_published_and_signs_in_for_a_draft(browser):
    report, draft = make_report(title="Openbaar"), make_report_draft(title="Concept")

    page = browser.get("/reports/")
    assert "Openbaar" in page.text and "Concept" not in page.select_one("main").text
    assert browser.get(f"/reports/{report.number.lower()}", expect=301).location.endswith(report.number)
    assert "/login" in browser.get(f"/reports/drafts/{draft.id}", expect=302).location
    for number in ("VR-2026-999", "1", "VR-2026-001-"):
        browser.get(f"/reports/{number}", expect=404)


def test_a_report_reads_in_english_with_its_prose_marked_as_dutch(browser):
    report = make_report(title="Half jaar", title_en="Half a year")
    page = browser.get(f"/reports/{report.number}?lang=en")

    assert page.select_one("h1").text.strip() == "Half a year"
    assert page.select_one("#summary .report-prose")["lang"] == "nl"


def test_a_register_of_more_reports_costs_no_more_queries(browser, count_queries):
    make_report()
    with count_queries() as few:
        browser.get("/reports/")
    for _time in range(3):
        make_report()
    with count_queries() as many:
        browser.get("/reports/")

    assert len(many) == len(few)


def test_the_figures_come_out_as_csv_and_json(browser, make_use_case):
    make_use_case(phase=Phase.PILOT)
    report = make_report()
    text = browser._open(f"/reports/{report.number}/figures.csv", method="GET").get_data(as_text=True)

    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert {row["name"]: row["value"] for row in rows if row["list"] == "figure"}["running"] == "1"
    data = browser._open(f"/reports/{report.number}/figures.json", method="GET").json
    assert data["facts"]["total"]["running"] == 1 and data["number"] == report.number


def test_the_text_document_is_a_whole_package_with_headings_tables_and_described_drawings(
    browser, make_use_case
):
    use_case = make_use_case(phase=Phase.PILOT, title="A & <B>")
    on = date(2026, 2, 1)
    db.session.add(ComputedStatus(use_case_id=use_case.id, on=on, status=Status.RED, declared=Status.GREEN))
    db.session.commit()
    report = make_report()
    response = browser._open(f"/reports/{report.number}/report.odt", method="GET")
    package = zipfile.ZipFile(io.BytesIO(response.data))
    names = package.namelist()

    assert names[0] == "mimetype" and package.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
    assert package.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    manifest = package.read("META-INF/manifest.xml").decode()
    pictures = [name for name in names if name.startswith("Pictures/")]
    assert pictures and all(name in manifest for name in pictures)
    for name in [*pictures, "content.xml", "styles.xml", "meta.xml"]:
        ElementTree.fromstring(package.read(name))
    content = package.read("content.xml").decode()
    assert content.count("<text:h ") > 9 and "table:table-header-rows" in content
    assert content.count("<svg:desc>") == len(pictures)
    assert "<dc:language>nl-NL" in package.read("meta.xml").decode()
    assert "A &amp; &lt;B&gt;" in content


def test_a_drawing_stands_alone_as_a_file_with_title_and_description(browser, make_use_case):
    use_case = make_use_case(phase=Phase.PILOT)
    on = date(2026, 2, 1)
    db.session.add(ComputedStatus(use_case_id=use_case.id, on=on, status=Status.RED, declared=Status.RED))
    db.session.commit()
    report = make_report()
    response = browser._open(f"/reports/{report.number}/drawings/status.svg", method="GET")

    root = ElementTree.fromstring(response.data)
    assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
    browser.get(f"/reports/{report.number}/drawings/geen.svg", expect=404)


def test_without_its_pdf_a_page_says_what_is_missing(browser):
    report = make_report()

    page = browser.get(f"/reports/{report.number}/report.pdf", expect=404)

    assert "PDF" in page.select_one("h1").text and "ODT" in page.text


def test_a_published_report_is_found_by_its_number_and_its_text(browser):
    draft = make_report_draft(title="Rapport over sloten")
    report = make_report(title="Rapport over dijken")
    writing.rebuild()

    page = browser.get("/search?q=dijken")
    assert report.number in str(page.select_one("main"))
    assert draft.title not in browser.get("/search?q=sloten").select_one("main").text
