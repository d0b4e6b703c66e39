"""First promises and reports are kept by the database itself; each constraint is broken once."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from core.database import db
from portfolio.models.progress import (
    ComputedStatus,
    Milestone,
    MilestonePlan,
    OrganisationAdoption,
    PlanMove,
    StatusReport,
)
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import AdoptionStage, MilestoneKind

DAY = date(2026, 3, 1)


def kept(*rows):
    db.session.add_all(rows)
    db.session.commit()
    return rows[0]


def milestone(use_case, **values):
    given = {"kind": MilestoneKind.SOCIETAL_VALUE, "title": "Eerste kaart", "planned_on": DAY}
    return Milestone(use_case_id=use_case.id, **(given | values))


def move(use_case, **values):
    return PlanMove(use_case_id=use_case.id, to_start=8100, to_quarters=4, by_label="x", **values)


def report(use_case, **values):
    return StatusReport(**({"use_case_id": use_case.id, "on": DAY, "status": Status.GREEN} | values))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE milestone SET first_planned_on = '2027-01-01'",
        "UPDATE milestone SET first_planned_on = NULL",
        "DELETE FROM milestone",
        "UPDATE plan_move SET to_start = 1",
        "DELETE FROM plan_move",
        "UPDATE status_report SET status = 'red'",
        "DELETE FROM status_report",
        "UPDATE milestone SET use_case_id = use_case_id + 1",
        "UPDATE milestone SET id = id + 1",
        "UPDATE milestone_plan SET planned_on = '2027-01-01'",
        "DELETE FROM milestone_plan",
    ],
)
def test_the_database_lets_no_one_touch_a_first_promise_or_a_report(make_use_case, statement):
    kept_promises(make_use_case())
    with pytest.raises(DatabaseError, match="stays"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_who_said_which_day_was_expected_may_be_erased(make_use_case):
    kept_promises(make_use_case())
    db.session.execute(text("UPDATE milestone_plan SET by_label = 'Voormalig lid 1'"))
    db.session.commit()


def kept_promises(use_case):
    plan = MilestonePlan(on=DAY, planned_on=DAY)
    kept(milestone(use_case, first_planned_on=DAY, plans=[plan]), move(use_case), report(use_case))


@pytest.mark.parametrize("table", ["milestone", "milestone_plan", "plan_move", "status_report"])
def test_no_row_takes_the_place_of_a_promise_or_a_report(make_use_case, table):
    kept_promises(make_use_case())
    verb = "REPLACE" if db.engine.dialect.name == "sqlite" else "INSERT"
    with pytest.raises(DatabaseError, match="stays|duplicate key"):
        db.session.execute(text(f"{verb} INTO {table} SELECT * FROM {table}"))  # noqa: S608
    db.session.rollback()


def test_a_first_plan_can_be_given_once_and_the_rest_of_a_milestone_may_change(make_use_case):
    one = kept(milestone(make_use_case()))
    one.first_planned_on = DAY
    db.session.commit()
    one.planned_on, one.title = date(2027, 1, 1), "Tweede kaart"
    db.session.commit()
    assert one.first_planned_on == DAY


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (lambda use_case: milestone(use_case, title=""), "title_filled"),
        (lambda use_case: milestone(use_case, kind=MilestoneKind.SYSTEM_FUNCTION), "function_fits_kind"),
        (lambda use_case: report(use_case, status=Status.NOT_REPORTED), "status_reported"),
        (lambda use_case: move(use_case, from_start=8000), "from_whole"),
        (
            lambda use_case: ComputedStatus(
                use_case_id=use_case.id,
                on=DAY,
                until=date(2026, 2, 1),
                status=Status.GREEN,
                declared=Status.GREEN,
            ),
            "days_in_order",
        ),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(make_use_case, make, constraint):
    db.session.add(make(make_use_case()))
    with pytest.raises(IntegrityError, match=constraint):
        db.session.commit()
    db.session.rollback()


def test_an_adoption_in_use_has_a_date(make_use_case, make_organisation):
    db.session.add(
        OrganisationAdoption(
            use_case_id=make_use_case().id, organisation_id=make_organisation().id, stage=AdoptionStage.IN_USE
        )
    )
    with pytest.raises(IntegrityError, match="in_use_has_date"):
        db.session.commit()
    db.session.rollback()
