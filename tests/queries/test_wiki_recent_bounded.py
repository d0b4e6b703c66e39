"""Recent changes are counted up to a bound, so that a large wiki answers as quickly as a small one."""

import pytest

from wiki.queries import revisions


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(revisions, "MOST_CHANGES", 3)


def test_only_the_last_changes_are_counted_and_the_page_says_so(few, browser, make_page):
    for number in range(5):
        make_page(title=f"Pagina {number}")
    page = browser.get("wiki.list_recent")
    assert "de laatste 3 wijzigingen" in page.main.text
    assert "Pagina 4" in page.select("main .lines li > a")[0].text


def test_below_the_bound_all_are_counted_and_a_filter_counts_its_own(few, browser, make_page, change_page):
    change_page(make_page(title="Een"), body="nieuw")
    assert "2 wijzigingen" in browser.get("wiki.list_recent").main.text
    assert "1 wijziging" in browser.get("/wiki/recent?change=edited").main.text
    assert revisions.list_changes(revisions.ChangeFilters(), 99, per_page=1).number == 2
