"""Administration: only by the administrator, each page opens, nothing is lost or overwritten."""

import pytest

from accounts.rules.terms import Role

PAGES = [
    ("admin.list_people", {}),
    ("admin.new_person", {}),
    ("admin.show_person", {"person_id": 1}),
    ("admin.edit_person", {"person_id": 1}),
    ("admin.new_role", {"person_id": 1}),
    ("admin.edit_role", {"person_id": 1, "membership_id": 1}),
    ("admin.take_role", {"person_id": 1, "membership_id": 1}),
    ("admin.list_organisations", {}),
    ("admin.new_organisation", {}),
    ("admin.edit_organisation", {"slug": "gemeente"}),
    ("admin.merge_organisation", {"slug": "gemeente"}),
    ("admin.list_domains", {}),
    ("admin.new_domain", {}),
    ("admin.edit_domain", {"slug": "domein"}),
    ("admin.merge_domain", {"slug": "domein"}),
    ("admin.list_events", {}),
]
BUTTONS = [
    ("admin.close_account", {"person_id": 1}),
    ("admin.open_account", {"person_id": 1}),
    ("admin.make_link", {"person_id": 1}),
    ("admin.take_role", {"person_id": 1, "membership_id": 1}),
    ("admin.retire_domain", {"slug": "domein"}),
    ("admin.merge_domain", {"slug": "domein"}),
    ("admin.merge_organisation", {"slug": "gemeente"}),
]


@pytest.fixture
def things(make_person, make_organisation, make_domain):
    person = make_person(Role.CONTRIBUTOR)
    make_organisation(slug="gemeente")
    make_domain(slug="domein")
    return person


@pytest.fixture
def administrator(make_person):
    return make_person(Role.ADMINISTRATOR, name="Beheer")


@pytest.mark.parametrize(("endpoint", "values"), PAGES)
def test_the_administrator_opens_every_page(browser, things, administrator, endpoint, values):
    browser.sign_in(administrator).get(endpoint, **values)


@pytest.mark.parametrize(("endpoint", "values"), PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_opens_a_page_of_administration(
    browser, things, make_person, make_domain, endpoint, values, role
):
    browser.sign_in(make_person(role, domain=make_domain())).get(endpoint, expect=403, **values)


@pytest.mark.parametrize(("endpoint", "values"), PAGES)
def test_who_is_not_signed_in_is_asked_to(browser, things, endpoint, values):
    assert browser.get(endpoint, expect=302, **values).location.startswith("/login?next=/admin/")


@pytest.mark.parametrize(("endpoint", "values"), BUTTONS)
def test_nobody_else_presses_a_button_of_administration(browser, things, make_person, endpoint, values):
    browser.post(endpoint, data={"version": 1}, expect=403, **values)
    browser.sign_in(make_person(Role.PROGRAMME_MANAGER))
    browser.post(endpoint, data={"version": 1}, expect=403, **values)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/admin/people/999", 404),
        ("/admin/people/99999999999999999999", 404),
        ("/admin/people/0", 404),
        ("/admin/people/1/roles/999", 404),
        ("/admin/organisations/nergens/edit", 404),
        ("/admin/domains/nergens/edit", 404),
        ("/admin/people?role=keizer&state=x&page=-3&q=%00%25_", 200),
        ("/admin/organisations?kind=keizer&page=abc", 200),
        ("/admin/organisations/gemeente/merge?target_id=abc", 200),
        ("/admin/organisations/gemeente/merge?target_id=99999999999999999999", 200),
        ("/admin/domains/domein/merge?target_id=-1", 200),
        ("/admin/audit?id=99999999999999999999&verb=x&person=%00&page=999999999", 200),
    ],
)
def test_odd_addresses_get_a_page(browser, things, administrator, address, status):
    browser.sign_in(administrator).get(address, expect=status)


@pytest.mark.parametrize("endpoint", ["admin.list_people", "admin.list_organisations", "admin.list_events"])
def test_a_list_costs_the_same_number_of_queries_at_one_and_at_many_rows(
    browser, administrator, make_person, make_organisation, make_domain, count_queries, endpoint
):
    browser.sign_in(administrator)
    domain = make_domain()
    make_person(Role.SECRETARY, Role.CONTRIBUTOR, domain=domain, organisation_id=make_organisation().id)
    with count_queries() as one:
        browser.get(endpoint)
    for _ in range(8):
        make_person(Role.SECRETARY, Role.CONTRIBUTOR, domain=domain, organisation_id=make_organisation().id)

    with count_queries() as many:
        browser.get(endpoint)

    assert len(many) == len(one) <= 6, many.statements


def test_the_list_of_domains_costs_the_same_number_of_queries(
    browser, administrator, make_domain, count_queries
):
    browser.sign_in(administrator)
    make_domain()
    with count_queries() as one:
        browser.get("admin.list_domains")
    for _ in range(8):
        make_domain()

    with count_queries() as many:
        browser.get("admin.list_domains")

    assert len(many) == len(one)
