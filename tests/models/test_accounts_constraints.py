"""Each constraint of accounts is broken once, and named in what the database answers."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from core.constraints import constraint_of, refusal_of
from core.database import db


@pytest.mark.parametrize(
    ("factory", "values", "constraint"),
    [
        ("make_person", {"email": "Noor@voorbeeld.nl"}, "ck_person_email_lower_case"),
        ("make_organisation", {"slug": ""}, "ck_organisation_slug_filled"),
        ("make_organisation", {"name": ""}, "ck_organisation_name_filled"),
        ("make_domain", {"slug": ""}, "ck_domain_slug_filled"),
        ("make_domain", {"mix_tolerance": 26}, "ck_domain_tolerance_in_range"),
        ("make_domain", {"mix_tolerance": -1}, "ck_domain_tolerance_in_range"),
    ],
)
def test_a_row_keeps_its_constraints(request, factory, values, constraint):
    make = request.getfixturevalue(factory)

    with pytest.raises(IntegrityError) as broken:
        make(**values)

    db.session.rollback()
    assert constraint_of(broken.value) == constraint


def test_a_domain_is_not_merged_into_itself(make_domain):
    domain = make_domain()
    domain.merged_into_id = domain.id

    with pytest.raises(IntegrityError) as broken:
        db.session.commit()

    db.session.rollback()
    assert constraint_of(broken.value) == "ck_domain_not_merged_into_itself"


@pytest.mark.parametrize(
    ("factory", "values", "field"),
    [
        ("make_person", {"email": "noor@voorbeeld.nl"}, "email"),
        ("make_organisation", {"slug": "gemeente"}, "name"),
        ("make_domain", {"slug": "energie"}, "name"),
        ("make_domain", {"code": "ENE"}, "code"),
    ],
)
def test_a_second_row_with_the_same_name_becomes_a_refusal_at_its_field(request, factory, values, field):
    make = request.getfixturevalue(factory)
    make(**values)

    with pytest.raises(IntegrityError) as broken:
        make(**values)

    db.session.rollback()
    assert refusal_of(broken.value).field == field


def test_a_membership_of_a_role_that_holds_everywhere_has_no_domain(
    make_person, make_membership, make_domain
):
    person, domain = make_person(), make_domain()

    with pytest.raises(IntegrityError) as broken:
        make_membership(person, "contributor", starts_on=date(2026, 1, 1), domain_id=domain.id)

    db.session.rollback()
    assert constraint_of(broken.value) == "ck_membership_domain_fits_role"
