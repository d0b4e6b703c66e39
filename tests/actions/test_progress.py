"""Reports, milestones and moves, and the status that is computed from them."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db, today
from core.errors import Conflict, Invalid
from portfolio.actions.decisions_publish import publish_decision
from portfolio.actions.decisions_roadmap import draft_roadmap
from portfolio.actions.progress import (
    add_milestone,
    edit_milestone,
    move_plan,
    promise_milestones,
    report_status,
    undo_move,
)
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.actions.schedules import accept_moves
from portfolio.models import Dependency, Precondition, UseCase
from portfolio.models.progress import ComputedStatus, MilestonePlan, PlanMove
from portfolio.queries.progress_inputs import first_promises
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.progress_status import Cause, Status
from portfolio.rules.progress_terms import MilestoneKind, ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase, PreconditionKind

NOW = Quarter.of(today())


@pytest.fixture
def planned(make_use_case, make_domain, make_person):
    """A use case that starts this quarter and takes four, in an adopted roadmap."""
    domain = make_domain()
    secretary = make_person("secretary", domain=domain)
    made = make_use_case(domain=domain, phase=Phase.PREPARATION, planned_start=NOW.index, planned_quarters=4)
    draft = draft_roadmap(domain, subject="Routekaart", text="Vastgesteld.", by=secretary)
    draft.decided_on, draft.reasons = today(), "Zo kan het."
    publish_decision(draft, by=secretary, today=today(), version=None)
    db.session.commit()
    return get_use_case(made.code, secretary)


def current(use_case) -> ComputedStatus:
    statement = select(ComputedStatus).where(
        ComputedStatus.use_case_id == use_case.id, ComputedStatus.until.is_(None)
    )
    return db.session.scalars(statement).one()


def later(use_case, quarters: int, **values):
    move = move_plan(
        use_case,
        start=use_case.planned_start + quarters,
        quarters=use_case.planned_quarters,
        by=SYSTEM,
        **values,
    )
    db.session.commit()
    return move


def test_the_first_adoption_is_the_first_promise_and_no_later_one_replaces_it(planned, make_person):
    promise = first_promises(today(), [planned.id])[planned.id]
    later(planned, 2, reason=ReplanReason.MONEY)
    secretary = make_person("secretary", domain=planned.domain)
    again = draft_roadmap(planned.domain, subject="Opnieuw", text="Later.", by=secretary)
    again.decided_on, again.reasons = today(), "Zo kan het."
    publish_decision(again, by=secretary, today=today(), version=None)
    db.session.commit()
    assert first_promises(today(), [planned.id])[planned.id] == promise
    assert current(planned).drift == (NOW + 5).last_day.toordinal() - (NOW + 3).last_day.toordinal()


def test_a_move_of_what_was_promised_asks_for_a_reason_code(planned):
    with pytest.raises(Invalid) as refusal:
        later(planned, 1)
    assert refusal.value.findings[0][1] == "replan_needs_reason"


def test_moves_change_the_status_and_can_be_undone_but_stay_on_record(planned):
    report_status(planned, status=Status.GREEN, note="", by=SYSTEM)
    move = later(planned, 4, reason=ReplanReason.LEGAL)
    assert (current(planned).status, current(planned).gap) == (Status.RED, 2)
    undo_move(move, planned, by=SYSTEM)
    db.session.commit()
    assert current(planned).status is Status.GREEN
    assert [row.reason for row in db.session.scalars(select(PlanMove).order_by(PlanMove.id))] == [
        ReplanReason.LEGAL
    ] * 2
    with pytest.raises(Conflict):
        undo_move(move, planned, by=SYSTEM)


def test_several_that_wait_for_each_other_move_together_in_few_statements(
    make_use_case, make_domain, count_queries
):
    domain = make_domain()
    counts = []
    for total in (2, 6):
        made = [
            make_use_case(domain=domain, phase=Phase.SELECTED, planned_start=NOW.index, planned_quarters=2)
            for _ in range(total)
        ]
        for needy, needed in pairwise(made):  # both ways: whichever is loaded or moved first
            db.session.add(Dependency(use_case_id=needy.id, needs_id=needed.id))
        db.session.add(Dependency(use_case_id=made[-1].id, needs_id=made[0].id))
        db.session.commit()
        with count_queries() as counted:
            moves = {one.code: (NOW + 2, 3) for one in made}
            assert len(accept_moves(domain, moves, by=SYSTEM, reason=None, note="")) == total
            db.session.commit()
        counts.append(len(counted))
    assert set(db.session.scalars(select(UseCase.planned_start))) == {NOW.index + 2}
    assert counts[1] - counts[0] <= 4 * 9


def test_a_plan_that_someone_moved_meanwhile_is_not_moved_again_unseen(planned):
    seen = {planned.code: (planned.planned_start, planned.planned_quarters)}
    later(planned, 2, reason=ReplanReason.LEGAL)
    db.session.commit()
    moves = {planned.code: (Quarter.from_index(planned.planned_start + 1), 2)}
    with pytest.raises(Conflict):
        accept_moves(planned.domain, moves, by=SYSTEM, reason=ReplanReason.LEGAL, note="", before=seen)


def test_a_plan_that_stays_is_no_move(planned):
    assert later(planned, 0) is None


def test_silence_makes_a_use_case_not_reported_and_amber(planned):
    report_status(planned, status=Status.GREEN, note="", by=SYSTEM)
    db.session.commit()
    refresh_statuses(today() + timedelta(days=36), [planned.id])
    db.session.commit()
    row = current(planned)
    assert (row.status, row.declared, row.gap) == (Status.AMBER, Status.NOT_REPORTED, None)
    assert row.causes == [Cause.NO_UPDATE.value]


def test_rows_follow_each_other_without_gap_or_overlap(planned):
    report_status(planned, status=Status.GREEN, note="", by=SYSTEM)
    for days in (1, 20, 36, 50, 400):
        refresh_statuses(today() + timedelta(days=days), [planned.id])
    db.session.commit()
    rows = db.session.scalars(
        select(ComputedStatus).where(ComputedStatus.use_case_id == planned.id).order_by(ComputedStatus.on)
    ).all()
    assert len(rows) > 2 and rows[-1].until is None
    for before, after in zip(rows, rows[1:], strict=False):
        assert before.until == after.on - timedelta(days=1)


def test_a_hard_precondition_that_is_late_makes_it_red(planned):
    report_status(planned, status=Status.GREEN, note="", by=SYSTEM)
    planned.preconditions.append(
        Precondition(
            kind=PreconditionKind.LEGAL, is_hard=True, text="Wet", due_on=today() - timedelta(days=1)
        )
    )
    db.session.commit()
    refresh_statuses(today(), [planned.id])
    assert current(planned).causes == [Cause.PRECONDITION_LATE.value]


def test_what_is_not_green_says_why(planned):
    with pytest.raises(Invalid):
        report_status(planned, status=Status.RED, note=" ", by=SYSTEM)
    with pytest.raises(Invalid):
        report_status(planned, status=Status.GREEN, note="", by=SYSTEM, on=today() + timedelta(days=1))


def test_a_milestone_of_a_promised_use_case_is_a_promise_and_keeps_every_plan(planned):
    day = today() + timedelta(days=90)
    milestone = add_milestone(
        planned, kind=MilestoneKind.SOCIETAL_VALUE, title="Kaart", planned_on=day, by=SYSTEM
    )
    db.session.commit()
    assert milestone.first_planned_on == day
    with pytest.raises(Invalid):
        edit_milestone(milestone, planned_on=day + timedelta(days=30), by=SYSTEM)
    edit_milestone(
        milestone, planned_on=day + timedelta(days=30), reason=ReplanReason.PARTNER, by=SYSTEM, version=1
    )
    db.session.commit()
    assert milestone.first_planned_on == day
    assert [plan.planned_on for plan in db.session.scalars(select(MilestonePlan))] == [
        day,
        day + timedelta(days=30),
    ]
    with pytest.raises(Conflict):
        edit_milestone(milestone, by=SYSTEM, version=1)


def test_adoption_makes_the_plans_of_milestones_a_promise(make_use_case):
    use_case = make_use_case(phase=Phase.PREPARATION)
    milestone = add_milestone(
        use_case, kind=MilestoneKind.SOCIETAL_VALUE, title="Kaart", planned_on=today(), by=SYSTEM
    )
    assert milestone.first_planned_on is None
    db.session.flush()
    promise_milestones([use_case.id])
    db.session.commit()
    assert milestone.first_planned_on == today()


def test_all_statuses_take_a_fixed_number_of_statements(make_use_case, make_domain, count_queries):
    domain = make_domain()
    make_use_case(domain=domain, phase=Phase.PILOT)
    with count_queries() as one:
        refresh_statuses(today())
        db.session.commit()
    for _ in range(6):
        make_use_case(domain=domain, phase=Phase.PILOT)
    with count_queries() as many:
        assert refresh_statuses(today()) == 6
        db.session.commit()
    assert len(many) <= len(one) + 1
