"""Organisations and domains: add, change, merge, retire; nothing that points at them is lost."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts import queries
from accounts.models import Domain, Membership, Organisation, OrganisationAlias
from accounts.rules.terms import Role
from core.audit import AuditEvent
from core.database import db
from portfolio.models import Partner, UseCase, other_domain
from portfolio.rules.terms import Size


@pytest.fixture
def admin(browser, make_person):
    return browser.sign_in(make_person(Role.ADMINISTRATOR, name="Beheer"))


NEW = {"name": "Gemeente 's-Hertogenbosch", "kind": "municipality", "layer": "municipal"}


def test_an_organisation_gets_an_address_from_its_name(admin):
    answer = admin.submit(admin.get("admin.new_organisation"), to="/admin/organisations/new", **NEW)

    assert answer.location == "/admin/organisations/gemeente-s-hertogenbosch/edit"
    admin.get(answer.location)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Vul dit in"),
        ({"name": "***"}, "ten minste één letter"),
        ({"name": "Bestaat"}, "al in gebruik"),
        ({"kind": ""}, "Vul dit in"),
        ({"layer": "planeet"}, "Kies iets uit de lijst"),
        ({"name": "x" * 201}, "ten hoogste 200"),
    ],
)
def test_a_bad_organisation_is_refused_with_the_form_filled_in(admin, make_organisation, changes, words):
    make_organisation(slug="bestaat")

    page = admin.post("admin.new_organisation", data=NEW | changes, expect=422)

    assert words in page.select_one("[data-error-summary]").text
    assert page.select_one("[name=name]")["value"] == (NEW | changes)["name"]


def test_a_new_address_keeps_the_old_one_working_and_can_go_back(admin, make_organisation):
    organisation = make_organisation(slug="oud", name="Oud")
    page = admin.get("admin.edit_organisation", slug="oud")
    answer = admin.submit(page, to="/admin/organisations/oud/edit", name="Nieuw", slug="Nieuw adres")
    assert answer.location == "/admin/organisations/nieuw-adres/edit"
    assert queries.get_organisation("oud").id == organisation.id

    page = admin.get("admin.edit_organisation", slug="oud")
    admin.submit(page, to="/admin/organisations/oud/edit", slug="oud")

    assert organisation.slug == "oud"
    assert queries.get_organisation("nieuw-adres").id == organisation.id


def test_an_edit_of_an_organisation_meets_an_earlier_one(admin, make_organisation):
    organisation = make_organisation(slug="oud", name="Oud")
    page = admin.get("admin.edit_organisation", slug="oud")
    admin.submit(page, to="/admin/organisations/oud/edit", name="Eerst", kind="company")

    refused = admin.submit(page, to="/admin/organisations/oud/edit", expect=409, name="Daarna")

    told = refused.select_one("#conflict").text
    assert "Eerst" in told
    assert "bedrijf" in told
    assert organisation.name == "Eerst"


def test_a_merge_moves_everything_and_drops_only_what_is_double(
    admin, make_organisation, make_use_case, make_person
):
    source, target = make_organisation(slug="weg"), make_organisation(slug="blijft")
    shared, own = make_use_case(), make_use_case(owner_organisation_id=source.id)
    make_person(organisation_id=source.id, email="mens@voorbeeld.nl")
    db.session.add_all(
        [
            Partner(use_case_id=shared.id, organisation_id=source.id, role="dubbel", position=1),
            Partner(use_case_id=shared.id, organisation_id=target.id, role="blijft", position=2),
            Partner(use_case_id=own.id, organisation_id=source.id, role="verhuist", position=1),
            OrganisationAlias(slug="nog-ouder", name="Nog ouder", organisation_id=source.id),
        ]
    )
    db.session.commit()
    source_id, target_id, version = source.id, target.id, own.version
    page = admin.get("admin.merge_organisation", slug="weg", target_id=target_id)
    cells = {row.th.text: [cell.text for cell in row.select("td")] for row in page.select("tbody tr")}
    assert cells["partner van een use case"] == ["2", "1"]

    admin.submit(page, to="/admin/organisations/weg/merge", selector="form[method=post][action='']")

    assert db.session.get(Organisation, source_id) is None
    partners = db.session.execute(
        select(Partner.use_case_id, Partner.role).order_by(Partner.use_case_id)
    ).all()
    assert [tuple(row) for row in partners] == [(shared.id, "blijft"), (own.id, "verhuist")]
    assert set(db.session.scalars(select(Partner.organisation_id))) == {target_id}
    assert own.owner_organisation_id == target_id
    assert own.version > version, "a form that was open on the use case is refused"
    assert queries.find_person("mens@voorbeeld.nl").organisation_id == target_id
    assert queries.get_organisation("weg").id == queries.get_organisation("nog-ouder").id == target_id
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "organisation.merged")).one()
    assert event.data["moved"]["use_case.owner_organisation_id"] == 1


def test_a_merge_needs_another_that_exists_and_a_page_that_is_fresh(admin, make_organisation):
    source, target = make_organisation(slug="weg"), make_organisation()
    address = "/admin/organisations/weg/merge"

    admin.post(address, data={"target_id": source.id, "version": 1}, expect=422)
    admin.post(address, data={"target_id": 999, "version": 1}, expect=422)
    admin.post(address, data={"target_id": "", "version": 1}, expect=422)
    admin.post(address, data={"target_id": target.id, "version": 7}, expect=409)

    assert db.session.get(Organisation, source.id) is not None


DOMAIN = {
    "code": "abc",
    "name": "Ruimte",
    "ambition": "Wij willen veel.",
    "mix_tolerance": "10",
    "small_effort_limit": "6",
    "small_organisations_limit": "3",
}


def test_a_domain_is_added_with_its_ambition_and_limits(admin):
    admin.submit(admin.get("admin.new_domain"), to="/admin/domains/new", **DOMAIN)

    domain = db.session.scalars(select(Domain)).one()
    assert (domain.slug, domain.code, domain.ambition, domain.mix_tolerance) == (
        *("ruimte", "ABC", "Wij willen veel."),
        10,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "AB"}, "precies drie letters"),
        ({"code": "É12"}, "precies drie letters"),
        ({"code": "ZZZ"}, "al in gebruik"),
        ({"name": "Bestaat"}, "al in gebruik"),
        ({"name": "---"}, "ten minste één letter"),
        ({"mix_tolerance": "26"}, "van 0 tot en met 25"),
        ({"mix_tolerance": "veel"}, "heel getal"),
        ({"small_effort_limit": "0"}, "van 1 tot en met"),
        ({"small_organisations_limit": "9" * 40}, "van 1 tot en met"),
    ],
)
def test_a_bad_domain_is_refused_with_the_form_filled_in(admin, make_domain, changes, words):
    make_domain(slug="bestaat", code="ZZZ")

    page = admin.post("admin.new_domain", data=DOMAIN | changes, expect=422)

    assert words in page.select_one("[data-error-summary]").text
    assert page.select_one("[name=ambition]").text.strip() == "Wij willen veel."


def test_an_edit_of_a_domain_meets_an_earlier_one(admin, make_domain):
    domain = make_domain(slug="energie", name="Energie")
    page = admin.get("admin.edit_domain", slug="energie")
    admin.submit(page, to="/admin/domains/energie/edit", selector=".fields", ambition="Eerst")

    refused = admin.submit(
        page, to="/admin/domains/energie/edit", selector=".fields", expect=409, ambition="Daarna"
    )

    assert "Eerst" in refused.select_one("#conflict").text
    assert refused.select_one("[name=ambition]").text.strip() == "Daarna"
    assert domain.ambition == "Eerst"


def test_an_ambition_that_a_person_wrote_is_no_longer_marked_as_made_up(admin, make_domain):
    domain = make_domain(slug="energie", ambition="Verzonnen", illustrative=["ambition", "mix_tolerance"])
    page = admin.get("admin.edit_domain", slug="energie")
    admin.submit(page, to="/admin/domains/energie/edit", selector=".fields")
    assert domain.illustrative == ["ambition", "mix_tolerance"]

    page = admin.get("admin.edit_domain", slug="energie")
    admin.submit(page, to="/admin/domains/energie/edit", selector=".fields", ambition="Echt")

    assert domain.illustrative == ["mix_tolerance"]


def test_the_board_of_a_domain_shows_beside_it_and_only_who_sits_in_it_now(admin, make_domain, make_person):
    domain, other = make_domain(slug="energie"), make_domain()
    make_person(Role.BOARD_MEMBER, domain=domain, name="Zit erin")
    make_person(Role.BOARD_MEMBER, domain=other, name="Elders")
    gone = make_person(Role.BOARD_MEMBER, domain=domain, name="Weg")
    gone.is_enabled = False
    db.session.commit()

    board = admin.get("admin.edit_domain", slug="energie").select_one("aside.aside").text

    assert "Zit erin" in board
    assert "Elders" not in board
    assert "Weg" not in board


def test_a_retired_domain_is_no_longer_offered_and_can_come_back(admin, make_domain):
    domain = make_domain(slug="energie")
    page = admin.get("admin.edit_domain", slug="energie")

    admin.submit(page, to="/admin/domains/energie/retire", selector="form[action$=retire]")

    assert domain.retired_on is not None
    assert list(queries.list_domains()) == []
    assert queries.get_domain("energie").id == domain.id
    page = admin.get("admin.edit_domain", slug="energie")
    admin.submit(page, to="/admin/domains/energie/retire", selector="form[action$=retire]")
    assert domain.retired_on is None


def test_a_merged_domain_leads_to_the_other_with_portfolio_and_board(
    admin, make_domain, make_use_case, make_person
):
    first, source, target = (make_domain(slug=slug) for slug in ("eerder", "weg", "blijft"))
    use_case = make_use_case(domain=source)
    code = use_case.code
    both = make_person(Role.BOARD_MEMBER, domain=source)
    db.session.add(
        Membership(person_id=both.id, role=Role.BOARD_MEMBER, domain_id=target.id, starts_on=date(2021, 1, 1))
    )
    make_person(Role.SECRETARY, domain=source)
    db.session.commit()
    for slug, into in (("eerder", source), ("weg", target)):
        page = admin.get("admin.merge_domain", slug=slug, target_id=into.id)
        admin.submit(page, to=f"/admin/domains/{slug}/merge", selector="form[method=post][action='']")

    assert queries.get_domain("weg").id == queries.get_domain("eerder").id == target.id
    assert db.session.get(Domain, first.id).merged_into_id == target.id
    moved = db.session.scalars(select(UseCase)).one()
    assert (moved.domain_id, moved.code) == (target.id, code)
    board = queries.list_board(target.id, date(2026, 1, 1))
    assert [seat.role for seat in board] == [Role.SECRETARY, Role.BOARD_MEMBER], "one seat each"
    admin.post("/admin/domains/weg/merge", data={"target_id": target.id, "version": 99}, expect=409)
    version = db.session.get(Domain, source.id).version
    admin.post("/admin/domains/weg/merge", data={"target_id": target.id, "version": version}, expect=422)
    admin.post("/admin/domains/weg/retire", data={"version": version}, expect=422)


def test_a_merge_of_partners_counts_again_who_takes_part(
    admin, make_organisation, make_use_case, make_domain
):
    domain = make_domain(small_effort_limit=6, small_organisations_limit=1)
    source, target = make_organisation(slug="weg"), make_organisation()
    use_case = make_use_case(
        domain=domain, owner_organisation_id=target.id, organisations=2, size=Size.AMBITIOUS
    )
    db.session.add(Partner(use_case_id=use_case.id, organisation_id=source.id, role="", position=1))
    db.session.commit()

    data = {"target_id": target.id, "version": source.version}
    admin.post("admin.merge_organisation", slug="weg", data=data)

    assert (use_case.organisations, use_case.size) == (1, Size.SMALL)


def test_other_limits_of_a_domain_give_its_use_cases_another_size(admin, make_domain, make_use_case):
    domain = make_domain(slug="energie", small_effort_limit=6)
    inside, outside = make_use_case(domain=domain, size=Size.SMALL), make_use_case(size=Size.SMALL)
    page = admin.get("admin.edit_domain", slug="energie")

    admin.submit(page, to="/admin/domains/energie/edit", selector=".fields", small_effort_limit="1")

    assert (inside.size, outside.size) == (Size.AMBITIOUS, Size.SMALL)


def test_a_merged_domain_is_not_also_another_domain_of_the_same_use_case(admin, make_domain, make_use_case):
    source, target = make_domain(slug="weg"), make_domain(slug="blijft")
    lead = make_use_case(domain=target)
    db.session.execute(other_domain.insert().values(use_case_id=lead.id, domain_id=source.id))
    db.session.commit()

    admin.post("admin.merge_domain", slug="weg", data={"target_id": target.id, "version": source.version})

    assert not db.session.execute(select(other_domain)).all()


@pytest.mark.parametrize(
    ("endpoint", "data", "field"),
    [
        ("admin.new_organisation", NEW | {"name": "Bestaat"}, "name"),
        ("admin.new_person", {"email": "bestaat@voorbeeld.nl", "name": "X"}, "email"),
    ],
)
def test_who_loses_a_race_for_a_name_sees_it_at_the_field(
    admin, monkeypatch, make_organisation, make_person, endpoint, data, field
):
    make_organisation(slug="bestaat")
    make_person(email="bestaat@voorbeeld.nl")
    monkeypatch.setattr(queries, "is_address_taken", lambda *_args, **_values: False)
    monkeypatch.setattr(queries, "find_person", lambda _email: None)

    page = admin.post(endpoint, data=data, expect=422)

    assert "al" in page.select_one("[data-error-summary]").text
    assert page.select_one(f"[name={field}]")["value"] == data[field]


def move(admin, slug: str, to: str, expect: int = 302, **how):
    """Give an organisation another address, as an administrator does."""
    address = f"/admin/organisations/{slug}/edit"
    return admin.submit(admin.get(address), to=address, expect=expect, slug=to, **how)


def test_three_new_addresses_of_an_organisation_leave_three_that_work(admin, browser, make_organisation):
    make_organisation(slug="een", name="Een")
    for slug, to in (("een", "twee"), ("twee", "drie"), ("drie", "vier")):
        move(admin, slug, to)
    for old in ("een", "twee", "drie"):
        answer = browser.client.get(f"/organisations/{old}")
        assert (answer.status_code, answer.headers["Location"]) == (301, "/organisations/vier")


def test_two_organisations_swap_their_addresses_when_that_is_said(admin, browser, make_organisation):
    make_organisation(slug="huis", name="Huis")
    make_organisation(slug="hof", name="Hof")
    move(admin, "huis", "tussen")
    refused = move(admin, "hof", "huis", expect=422)
    assert "Huis" in refused.select_one("form .err").text
    assert refused.select_one("[name=take_over]")
    move(admin, "hof", "huis", take_over="y")
    move(admin, "tussen", "hof", take_over="y")
    names = [browser.get(f"/organisations/{slug}").h1.text for slug in ("huis", "hof")]
    assert names == ["Hof", "Huis"]
    assert browser.client.get("/organisations/tussen").headers["Location"] == "/organisations/hof"


def test_an_address_that_another_has_now_is_not_taken_over(admin, make_organisation):
    make_organisation(slug="een", name="Een")
    make_organisation(slug="twee", name="Twee")
    assert "al in gebruik" in move(admin, "twee", "een", expect=422, take_over="y").text


def test_an_old_name_given_anew_leaves_the_old_address_where_it_led(admin, browser, make_organisation):
    make_organisation(slug="een", name="Een")
    page = admin.get("/admin/organisations/een/edit")
    admin.submit(page, to="/admin/organisations/een/edit", name="Anders", slug="anders")
    admin.submit(admin.get("admin.new_organisation"), to="admin.new_organisation", **(NEW | {"name": "Een"}))
    assert browser.get("/organisations/een-2").h1.text == "Een"
    assert browser.client.get("/organisations/een").headers["Location"] == "/organisations/anders"
