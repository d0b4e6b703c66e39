"""Who may decide on a proposal: nobody on what he wrote, whatever his roles."""

import pytest

from core.database import db
from tests.review_steps import live, only_proposal, propose
from wiki.rules.review import ProposalState
from wiki.rules.terms import PageKind

STEPS = ("approve", "ask", "reject")
# Roles of who wrote the proposal, roles of who tries to decide (None for who is not signed in,
# "author" for the same person), and whether the decision stands.
PEOPLE = (
    (("contributor",), None, False),
    (("contributor",), (), False),
    (("contributor",), ("contributor",), False),
    (("contributor",), ("administrator",), False),
    (("contributor",), ("programme_manager",), False),
    (("contributor",), "author", False),
    (("administrator", "contributor"), "author", False),
    (("wiki_curator",), "author", False),
    (("administrator", "wiki_curator"), "author", False),
    (("contributor",), ("administrator", "wiki_curator"), True),
    (("administrator", "contributor"), ("wiki_curator",), True),
    (("wiki_curator",), ("wiki_curator",), True),
)


@pytest.mark.parametrize(("writer", "decider", "stands"), PEOPLE)
def test_nobody_decides_on_his_own_change_and_only_curators_on_that_of_others(
    browser, other_browser, make_page, make_person, writer, decider, stands
):
    make_page(title="Kaart", kind=PageKind.OBJECT, abstract="Een tekening.")
    author = make_person(*writer)
    propose(browser.sign_in(author))
    if decider == "author":
        other_browser.sign_in(author)
    elif decider is not None:
        other_browser.sign_in(make_person(*decider))
    proposal = only_proposal()
    address = f"/wiki/review/{proposal.id}/decide"
    sent = {"version": str(proposal.version), "reason": "Zo is het beter.", "is_urgent": "y"}
    for step in STEPS if not stands else STEPS[:1]:
        other_browser.post(address, data={**sent, step: "1"}, expect=303 if stands else 403)
    db.session.expire_all()
    assert only_proposal().state is (ProposalState.APPROVED if stands else ProposalState.SUBMITTED)
    assert live().abstract == ("Voorsteltekst." if stands else "Een tekening.")
