"""Loading the content: everything once, and never over what a person did."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from accounts.actions.domains import merge_domains
from accounts.actions.organisations import merge_organisations
from accounts.models import Domain, Membership, Organisation, OrganisationAlias, Person
from accounts.rules.terms import BoardRole, Role, Sector
from core.audit import SYSTEM, AuditEvent
from core.database import db
from portfolio.actions.agenda import edit_action_point
from portfolio.actions.reference import add_maturity
from portfolio.actions.use_cases import edit_use_case
from portfolio.models import (
    ActionPoint,
    BudgetAmount,
    ChanceAnchor,
    Dependency,
    Maturity,
    OrganisationCount,
    PhaseChange,
    Revision,
    UseCase,
    team_member,
)
from portfolio.queries.reference import get_system_function
from portfolio.queries.scoring_models import current_model
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import PUBLISHED_PHASES, Size
from seed import ledger
from seed.digest import CONTENT
from seed.ledger import Ledger
from seed.loader import load_content
from seed.models import SeedRecord
from seed.reading import SeedError
from seed.use_cases import versions_of_use_cases

FEW = ("SOC-001", "SOC-006", "ENE-001")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content with three use cases, to change between two loads."""
    copy = tmp_path / "content"
    copy.mkdir()
    (copy / "use_cases").mkdir()
    for path in CONTENT.glob("*.yaml"):
        shutil.copy(path, copy)
    for code in FEW:
        shutil.copy(CONTENT / "use_cases" / f"{code}.yaml", copy / "use_cases")
    return copy


@pytest.fixture
def loaded(database: None, content: Path) -> Path:
    """The copy, loaded once without people."""
    load_content(with_people=False, content=content)
    return content


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def use_case(code: str) -> UseCase:
    statement = select(UseCase).where(UseCase.code == code).options(*EVERYTHING)
    return db.session.scalars(statement).unique().one()


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def everything() -> dict[str, list]:
    """Every row of every table, as the database holds it."""
    return {
        table.name: sorted(map(repr, db.session.execute(select(table)).all()))
        for table in db.metadata.sorted_tables
    }


def test_all_content_is_there_after_one_load_and_a_second_changes_nothing(database, count_queries):
    assert load_content(with_people=True) > 200
    assert count(UseCase) == len([*CONTENT.glob("use_cases/*.yaml")])
    # The 38 of the Data Agenda, 4 of a made-up earlier agenda, and 8 unfinished ones that go on in a draft.
    assert (count(Domain), count(ActionPoint), count(Person)) == (12, 38 + 4 + 8, 12)
    assert count(Dependency) > 0
    assert {total.kind for total in db.session.scalars(select(OrganisationCount))} == {"municipality"}
    for chosen in db.session.scalars(select(UseCase).where(UseCase.phase.in_(PUBLISHED_PHASES))):
        assert chosen.published_on is not None, chosen.code
    # What the demo changed after filing stands in the history, and counts as nobody's own change.
    versions = versions_of_use_cases()
    assert Ledger().untouched(versions) == set(versions)
    assert count(Revision) == sum(versions.values()) > count(UseCase)
    db.session.rollback()
    before = everything()
    db.session.rollback()

    with count_queries() as queries:
        assert load_content(with_people=True) == 0

    assert len(queries) == 1
    assert everything() == before


def test_a_load_without_people_makes_no_account(loaded):
    assert count(Person) == 0
    assert db.session.scalar(select(func.count()).where(UseCase.owner_id.is_not(None))) == 0
    assert use_case("SOC-001").assessment.assessor_id is None


def test_the_demo_has_every_role_and_a_board_of_three_sectors(database, content):
    load_content(with_people=True, content=content)

    roles = dict(db.session.execute(select(Membership.role, func.count()).group_by(Membership.role)).all())
    assert roles == {
        Role.CONTRIBUTOR: 1,
        Role.BOARD_MEMBER: 4,
        Role.SECRETARY: 2,
        Role.WIKI_CURATOR: 2,
        Role.PROGRAMME_MANAGER: 1,
        Role.ADMINISTRATOR: 1,
    }
    board = db.session.scalars(select(Membership).where(Membership.role == Role.BOARD_MEMBER)).all()
    assert {member.board_role for member in board} == set(BoardRole)
    assert {member.sector for member in board} == set(Sector)
    assert all(db.session.scalars(select(Person.is_demo)))
    assert all(name.startswith("Voorbeeld ") for name in db.session.scalars(select(Person.name)))
    assert len(set(db.session.scalars(select(Person.password_hash)))) == 1


def test_the_contributor_owns_one_use_case_and_is_in_the_team_of_another(database, content):
    for code in ("SOC-002", "SOC-007"):
        shutil.copy(CONTENT / "use_cases" / f"{code}.yaml", content / "use_cases")
    load_content(with_people=True, content=content)

    person = db.session.scalars(select(Person).where(Person.email == "bijdrager@voorbeeld.nl")).one()
    owned = db.session.scalars(select(UseCase.code).where(UseCase.owner_id == person.id)).all()
    joined = select(UseCase.code).join(team_member).where(team_member.c.person_id == person.id)
    assert owned == ["SOC-007"]
    assert db.session.scalars(joined).all() == ["SOC-002"]
    assert "owner_person" in use_case("SOC-007").illustrative


def test_a_use_case_arrives_with_its_history_scores_and_marks(loaded):
    case = use_case("SOC-001")

    assert [(step.phase, step.happened_on) for step in case.phase_changes] == [
        ("idea", date(2018, 1, 15)),
        ("pilot", date(2018, 3, 1)),
        ("scale_up", date(2019, 2, 1)),
    ]
    assert case.published_on == case.assessment.published_on == date(2018, 3, 1)
    assert case.phase_changes[1].decision.startswith("Voorbeeldbesluit")
    assert case.phase_changes[1].illustrative == ["happened_on", "decision"]
    assert (case.owner_organisation.slug, case.organisations, case.size) == (
        "gemeente-amsterdam",
        3,
        Size.SMALL,
    )
    assert (case.cost_cents, case.value_low, case.value_high) == (6_000_000, 68, 68)
    assert case.assessment.is_illustrative
    assert {"effort", "cost", "planned", "chance", "scores"} <= set(case.illustrative)
    assert case.partners[1].illustrative == ["organisation_id", "role", "commitment"]
    assert [(row.adopted, row.total) for row in case.adoptions] == [(1, 352), (80, 352)]


def test_a_candidate_is_not_published(loaded):
    case = use_case("ENE-001")
    assert case.published_on is None
    assert case.assessment.published_on is None
    assert not [step for step in case.phase_changes if step.decision]


def test_weights_of_the_criteria_add_up_to_one(loaded):
    assert sum(current_model(None).weights.values()) == 1


def test_quarters_count_from_the_first_load_also_at_a_later_one(loaded, monkeypatch):
    first = Quarter.of(ledger.today())
    assert use_case("SOC-001").planned_start == (first + -4).index
    later = (first + 7).first_day
    monkeypatch.setattr(ledger, "today", lambda: later)
    change(loaded / "use_cases" / "SOC-001.yaml", "kind: use_case", "kind: use_case  # again")
    change(loaded / "use_cases" / "SOC-001.yaml", "cost_keuro: 60", "cost_keuro: 61")

    load_content(with_people=False, content=loaded)

    case = use_case("SOC-001")
    assert (case.cost_cents, case.planned_start) == (6_100_000, (first + -4).index)


def test_changed_content_is_taken_over_where_nobody_touched_the_row(loaded):
    change(loaded / "use_cases" / "SOC-001.yaml", 'title: "Betalings', 'title: "Nieuwe titel, betalings')
    change(
        loaded / "organisations.yaml",
        'name: "Ministerie van Economische',
        'name: "Het ministerie van Economische',
    )
    change(loaded / "scoring.yaml", "Kan niet: een harde", "Kan echt niet: een harde")
    change(loaded / "agenda.yaml", "{2019: 150, 2020: 150, 2021: 150}", "{2019: 150, 2020: 151, 2021: 150}")
    change(loaded / "system_functions.yaml", "Losse koppelingen;", "Nog losse koppelingen;")

    assert load_content(with_people=False, content=loaded) == 5

    case = use_case("SOC-001")
    assert case.title.startswith("Nieuwe titel")
    assert (case.version, len(case.phase_changes), len(case.risks)) == (2, 3, 2)
    assert db.session.get(ChanceAnchor, 0).text.startswith("Kan echt niet")
    assert db.session.scalar(select(func.count()).where(BudgetAmount.cents == 15_100_000)) == 1
    assert db.session.scalar(select(Maturity.evidence).where(Maturity.evidence.startswith("Nog losse")))
    assert load_content(with_people=False, content=loaded) == 0


def test_what_a_person_changed_survives_changed_content(loaded, make_person):
    person = make_person()
    edit_use_case(use_case("SOC-001"), {"title": "Van een mens"}, by=person)
    function = get_system_function("FDS")
    steps = len(function.maturities)
    add_maturity(function, on=date(2026, 1, 1), level=3, by=person)
    action = db.session.scalars(select(ActionPoint).where(ActionPoint.code == "0.1")).one()
    edit_action_point(action, {"title": "Ook van een mens"}, by=person)
    db.session.get(ChanceAnchor, 0).text = "Nooit"
    db.session.commit()
    change(loaded / "use_cases" / "SOC-001.yaml", 'title: "Betalings', 'title: "Nieuwe titel, betalings')
    change(loaded / "system_functions.yaml", "Losse koppelingen;", "Nog losse koppelingen;")
    change(loaded / "agenda.yaml", "title: Modelovereenkomst", "title: Nieuwe modelovereenkomst")
    change(loaded / "scoring.yaml", "Kan niet: een harde", "Kan echt niet: een harde")

    assert load_content(with_people=False, content=loaded) == 0

    assert use_case("SOC-001").title == "Van een mens"
    assert len(get_system_function("FDS").maturities) == steps + 1
    assert action.title == "Ook van een mens"
    assert db.session.get(ChanceAnchor, 0).text == "Nooit"


def test_what_a_person_removed_is_not_born_again(loaded):
    gone = db.session.scalars(select(Organisation).order_by(Organisation.id.desc()).limit(1)).one()
    slug = gone.slug
    db.session.delete(gone)
    db.session.delete(use_case("SOC-006"))
    db.session.commit()
    change(loaded / "organisations.yaml", f"slug: {slug}\n", f"slug: {slug}\n  # changed\n")
    change(loaded / "use_cases" / "SOC-006.yaml", "kind: use_case", "kind: initiative")

    load_content(with_people=False, content=loaded)

    assert db.session.scalar(select(UseCase.id).where(UseCase.code == "SOC-006")) is None
    assert db.session.scalar(select(Organisation.id).where(Organisation.slug == slug)) is None


def test_a_row_that_a_person_made_under_the_same_name_stays_theirs(database, content, make_organisation):
    make_organisation(slug="vng", name="Onze eigen VNG")
    load_content(with_people=False, content=content)
    change(content / "organisations.yaml", "slug: vng\n", "slug: vng\n  # changed\n")
    load_content(with_people=False, content=content)

    assert db.session.scalar(select(Organisation.name).where(Organisation.slug == "vng")) == "Onze eigen VNG"
    assert db.session.get(SeedRecord, "organisation:vng").version is None


def test_every_row_is_filed_by_an_action_with_an_event(loaded):
    verbs = set(db.session.scalars(select(AuditEvent.verb)))
    assert {"organisation.added", "domain.added", "use_case.filed", "action_point.added"} <= verbs
    assert set(db.session.scalars(select(AuditEvent.actor_label))) == {SYSTEM.actor_label}


def test_an_error_names_file_and_key_and_loads_nothing_of_that_kind(database, content):
    change(content / "use_cases" / "SOC-001.yaml", "government_role: execution", "government_role: ruling")
    with pytest.raises(SeedError, match=r"SOC-001\.yaml\.government_role: 'ruling' is none of"):
        load_content(with_people=False, content=content)
    db.session.rollback()
    assert count(UseCase) == 0
    assert count(Domain) == 12
    change(content / "use_cases" / "SOC-001.yaml", "government_role: ruling", "government_role: execution")

    assert load_content(with_people=False, content=content) == 2 * len(FEW)  # each with its assessment
    assert count(PhaseChange) > 0


def test_what_people_merged_is_one_partner_also_after_changed_content(loaded):
    merged, kept = (
        db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()
        for slug in ("cak", "vng")
    )
    merge_organisations(merged, kept, version=merged.version, by=SYSTEM)
    db.session.commit()
    change(loaded / "use_cases" / "SOC-001.yaml", "cost_keuro: 60", "cost_keuro: 61")

    load_content(with_people=False, content=loaded)

    case = use_case("SOC-001")
    assert case.cost_cents == 6_000_000, "the merge touched it, so later content leaves it alone"
    assert [partner.organisation.slug for partner in case.partners] == ["vng"]
    assert count(Organisation) == 67


def test_a_domain_whose_code_somebody_uses_is_left_out_with_its_use_cases(database, content, make_domain):
    make_domain(slug="sociaal", code="SOC", name="Van een mens")

    load_content(with_people=False, content=content)

    assert db.session.scalar(select(Domain.id).where(Domain.slug == "sociaal-domein")) is None
    assert db.session.scalars(select(UseCase.code)).all() == ["ENE-001"]


def test_use_cases_of_a_merged_domain_come_into_the_one_that_goes_on(database, content):
    extra = content / "use_cases" / "ENE-001.yaml"
    text = extra.read_text("utf-8")
    extra.unlink()
    load_content(with_people=False, content=content)
    energy, green = (
        db.session.scalars(select(Domain).where(Domain.slug == slug)).one()
        for slug in ("energie", "green-deal")
    )
    merge_domains(energy, green, version=energy.version, on=date(2026, 1, 1), by=SYSTEM)
    db.session.commit()
    extra.write_text(text, "utf-8")

    load_content(with_people=False, content=content)

    assert use_case("ENE-001").domain.slug == "green-deal"


def test_an_organisation_whose_address_leads_to_another_is_left_out(database, content, make_organisation):
    kept = make_organisation(name="Fusie")
    db.session.add(OrganisationAlias(slug="vng", name="VNG", organisation_id=kept.id))
    db.session.commit()

    load_content(with_people=False, content=content)

    assert db.session.scalar(select(Organisation.id).where(Organisation.slug == "vng")) is None
    assert use_case("ENE-001").owner_organisation_id == kept.id
