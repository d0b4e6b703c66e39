"""Milestones: added, changed with a reason, reached, dropped; the first promise stays in view."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.progress import add_milestone
from portfolio.models.progress import Milestone
from portfolio.rules.progress_terms import MilestoneKind
from portfolio.rules.terms import Phase

DAY = today() + timedelta(days=60)


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def use_case(make_use_case, domain):
    return make_use_case(domain=domain, phase=Phase.PILOT)


@pytest.fixture
def milestone(use_case):
    made = add_milestone(
        use_case,
        kind=MilestoneKind.SOCIETAL_VALUE,
        title="Kaart af",
        planned_on=DAY,
        first_planned_on=DAY,
        by=SYSTEM,
    )
    db.session.commit()
    return made


def address(use_case, milestone, rest=""):
    return f"/use-cases/{use_case.code}/milestones/{milestone.id}{rest}"


def test_a_secretary_adds_one_of_either_kind(browser, use_case, secretary, make_system_function):
    function = make_system_function()
    browser.sign_in(secretary)
    new = f"/use-cases/{use_case.code}/milestones/new"
    filled = {"title": "Register open", "kind": "system_function", "planned_on": DAY.isoformat()}
    page = browser.post(new, data=filled, expect=422)
    assert "Kies de systeemfunctie" in page.text
    browser.post(new, data={**filled, "function_id": function.id})
    assert db.session.scalars(select(Milestone.kind)).one() is MilestoneKind.SYSTEM_FUNCTION
    assert "Register open" in browser.get("portfolio.show_use_case", code=use_case.code).text


def test_a_promised_day_moves_only_with_a_reason_and_two_people_do_not_collide(
    browser, use_case, milestone, secretary
):
    browser.sign_in(secretary)
    edit = address(use_case, milestone, "/edit")
    page = browser.get(edit)
    later = (DAY + timedelta(days=30)).isoformat()
    assert "Deze dag is beloofd" in browser.submit(page, to=edit, planned_on=later, expect=422).text
    browser.submit(page, to=edit, planned_on=later, reason="money", plan_note="Krediet volgt")
    browser.submit(page, to=edit, title="Anders", expect=409)
    text = browser.get(address(use_case, milestone)).text
    for words in ("30 dagen later dan eerst beloofd", "geld", "Krediet volgt", "eerste plan"):
        assert words in text


def test_it_is_reached_on_a_day_that_was(browser, use_case, milestone, secretary):
    browser.sign_in(secretary)
    edit = address(use_case, milestone, "/edit")
    page = browser.get(edit)
    browser.submit(page, to=edit, reached_on=(today() + timedelta(days=1)).isoformat(), expect=422)
    browser.submit(page, to=edit, reached_on=today().isoformat())
    assert db.session.scalars(select(Milestone.reached_on)).one() == today()


def test_what_is_dropped_stays_with_its_promise_and_changes_no_more(browser, use_case, milestone, secretary):
    browser.sign_in(secretary)
    drop = address(use_case, milestone, "/drop")
    page = browser.get(drop)
    assert "Schrijf op waarom" in browser.submit(page, to=drop, expect=422).text
    browser.submit(page, to=drop, note="De wet ging niet door")
    text = browser.get(address(use_case, milestone)).text
    assert "vervallen" in text
    assert "De wet ging niet door" in text
    edit = address(use_case, milestone, "/edit")
    browser.submit(browser.get(edit), to=edit, title="Toch", expect=422)


@pytest.mark.parametrize("rest", ["/edit", "/drop"])
@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR])
def test_others_do_not_change_it(browser, use_case, milestone, domain, make_person, role, rest):
    browser.sign_in(make_person(role, domain=domain)).get(address(use_case, milestone, rest), expect=403)


def test_one_of_another_use_case_is_not_found(browser, use_case, milestone, make_use_case):
    other = make_use_case(phase=Phase.PILOT)
    browser.get(address(other, milestone), expect=404)


def test_one_of_a_hidden_use_case_is_not_found(browser, make_use_case):
    hidden = make_use_case(phase=Phase.CANDIDATE)
    made = add_milestone(hidden, kind=MilestoneKind.SOCIETAL_VALUE, title="Geheim", planned_on=DAY, by=SYSTEM)
    db.session.commit()
    browser.get(address(hidden, made), expect=404)
