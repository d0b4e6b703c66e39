"""Each constraint is broken once, and named in what the database answers."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from core.database import db


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"title": ""}, "title_filled"),
        ({"effort_low": Decimal(4), "effort_likely": Decimal(3)}, "effort_low_first"),
        ({"effort_likely": Decimal(6), "effort_high": Decimal(5)}, "effort_high_last"),
        ({"cost_cents": -1}, "cost_not_negative"),
        ({"planned_start": 8100, "planned_quarters": 0}, "planned_length"),
        ({"planned_start": 8100, "planned_quarters": None}, "planned_whole"),
        ({"size_override": "small", "size_reason": ""}, "override_has_reason"),
    ],
)
def test_a_use_case_keeps_its_constraints(make_use_case, values, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_use_case(**values)
    db.session.rollback()


def test_a_role_of_a_domain_needs_a_domain(make_person, make_membership):
    person = make_person()
    with pytest.raises(IntegrityError, match="domain_fits_role"):
        make_membership(person=person, role="secretary")
    db.session.rollback()


def test_a_membership_cannot_end_before_it_starts(make_person, make_membership):
    person = make_person()
    with pytest.raises(IntegrityError, match="days_in_order"):
        make_membership(
            person=person, role="contributor", starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1)
        )
    db.session.rollback()
