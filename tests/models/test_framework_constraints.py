"""Each rule that the database itself keeps about assessments and outcomes, broken once."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from core.database import db
from portfolio.models import (
    FrameworkAssessment,
    FrameworkCondition,
    FrameworkConsultation,
    FrameworkParty,
    FrameworkTool,
    FrameworkVersion,
    FrameworkViewpoint,
    Outcome,
    SelectionChance,
)
from portfolio.rules.calibration import Result
from portfolio.rules.framework import PartyRole, Question, Verdict, Viewpoint

DAY = date(2026, 1, 1)
VERSION = {"number": 1, "verdict": Verdict.YES, "established_on": DAY, "snapshot": {}}
VOICE = {"viewpoint": Viewpoint.PRIVACY, "speaker": "functie", "said": "Iets"}


@pytest.fixture
def use_case(make_use_case):
    return make_use_case()


@pytest.fixture
def assessment(use_case):
    assessment = FrameworkAssessment(use_case_id=use_case.id)
    db.session.add(assessment)
    db.session.commit()
    return assessment


def refused(*rows) -> str:
    db.session.add_all(rows)
    with pytest.raises(IntegrityError) as error:
        db.session.commit()
    db.session.rollback()
    return str(error.value.orig)


@pytest.mark.parametrize(
    "values",
    [
        {"may_level": 6},
        {"can_level": -1},
        {"want_level": 9},
        {"may_level": 3},
        {"established_number": 1},
        {"established_verdict": Verdict.NO},
    ],
)
def test_an_assessment_keeps_its_scale(use_case, values):
    refused(FrameworkAssessment(use_case_id=use_case.id, **values))


def test_a_use_case_has_one_assessment(use_case, assessment):
    refused(FrameworkAssessment(use_case_id=use_case.id))


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (FrameworkParty, {"role": PartyRole.PRIVATE, "name": ""}),
        (FrameworkTool, {"question": Question.MAY, "name": ""}),
        (FrameworkConsultation, {"role": "", "said": "Iets"}),
        (FrameworkViewpoint, {**VOICE, "said": ""}),
        (FrameworkViewpoint, {**VOICE, "speaker": ""}),
        (FrameworkCondition, {"text": ""}),
        (FrameworkVersion, {**VERSION, "number": 0}),
    ],
)
def test_a_row_says_something(assessment, model, values):
    refused(model(assessment_id=assessment.id, **values))


@pytest.mark.parametrize(("model", "values"), [(FrameworkViewpoint, VOICE), (FrameworkVersion, VERSION)])
def test_a_viewpoint_and_a_version_are_there_once(assessment, model, values):
    refused(*(model(assessment_id=assessment.id, **values) for _time in range(2)))


@pytest.mark.parametrize("chance", [-5, 105])
def test_a_chance_is_a_percentage(use_case, chance):
    refused(SelectionChance(use_case_id=use_case.id, chance=chance, selected_on=DAY))


def test_an_outcome_is_explained_and_there_once(use_case):
    known = {"use_case_id": use_case.id, "result": Result.NOT, "ended_on": DAY}
    refused(Outcome(**known, explanation=""))
    refused(Outcome(**known, explanation="Zo"), Outcome(**known, explanation="Zo"))
    chances = (SelectionChance(use_case_id=use_case.id, selected_on=DAY) for _time in range(2))
    refused(*chances)
