"""A page that comes back holds what was approved; what waited for a review waits on."""

import pytest

from core.audit import SYSTEM
from core.database import db
from tests.review_steps import decide, live, only_proposal, propose
from wiki.actions.pages import delete_page
from wiki.queries.pages import find_page
from wiki.rules.review import ProposalState
from wiki.rules.terms import PageKind


@pytest.fixture
def map_page(make_page):
    return make_page(title="Kaart", kind=PageKind.OBJECT, abstract="Een tekening.")


@pytest.fixture
def curator(other_browser, make_person):
    return other_browser.sign_in(make_person("wiki_curator"))


def delete() -> None:
    page = find_page("kaart", SYSTEM)
    delete_page(page, base_revision=page.revision, by=SYSTEM, reason="dubbel")
    db.session.commit()


def restore(browser, expect: int):
    return browser.submit(browser.get("/wiki/kaart/restore"), to="/wiki/kaart/restore", expect=expect)


def test_a_page_comes_back_with_what_was_approved_and_what_waited_waits_on(
    browser, curator, make_person, map_page
):
    propose(browser.sign_in(make_person("contributor")))
    delete()
    assert decide(curator, "approve", expect=422)
    restore(curator, 303)
    assert live().abstract == "Een tekening."
    assert only_proposal().state is ProposalState.SUBMITTED
    decide(curator, "approve")
    assert live().abstract == "Voorsteltekst."


def test_a_page_does_not_come_back_beside_another_with_its_title(curator, map_page, make_page):
    delete()
    make_page(title="Kaart")
    page = restore(curator, 422)
    assert "Er is al een pagina met deze titel" in page.select_one("[data-error-summary]").text
    assert live("kaart").is_deleted
