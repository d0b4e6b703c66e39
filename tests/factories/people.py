"""Make people, organisations and domains."""

from datetime import date
from itertools import count

from argon2 import PasswordHasher

from accounts.models import Domain, Membership, Organisation, Person
from accounts.rules.terms import Layer, OrganisationKind, Role
from core.database import db
from tests.browser import PASSWORD

_numbers = count(1)
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def make_domain(**values) -> Domain:
    """Make a domain with a free code and slug."""
    number = next(_numbers)
    letters = "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0))
    defaults = {
        "slug": f"domein-{number}",
        "code": letters,
        "name": f"Domein {number}",
        "name_en": f"Domain {number}",
    }
    return _save(Domain(**(defaults | values)))


def make_organisation(**values) -> Organisation:
    """Make a municipality."""
    number = next(_numbers)
    defaults = {
        "slug": f"gemeente-{number}",
        "name": f"Gemeente {number}",
        "kind": OrganisationKind.MUNICIPALITY,
        "layer": Layer.MUNICIPAL,
    }
    return _save(Organisation(**(defaults | values)))


def make_person(*roles: Role, domain: Domain | None = None, **values) -> Person:
    """Make a person who can sign in, with roles (those of a domain in ``domain``)."""
    number = next(_numbers)
    defaults = {"email": f"persoon{number}@voorbeeld.nl", "name": f"Persoon {number}", "password_hash": _HASH}
    person = _save(Person(**(defaults | values)))
    for role in roles:
        make_membership(person=person, role=role, domain=domain)
    return person


def make_membership(person: Person, role: Role, domain: Domain | None = None, **values) -> Membership:
    """Give ``person`` a role."""
    needs_domain = role in (Role.BOARD_MEMBER, Role.SECRETARY)
    domain_id = domain.id if domain and needs_domain else None
    defaults = {"person_id": person.id, "role": role, "domain_id": domain_id, "starts_on": date(2020, 1, 1)}
    return _save(Membership(**(defaults | values)))


def _save(row):
    db.session.add(row)
    db.session.commit()
    return row
