"""Shared preconditions and their course: each constraint is broken once, and the demo's content fits."""

from datetime import date

import pytest
import yaml
from sqlalchemy.exc import IntegrityError

from core.database import db
from portfolio.models import Precondition
from portfolio.models.progress import PreconditionChange, PreconditionShare, SharedPrecondition
from portfolio.rules.terms import PreconditionKind, PreconditionState
from seed.digest import CONTENT
from seed.preconditions import read_preconditions

DAY = date(2026, 3, 1)


def shared(text="De wet is er"):
    return SharedPrecondition(kind=PreconditionKind.LEGAL, text=text)


def change(**values):
    return PreconditionChange(on=DAY, state=PreconditionState.OPEN, **values)


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (lambda own, one: shared(""), "text_filled"),
        (lambda own, one: change(), "of_one_thing"),
        (lambda own, one: change(precondition_id=own.id, shared_id=one.id), "of_one_thing"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(make_use_case, make, constraint):
    own = Precondition(use_case_id=make_use_case().id, kind=PreconditionKind.LEGAL, text="Wet")
    one = shared()
    db.session.add_all([own, one])
    db.session.flush()
    db.session.add(make(own, one))
    with pytest.raises(IntegrityError, match=constraint):
        db.session.commit()
    db.session.rollback()


def test_a_precondition_that_goes_takes_its_share_and_its_course_along(make_use_case):
    own = Precondition(use_case_id=make_use_case().id, kind=PreconditionKind.LEGAL, text="Wet")
    one = shared()
    db.session.add_all([own, one])
    db.session.flush()
    db.session.add_all(
        [PreconditionShare(precondition_id=own.id, shared_id=one.id), change(precondition_id=own.id)]
    )
    db.session.commit()
    db.session.delete(own)
    db.session.commit()
    assert not db.session.query(PreconditionShare).count()
    assert not db.session.query(PreconditionChange).count()
    assert db.session.query(SharedPrecondition).count() == 1


def test_what_the_demo_tells_is_of_what_is_there_and_ends_as_it_stands():
    known = read_preconditions(CONTENT)
    use_cases = {}
    for file in (CONTENT / "use_cases").glob("*.yaml"):
        use_case = yaml.safe_load(file.read_text("utf-8"))
        use_cases[use_case["code"]] = use_case
    for row in known["shared"]:
        for code, place in row["joins"]:
            assert place < len(use_cases[code]["preconditions"]), (code, place)
    for row in known["own"]:
        assert row["course"][-1][1] == use_cases[row["code"]]["preconditions"][row["place"]]["state"]
    for row in known["risks"]:
        risk = use_cases[row["code"]]["risks"][row["place"]]
        assert row["grades"][-1][1:3] == [risk["likelihood"], risk["impact"]]
    for row in (*known["shared"], *known["own"]):
        days = [one[0] for one in row["course"]]
        assert days == sorted(days) and days[-1] < 0
