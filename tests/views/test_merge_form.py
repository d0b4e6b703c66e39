"""Merge two use cases that are the same: nothing is lost, and no other domain is touched."""

import pytest
from sqlalchemy import select

from accounts.rules.terms import Role
from core.database import db
from portfolio.models import Dependency, Partner, UseCase
from portfolio.rules.terms import Phase


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


def merged(use_case) -> int | None:
    db.session.expire_all()
    return db.session.scalar(select(UseCase.merged_into_id).where(UseCase.id == use_case.id))


def test_a_secretary_finds_the_other_sees_what_goes_along_and_merges(
    browser, domain, secretary, make_use_case, make_organisation
):
    source = make_use_case(domain=domain, title="Dubbel idee")
    target = make_use_case(domain=domain, title="Het eerste idee")
    organisation = make_organisation(name="Gemeente Zuidwolde")
    db.session.add(Partner(use_case_id=source.id, organisation_id=organisation.id))
    db.session.commit()
    browser.sign_in(secretary)

    found = browser.get(f"/use-cases/{source.code}/merge?q=eerste")
    page = browser.get(found.select_one("main ul.lines a")["href"])
    assert "Gemeente Zuidwolde" in page.select_one("main").text
    answer = browser.submit(page, to=f"/use-cases/{source.code}/merge", reason="Hetzelfde")

    assert answer.location.endswith(f"/use-cases/{target.code}")
    assert merged(source) == target.id
    assert db.session.scalars(select(Partner.use_case_id)).all() == [source.id, target.id]
    assert browser.get(f"/use-cases/{source.code}", expect=301).location.endswith(target.code)


def test_a_merge_needs_a_reason_and_keeps_the_choice(browser, domain, secretary, make_use_case):
    source, target = make_use_case(domain=domain), make_use_case(domain=domain)

    page = browser.sign_in(secretary).post(
        "portfolio.merge_use_case", code=source.code, data={"version": 1, "target": target.code}, expect=422
    )

    assert page.select_one("#reason-error")
    assert page.select_one("#target")["value"] == target.code
    assert merged(source) is None


@pytest.mark.parametrize("typed", ["", "XYZ-999", "\x00", "x" * 17, "' OR 1=1", "%", "9" * 5000])
def test_a_code_that_does_not_exist_is_refused_and_the_reason_stays(
    browser, domain, secretary, make_use_case, typed
):
    source = make_use_case(domain=domain)

    page = browser.sign_in(secretary).post(
        "portfolio.merge_use_case",
        code=source.code,
        data={"version": 1, "target": typed, "reason": "Een reden"},
        expect=422,
    )

    assert page.select_one("[data-error-summary]")
    assert merged(source) is None
    if typed.strip("\x00"):
        assert page.select_one("#reason").text.strip() == "Een reden"


def test_it_cannot_go_on_as_itself(browser, domain, secretary, make_use_case):
    source = make_use_case(domain=domain)

    page = browser.sign_in(secretary).post(
        "portfolio.merge_use_case",
        code=source.code,
        data={"version": 1, "target": source.code, "reason": "x"},
        expect=422,
    )

    assert "niet in zichzelf" in page.select_one("#target-error").text


def test_a_use_case_of_another_domain_is_neither_found_nor_merged_into(
    browser, domain, secretary, make_domain, make_use_case
):
    source = make_use_case(domain=domain)
    other = make_use_case(domain=make_domain(), phase=Phase.SELECTED, title="Elders")
    browser.sign_in(secretary)

    page = browser.get(f"/use-cases/{source.code}/merge?q=Elders")
    assert other.code not in page.select_one("main").text
    browser.get(f"/use-cases/{source.code}/merge?target={other.code}")
    browser.post(
        "portfolio.merge_use_case",
        code=source.code,
        data={"version": 1, "target": other.code, "reason": "x"},
        expect=422,
    )
    assert merged(source) is None


def test_what_changed_since_is_shown_before_a_merge(browser, domain, secretary, make_use_case):
    source, target = make_use_case(domain=domain), make_use_case(domain=domain)
    data = {"version": 0, "target": target.code, "reason": "Mijn reden"}

    page = browser.sign_in(secretary).post(
        "portfolio.merge_use_case", code=source.code, data=data, expect=409
    )

    assert page.select_one("#conflict")
    assert page.select_one("#reason").text.strip() == "Mijn reden"
    assert merged(source) is None


def test_what_needed_the_one_needs_the_other(browser, domain, secretary, make_use_case):
    source, target, third = (make_use_case(domain=domain) for _ in range(3))
    db.session.add(Dependency(use_case_id=third.id, needs_id=source.id))
    db.session.commit()

    browser.sign_in(secretary).post(
        "portfolio.merge_use_case",
        code=source.code,
        data={"version": 1, "target": target.code.lower(), "reason": "x"},
    )

    db.session.expire_all()
    assert db.session.scalars(select(Dependency.needs_id)).all() == [target.id]


def test_only_the_secretary_of_its_domain_merges(browser, make_person, make_domain, domain, make_use_case):
    owner = make_person(Role.CONTRIBUTOR)
    source = make_use_case(domain=domain, owner_id=owner.id)
    for person in (
        make_person(Role.SECRETARY, domain=make_domain()),
        make_person(Role.PROGRAMME_MANAGER),
        owner,
    ):
        browser.sign_in(person)
        browser.get("portfolio.merge_use_case", code=source.code, expect=403)
        browser.post("portfolio.merge_use_case", code=source.code, data={"target": "x"}, expect=403)
        browser.post("/logout")
