"""Invite, change, close and open accounts."""

from datetime import date

from accounts import queries
from accounts.actions.sign_in import end_sessions
from accounts.models import Person
from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Refusal
from core.versions import check_version


def create_person(
    *,
    email: str,
    name: str,
    by: Actor,
    password_hash: str | None = None,
    organisation_id: int | None = None,
    language: str = "nl",
    is_demo: bool = False,
) -> Person:
    """Create an account; without a password its owner needs a link (``make_link``)."""
    email = email.strip().lower()
    if queries.find_person(email) is not None:
        raise Refusal("email_taken", "email")
    person = Person(
        email=email,
        name=name,
        password_hash=password_hash,
        organisation_id=organisation_id,
        language=language,
        is_demo=is_demo,
    )
    db.session.add(person)
    audit.record("person.added", person, by=by)
    return person


def change_person(
    person: Person,
    *,
    version: int | None,
    email: str,
    name: str,
    organisation_id: int | None,
    language: str,
    by: Actor,
) -> None:
    """Change what an administrator may change about someone."""
    check_version(person, version)
    if person.is_erased:
        raise Refusal("erased_already")
    email = email.strip().lower()
    holder = queries.find_person(email)
    if holder is not None and holder.id != person.id:
        raise Refusal("email_taken", "email")
    person.email = email
    person.name = name
    person.organisation_id = organisation_id
    person.language = language
    audit.record("person.edited", person, by=by)


def close_account(person: Person, *, version: int | None, day: date, by: Actor) -> None:
    """Close an account: its sessions end and its links stop. What its owner did stays."""
    check_version(person, version)
    administrators = {held.person_id for held in queries.list_lasting_administrators(day)}
    if administrators == {person.id}:
        raise Refusal("last_administrator")
    person.is_enabled = False
    end_sessions(person.id)
    audit.record("person.closed", person, by=by)


def open_account(person: Person, *, version: int | None, by: Actor) -> None:
    """Open a closed account again; one whose data were taken away never."""
    check_version(person, version)
    if person.is_erased:
        raise Refusal("erased_already")
    person.is_enabled = True
    audit.record("person.opened", person, by=by)
