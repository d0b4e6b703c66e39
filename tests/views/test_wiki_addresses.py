"""Addresses of pages: renamed often, swapped, given anew, and every one that ever worked still does."""

import pytest
from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db
from wiki.actions import pages as actions
from wiki.models import PageLink, SlugHistory
from wiki.queries.pages import find_page
from wiki.rules.draft import Draft


def rename(slug: str, to: str, **how) -> None:
    page = find_page(slug, SYSTEM)
    actions.rename_page(page, to, base_revision=page.revision, by=SYSTEM, **how)
    db.session.commit()


def save(slug: str, body: str) -> None:
    page = find_page(slug, SYSTEM)
    draft = Draft(title=page.title, body=body)
    actions.save_page(page, draft, base_revision=page.revision, by=SYSTEM)
    db.session.commit()


def links_to(slug: str) -> int:
    page = find_page(slug, SYSTEM)
    return len(db.session.scalars(select(PageLink).where(PageLink.target_id == page.id)).all())


def lands(browser, path: str) -> str:
    """Return where one comes out; one step, or none."""
    answer = browser.client.get(path)
    if answer.status_code == 200:
        return path
    assert answer.status_code == 301
    assert "no-cache" in answer.headers["Cache-Control"], "what moved may move again"
    place = answer.headers["Location"]
    assert browser.client.get(place).status_code == 200, "chains are flat"
    return place


def test_three_renames_leave_three_addresses_that_go_straight_on(browser, make_page):
    page = make_page(title="Een", body="tekst")
    make_page(title="Bron", body="Zie [[Een]] en [[een|deze]].")
    for slug, to in (("een", "twee"), ("twee", "drie"), ("drie", "vier")):
        rename(slug, to)
    for old in ("een", "twee", "drie"):
        assert lands(browser, f"/wiki/{old}") == "/wiki/vier"
    assert browser.get(f"/id/page/{page.id}", expect=303).location == "/wiki/vier"
    assert links_to("vier") == 2
    hrefs = [link["href"] for link in browser.get("/wiki/bron").select(".prose a")]
    assert hrefs == ["/wiki/vier", "/wiki/vier"]


@pytest.mark.parametrize("tail", ["", "/history", "/attachments", "/blame", "/diff/1..2", "/edit", "/rename"])
def test_every_view_of_a_former_address_goes_on_to_the_same_view(browser, make_page, make_person, tail):
    make_page(title="Een")
    rename("een", "twee")
    browser.sign_in(make_person("contributor"))
    assert browser.client.get(f"/wiki/twee{tail}").status_code == 200
    assert lands(browser, f"/wiki/een{tail}?x=1") == f"/wiki/twee{tail}?x=1"


def test_back_and_forth_makes_no_loop(browser, make_page):
    make_page(title="Een")
    for slug, to in (("een", "twee"), ("twee", "een"), ("een", "twee"), ("twee", "een")):
        rename(slug, to)
    assert lands(browser, "/wiki/een") == "/wiki/een"
    assert lands(browser, "/wiki/twee") == "/wiki/een"
    assert db.session.scalars(select(SlugHistory.slug)).all() == ["twee"]


def test_two_pages_swap_their_names_and_links_keep_their_meaning(browser, make_page):
    one, two = make_page(title="Huis"), make_page(title="Hof")
    make_page(title="Bron", body="[[huis]] [[hof]]")
    rename("huis", "tussen")
    rename("hof", "huis", take_over=True)
    rename("tussen", "hof", take_over=True)
    assert (find_page("hof", SYSTEM).id, find_page("huis", SYSTEM).id) == (one.id, two.id)
    assert lands(browser, "/wiki/tussen") == "/wiki/hof"
    save("bron", "[[huis]] [[hof]] en meer")
    hrefs = [(link["href"], link.text) for link in browser.get("/wiki/bron").select(".prose a")]
    assert hrefs == [("/wiki/hof", "Huis"), ("/wiki/huis", "Hof")], "links go by page, not by name"
    assert {row.slug: row.page_id for row in db.session.scalars(select(SlugHistory))} == {"tussen": one.id}


def test_an_address_that_leads_elsewhere_is_taken_over_only_in_so_many_words(browser, make_page, make_person):
    make_page(title="Een")
    make_page(title="Ander")
    rename("een", "twee")
    browser.sign_in(make_person("contributor"))
    address = "/wiki/ander/rename"
    refused = browser.submit(browser.get(address), to=address, expect=422, slug="een")
    assert "Een" in refused.select_one("form .err").text
    browser.submit(refused, to=address, expect=422, slug="twee", take_over="y")
    browser.submit(refused, to=address, expect=303, slug="een", take_over="y")
    assert browser.get("/wiki/een").h1.text == "Ander"
    assert lands(browser, "/wiki/ander") == "/wiki/een"


def test_the_title_of_a_deleted_page_is_not_told(browser, make_page, make_person):
    make_page(title="Geheime zaak", slug="een")
    make_page(title="Ander")
    rename("een", "twee")
    page = find_page("twee", SYSTEM)
    actions.delete_page(page, base_revision=page.revision, by=SYSTEM, reason="x")
    db.session.commit()
    browser.sign_in(make_person("contributor"))
    form = browser.get("/wiki/ander/rename")
    refused = browser.submit(form, to="/wiki/ander/rename", expect=422, slug="een")
    assert "Geheime" not in refused.text
    browser.get("/wiki/een", expect=404)


def test_a_name_given_anew_leaves_the_old_address_with_the_old_page(browser, make_page):
    old = make_page(title="Een")
    make_page(title="Bron", body="[[Een]]")
    rename("een", "twee")
    page = find_page("twee", SYSTEM)
    actions.save_page(page, Draft(title="Anders"), base_revision=page.revision, by=SYSTEM)
    db.session.commit()
    new = make_page(title="Een")
    assert new.slug == "een-2"
    assert lands(browser, "/wiki/een") == "/wiki/twee"
    save("bron", "[[Een]] nog eens")
    (link,) = browser.get("/wiki/bron").select(".prose a")
    assert (link["href"], link.text) == ("/wiki/twee", "Anders")
    assert links_to("twee") == 1
    assert browser.get(f"/id/page/{old.id}", expect=303).location == "/wiki/twee"


def test_a_form_sent_to_a_former_address_reaches_the_page(browser, make_page, make_person):
    make_page(title="Een")
    browser.sign_in(make_person("contributor"))
    form = browser.get("/wiki/een/rename")
    rename("een", "twee")
    browser.submit(form, to="/wiki/een/rename", expect=409, slug="drie")
    again = browser.get("/wiki/twee/rename")
    browser.submit(again, to="/wiki/een/rename", expect=303, slug="drie")
    assert lands(browser, "/wiki/een") == "/wiki/drie"


def test_files_and_links_move_along(browser, make_page):
    make_page(title="Een", body="Zie [[Straat]].")
    make_page(title="Straat", body="Zie [[Een]].")
    rename("straat", "weg")
    rename("een", "twee")
    assert links_to("twee") == 1
    assert links_to("weg") == 1
    assert "Verwijst hierheen" in browser.get("/wiki/twee").text
