"""The demo's scale-up: sourced or marked, and never loaded over what people said."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from accounts.models import Organisation, Person
from core.audit import SYSTEM
from core.database import db, today
from core.links import waiting_for
from portfolio.actions.scale_up import find, record_adoption
from portfolio.models import UseCase
from portfolio.models.progress import OrganisationAdoption
from portfolio.models.scale_up import AdoptionStep
from portfolio.rules.progress_terms import AdoptionStage
from seed.digest import CONTENT
from seed.loader import load_content


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content with two use cases and without pages."""
    copy = tmp_path / "content"
    (copy / "use_cases").mkdir(parents=True)
    for path in CONTENT.glob("*.yaml"):
        shutil.copy(path, copy)
    for code in ("SOC-001", "ENE-003"):
        shutil.copy(CONTENT / "use_cases" / f"{code}.yaml", copy / "use_cases")
    return copy


def test_it_is_there_once_and_what_people_said_stays(database, content, in_dutch):
    load_content(with_people=True, content=content)
    total = db.session.scalar(select(func.count()).select_from(OrganisationAdoption))
    assert total and total > 8
    use_case = db.session.scalars(select(UseCase).where(UseCase.code == "SOC-001")).one()
    places = {row.slug: row for row in db.session.scalars(select(Organisation))}
    sourced = find(use_case.id, places["gemeente-amsterdam"].id)
    made_up = find(use_case.id, places["gemeente-gouda"].id)
    assert (sourced.is_illustrative, made_up.is_illustrative) == (False, True)
    assert made_up.stage is AdoptionStage.PREPARING
    record_adoption(use_case, places["gemeente-gouda"], stage=AdoptionStage.IN_USE, on=today(), by=SYSTEM)
    db.session.commit()
    (content / "scale_up.yaml").write_text(
        (content / "scale_up.yaml").read_text("utf-8").replace("Wacht op een", "Wacht nog op een"), "utf-8"
    )
    load_content(with_people=True, content=content)
    assert find(use_case.id, places["gemeente-gouda"].id).stage is AdoptionStage.IN_USE
    assert db.session.scalar(select(func.count()).select_from(OrganisationAdoption)) == total
    assert max(db.session.scalars(select(AdoptionStep.on))) <= today()
    member = db.session.scalars(select(Person).where(Person.email == "lezer@voorbeeld.nl")).one()
    assert "Wat kan Gemeente Gouda overnemen?" in [item.title for item in waiting_for(member)]
