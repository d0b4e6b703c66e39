"""What people may type wrong in the form of a use case: told beside the field, kept, and never a crash."""

import pytest

from accounts.rules.terms import Role
from core.database import db
from portfolio.models import UseCase
from portfolio.queries.use_cases import get_use_case


@pytest.fixture
def domain(make_domain):
    return make_domain()


@pytest.fixture
def secretary(make_person, domain):
    return make_person(Role.SECRETARY, domain=domain)


def loaded(use_case, reader) -> UseCase:
    db.session.expire_all()
    return get_use_case(use_case.code, reader)


BAD = [
    ({"title": ""}, "Geef een titel"),
    ({"title": "x" * 201}, "ten hoogste 200 tekens"),
    ({"title": "\x00"}, "Geef een titel"),
    ({"summary": "x" * 601}, "ten hoogste 600 tekens"),
    ({"challenge": "x" * 20_001}, "ten hoogste 20000 tekens"),
    ({"kind": "niets"}, "Kies iets uit de lijst"),
    ({"government_role": "a\x00"}, "Kies iets uit de lijst"),
    ({"effort_low": "veel"}, "Vul een getal in"),
    ({"effort_low": "-1"}, "groter is dan 0"),
    ({"effort_low": "4"}, "laag niet groter"),
    ({"effort_low": "NaN"}, "Vul een getal in"),
    ({"effort_high": "1e99"}, "Vul een getal in"),
    ({"effort_low": "0", "effort_likely": "0", "effort_high": "0"}, "groter is dan 0"),
    ({"cost": "-5"}, "van 0 tot"),
    ({"cost": "9" * 5000}, "heel getal"),
    ({"cost": "99999999999"}, "van 0 tot"),
    ({"planned_start": "morgen"}, "Q4 2026"),
    ({"planned_start": "9999-Q1"}, "1900"),
    ({"planned_start": "2027-Q1"}, "begin én"),
    ({"planned_quarters": "0"}, "van 1 tot"),
    ({"as_of": "31-31-2026"}, "datum"),
    ({"owner_organisation": "Bestaat niet"}, "geen organisatie"),
    ({"owner": "Niemand"}, "niemand met de naam"),
    ({"size_override": "small"}, "waarom de maat"),
    ({"domain_id": "999"}, "Kies iets uit de lijst"),
    ({"challenges": "x"}, "Kies alleen uit de lijst"),
    ({"version": "x"}, ""),
    ({"partners-0-organisation": "Bestaat niet"}, "geen organisatie"),
    ({"partners-0-role": "Zonder naam"}, "Kies een organisatie"),
    ({"dependencies-0-code": "XYZ-999"}, "geen use case"),
    ({"dependencies-0-code": "%00'"}, "geen use case"),
    ({"contributions-0-deliverable": "x"}, "Kies een systeemfunctie"),
    ({"contributions-0-function_id": "999"}, "Kies iets uit de lijst"),
    ({"contributions-0-function_id": "9" * 5000}, "Kies iets uit de lijst"),
    ({"preconditions-0-text": "x", "preconditions-0-kind": "boos"}, "Kies iets uit de lijst"),
    ({"preconditions-0-text": "x", "preconditions-0-due_on": "gisteren"}, "datum"),
    ({"risks-0-text": "x"}, "Kies hoe groot de kans is"),
    (
        {"adoptions-0-adopted": "5", "adoptions-0-total": "3", "adoptions-0-as_of": "2026-01-01"},
        "ten hoogste 3",
    ),
    ({"adoptions-0-adopted": "-1", "adoptions-0-as_of": "2026-01-01"}, "van 0 tot"),
    ({"benefits-0-text": "x", "benefits-0-target": "1e400"}, "Vul een getal in"),
    ({"sources-0-id": "veel", "sources-0-source": "x"}, "heel getal"),
    ({"note": "x" * 301}, "ten hoogste 300 tekens"),
]


@pytest.mark.parametrize(("typed", "said"), BAD, ids=lambda value: str(value)[:50])
def test_bad_input_is_refused_with_what_to_do_and_stays(
    browser, domain, secretary, make_use_case, typed, said
):
    use_case = make_use_case(domain=domain)
    page = browser.sign_in(secretary).get("portfolio.edit_use_case", code=use_case.code)

    status = 409 if "version" in typed else 422
    answer = browser.submit(page, to=f"/use-cases/{use_case.code}/edit", expect=status, **typed)

    assert said in answer.select_one("main").text
    assert loaded(use_case, secretary).version == 1
    for name, value in typed.items():
        field = answer.select_one(f'main input[name="{name}"]')
        if field is not None and "\x00" not in value and name != "version":
            assert field["value"] == value


@pytest.mark.parametrize(
    "typed",
    [
        {"sources-²-source": "x"},
        {"sources-99999999999999999999-source": "x"},
        {"sources--1-source": "x"},
        {"sources": "x"},
        {"add": "title"},
        {"add": "geen"},
        {"remove": "sources-9"},
        {"remove": "sources-²"},
        {"remove": "sources"},
    ],
    ids=str,
)
def test_odd_names_do_no_harm(browser, domain, secretary, make_use_case, typed):
    use_case = make_use_case(domain=domain)
    page = browser.sign_in(secretary).get("portfolio.edit_use_case", code=use_case.code)

    expected = 200 if {"add", "remove"} & set(typed) else 302
    browser.submit(page, to=f"/use-cases/{use_case.code}/edit", expect=expected, **typed)


def test_the_same_partner_twice_is_refused_at_its_row(
    browser, domain, secretary, make_use_case, make_organisation
):
    use_case, organisation = make_use_case(domain=domain), make_organisation()
    page = browser.sign_in(secretary).get("portfolio.edit_use_case", code=use_case.code)
    rows = {f"partners-{place}-organisation": organisation.name for place in (0, 1)}

    answer = browser.submit(page, to=f"/use-cases/{use_case.code}/edit", expect=422, **rows)

    assert "twee keer" in answer.select_one("#partners-1-organisation-error").text
    assert answer.select_one('[data-error-summary] a[href="#partners-1-organisation"]')


def test_more_rows_than_a_list_may_have_are_refused(browser, domain, secretary, make_use_case):
    use_case = make_use_case(domain=domain)
    page = browser.sign_in(secretary).get("portfolio.edit_use_case", code=use_case.code)
    rows = {f"sources-{place}-source": "x" for place in range(121)}

    answer = browser.submit(page, to=f"/use-cases/{use_case.code}/edit", expect=422, **rows)

    assert "120 regels" in answer.select_one("[data-error-summary]").text
