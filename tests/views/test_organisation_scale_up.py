"""What one organisation could adopt, who did it before, and what its own people record."""

from datetime import timedelta

import pytest

from accounts.rules.terms import Layer, OrganisationKind, Role
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.scale_up import record_adoption
from portfolio.models import Precondition
from portfolio.models.progress import OrganisationAdoption
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.rules.terms import Phase, PreconditionKind

NOW = today()


@pytest.fixture
def own(make_organisation):
    return make_organisation(slug="gemeente-zand", name="Gemeente Zand")


@pytest.fixture
def member(make_person, own):
    return make_person(organisation_id=own.id)


@pytest.fixture
def adopt():
    def adopt(use_case, organisation, stage=AdoptionStage.IN_USE, days=30, **values):
        record_adoption(
            use_case, organisation, stage=stage, on=NOW - timedelta(days=days), by=SYSTEM, **values
        )
        db.session.commit()

    return adopt


PAGE = "/organisations/gemeente-zand/scale-up"


def test_it_offers_what_others_of_its_kind_use_with_the_nearest_first(
    browser, own, make_use_case, make_organisation, make_system_function, adopt
):
    function = make_system_function(name="Toegang")
    use_case = make_use_case(phase=Phase.SCALE_UP, title="Signalen", contributions=[function])
    db.session.add(
        Precondition(use_case_id=use_case.id, kind=PreconditionKind.LEGAL, is_hard=True, text="Grondslag")
    )
    make_use_case(phase=Phase.PILOT, title="Nog een proef")
    province = make_organisation(name="Provincie", kind=OrganisationKind.PROVINCE, layer=Layer.PROVINCIAL)
    adopt(use_case, province, days=900)
    adopt(use_case, make_organisation(name="Gemeente Duin"), days=40, contact="data-adviseur")
    page = browser.get(PAGE)
    text = page.select_one("main").text
    assert text.index("Gemeente Duin") < text.index("Provincie (")
    for words in ("Signalen", "data-adviseur", "Toegang", "Grondslag", "1 gemeente gebruikt het"):
        assert words in text
    assert "Nog een proef" not in text
    assert "Signalen" in browser.get(f"{PAGE}.csv").response.get_data(as_text=True)


def test_what_only_other_kinds_use_stands_apart(browser, own, make_use_case, make_organisation, adopt):
    use_case = make_use_case(phase=Phase.PRODUCTION, title="Dijken")
    adopt(use_case, make_organisation(kind=OrganisationKind.WATER_AUTHORITY, layer=Layer.WATER))
    assert "Dijken" not in browser.get(PAGE).text
    assert "Dijken" in browser.get(f"{PAGE}?fit=others").text


def test_what_it_uses_prepares_or_stopped_is_no_longer_offered(browser, own, make_use_case, adopt):
    for stage in AdoptionStage:
        adopt(make_use_case(phase=Phase.PRODUCTION, title=f"Zaak {stage.value}"), own, stage)
    page = browser.get(PAGE)
    assert "Er draait nu niets" in page.text
    headings = [heading.text for heading in page.select("h2")]
    assert headings == [
        "Waar Gemeente Zand mee bezig is",
        "Klaar om over te nemen",
        "Wat Gemeente Zand al gebruikt",
        "Waar Gemeente Zand mee stopte",
    ]


def test_what_is_not_published_shows_nowhere(browser, own, member, make_use_case, make_organisation):
    hidden = make_use_case(phase=Phase.CANDIDATE, title="Geheime zaak")
    for organisation in (own, make_organisation()):
        db.session.add(
            OrganisationAdoption(
                use_case_id=hidden.id,
                organisation_id=organisation.id,
                stage=AdoptionStage.PREPARING,
                since=NOW,
            )
        )
    db.session.commit()
    for rest in ("", "?fit=others", ".csv"):
        assert "Geheime zaak" not in browser.get(f"{PAGE}{rest}").response.get_data(as_text=True)


def test_a_member_finds_the_way_from_home_and_records_its_own_stage(
    browser, own, member, make_use_case, make_organisation, adopt
):
    use_case = make_use_case(phase=Phase.SCALE_UP, title="Signalen")
    adopt(use_case, make_organisation())
    browser.sign_in(member)
    assert "Wat kan Gemeente Zand overnemen?" in browser.get("/").text
    to = f"{PAGE}/{use_case.code}"
    assert to in browser.get(PAGE).select_one("main").decode()
    page = browser.get(to)
    browser.submit(page, to=to, stage="exploring", on=NOW.isoformat(), contact="team data")
    browser.submit(page, to=to, stage="in_use", on=NOW.isoformat(), expect=409)
    text = browser.get(PAGE).text
    assert "Waar Gemeente Zand mee bezig is" in text
    assert "team data" in text
    assert "Leg vast voor Gemeente Zand" in browser.get(f"/use-cases/{use_case.code}/scale-up").text


@pytest.mark.parametrize("role", [None, Role.SECRETARY, Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR])
def test_who_does_not_work_there_does_not_speak_for_it(
    browser, own, make_domain, make_use_case, make_person, role
):
    domain = make_domain()
    use_case = make_use_case(phase=Phase.SCALE_UP, domain=domain)
    person = make_person(*([role] if role else []), domain=domain)
    browser.sign_in(person).get(f"{PAGE}/{use_case.code}", expect=403)


def test_a_member_does_not_record_what_is_not_there_for_him(browser, own, member, make_use_case):
    browser.sign_in(member)
    browser.get(f"{PAGE}/XXX-001", expect=404)
    browser.get(f"{PAGE}/{make_use_case(is_draft=True).code}", expect=404)
    browser.get("/organisations/bestaat-niet/scale-up", expect=404)


def test_the_number_of_queries_does_not_grow_with_the_use_cases(
    browser, own, make_use_case, make_organisation, make_system_function, adopt, count_queries
):
    def fill():
        adopt(
            make_use_case(phase=Phase.PRODUCTION, contributions=[make_system_function()]), make_organisation()
        )

    fill()
    with count_queries() as one:
        browser.get(PAGE)
    for _time in range(4):
        fill()
    with count_queries() as more:
        browser.get(PAGE)
    assert len(more) == len(one)
