"""File organisations, domains and people as given by the first content. None of these commits.

What people change on screen goes through the other actions; these take a whole
record at once and keep its marks and sources.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import Domain, Membership, Organisation, Person
from core import audit
from core.audit import Actor
from core.database import db

ORGANISATION_FIELDS = ("name", "name_en", "abbreviation", "kind", "layer", "sources")
DOMAIN_FIELDS = (
    *("code", "name", "name_en", "ambition", "ambition_en", "is_own_adjustment", "sources", "illustrative"),
    *("small_effort_limit", "small_organisations_limit"),
)
PERSON_FIELDS = ("name", "password_hash", "is_demo", "organisation_id", "language")
MEMBERSHIP_FIELDS = ("role", "domain_id", "board_role", "sector", "starts_on", "ends_on")


def file_organisation(organisation: Organisation, values: Mapping[str, Any], *, by: Actor) -> Organisation:
    """Add or update an organisation."""
    return _file(organisation, values, ORGANISATION_FIELDS, "organisation.filed", by)


def file_domain(domain: Domain, values: Mapping[str, Any], *, by: Actor) -> Domain:
    """Add or update a domain."""
    return _file(domain, values, DOMAIN_FIELDS, "domain.filed", by)


def file_person(
    person: Person, values: Mapping[str, Any], *, memberships: Sequence[Mapping[str, Any]], by: Actor
) -> Person:
    """Add a person with memberships; those of a person who is there already stay as they are."""
    is_new = person.id is None
    _file(person, values, PERSON_FIELDS, "person.filed", by)
    for row in memberships if is_new else ():
        membership = Membership(person_id=person.id, **{name: row.get(name) for name in MEMBERSHIP_FIELDS})
        db.session.add(membership)
        audit.record("membership.filed", membership, by=by, label=person.name)
    return person


def _file(row: Any, values: Mapping[str, Any], allowed: Sequence[str], verb: str, by: Actor) -> Any:
    for name in allowed:
        if name in values:
            setattr(row, name, values[name])
    db.session.add(row)
    audit.record(verb, row, by=by)
    return row
