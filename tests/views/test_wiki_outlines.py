"""A new page can begin with the headings of its kind; nobody has to."""

import pytest

from wiki.rules.checks import check_page
from wiki.rules.outlines import outline_of
from wiki.rules.terms import PageKind


@pytest.fixture
def signed_in(browser, make_person):
    return browser.sign_in(make_person("contributor"))


@pytest.mark.parametrize("kind", list(PageKind))
def test_the_headings_of_every_kind_pass_our_own_checks(kind):
    assert check_page(outline_of(kind)) == []


def test_headings_are_offered_and_put_ready_beside_the_title(signed_in):
    page = signed_in.get("/wiki/new?kind=dataset&title=Kaarten")
    assert page.select_one("[name=body]").text.strip() == ""
    page = signed_in.get(page.select_one("main a[href*='outline=1']")["href"])
    assert page.select_one("[name=title]")["value"] == "Kaarten"
    assert "## Wat erin staat" in page.select_one("[name=body]").text
    assert not page.select("main a[href*='outline=1']")


def test_what_is_written_over_the_headings_counts(signed_in):
    address = "/wiki/new?kind=tool&outline=1"
    signed_in.submit(
        signed_in.get(address), to=address, expect=303, title="Hamer", body="## Zo begint u\n\nSla."
    )
    assert "Zo begint u" in signed_in.get("/wiki/hamer").select_one(".prose").text
    assert "Let op" not in signed_in.get("/wiki/hamer").select_one(".prose").text


@pytest.mark.parametrize("kind", ["page", "faq", "lesson"])
def test_a_kind_whose_fields_say_it_all_offers_none(signed_in, kind):
    assert not signed_in.get(f"/wiki/new?kind={kind}").select("main a[href*='outline=1']")
