"""Core information waits for a curator; all else is live at once. Nobody approves what he wrote."""

import pytest
from sqlalchemy import select

from core.database import db
from tests.factories.wiki import DEFINITIONS
from tests.review_steps import decide, live, only_proposal, propose, told
from wiki.models import Proposal
from wiki.rules.review import ProposalState
from wiki.rules.terms import PageKind


@pytest.fixture
def writer(make_person):
    return make_person("contributor", name="De Schrijver")


@pytest.fixture
def curators(make_person):
    return [make_person("wiki_curator", name=f"Redacteur {number}") for number in (1, 2)]


@pytest.fixture
def signed_in(browser, writer):
    return browser.sign_in(writer)


@pytest.fixture
def curator(other_browser, curators):
    return other_browser.sign_in(curators[0])


@pytest.fixture
def map_page(make_page):
    return make_page(
        title="Kaart",
        kind=PageKind.OBJECT,
        abstract="Een tekening.",
        body="Vrije tekst.",
        fields={"definitions": DEFINITIONS},
    )


def test_free_text_goes_live_and_core_values_wait_beside_what_is_approved(signed_in, other_browser, map_page):
    propose(signed_in, body="Nieuwe vrije tekst.")
    page = signed_in.get("/wiki/kaart")
    assert "Uw tekst is nu te lezen" in page.text
    assert "‘Samenvatting’ wacht op een redacteur" in page.text
    now = live()
    assert (now.body, now.abstract) == ("Nieuwe vrije tekst.", "Een tekening.")
    shown = other_browser.get("/wiki/kaart").select_one("details.proposed")
    assert "Voorgesteld, nog niet goedgekeurd" in shown.summary.text
    assert shown.select_one("td del").text == "Een tekening."
    assert "De Schrijver" not in shown.text


def test_a_curator_approves_and_the_page_and_history_say_who(signed_in, curator, curators, writer, map_page):
    propose(signed_in)
    decide(curator, "approve")
    now = live()
    assert now.abstract == "Voorsteltekst."
    assert now.changed_by_label == "De Schrijver"
    assert now.approved_by_label == "Redacteur 1"
    assert "kern goedgekeurd door Redacteur 1" in signed_in.get("/wiki/kaart").text
    assert "goedgekeurd door Redacteur 1" in signed_in.get("/wiki/kaart/history").text
    assert told(writer) == ["review-approved"]
    assert not signed_in.get("/wiki/kaart").select("details.proposed")


def test_a_curator_never_decides_on_his_own_change(other_browser, curators, map_page):
    other_browser.sign_in(curators[0])
    propose(other_browser)
    assert live().abstract == "Een tekening."
    id_ = only_proposal().id
    page = other_browser.get(f"/wiki/review/{id_}")
    assert not page.select("button[name=approve]")
    token = other_browser.get("/wiki/kaart/edit").select_one("[name=csrf_token]")["value"]
    refused = other_browser.post(
        f"/wiki/review/{id_}/decide", expect=403, data={"approve": "1", "version": "1", "csrf_token": token}
    )
    assert "Een andere redacteur" in refused.text


def test_an_amended_proposal_counts_as_the_reviewers_and_another_curator_approves(
    signed_in, browser, other_browser, curators, writer, map_page
):
    propose(signed_in)
    other_browser.sign_in(curators[0])
    id_ = only_proposal().id
    form = other_browser.get(f"/wiki/review/{id_}/amend")
    other_browser.submit(form, to=f"/wiki/review/{id_}/amend", expect=303, abstract="Door de redacteur.")
    assert live().abstract == "Een tekening."
    assert "U schreef mee" in other_browser.get(f"/wiki/review/{id_}").text
    decide(other_browser, "approve", expect=403)
    other_browser.post("/logout")
    other_browser.sign_in(curators[1])
    decide(other_browser, "approve")
    assert live().abstract == "Door de redacteur."
    assert live().changed_by_label == "De Schrijver, Redacteur 1"
    assert told(writer) == ["review-amended", "review-approved"]


def test_changes_are_asked_made_in_the_same_proposal_and_approved(signed_in, curator, writer, map_page):
    propose(signed_in)
    assert decide(curator, "ask", expect=422).select("#reason-error")
    decide(curator, "ask", reason="Noem het waterschap.")
    assert only_proposal().state is ProposalState.CHANGES_REQUESTED
    assert "Noem het waterschap." in signed_in.get(f"/wiki/review/{only_proposal().id}").text
    form = signed_in.get("/wiki/kaart/edit")
    assert form.select_one("[name=abstract]").text.strip() == "Voorsteltekst."
    signed_in.submit(form, to="/wiki/kaart/edit", expect=303, abstract="Van het waterschap.")
    assert only_proposal().state is ProposalState.SUBMITTED
    decide(curator, "approve")
    assert live().abstract == "Van het waterschap."


def test_a_rejection_has_a_reason_that_can_be_found(signed_in, curator, map_page):
    propose(signed_in, summary="Korter")
    decide(curator, "reject", expect=422)
    decide(curator, "reject", reason="Dit klopt niet met de wet.")
    assert live().abstract == "Een tekening."
    assert "Dit klopt niet met de wet." in signed_in.get("/wiki/review?state=rejected").text
    assert "Dit klopt niet" in curator.get("/wiki/review?state=rejected&q=wet").text


def test_an_author_takes_back_or_undoes_in_the_form(signed_in, map_page):
    propose(signed_in)
    id_ = only_proposal().id
    form = signed_in.get(f"/wiki/review/{id_}/withdraw")
    signed_in.submit(form, to=f"/wiki/review/{id_}/withdraw", expect=303)
    assert only_proposal().state is ProposalState.WITHDRAWN
    assert not signed_in.get("/wiki/kaart").select("details.proposed")


def test_a_form_from_before_the_proposal_does_not_take_it_away(signed_in, map_page):
    early = signed_in.get("/wiki/kaart/edit")
    propose(signed_in)
    signed_in.submit(early, to="/wiki/kaart/edit", expect=303, body="Andere tekst.")
    assert only_proposal().parts == {"abstract": "Voorsteltekst."}
    refused = signed_in.submit(
        early, to="/wiki/kaart/edit", expect=422, abstract="Nog anders.", base_revision="2"
    )
    assert "intussen gewijzigd" in refused.text
    signed_in.submit(refused, to="/wiki/kaart/edit", expect=303)
    assert only_proposal().parts == {"abstract": "Nog anders."}


def test_another_definition_saved_meanwhile_goes_along(signed_in, curator, map_page, change_page):
    form = signed_in.get("/wiki/kaart/definitions/0000aaaa/edit")
    to = "/wiki/kaart/definitions/0000aaaa/edit"
    signed_in.submit(form, to=to, expect=303, definition="Een tekening van land en zee.")
    assert live().fields["definitions"] == DEFINITIONS
    other = [DEFINITIONS[0], {**DEFINITIONS[1], "scope": "Heel Nederland"}]
    change_page(map_page, fields={"definitions": other})
    decide(curator, "approve")
    rows = live().fields["definitions"]
    assert (rows[0]["definition"], rows[1]["scope"]) == ("Een tekening van land en zee.", "Heel Nederland")


def test_a_real_overlap_is_marked_and_the_author_is_asked(signed_in, curator, writer, map_page, change_page):
    propose(signed_in)
    change_page(map_page, abstract="Iets heel anders.")
    assert only_proposal().is_clashing
    assert told(writer) == ["review-clash"]
    assert not curator.get(f"/wiki/review/{only_proposal().id}").select("button[name=approve]")
    decide(curator, "approve", expect=422)
    form = signed_in.get("/wiki/kaart/edit")
    signed_in.submit(form, to="/wiki/kaart/edit", expect=303, abstract="Samen anders.")
    assert not only_proposal().is_clashing
    decide(curator, "approve")
    assert live().abstract == "Samen anders."


def test_a_proposal_that_is_true_already_is_closed(signed_in, map_page, change_page):
    propose(signed_in)
    change_page(map_page, abstract="Voorsteltekst.")
    assert only_proposal().state is ProposalState.WITHDRAWN


def test_a_new_page_is_there_at_once_without_its_core_values(signed_in, curator):
    form = signed_in.get("/wiki/new?kind=term")
    values = {"title": "Gezin", "body": "Vrij.", "field_definitions-0-definition": "Samen wonen."}
    signed_in.submit(form, to="/wiki/new", expect=303, **values)
    page = live("gezin")
    assert (page.body, page.fields) == ("Vrij.", {})
    assert "kern nog niet goedgekeurd" in signed_in.get("/wiki/gezin").text
    form = signed_in.get("/wiki/gezin/edit")
    signed_in.submit(form, to="/wiki/gezin/edit", expect=303, body="Vrijer.")
    assert (live("gezin").body, live("gezin").fields) == ("Vrijer.", {})
    decide(curator, "approve")
    assert live("gezin").fields["definitions"][0]["definition"] == "Samen wonen."


@pytest.mark.parametrize(
    ("what", "values", "gone"),
    [("rename", {"slug": "landkaart"}, "/wiki/landkaart"), ("delete", {"summary": "Dubbel"}, None)],
)
def test_another_address_or_deletion_of_a_core_page_waits_too(
    other_browser, browser, curators, map_page, what, values, gone
):
    other_browser.sign_in(curators[0])
    form = other_browser.get(f"/wiki/kaart/{what}")
    other_browser.submit(form, to=f"/wiki/kaart/{what}", expect=303, **values)
    browser.get("/wiki/kaart")
    browser.sign_in(curators[1])
    decide(browser, "approve")
    other_browser.post("/logout")
    if gone:
        assert other_browser.get("/wiki/kaart", expect=301).location == gone
    else:
        other_browser.get("/wiki/kaart", expect=404)


def test_several_are_decided_at_once_each_checked_on_its_own(
    signed_in, curator, curators, make_page, writer, map_page
):
    make_page(title="Plan", kind=PageKind.OBJECT, abstract="Oud.")
    propose(signed_in)
    for slug, browser in (("plan", signed_in), ("plan", curator)):
        form = browser.get(f"/wiki/{slug}/edit")
        browser.submit(form, to=f"/wiki/{slug}/edit", expect=303, abstract=f"Nieuw {browser is curator}.")
    queue = curator.get("/wiki/review")
    boxes = [box["value"] for box in queue.select("[name=chosen]")]
    assert len(boxes) == 2
    own = db.session.scalar(select(Proposal).where(Proposal.author_id == curators[0].id))
    data = {"chosen": [*boxes, f"{own.id}:{own.version}"], "approve": "1"}
    data["csrf_token"] = queue.select_one("[name=csrf_token]")["value"]
    page = curator.post("/wiki/review", expect=422, data=data)
    assert "Een andere redacteur beslist" in page.text
    assert (live("kaart").abstract, live("plan").abstract) == ("Voorsteltekst.", "Nieuw False.")
