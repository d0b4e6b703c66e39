"""Preconditions and risks keep how they stood, and their rows keep their ids when the form is saved."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.use_cases import edit_use_case
from portfolio.models import Precondition, Risk
from portfolio.models.progress import ComputedStatus, PreconditionChange, RiskChange
from portfolio.queries.progress_inputs import list_known
from portfolio.rules.progress_status import Cause
from portfolio.rules.terms import Grade, Phase, PreconditionKind, PreconditionState
from tests.factories.framework import fresh

LATE = today() - timedelta(days=5)


@pytest.fixture
def made(make_use_case):
    use_case = make_use_case(phase=Phase.PILOT)
    db.session.add(
        Precondition(
            use_case_id=use_case.id, kind=PreconditionKind.LEGAL, is_hard=True, text="Wet", due_on=LATE
        )
    )
    db.session.add(Risk(use_case_id=use_case.id, text="Mis", likelihood=Grade.LOW, impact=Grade.LOW))
    db.session.commit()
    return fresh(use_case.code)


def rows_of(use_case, **changed):
    (row,) = use_case.preconditions
    values = {"id": row.id, "kind": row.kind, "is_hard": row.is_hard, "text": row.text}
    return [values | {"state": row.state, "due_on": row.due_on} | changed]


def test_a_change_of_state_is_dated_and_the_row_stays_itself(made):
    id_ = made.preconditions[0].id
    edit_use_case(made, {"preconditions": rows_of(made, state=PreconditionState.IN_PROGRESS)}, by=SYSTEM)
    db.session.commit()
    again = fresh(made.code)
    assert again.preconditions[0].id == id_
    change = db.session.scalars(select(PreconditionChange)).one()
    assert (change.precondition_id, change.on, change.state) == (id_, today(), PreconditionState.IN_PROGRESS)
    edit_use_case(again, {"preconditions": rows_of(again, text="De wet")}, by=SYSTEM)
    db.session.commit()
    assert len(db.session.scalars(select(PreconditionChange)).all()) == 1


def test_the_status_is_computed_anew_beside_the_change(made):
    edit_use_case(made, {"preconditions": rows_of(made, state=PreconditionState.IN_PROGRESS)}, by=SYSTEM)
    db.session.commit()
    open_row = select(ComputedStatus).where(ComputedStatus.until.is_(None))
    assert Cause.PRECONDITION_LATE.value in db.session.scalars(open_row).one().causes
    again = fresh(made.code)
    edit_use_case(again, {"preconditions": rows_of(again, state=PreconditionState.MET)}, by=SYSTEM)
    db.session.commit()
    assert Cause.PRECONDITION_LATE.value not in db.session.scalars(open_row).one().causes


def test_the_past_is_told_as_it_was(made):
    made.created_at = made.created_at - timedelta(days=30)
    db.session.commit()
    again = fresh(made.code)
    edit_use_case(again, {"preconditions": rows_of(again, state=PreconditionState.MET)}, by=SYSTEM)
    db.session.commit()
    (yesterday,) = list_known(today() - timedelta(days=1), [made.id])
    (now,) = list_known(today(), [made.id])
    assert (yesterday.situation.late_preconditions, now.situation.late_preconditions) == (1, 0)


def test_a_risk_that_is_graded_anew_is_dated(made):
    (row,) = made.risks
    values = {"id": row.id, "text": row.text, "likelihood": Grade.HIGH, "impact": row.impact}
    edit_use_case(made, {"risks": [values]}, by=SYSTEM)
    db.session.commit()
    change = db.session.scalars(select(RiskChange)).one()
    assert (change.risk_id, change.likelihood, change.on) == (row.id, Grade.HIGH, today())
