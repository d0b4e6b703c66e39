"""A scheduling proposal: who may, what it moves and why, its proof, taken over in part or whole, exact."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db, today
from core.jobs import run_waiting
from portfolio.actions.capacity import note_capacity
from portfolio.actions.decisions_publish import publish_decision
from portfolio.actions.decisions_roadmap import draft_roadmap
from portfolio.actions.progress import move_plan
from portfolio.actions.use_cases import score_use_case
from portfolio.models import Dependency, Precondition, RunState, ScheduleRun, UseCase
from portfolio.models.progress import PlanMove
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase, PreconditionKind

NOW = Quarter.of(today())


def words(page, selector: str = "main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


def plans() -> dict[str, int | None]:
    rows = db.session.execute(select(UseCase.title, UseCase.planned_start))
    return {title: None if start is None else start - NOW.index for title, start in rows}


@pytest.fixture
def domain(make_domain):
    return make_domain(name="Water")


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def office(make_organisation):
    return make_organisation(slug="bureau", name="Bureau Dijk")


@pytest.fixture
def plan(make_use_case, office, domain):
    """Plan a use case of six person-months in two quarters, all by the office."""

    def make(title, start=1, phase=Phase.SELECTED, **more):
        return make_use_case(
            domain=domain,
            title=title,
            phase=phase,
            planned_start=None if start is None else NOW.index + start,
            planned_quarters=None if start is None else 2,
            effort_low=Decimal(5),
            effort_likely=Decimal(6),
            effort_high=Decimal(8),
            chance=80,
            owner_organisation_id=office.id,
            **{"organisations": 1} | more,
        )

    return make


@pytest.fixture
def tight(plan, domain, office, secretary, make_criteria):
    """Two use cases at once where there is room for one, a third that waits, and one without a place."""
    first, second, third = plan("Dijken"), plan("Duinen"), plan("Sluizen", start=2)
    plan("Bomen", start=None)
    db.session.add(Dependency(use_case_id=third.id, needs_id=second.id))
    db.session.add(
        Precondition(
            use_case_id=first.id,
            kind=PreconditionKind.LEGAL,
            is_hard=True,
            text="Wet",
            due_on=(NOW + 3).first_day,
        )
    )
    note_capacity(domain, office, months=Decimal(3), own={}, note="", by=SYSTEM, version=None)
    db.session.commit()
    make_criteria(1, domain=domain)
    for one in (first, second, third):
        fresh = get_use_case(one.code, secretary)
        score_use_case(fresh, levels={"criterium-0": 3}, reasons={}, chance=80, by=secretary)
        db.session.commit()
    return first, second, third


@pytest.fixture
def adopt(domain, secretary):
    """Let the board adopt the roadmap as it is now."""

    def make():
        draft = draft_roadmap(domain, subject="Routekaart", text="Vastgesteld.", by=secretary)
        draft.decided_on, draft.reasons = today(), "Zo kan het."
        publish_decision(draft, by=secretary, today=today(), version=None)
        db.session.commit()

    return make


ACCEPT = "form[action*=accept]"
READERS = [
    ((Role.SECRETARY,), 200, 200),
    ((Role.BOARD_MEMBER,), 200, 403),
    ((Role.PROGRAMME_MANAGER,), 200, 403),
    ((Role.CONTRIBUTOR,), 403, 403),
]


@pytest.mark.parametrize(("roles", "reads", "acts"), READERS)
def test_the_board_reads_a_proposal_and_the_secretary_takes_it_over(
    roles, reads, acts, browser, make_person, domain, tight
):
    browser.sign_in(make_person(*roles, domain=domain))
    address = f"/domains/{domain.slug}/roadmap/proposal"
    page = browser.get(address, expect=reads)
    assert bool(page.select("[name=codes]")) is (acts == 200)
    browser.get(f"{address}/exact", expect=acts)
    if acts == 403:
        browser.post(f"{address}/accept", data={"all": "1"}, expect=403)
        browser.post(f"{address}/exact", data={"seconds": "10", "gap": "0"}, expect=403)
    assert plans()["Dijken"] == 1


def test_a_proposal_moves_nothing_by_itself_and_tells_what_why_and_what_it_brings(
    browser, domain, secretary, tight
):
    browser.sign_in(secretary)
    seen = words(browser.get(f"/domains/{domain.slug}/roadmap/proposal?aim=completion"))
    assert plans() == {"Dijken": 1, "Duinen": 1, "Sluizen": 2, "Bomen": None}
    assert "Is gekozen en had nog geen plek." in seen
    assert "Anders: " in seen
    assert "pas op" in seen, "the precondition is why"
    assert "knelt nog" not in seen
    assert "Dit is snel berekend" in seen


def test_all_of_it_is_taken_over_and_no_clash_is_left(browser, domain, secretary, tight):
    browser.sign_in(secretary)
    page = browser.get(f"/domains/{domain.slug}/roadmap/proposal")
    browser.submit(
        page, to=f"/domains/{domain.slug}/roadmap/proposal/accept?aim=value", selector=ACCEPT, all="1"
    )
    after = plans()
    assert after["Dijken"] >= 3
    assert after["Sluizen"] >= after["Duinen"] + 2
    assert None not in after.values()
    starts = sorted(after.values())
    assert all(later - earlier >= 2 for earlier, later in zip(starts, starts[1:], strict=False))
    page = browser.get(f"/domains/{domain.slug}/roadmap/edit")
    assert "zoals voorgesteld" in words(page, "[role=status]")
    assert "knelpunt" not in words(page)
    assert "Niets: de planning van nu" in words(browser.get(f"/domains/{domain.slug}/roadmap/proposal"))


def test_only_what_was_ticked_moves(browser, domain, secretary, tight):
    browser.sign_in(secretary)
    page = browser.get(f"/domains/{domain.slug}/roadmap/proposal")
    data = {name: page.select_one(f"[name={name}]")["value"] for name in ("question", "run")}
    address = f"/domains/{domain.slug}/roadmap/proposal/accept"
    refused = browser.post(address, data=data, expect=422)
    assert "Vink aan" in words(refused)
    browser.post(address, data={**data, "codes": tight[0].code}, expect=302)
    assert plans() | {"Dijken": 0} == {"Dijken": 0, "Duinen": 1, "Sluizen": 2, "Bomen": None}
    assert plans()["Dijken"] != 1


def test_a_proposal_for_an_earlier_planning_moves_nothing(browser, domain, secretary, tight):
    browser.sign_in(secretary)
    page = browser.get(f"/domains/{domain.slug}/roadmap/proposal")
    fresh = get_use_case(tight[0].code, secretary)
    move_plan(fresh, start=NOW.index + 7, quarters=2, by=SYSTEM)
    db.session.commit()
    answer = browser.submit(
        page,
        to=f"/domains/{domain.slug}/roadmap/proposal/accept?aim=value",
        selector=ACCEPT,
        all="1",
        expect=409,
    )
    assert "intussen veranderd" in words(answer)
    assert plans()["Duinen"] == 1


def test_what_was_promised_stays_unless_asked_and_then_asks_for_a_reason(
    browser, domain, secretary, tight, adopt
):
    adopt()
    browser.sign_in(secretary)
    address = f"/domains/{domain.slug}/roadmap/proposal"
    page = browser.get(address)
    ticked = {box["value"] for box in page.select("[name=codes]")}
    assert not ticked & {one.code for one in tight}
    page = browser.get(f"{address}?promised=1")
    assert page.select("[name=reason]")
    accept = f"{address}/accept?aim=value&promised=1"
    refused = browser.submit(page, to=accept, selector=ACCEPT, all="1", expect=422)
    assert "eerste belofte blijft staan" in words(refused)
    assert plans()["Dijken"] == 1
    browser.submit(page, to=accept, selector=ACCEPT, all="1", reason="capacity", note="Te weinig mensen")
    assert plans()["Dijken"] >= 3
    reasons = db.session.scalars(select(PlanMove.reason).where(PlanMove.reason.is_not(None))).all()
    assert set(reasons) == {ReplanReason.CAPACITY}
    assert "eerst beloofd" in words(browser.get(f"/domains/{domain.slug}/roadmap"))


def test_the_exact_answer_is_asked_of_the_worker_proven_and_taken_over(
    app, browser, domain, secretary, tight
):
    browser.sign_in(secretary)
    address = f"/domains/{domain.slug}/roadmap/proposal"
    exact = f"{address}/exact?aim=completion"
    browser.submit(browser.get(exact), to=exact, seconds="10", gap="0")
    run = db.session.scalars(select(ScheduleRun)).one()
    page = browser.get(f"{address}?aim=completion")
    assert "wacht op de rekenmachine" in words(page)
    assert browser.get(f"{address}/progress.json").response.json["is_busy"] is True
    browser.submit(browser.get(exact), to=exact, expect=422)
    db.session.rollback()
    assert run_waiting(app) == 1
    db.session.expire_all()
    assert db.session.get_one(ScheduleRun, run.id).state is RunState.DONE
    page = browser.get(f"{address}?aim=completion")
    assert "Bewezen: " in words(page)
    assert page.select_one("[name=run]")["value"] == str(run.id)
    browser.submit(page, to=f"{address}/accept?aim=completion", selector=ACCEPT, all="1")
    assert max(plans().values()) == 7
    assert "Dit is snel berekend" in words(browser.get(f"{address}?aim=completion")), "another planning"


def test_an_exact_calculation_is_cancelled(app, browser, domain, secretary, tight):
    browser.sign_in(secretary)
    address = f"/domains/{domain.slug}/roadmap/proposal"
    browser.get(f"{address}/cancel", expect=404)
    browser.submit(browser.get(f"{address}/exact"), to=f"{address}/exact")
    browser.submit(browser.get(f"{address}/cancel"), to=f"{address}/cancel")
    run_waiting(app)
    db.session.expire_all()
    assert db.session.scalars(select(ScheduleRun.state)).one() is RunState.CANCELLED
    browser.submit(browser.get(f"{address}/cancel"), to=f"{address}/cancel", expect=422)


def test_the_page_asks_as_few_questions_for_many_as_for_one(browser, domain, secretary, plan, count_queries):
    plan("Dijken")
    browser.sign_in(secretary)
    address = f"/domains/{domain.slug}/roadmap/proposal"
    browser.get(address)
    with count_queries() as one:
        browser.get(address)
    for number in range(6):
        plan(f"Werk {number}", start=number % 3 + 1)
    with count_queries() as many:
        browser.get(address)
    assert len(many) == len(one)
