"""Progress as told by a source, and the year computed from it."""

from datetime import timedelta

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.progress_filing import (
    ToldMilestone,
    ToldPlan,
    ToldProgress,
    compute_anew,
    file_progress,
)
from portfolio.models.progress import ComputedStatus, Milestone
from portfolio.rules.progress_status import Status
from portfolio.rules.terms import Phase
from seed.digest import CONTENT
from seed.progress import _reports, read_progress


def test_a_year_is_computed_month_by_month_and_again_is_the_same(make_use_case):
    use_case = make_use_case(phase=Phase.PILOT)
    days = [today() - timedelta(days=30 * place) for place in range(6)]
    told = ToldProgress(
        reports=[(day, Status.RED if place < 2 else Status.GREEN, "Zo") for place, day in enumerate(days)],
        milestones=[
            ToldMilestone(
                "Kaart", "Map", None, [ToldPlan(days[5], days[2]), ToldPlan(days[3], days[1])], None
            )
        ],
    )
    assert len(file_progress(use_case, told, by=SYSTEM)) == 7
    assert compute_anew(days, [use_case.id]) == 6
    db.session.commit()
    statement = select(ComputedStatus.declared).order_by(ComputedStatus.on)
    assert db.session.scalars(statement).all() == [Status.GREEN] * 4 + [Status.RED] * 2
    compute_anew(days, [use_case.id])
    db.session.commit()
    assert len(db.session.scalars(statement).all()) == 6
    milestone = db.session.scalars(select(Milestone)).one()
    assert (milestone.first_planned_on, milestone.planned_on) == (days[2], days[1])


def test_a_letter_a_month_makes_reports_that_end_before_the_first_load():
    notes = {"green": ["Goed", "Ook goed"], "amber": ["Let op"], "red": ["Te laat"]}
    found = _reports("g.ar", notes, today())
    assert [status for _on, status, _note in found] == [Status.GREEN, Status.AMBER, Status.RED]
    assert all(on < today() for on, _status, _note in found)


def test_the_content_is_as_agreed_and_what_is_not_green_says_why():
    known = read_progress(CONTENT)
    assert len(known["use_cases"]) > 20
    for row in known["use_cases"]:
        assert set(row["reports"]) <= set("gar."), row["code"]
        for one in row["milestones"]:
            assert all(len(plan) == 3 for plan in one["plans"][1:]), row["code"]
            assert one["reached"] is None or one["reached"] < 0
