"""An owner tells how it goes; everyone reads it beside what the dates say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from core.notices import Notice
from portfolio.actions.benefits import plan_measurement
from portfolio.actions.progress import add_milestone, report_status
from portfolio.models import Benefit
from portfolio.models.progress import BenefitDue, BenefitMeasurement, ComputedStatus, Milestone, StatusReport
from portfolio.progress_setup import refresh, remind_owners, waiting_in_progress
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import MilestoneKind
from portfolio.rules.terms import Phase
from tests.factories.framework import fresh

FORM = "portfolio.update_use_case"
SOON = today() + timedelta(days=10)


@pytest.fixture
def owner(make_person):
    return make_person()


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def running(make_use_case, domain, owner):
    return make_use_case(domain=domain, phase=Phase.PILOT, owner_id=owner.id)


@pytest.fixture
def milestone(running):
    made = add_milestone(
        running,
        kind=MilestoneKind.SOCIETAL_VALUE,
        title="Tien gemeenten doen mee",
        planned_on=SOON,
        first_planned_on=SOON,
        by=SYSTEM,
    )
    db.session.commit()
    return made


def test_one_save_tells_status_milestones_and_measurements(browser, other_browser, running, milestone, owner):
    running = fresh(running.code)
    running.benefits = [Benefit(text="Sneller hulp", baseline=Decimal(0), target=Decimal(10))]
    db.session.flush()
    plan_measurement(running.benefits[0], due_on=today(), every_months=6, by=SYSTEM)
    db.session.commit()
    page = browser.sign_in(owner).get(FORM, code=running.code)
    assert "Tien gemeenten doen mee" in page.text
    assert "Sneller hulp" in page.text

    answer = browser.submit(
        page,
        to=f"/use-cases/{running.code}/update",
        **{
            "status": "amber",
            "note": "De partner is laat",
            "milestones-0-is_reached": "y",
            "measurements-0-value": "2,5",
        },
    )
    assert answer.location.endswith("#voortgang")
    assert db.session.scalars(select(Milestone.reached_on)).one() == today()
    assert db.session.scalars(select(BenefitMeasurement.value)).one() == Decimal("2.5")
    assert db.session.scalars(select(BenefitDue.due_on)).one() > today() + timedelta(days=150)
    text = other_browser.get("portfolio.show_use_case", code=running.code).select_one("#voortgang").text
    for words in ("let op", "De partner is laat", "gehaald", "vandaag gemeld"):
        assert words in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"status": ""}, "Kies hoe het gaat"),
        ({"status": "red", "note": ""}, "wat er aan de hand is"),
        ({"milestones-0-planned_on": (SOON + timedelta(days=40)).isoformat()}, "Deze dag is beloofd"),
        ({"milestones-0-reached_on": SOON.isoformat()}, "voorbij"),
    ],
)
def test_what_is_not_complete_is_refused_and_nothing_is_kept(
    browser, running, milestone, owner, changed, said
):
    page = browser.sign_in(owner).get(FORM, code=running.code)
    filled = {"status": "green", "note": "Goed", **changed}
    page = browser.submit(page, to=f"/use-cases/{running.code}/update", expect=422, **filled)
    assert said in page.select_one("main").text
    assert db.session.scalars(select(StatusReport)).all() == []


def test_a_moved_day_keeps_the_first_promise_and_says_why(browser, running, milestone, owner):
    page = browser.sign_in(owner).get(FORM, code=running.code)
    later = SOON + timedelta(days=40)
    browser.submit(
        page,
        to=f"/use-cases/{running.code}/update",
        **{
            "status": "green",
            "milestones-0-planned_on": later.isoformat(),
            "milestones-0-reason": "partner",
        },
    )
    row = db.session.scalars(select(Milestone)).one()
    assert (row.first_planned_on, row.planned_on) == (SOON, later)
    page = browser.get("portfolio.show_milestone", code=running.code, milestone_id=row.id)
    assert "een partner" in page.text
    assert "40 dagen later dan eerst beloofd" in page.text


def test_who_reported_meanwhile_is_not_overruled_unseen(browser, running, owner):
    page = browser.sign_in(owner).get(FORM, code=running.code)
    report_status(fresh(running.code), status=Status.RED, note="Stil", by=SYSTEM)
    db.session.commit()
    page = browser.submit(page, to=f"/use-cases/{running.code}/update", expect=409, status="green")
    assert page.select_one("#conflict")
    browser.submit(page, to=f"/use-cases/{running.code}/update", status="green", note="Weer op gang")
    assert db.session.scalars(select(StatusReport.status).order_by(StatusReport.id)).all() == [
        Status.RED,
        Status.GREEN,
    ]


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, None])
def test_only_owner_team_and_secretary_report(browser, running, domain, make_person, role):
    other = make_person(*([role] if role else []), domain=domain)
    browser.sign_in(other).get(FORM, code=running.code, expect=403)


def test_what_does_not_run_is_asked_nothing(browser, make_use_case, make_domain, make_person):
    domain = make_domain()
    idea = make_use_case(domain=domain, phase=Phase.CANDIDATE)
    browser.sign_in(make_person(Role.SECRETARY, domain=domain))
    assert "loopt niet" in browser.get(FORM, code=idea.code).text
    browser.post(FORM, code=idea.code, data={"status": "green"}, expect=422)


def test_owners_are_reminded_once_a_week_before_silence_counts(running, owner, in_dutch, monkeypatch):
    report_status(
        fresh(running.code), status=Status.GREEN, note="", by=SYSTEM, on=today() - timedelta(days=27)
    )
    db.session.commit()
    assert remind_owners() == 0
    assert waiting_in_progress(owner) == []
    monkeypatch.setattr("portfolio.progress_setup.today", lambda: today() + timedelta(days=1))
    assert remind_owners() == 1
    assert remind_owners() == 0
    assert db.session.scalars(select(Notice.person_id)).one() == owner.id
    assert "Hoe gaat het met" in waiting_in_progress(owner)[0].title


def test_the_first_run_computes_what_no_one_computed_before_and_the_next_writes_nothing(running):
    assert [refresh(), refresh()] == [1, 0]
    assert db.session.scalars(select(ComputedStatus.declared)).one() is Status.NOT_REPORTED


def test_silence_is_shown_as_a_value_of_its_own(browser, running):
    refresh()
    db.session.commit()
    text = browser.get("portfolio.show_use_case", code=running.code).select_one("#voortgang").text
    assert "niet gemeld" in text
    assert "nog nooit gemeld" in text
