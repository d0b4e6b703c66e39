"""Every chart is drawn in a real browser under the content policy, or stands there in another form."""

import pytest

CHARTS = ["value-chance", "mix", "roadmap", "coverage", "action-points", "budget", "drift", "phase-flow"]
NOT_DRAWN = "[data-figure-url]:not([data-drawn=yes])"


def show_all(page) -> int:
    """Bring every figure into view and wait until it is drawn; return how many there are."""
    from playwright.sync_api import expect

    for figure in page.locator("figure:has([data-figure-url])").all():
        figure.scroll_into_view_if_needed()
    expect(page.locator(NOT_DRAWN)).to_have_count(0, timeout=15_000)
    return page.locator(".js-plotly-plot").count()


@pytest.mark.parametrize("path", ["/progress/", "/actions/", *(f"/progress/{chart}" for chart in CHARTS)])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_chart_is_drawn(visit, path, width):
    visitor = visit(width=width)
    page = visitor.open(path)
    assert show_all(page) == page.locator("[data-figure-url]").count() > 0
    assert visitor.overflow() <= 0
    for svg in page.locator(".js-plotly-plot .main-svg").all():
        assert svg.bounding_box()["height"] > 50


@pytest.mark.parametrize(("language", "total"), [("nl", "2.550"), ("en", "2,550")])
def test_a_figure_speaks_the_readers_language(visit, language, total):
    page = visit().open(f"/progress/budget?lang={language}")
    show_all(page)
    assert total in page.locator(".js-plotly-plot").text_content()


def test_a_point_leads_to_its_use_case(visit):
    page = visit().open("/progress/value-chance?domain=sociaal-domein")
    show_all(page)
    page.locator(".js-plotly-plot .points path").last.click(force=True)
    page.wait_for_url("**/use-cases/SOC-*")


@pytest.mark.parametrize("chart", CHARTS)
def test_without_script_the_finding_and_the_numbers_remain(visit, chart):
    page = visit(javascript=False).open(f"/progress/{chart}")
    assert page.locator(".say").first.text_content().strip()
    assert page.locator("main table tbody tr").count() > 0
    if chart in ("mix", "roadmap"):
        assert page.locator(".plot-fallback svg").first.is_visible()


def test_paper_shows_the_table_and_the_figure(visit):
    page = visit().open("/progress/mix")
    show_all(page)
    page.emulate_media(media="print")
    assert page.locator("main table").first.is_visible()
    assert page.locator(".js-plotly-plot").first.is_visible()
    assert not page.locator(".bar-f").is_visible()


def test_a_figure_can_be_downloaded(visit):
    page = visit().open("/progress/mix")
    show_all(page)
    with page.expect_download() as download:
        page.locator("[data-downloads] button").first.click()
    assert download.value.suggested_filename.endswith(".svg")
