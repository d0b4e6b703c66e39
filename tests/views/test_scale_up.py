"""Scale-up of a use case: n of N, who is how far, and who may record it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.rules.terms import Layer, OrganisationKind, Role
from core.audit import SYSTEM, AuditEvent
from core.database import db, today
from core.errors import Conflict, Invalid, Refusal
from portfolio.actions.reference import set_count
from portfolio.actions.scale_up import record_adoption
from portfolio.models import Adoption
from portfolio.models.progress import OrganisationAdoption
from portfolio.models.scale_up import AdoptionStep
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.rules.terms import Phase

NOW = today()


def ago(days: int):
    return NOW - timedelta(days=days)


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def use_case(make_use_case, domain):
    return make_use_case(domain=domain, phase=Phase.SCALE_UP)


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


@pytest.fixture
def record(use_case, make_organisation):
    """Record an organisation at the use case; return both rows."""

    def record(stage=AdoptionStage.IN_USE, days=10, *, of=None, organisation=None, **values):
        organisation = organisation or make_organisation()
        adoption = record_adoption(
            of or use_case, organisation, stage=stage, on=ago(days), by=SYSTEM, **values
        )
        db.session.commit()
        return adoption, organisation

    return record


def address(use_case, rest=""):
    return f"/use-cases/{use_case.code}/scale-up{rest}"


def test_the_page_says_n_of_n_per_kind_with_its_sources_and_who_is_how_far(
    browser, use_case, record, make_organisation
):
    set_count(OrganisationKind.MUNICIPALITY, as_of=ago(900), total=352, source="000, §1", by=SYSTEM)
    db.session.add(
        Adoption(use_case_id=use_case.id, kind=OrganisationKind.MUNICIPALITY, adopted=80, as_of=ago(500))
    )
    record(contact="adviseur schuldhulp", note="Begin met één wijk.")
    record(AdoptionStage.EXPLORING)
    province = make_organisation(kind=OrganisationKind.PROVINCE, layer=Layer.PROVINCIAL, name="Provincie Zee")
    record(organisation=province)
    text = browser.get(address(use_case)).text
    for words in (
        "80 van 352 gemeenten gebruiken het (23",
        "1 provincie gebruikt het",
        "hoeveel er zijn, is niet bekend",
        "Met naam bekend: 1 gebruikt het, 1 verkent.",
        "adviseur schuldhulp",
        "Begin met één wijk.",
    ):
        assert words in text
    narrowed = browser.get(address(use_case, "?kind=province&stage=in_use"))
    assert len(narrowed.select("main table tbody tr")) == 1
    assert "Geen organisatie past" in browser.get(address(use_case, "?kind=province&stage=stopped")).text
    assert len(browser.get(address(use_case, "?kind=onzin")).select("main table tbody tr")) == 3
    assert browser.get(address(use_case, ".csv")).response.data.count(b"\n") == 4


def test_without_anything_it_says_so(browser, use_case, secretary, make_use_case, domain):
    assert "Nog geen organisatie gebruikt" in browser.get(address(use_case)).text
    idea = make_use_case(domain=domain, phase=Phase.CANDIDATE)
    browser.get(address(idea), expect=404)
    browser.get(address(idea, ".csv"), expect=404)
    assert "nog niet gekozen" in browser.sign_in(secretary).get(address(idea)).text


def test_a_secretary_adds_corrects_and_removes_one(browser, use_case, secretary, make_organisation):
    organisation = make_organisation(name="Gemeente Zand")
    browser.sign_in(secretary)
    new = address(use_case, "/new")
    page = browser.get(new)
    filled = {"organisation_id": organisation.id, "stage": "preparing", "on": ago(50).isoformat()}
    assert "Kies hoe ver" in browser.submit(page, to=new, **{**filled, "stage": ""}, expect=422).text
    late = {**filled, "on": ago(-1).isoformat()}
    assert "Kies vandaag of een dag" in browser.submit(page, to=new, **late, expect=422).text
    browser.submit(page, to=new, **filled)
    browser.submit(page, to=new, **filled, expect=422)  # is no longer among those to choose from
    (adoption,) = db.session.scalars(select(OrganisationAdoption))
    edit = address(use_case, f"/{adoption.id}/edit")
    page = browser.get(edit)
    browser.submit(page, to=edit, stage="in_use", on=ago(5).isoformat(), contact="datateam")
    conflict = browser.submit(page, to=edit, contact="anders", expect=409)
    assert "datateam" in conflict.text
    shown = browser.get(address(use_case)).text
    assert "bereidt voor sinds" in shown
    remove = address(use_case, f"/{adoption.id}/remove")
    browser.submit(browser.get(remove), to=remove)
    assert not db.session.scalars(select(AdoptionStep)).all()
    verbs = db.session.scalars(select(AuditEvent.verb).where(AuditEvent.verb.startswith("adoption")))
    assert list(verbs) == ["adoption.recorded", "adoption.recorded", "adoption.removed"]


def test_earlier_days_can_be_told_afterwards_and_one_day_is_told_once(record, use_case):
    adoption, organisation = record(AdoptionStage.IN_USE, 10)
    record(AdoptionStage.EXPLORING, 100, organisation=organisation)
    assert (adoption.stage, adoption.since) == (AdoptionStage.IN_USE, ago(10))
    record(AdoptionStage.PREPARING, 10, organisation=organisation)
    assert (adoption.stage, adoption.since, adoption.in_use_on) == (AdoptionStage.PREPARING, ago(10), None)
    record(AdoptionStage.PREPARING, 5, organisation=organisation, note="Alleen een noot.")
    assert [step.on for step in db.session.scalars(select(AdoptionStep).order_by(AdoptionStep.on))] == [
        ago(100),
        ago(10),
    ]


def test_what_is_not_chosen_is_not_adopted(make_use_case, make_organisation, record):
    with pytest.raises(Refusal, match="adoption_not_published"):
        record(of=make_use_case(phase=Phase.CANDIDATE))


@pytest.mark.parametrize(("days", "version", "error"), [(-1, None, Invalid), (10, 3, Conflict)])
def test_a_day_to_come_and_a_version_of_before_are_refused(record, days, version, error):
    with pytest.raises(error):
        record(days=days, version=version)


@pytest.mark.parametrize("rest", ["/new", "/{id}/edit", "/{id}/remove"])
@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR])
def test_others_do_not_record_it(browser, use_case, record, domain, make_person, role, rest):
    adoption, _organisation = record()
    browser.sign_in(make_person(role, domain=domain))
    browser.get(address(use_case, rest.format(id=adoption.id)), expect=403)


def test_one_of_another_use_case_is_not_found(browser, record, make_use_case, domain, secretary):
    adoption, _organisation = record()
    other = make_use_case(domain=domain, phase=Phase.SCALE_UP)
    browser.sign_in(secretary).get(address(other, f"/{adoption.id}/edit"), expect=404)


def test_the_number_of_queries_does_not_grow_with_the_organisations(browser, use_case, record, count_queries):
    record()
    with count_queries() as one:
        browser.get(address(use_case))
    for _time in range(4):
        record(AdoptionStage.PREPARING)
    with count_queries() as more:
        browser.get(address(use_case))
    assert len(more) == len(one)
