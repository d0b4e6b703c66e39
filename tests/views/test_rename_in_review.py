"""A page gets another address while something of it waits for review: nothing is lost, all addresses work."""

import pytest
from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db
from tests.review_steps import live, propose
from wiki.actions import pages as actions
from wiki.models import Proposal
from wiki.queries.pages import find_page
from wiki.rules.review import ProposalKind, ProposalState
from wiki.rules.terms import PageKind


@pytest.fixture
def map_page(make_page):
    return make_page(title="Kaart", kind=PageKind.OBJECT, abstract="Een tekening.")


@pytest.fixture
def writer(browser, make_person):
    return browser.sign_in(make_person("contributor"))


@pytest.fixture
def curator(other_browser, make_person):
    return other_browser.sign_in(make_person("wiki_curator"))


def rename(slug: str, to: str, **how) -> None:
    page = find_page(slug, SYSTEM)
    actions.rename_page(page, to, base_revision=page.revision, by=SYSTEM, **how)
    db.session.commit()


def ask_address(browser, slug: str, to: str, **values) -> None:
    form = browser.get(f"/wiki/{slug}/rename")
    browser.submit(form, to=f"/wiki/{slug}/rename", expect=303, slug=to, **values)


def waiting(kind: ProposalKind) -> Proposal:
    db.session.expire_all()
    found = select(Proposal).where(Proposal.kind == kind, Proposal.state == ProposalState.SUBMITTED)
    return db.session.scalars(found).one()


def approve(browser, proposal: Proposal, expect: int = 303):
    address = f"/wiki/review/{proposal.id}"
    return browser.submit(browser.get(address), to=f"{address}/decide", expect=expect, approve="1")


def test_a_proposal_waits_on_under_every_new_address_and_is_approved_there(writer, curator, map_page):
    propose(writer)
    for slug, to in (("kaart", "plattegrond"), ("plattegrond", "plan"), ("plan", "atlas")):
        rename(slug, to)
        assert "Voorsteltekst" in curator.get(f"/wiki/{to}").select_one("details.proposed").text
    approve(curator, waiting(ProposalKind.CHANGE))
    assert live("atlas").abstract == "Voorsteltekst."
    for old in ("kaart", "plattegrond", "plan"):
        assert curator.get(f"/wiki/{old}", expect=301).location == "/wiki/atlas"


def test_text_and_address_wait_beside_each_other_and_either_may_go_first(writer, curator, map_page):
    propose(writer)
    ask_address(writer, "kaart", "atlas")
    approve(curator, waiting(ProposalKind.RENAME))
    assert live("atlas").abstract == "Een tekening."
    approve(curator, waiting(ProposalKind.CHANGE))
    assert live("atlas").abstract == "Voorsteltekst."
    assert curator.get("/wiki/kaart", expect=301).location == "/wiki/atlas"


def test_a_form_opened_before_the_new_address_keeps_what_was_typed(writer, map_page):
    form = writer.get("/wiki/kaart/edit")
    rename("kaart", "atlas")
    writer.submit(form, to="/wiki/kaart/edit", expect=303, abstract="Mijn samenvatting.")
    assert waiting(ProposalKind.CHANGE).parts["abstract"] == "Mijn samenvatting."
    assert live("atlas").abstract == "Een tekening."


def test_an_address_that_someone_took_meanwhile_is_refused_at_the_approval(
    writer, curator, map_page, make_page
):
    ask_address(writer, "kaart", "atlas")
    make_page(title="Atlas")
    page = approve(curator, waiting(ProposalKind.RENAME), expect=422)
    assert "adres" in page.select_one("[data-error-summary], .utrecht-alert").text
    assert live("kaart").title == "Kaart"
    assert waiting(ProposalKind.RENAME).state is ProposalState.SUBMITTED


def test_two_core_pages_swap_their_names_by_review(writer, curator, map_page, make_page):
    make_page(title="Atlas", kind=PageKind.OBJECT)
    for slug, to, how in (
        ("kaart", "tussen", {}),
        ("atlas", "kaart", {"take_over": "y"}),
        ("tussen", "atlas", {"take_over": "y"}),
    ):
        ask_address(writer, slug, to, **how)
        approve(curator, waiting(ProposalKind.RENAME))
    assert (live("kaart").title, live("atlas").title) == ("Atlas", "Kaart")
    assert curator.get("/wiki/tussen", expect=301).location == "/wiki/atlas"


def test_a_deletion_that_waits_is_carried_out_under_the_new_address(writer, curator, make_person, map_page):
    form = curator.get("/wiki/kaart/delete")
    curator.submit(form, to="/wiki/kaart/delete", expect=303, summary="Dubbel")
    rename("kaart", "atlas")
    writer.post("/logout")
    approve(writer.sign_in(make_person("wiki_curator")), waiting(ProposalKind.DELETE))
    assert live("atlas").is_deleted
    writer.post("/logout")
    for slug in ("atlas", "kaart"):
        writer.get(f"/wiki/{slug}", expect=404)
