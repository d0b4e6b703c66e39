"""Step plans: how far each organisation is, said by its own people, against the steps as they are now."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.audit import SYSTEM
from core.database import db, today
from wiki.actions.plans import set_progress
from wiki.models import Page, PlanProgress
from wiki.queries.pages import read_page
from wiki.rules.plan import Step, StepState, count_done, is_finished, steps_of
from wiki.rules.terms import PageKind

FIELDS = {"steps": [{"title": "Visie", "text": "Schrijf op."}, {"title": "Besluit"}]}


@pytest.fixture
def plan(make_page):
    return make_page(title="Plan", slug="plan", kind=PageKind.STEP_PLAN, fields=FIELDS)


@pytest.fixture
def keys(plan):
    return [step.key for step in steps_of(plan.fields)]


@pytest.fixture
def member(browser, make_person, make_organisation):
    organisation = make_organisation(name="Gouda")
    return browser.sign_in(make_person(organisation_id=organisation.id))


def test_steps_that_are_gone_or_new_are_counted_as_they_are_now():
    steps = [Step(1, "a", "A", ""), Step(2, "b", "B", "")]
    states = {"a": StepState.DONE, "x": StepState.DONE}
    assert (count_done(steps, states), is_finished(steps, states)) == (1, False)
    assert is_finished(steps, states | {"b": StepState.DONE})
    assert not is_finished([], {})


def test_a_member_says_how_far_his_organisation_is(member, other_browser, plan, keys):
    assert "Nog geen organisatie" in other_browser.get("/wiki/plan/progress").text
    address = f"/wiki/plan/progress/{keys[0]}"
    form = member.get(address)
    member.submit(form, to=address, expect=303, state="done", on="2026-01-02", note="Met de raad.")
    page = other_browser.get("/wiki/plan/progress")
    row = " ".join(page.select_one("tbody tr").text.split())
    assert row == "Gouda klaar, 2 januari 2026 nog niet begonnen 1 van 2"
    assert "Met de raad." not in page.text, "remarks are for who is signed in"
    assert "Met de raad." in member.get("/wiki/plan/progress").text
    assert "Voortgang per organisatie" in other_browser.get("/wiki/plan").text


def test_another_title_of_a_step_keeps_what_was_said(member, plan, keys, change_page):
    address = f"/wiki/plan/progress/{keys[0]}"
    member.submit(member.get(address), to=address, expect=303, state="done", on="2026-01-02")
    rows = [
        {"key": keys[0], "title": "Visie en doel"},
        {"title": "Geld"},
        {"key": keys[1], "title": "Besluit"},
    ]
    change_page(plan, fields={"steps": rows})
    assert "1 van 3" in member.get("/wiki/plan/progress").text


def test_a_colleague_who_was_first_is_not_overwritten(member, plan, keys):
    address = f"/wiki/plan/progress/{keys[0]}"
    stale = member.get(address)
    member.submit(stale, to=address, expect=303, state="busy", on="2026-01-02", note="eerst")
    answer = member.submit(stale, to=address, expect=409, state="done", on="2026-01-03", note="later")
    assert "later" in answer.select_one("[name=note]")["value"]
    assert db.session.scalars(select(PlanProgress.note)).one() == "eerst"


@pytest.mark.parametrize(
    "sent",
    [
        {"state": "weg"},
        {"on": ""},
        {"on": "x"},
        {"on": "2999-01-01"},
        {"note": "x" * 301},
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(member, keys, sent):
    address = f"/wiki/plan/progress/{keys[0]}"
    member.submit(
        member.get(address), to=address, expect=422, **{"state": "done", "on": "2026-01-02", **sent}
    )
    assert db.session.scalar(select(func.count(PlanProgress.id))) == 0


def test_who_may_not(browser, member, other_browser, plan, keys, make_person, make_page):
    other_browser.get(f"/wiki/plan/progress/{keys[0]}", expect=302)
    other_browser.sign_in(make_person())
    other_browser.get(f"/wiki/plan/progress/{keys[0]}", expect=403)
    member.get("/wiki/plan/progress/0000ffff", expect=404)
    make_page(title="Gewoon", slug="gewoon")
    member.get("/wiki/gewoon/progress", expect=404)


def test_the_matrix_takes_as_many_queries_for_many_organisations(
    browser, plan, keys, make_organisation, count_queries
):
    def say(name):
        page = read_page(Page.id == plan.id)
        organisation = make_organisation(name=name)
        set_progress(
            page, keys[0], organisation_id=organisation.id, state=StepState.BUSY, on=today(), note="",
            today=today(), seen_version=0, by=SYSTEM,
        )  # fmt: skip
        db.session.commit()

    say("Een")
    with count_queries() as one:
        browser.get("/wiki/plan/progress")
    for name in ("Twee", "Drie", "Vier"):
        say(name)
    with count_queries() as many:
        browser.get("/wiki/plan/progress")
    assert len(many) == len(one)


@pytest.mark.parametrize("wrong", [{"step": ""}, {"twice": True}])
def test_the_table_keeps_one_filled_row_per_step(plan, make_organisation, wrong):
    organisation = make_organisation()
    values = {"page_id": plan.id, "organisation_id": organisation.id, "step": "0000aaaa", "state": "busy"}
    rows = [PlanProgress(**values | {"on": today()}) for _ in range(2 if wrong.pop("twice", False) else 1)]
    for row in rows:
        for name, value in wrong.items():
            setattr(row, name, value)
    db.session.add_all(rows)
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
