"""Versions of criteria and weights: made by an action, never changed, kept by the results of their time."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from accounts.rules.terms import Role
from core.audit import SYSTEM, AuditEvent
from core.database import db
from core.errors import Conflict, Invalid, NotFound
from portfolio.actions.scoring_models import make_version
from portfolio.actions.use_cases import rederive_all, score_use_case
from portfolio.models import UseCase
from portfolio.queries.scoring_models import (
    current_model,
    find_model_id,
    get_model,
    list_criterion_names,
    list_versions,
)
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.scoring_model import NO_MODEL, Thresholds, WeightMethod


@pytest.fixture
def domain(make_domain, make_criteria):
    made = make_domain(slug="sociaal", code="SOC")
    make_criteria(2)
    return made


def reweigh(domain, first, *, by=SYSTEM, **more):
    """Make a version in which the first criterion weighs ``first`` and the second the rest."""
    now = current_model(domain.id if domain else None)
    shares = {"criterium-0": Decimal(first), "criterium-1": 1 - Decimal(first)}
    criteria = [replace(one, weight=shares[one.code]) for one in now.criteria]
    given = {"method": WeightMethod.SWING, "thresholds": now.thresholds, "reason": "Het bord woog"} | more
    made = make_version(domain, criteria, by=by, **given)
    db.session.commit()
    return made


def test_without_any_model_there_is_an_empty_one(database):
    assert current_model(None) is NO_MODEL
    with pytest.raises(NotFound):
        get_model(1)


def test_a_board_uses_the_default_until_it_makes_a_version_of_its_own(domain, make_domain):
    other = make_domain()
    assert current_model(domain.id).label == "standaard 1"
    reweigh(domain, "0.8", thresholds=Thresholds(30, 25))
    found = current_model(domain.id)
    assert (found.label, found.weights) == (
        "sociaal 2",
        {"criterium-0": Decimal("0.8"), "criterium-1": Decimal("0.2")},
    )
    assert found.thresholds.floors.chance == 25
    assert found.criteria[0].anchors[3] == ("Niveau 3", "Level 3")
    assert current_model(other.id).label == current_model(None).label == "standaard 1"


def test_the_line_of_a_board_runs_on_from_the_default_it_came_from(domain):
    reweigh(domain, "0.8")
    reweigh(None, "0.6")
    reweigh(domain, "0.7")
    lines = list_versions(domain.id)
    assert [(line.number, line.domain_id) for line in lines] == [(3, domain.id), (2, domain.id), (1, None)]
    assert get_model(find_model_id(domain.id, 1)).label == "standaard 1"
    with pytest.raises(NotFound):
        find_model_id(domain.id, 9)


def test_old_results_keep_the_version_they_were_made_with(domain, make_person, make_use_case):
    reader = make_person(Role.SECRETARY, domain=domain)
    code = make_use_case(domain=domain).code
    db.session.expire_all()
    use_case = get_use_case(code, reader)
    score_use_case(use_case, levels={"criterium-0": 5, "criterium-1": 0}, reasons={}, chance=50, by=SYSTEM)
    db.session.commit()
    first = current_model(domain.id).id
    reweigh(domain, "0.9")
    assert rederive_all() == 0
    db.session.commit()
    assert db.session.scalar(select(UseCase.value_low)) == 50
    use_case = get_use_case(code, reader)
    assert use_case.assessment.model_id == first
    score_use_case(use_case, levels={"criterium-0": 5, "criterium-1": 0}, reasons={}, chance=50, by=SYSTEM)
    db.session.commit()
    assert db.session.scalar(select(UseCase.value_low)) == 90


def test_a_version_opened_before_another_was_made_is_a_conflict(domain):
    opened = current_model(domain.id).id
    reweigh(domain, "0.8")
    with pytest.raises(Conflict):
        reweigh(domain, "0.7", seen=opened)


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"reason": "  "}, "reason", "missing_reason"),
        ({"thresholds": Thresholds(20, 101)}, "chance_floor", "floor_out_of_range"),
        ({"thresholds": Thresholds(20, 22)}, "chance_floor", "chance_between_steps"),
    ],
)
def test_a_version_without_reason_or_with_impossible_floors_is_refused(domain, change, field, code):
    with pytest.raises(Invalid) as refused:
        reweigh(domain, "0.8", **change)
    assert [(where, what) for where, what, _params in refused.value.findings] == [(field, code)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scoring_model SET reason = 'Anders'",
        "UPDATE scoring_model_item SET weight = 10",
        "UPDATE scoring_model_anchor SET text = 'Anders'",
        "DELETE FROM scoring_model_anchor",
    ],
)
def test_the_database_itself_refuses_to_change_a_version(domain, statement):
    with pytest.raises(DatabaseError, match="never changes"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_retired_criterion_keeps_its_name_and_leaves_the_value(domain):
    now = current_model(domain.id)
    only = [replace(now.criteria[1], weight=Decimal(1), name="Anders genoemd")]
    make_version(domain, only, method=WeightMethod.EQUAL, thresholds=Thresholds(), reason="Minder", by=SYSTEM)
    db.session.commit()
    assert [one.code for one in current_model(domain.id).criteria] == ["criterium-1"]
    assert [(row.code, row.name) for row in list_criterion_names()] == [
        ("criterium-0", "Criterium 0"),
        ("criterium-1", "Anders genoemd"),
    ]


def test_the_trail_tells_who_made_a_version(domain, make_person):
    person = make_person(Role.SECRETARY, domain=domain)
    reweigh(domain, "0.8", by=person)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.verb, event.object_label, event.actor_id) == ("scoring_model.made", "sociaal 2", person.id)
