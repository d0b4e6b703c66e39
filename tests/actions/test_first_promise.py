"""Nobody gets a first promise out of sight: not by a day, a draft, a phase, a merge or a milestone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db, today
from core.errors import Invalid
from portfolio.actions.decisions_publish import publish_decision
from portfolio.actions.decisions_roadmap import draft_roadmap
from portfolio.actions.progress import (
    add_milestone,
    edit_milestone,
    move_plan,
    promise_milestones,
    report_status,
)
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.actions.use_cases import merge_use_cases, move_use_case
from portfolio.models.progress import ComputedStatus
from portfolio.queries.plan_moves import list_dropped, list_promises
from portfolio.queries.progress_inputs import first_promises
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import MilestoneKind, ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase

NOW = Quarter.of(today())


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person("secretary", domain=domain)


@pytest.fixture
def planned(make_use_case, domain, secretary):
    """A use case that starts this quarter and takes four, in an adopted roadmap."""
    made = make_use_case(
        domain=domain,
        phase=Phase.PREPARATION,
        planned_start=NOW.index,
        planned_quarters=4,
        published_on=today(),
    )
    publish_decision(adoption(domain, secretary, today()), by=secretary, today=today(), version=None)
    db.session.commit()
    return get_use_case(made.code, secretary)


def adoption(domain, secretary, decided_on):
    draft = draft_roadmap(domain, subject="Routekaart", text="Vastgesteld.", by=secretary)
    draft.decided_on, draft.reasons = decided_on, "Zo kan het."
    db.session.flush()
    return draft


def later(use_case, quarters: int):
    move_plan(
        use_case,
        start=use_case.planned_start + quarters,
        quarters=use_case.planned_quarters,
        reason=ReplanReason.LEGAL,
        by=SYSTEM,
    )


def current(use_case) -> ComputedStatus:
    return db.session.scalars(
        select(ComputedStatus).where(
            ComputedStatus.use_case_id == use_case.id, ComputedStatus.until.is_(None)
        )
    ).one()


def test_no_day_on_a_later_decision_makes_it_the_first_promise(planned, secretary):
    promise = first_promises(today(), [planned.id])[planned.id]
    early = adoption(planned.domain, secretary, today())  # an older draft, published last
    last = adoption(planned.domain, secretary, today())
    later(planned, 2)
    for draft in (last, early):
        publish_decision(draft, by=secretary, today=today(), version=None)
    backdated = adoption(planned.domain, secretary, today() - timedelta(days=1))
    with pytest.raises(Invalid) as refusal:
        publish_decision(backdated, by=secretary, today=today(), version=None)
    assert refusal.value.findings[0][:2] == ("decided_on", "before_adopted")
    assert first_promises(today(), [planned.id])[planned.id] == promise
    assert list_promises(planned.domain_id)[planned.code].start == NOW.index


@pytest.mark.parametrize("phases", [(Phase.PARKED,), (Phase.PARKED, Phase.IDEA), (Phase.STOPPED,)])
def test_what_was_promised_and_set_aside_keeps_its_drift_and_is_told_of(planned, phases, secretary):
    report_status(planned, status=Status.GREEN, note="", by=SYSTEM)
    later(planned, 4)
    before = current(planned).drift
    for phase in phases:
        move_use_case(planned, to=phase, on=today(), today=today(), by=SYSTEM, reason="Geen mensen.")
    db.session.flush()
    refresh_statuses(today())
    assert (current(planned).drift, current(planned).status) == (before, Status.RED)
    refresh_statuses(today() + timedelta(days=1200))  # what stopped stays as late; the rest gets later
    db.session.flush()
    assert (current(planned).drift == before) is (phases[-1] is Phase.STOPPED)
    assert [one.code for one in list_dropped(secretary, list_promises().values())] == [planned.code]


def test_what_was_never_promised_and_is_set_aside_is_followed_no_more(make_use_case, domain, secretary):
    made = get_use_case(make_use_case(domain=domain, phase=Phase.PREPARATION).code, secretary)
    refresh_statuses(today())
    db.session.flush()
    assert current(made).until is None
    move_use_case(made, to=Phase.PARKED, on=today(), today=today(), by=SYSTEM, reason="Geen mensen.")
    db.session.flush()
    refresh_statuses(today() + timedelta(days=1))
    db.session.flush()
    assert db.session.scalars(select(ComputedStatus.until)).all() == [today()]


def test_what_was_promised_is_not_merged_away(planned, make_use_case, secretary):
    other = get_use_case(make_use_case(domain=planned.domain).code, secretary)
    with pytest.raises(Invalid) as refusal:
        merge_use_cases(planned, other, by=SYSTEM, reason="Dubbel.")
    assert refusal.value.findings[0][1] == "merge_promised"


def test_what_lies_behind_or_is_reached_can_not_be_promised_any_more(planned):
    behind = add_milestone(
        planned,
        kind=MilestoneKind.SOCIETAL_VALUE,
        title="Al gedaan",
        planned_on=today() - timedelta(days=1),
        by=SYSTEM,
    )
    db.session.flush()
    edit_milestone(behind, by=SYSTEM, reached_on=today() - timedelta(days=1))
    db.session.flush()
    promise_milestones([planned.id])
    assert behind.first_planned_on is None
