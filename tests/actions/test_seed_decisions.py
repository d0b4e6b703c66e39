"""The demo's made-up decisions: published under their own numbers, marked, and never loaded twice."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from accounts.models import Person
from core.audit import AuditEvent
from core.database import db
from core.links import waiting_for
from portfolio.actions.decisions_revisit import remind_revisits
from portfolio.models import Decision, Meeting, PhaseChange, UseCase
from portfolio.rules.terms import Phase
from seed.digest import CONTENT
from seed.loader import load_content

FEW = ("SOC-001", "SOC-006", "SOC-008", "VEI-005")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content with a few use cases and without pages."""
    copy = tmp_path / "content"
    (copy / "use_cases").mkdir(parents=True)
    for path in CONTENT.glob("*.yaml"):
        shutil.copy(path, copy)
    for code in FEW:
        shutil.copy(CONTENT / "use_cases" / f"{code}.yaml", copy / "use_cases")
    return copy


def test_the_demo_has_decisions_on_what_is_there_and_a_second_load_adds_none(database, content, in_dutch):
    load_content(with_people=True, content=content)

    decisions = db.session.scalars(select(Decision).order_by(Decision.number)).all()
    numbers = [one.number for one in decisions]
    assert [one for one in numbers if one.startswith("SOC-20")][:2] == ["SOC-2020-001", "SOC-2024-001"]
    assert "MOB-2021-001" not in numbers
    assert all(one.is_published and one.illustrative == ["decision"] for one in decisions)
    assert {one.supersedes_id for one in decisions} - {None}
    parked = db.session.scalars(select(UseCase).where(UseCase.code == "VEI-005")).one()
    assert (parked.phase, parked.published_on) == (Phase.PARKED, date(2021, 11, 30))
    assert parked.is_illustrative("phase")
    told = set(db.session.scalars(select(PhaseChange.decision).where(PhaseChange.decision != "")))
    assert told == {"SOC-2020-001", "SOC-2024-001", "VEI-2021-001"}
    assert db.session.scalars(select(Meeting.illustrative)).one() == ["meeting"]

    assert remind_revisits(date(2100, 1, 1))
    db.session.commit()
    events = db.session.scalar(select(func.count(AuditEvent.id)))
    assert load_content(with_people=True, content=content) == 0
    assert db.session.scalar(select(func.count(AuditEvent.id))) == events
    energy = db.session.scalars(select(Person).where(Person.email == "secretaris2@voorbeeld.nl")).one()
    assert "besluit ENE-2022-001" in waiting_for(energy)[-1].title


def test_without_the_demo_nobody_decided_anything(database, content):
    load_content(with_people=False, content=content)

    assert db.session.scalar(select(func.count(Decision.id))) == 0
    assert db.session.scalar(select(UseCase.phase).where(UseCase.code == "VEI-005")) is Phase.IDEA
