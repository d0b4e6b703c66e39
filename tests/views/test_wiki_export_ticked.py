"""Tick boxes in a list of the wiki: what is ticked goes out, and nothing ticked is not all."""

from io import BytesIO
from zipfile import ZipFile

import pytest


@pytest.fixture(autouse=True)
def three(make_page):
    for title in ("Een", "Twee", "Drie"):
        make_page(title=title)


def test_what_is_ticked_goes_out_and_nothing_else(browser, make_person):
    page = browser.sign_in(make_person()).get("/wiki/?page=1")
    boxes = page.select("form .tick input[name=slug]")
    assert [box["aria-label"] for box in boxes] == ["Kies Drie", "Kies Een", "Kies Twee"]
    form = page.select_one("form:has(.tick)")
    assert (form["action"], form.get("method", "get")) == ("/wiki/export", "get")
    archive = browser.get("/wiki/export?ticked=1&slug=een&slug=drie&download=1").response.data
    assert sorted(ZipFile(BytesIO(archive)).namelist()) == ["pages/drie.md", "pages/een.md"]


def test_nothing_ticked_is_refused_in_words(browser, make_person):
    page = browser.sign_in(make_person()).get("/wiki/export?ticked=1&download=1", expect=422)
    assert "U vinkte geen pagina aan" in page.main.text


def test_a_choice_stays_on_the_page_where_one_narrows_it(browser, make_person):
    page = browser.sign_in(make_person()).get("/wiki/export?slug=een")
    assert [field["value"] for field in page.select("input[name=slug]")] == ["een"]


def test_a_visitor_has_no_boxes_and_can_not_export(browser):
    assert not browser.get("/wiki/?page=1").select("[name=slug]")
    browser.get("/wiki/export?slug=een&download=1", expect=302)
