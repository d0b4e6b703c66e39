"""Read people."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from accounts.models import Membership, Person
from accounts.queries.sessions import may_sign_in
from accounts.rules.terms import Role
from core.database import db
from core.errors import NotFound


def find_person(email: str) -> Person | None:
    """Return the person with this e-mail address, whatever its case."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def find_person_to_sign_in(email: str) -> Person | None:
    """Return the person with this e-mail address if that account works here."""
    person = find_person(email)
    return person if person and may_sign_in(person) else None


def shown_name(person_id: Any, kept: Any) -> ColumnElement[str]:
    """Return the name to show of who made a row that never changes: ``kept``, or the pseudonym once erased.

    ``person_id`` and ``kept`` are columns of that row. Where only a name was kept, it stays.
    """
    erased = (
        select(Person.name)
        .where(Person.id == person_id, Person.email.endswith(f"@{Person.ERASED_HOST}"))
        .correlate_except(Person)
        .scalar_subquery()
    )
    return func.coalesce(erased, kept)


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


def get_membership(person: Person, membership_id: int) -> Membership:
    """Return a membership of ``person`` (with memberships loaded); else NotFound."""
    for membership in person.memberships:
        if membership.id == membership_id:
            return membership
    raise NotFound("not_found")


def select_people(
    *, search: str = "", role: Role | None = None, is_enabled: bool | None = None, day: date
) -> Select[Any]:
    """Return the statement for a list of people by name with their roles, for ``page_of``."""
    found = (
        select(Person)
        .options(
            joinedload(Person.organisation), selectinload(Person.memberships).joinedload(Membership.domain)
        )
        .order_by(func.lower(Person.name), Person.id)
    )
    if search:
        found = found.where(
            Person.name.icontains(search, autoescape=True) | Person.email.icontains(search, autoescape=True)
        )
    if role:
        found = found.where(
            exists().where(Membership.person_id == Person.id, Membership.role == role, _holds_on(day))
        )
    if is_enabled is not None:
        found = found.where(Person.is_enabled.is_(is_enabled))
    return found


def list_people_names() -> Sequence[tuple[int, str]]:
    """Return (id, name) of everyone whose account is open, by name, for a choice in a form."""
    rows = db.session.execute(
        select(Person.id, Person.name).where(Person.is_enabled).order_by(func.lower(Person.name), Person.id)
    )
    return [(row.id, row.name) for row in rows]


def list_lasting_administrators(day: date) -> Sequence[Membership]:
    """Return the roles of administrator without an end in sight of people who can sign in here.

    The rows are locked where the database can, so that two people cannot take each
    other's role at the same moment.
    """
    held = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.role == Role.ADMINISTRATOR,
            Membership.starts_on <= day,
            Membership.ends_on.is_(None),
        )
        .options(contains_eager(Membership.person))
        .order_by(Membership.id)
        .with_for_update()
    )
    return [membership for membership in held if may_sign_in(membership.person)]


def count_active_demo_accounts() -> int:
    """Count the demo accounts that are open: their password is published."""
    found = select(func.count()).select_from(Person).where(Person.is_demo, Person.is_enabled)
    return db.session.scalar(found) or 0


def _holds_on(day: date) -> ColumnElement[bool]:
    return and_(Membership.starts_on <= day, or_(Membership.ends_on.is_(None), Membership.ends_on >= day))
