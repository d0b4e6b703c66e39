"""Who may object, decide, look and set; what waits for whom; reminders; what the database refuses."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.audit import AuditEvent
from core.database import db, utc_now
from portfolio.models import Dataset
from tests.factories.wiki import DEFINITIONS
from tests.review_steps import decide, live, only_proposal, propose, told
from wiki.models import Proposal
from wiki.review_setup import remind_curators
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


class TestObjections:
    @pytest.fixture
    def owner(self, make_person):
        return make_person("contributor", name="De Eigenaar")

    @pytest.fixture
    def pinned(self, make_use_case, owner, map_page):
        use_case = make_use_case(code="SOC-001", title="Openzaak", owner_id=owner.id)
        key = f"{map_page.id}:0000aaaa"
        db.session.add(
            Dataset(use_case_id=use_case.id, position=0, name="Kaarten", definition=key, definition_version=1)
        )
        db.session.commit()

    def test_who_builds_on_it_is_told_may_object_and_gets_an_answer(
        self, signed_in, other_browser, curators, owner, pinned, writer
    ):
        propose(signed_in)
        id_ = only_proposal().id
        assert told(owner) == ["review-may-object"]
        other_browser.sign_in(owner)
        form = other_browser.get(f"/wiki/review/{id_}/object")
        to = f"/wiki/review/{id_}/object"
        assert other_browser.submit(form, to=to, expect=422, reason=" ").select("#reason-error")
        other_browser.submit(form, to=to, expect=303, reason="Dan kloppen onze cijfers niet.")
        other_browser.post("/logout")
        other_browser.sign_in(curators[0])
        page = other_browser.get(f"/wiki/review/{id_}")
        assert "Dan kloppen onze cijfers niet." in page.text
        assert "1 use case" in page.text
        answer = page.select_one("[name^=answer_]")["name"]
        assert (
            "Beantwoord eerst" in decide(other_browser, "approve", expect=422, is_urgent="y", reason="x").text
        )
        decide(other_browser, "approve", expect=422, **{answer: "Vanaf nu."})
        decide(other_browser, "approve", expect=422, is_urgent="y", **{answer: "Vanaf nu."})
        decide(
            other_browser, "approve", is_urgent="y", reason="De wet gaat morgen in.", **{answer: "Vanaf nu."}
        )
        assert live().abstract == "Voorsteltekst."
        assert "review-approved" in told(owner)
        assert "review-objected" in told(writer)

    def test_after_the_term_nobody_waits_or_objects(self, signed_in, other_browser, curators, owner, pinned):
        propose(signed_in)
        proposal = only_proposal()
        proposal.object_until = utc_now() - timedelta(minutes=1)
        db.session.commit()
        other_browser.sign_in(owner).get(f"/wiki/review/{proposal.id}/object", expect=403)
        other_browser.post("/logout")
        other_browser.sign_in(curators[0])
        decide(other_browser, "approve")

    def test_a_change_of_another_definition_concerns_nobody_here(self, signed_in, owner, pinned):
        to = "/wiki/kaart/definitions/0000bbbb/edit"
        signed_in.submit(signed_in.get(to), to=to, expect=303, definition="Anders.")
        assert told(owner) == []
        assert only_proposal().object_until is None


class TestRights:
    def test_nobody_else_decides(self, signed_in, browser, other_browser, make_person, map_page):
        propose(signed_in)
        id_ = only_proposal().id
        for role in ("administrator", "contributor", "programme_manager"):
            other_browser.sign_in(make_person(role))
            page = other_browser.get(f"/wiki/review/{id_}")
            assert not page.select("button[name]")
            token = other_browser.get("/account/").select_one("[name=csrf_token]")["value"]
            for what in ("decide", "amend", "object", "again", "withdraw"):
                data = {"approve": "1", "version": "1", "reason": "x", "text": "x", "csrf_token": token}
                other_browser.post(f"/wiki/review/{id_}/{what}", expect=403, data=data)
            other_browser.post("/logout")
        other_browser.get(f"/wiki/review/{id_}", expect=302)
        other_browser.get("/wiki/review", expect=302)
        assert only_proposal().state is ProposalState.SUBMITTED

    def test_a_writer_sees_his_own_queue_and_no_closed_proposal_of_another(
        self, signed_in, other_browser, make_person, curators, map_page
    ):
        propose(signed_in)
        id_ = only_proposal().id
        assert "Kaart" in signed_in.get("/wiki/review").select_one("table").text
        other_browser.sign_in(make_person("contributor"))
        assert not other_browser.get("/wiki/review").select("table")
        other_browser.get(f"/wiki/review/{id_}")
        proposal = only_proposal()
        proposal.state, proposal.decided_at = ProposalState.REJECTED, utc_now()
        db.session.commit()
        other_browser.get(f"/wiki/review/{id_}", expect=404)
        signed_in.get(f"/wiki/review/{id_}")

    def test_what_waits_is_on_the_first_page_of_who_is_next(self, signed_in, curator, map_page):
        propose(signed_in)
        assert "uw voorstel wacht op een redacteur" in signed_in.get("/").text
        assert "voorstel, beoordeel het" in curator.get("/").text


class TestWhatIsCore:
    def test_curators_and_administrators_say_what_is_core_and_it_is_recorded(
        self, signed_in, other_browser, make_person, map_page
    ):
        signed_in.get("/wiki/review/settings", expect=403)
        other_browser.sign_in(make_person("administrator"))
        form = other_browser.get("/wiki/review/settings")
        boxes = {box["value"] for box in form.select("[name=parts_object][checked]")}
        assert boxes == {"title", "abstract", "definitions"}
        values = {"parts_object": ["definitions"], "days_to_object": "3"}
        other_browser.submit(form, to="/wiki/review/settings", expect=303, **values)
        other_browser.submit(form, to="/wiki/review/settings", expect=409, days_to_object="9")
        propose(signed_in)
        assert live().abstract == "Voorsteltekst."
        event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.verb == "review_setting.changed")
        ).one()
        assert event.data["after"]["object"] == ["definitions"]

    @pytest.mark.parametrize(("days", "status"), [("91", 422), ("-1", 422), ("x", 422), ("0", 303)])
    def test_days_stay_in_bounds(self, other_browser, curators, days, status):
        other_browser.sign_in(curators[0])
        form = other_browser.get("/wiki/review/settings")
        other_browser.submit(form, to="/wiki/review/settings", expect=status, days_to_object=days)


def test_curators_are_reminded_once_a_week(signed_in, curators, writer, map_page):
    propose(signed_in)
    assert remind_curators() == 0
    proposal = only_proposal()
    proposal.submitted_at = utc_now() - timedelta(days=8)
    db.session.commit()
    assert (remind_curators(), remind_curators()) == (2, 0)
    assert told(curators[0]) == ["review-waiting"]


@pytest.mark.parametrize("total", [1, 8])
def test_the_queue_takes_as_many_queries_for_many_as_for_one(
    signed_in, curator, make_page, count_queries, total
):
    for number in range(total):
        make_page(title=f"Ding {number}", kind=PageKind.OBJECT, abstract="Oud.")
        to = f"/wiki/ding-{number}/edit"
        signed_in.submit(signed_in.get(to), to=to, expect=303, abstract="Nieuw.")
    with count_queries() as counter:
        curator.get("/wiki/review")
    assert len(counter) <= 10, counter.statements


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"base_revision": 0}, "base_revision_positive"),
        ({"decided_at": utc_now()}, "decided_when_over"),
        ({"approved_revision": 2}, "approved_with_revision"),
    ],
)
def test_the_database_refuses_a_proposal_that_cannot_be(map_page, values, name):
    db.session.add(Proposal(**({"page_id": map_page.id, "base_revision": 1, "author_label": "x"} | values)))
    with pytest.raises(IntegrityError, match=name):
        db.session.flush()
