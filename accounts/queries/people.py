"""Read people."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Membership, Person
from accounts.queries.sessions import may_sign_in
from core.database import db
from core.errors import NotFound


def find_person(email: str) -> Person | None:
    """Return the person with this e-mail address, whatever its case."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def find_person_to_sign_in(email: str) -> Person | None:
    """Return the person with this e-mail address if that account works here."""
    person = find_person(email)
    return person if person and may_sign_in(person) else None


def get_person(person_id: int) -> Person:
    """Return a person with organisation and memberships (with their domains); else NotFound."""
    person = db.session.scalars(
        select(Person)
        .where(Person.id == person_id)
        .options(
            joinedload(Person.organisation), selectinload(Person.memberships).joinedload(Membership.domain)
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if person is None:
        raise NotFound("not_found")
    return person
