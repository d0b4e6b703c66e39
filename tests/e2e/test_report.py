"""A progress report from the click to what a parliament gets: draft, text, frozen, and every form of it."""

import io
import os
import re
import zipfile
from datetime import timedelta

import pytest
from pypdf import PdfReader

from core.database import today
from portfolio.exports.report_pdf import lacks

OWN = "Wij vroegen de eigenaren om uitleg."


def press(page, words: str) -> None:
    """Press the button with these words in the page itself, and wait for the answer."""
    page.locator("main").get_by_role("button", name=words, exact=True).click()
    page.wait_for_load_state()


def pdf_of(visitor, address: str) -> bytes:
    """Return the PDF as soon as the worker has made it, as someone does who looks now and then."""
    for _time in range(120):
        answer = visitor.context.request.get(f"{visitor.site}{address}/report.pdf")
        if answer.status == 200:
            return answer.body()
        visitor.page.wait_for_timeout(500)
    raise AssertionError(answer.text())


def test_a_programme_manager_makes_a_report_that_a_visitor_reads_in_every_form(visit):
    manager = visit().sign_in("programma")
    page = manager.open("/reports/new")
    page.fill("[name=title]", "Rapportage uit de browser")
    page.fill("[name=from_on]", (today() - timedelta(days=120)).isoformat())
    page.fill("[name=to_on]", today().isoformat())
    press(page, "Maak het concept")
    draft = re.sub(r"[?#].*", "", page.url).removeprefix(manager.site)
    assert page.locator("main svg[role=img]").count() >= 3
    assert not manager.axe()

    manager.open(f"{draft}/sections/unreported")
    page.fill("[name=body]", f"{OWN}\n\n- binnen een maand")
    press(page, "Bekijk")
    assert OWN in page.get_by_role("region", name="Zo leest het").inner_text()
    press(page, "Bewaar")
    manager.open(f"{draft}/publish")
    press(page, "Publiceer deze rapportage")
    address = page.url.removeprefix(manager.site)
    number = address.rsplit("/", 1)[1]
    assert re.fullmatch(r"VR-\d{4}-\d{3}", number)

    visitor = visit(width=320)
    read = visitor.open(address)
    assert OWN in read.locator("#unreported").inner_text()
    assert visitor.overflow() <= 0 and not visitor.axe()
    odt = visitor.context.request.get(f"{visitor.site}{address}/report.odt").body()
    assert OWN in zipfile.ZipFile(io.BytesIO(odt)).read("content.xml").decode()
    figures = visitor.context.request.get(f"{visitor.site}{address}/figures.csv").text()
    assert "figure,,," in figures
    if lacks() and not os.environ.get("ROUTEKAART_REQUIRE_ALL"):
        pytest.skip("no WeasyPrint or its libraries here: the PDF is not looked at")
    reader = PdfReader(io.BytesIO(pdf_of(visitor, address)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert OWN in "".join(page.extract_text() for page in reader.pages)
