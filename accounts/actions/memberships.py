"""Give, change and take away roles."""

from datetime import date

from accounts import queries
from accounts.models import Membership, Person
from accounts.rules.membership import Term, problems
from accounts.rules.terms import Role
from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Invalid, Refusal
from core.versions import check_version, touch


def term_of(membership: Membership) -> Term:
    """Return what a membership says, for the rules."""
    return Term(
        role=membership.role,
        domain_id=membership.domain_id,
        starts_on=membership.starts_on,
        ends_on=membership.ends_on,
        board_role=membership.board_role,
        sector=membership.sector,
    )


def give_role(person: Person, term: Term, *, version: int | None, by: Actor) -> Membership:
    """Give a role to a person whose memberships are loaded."""
    check_version(person, version)
    _check(term, [term_of(other) for other in person.memberships])
    membership = Membership(person_id=person.id)
    _write(membership, term)
    person.memberships.append(membership)
    touch(person)
    audit.record("membership.added", membership, by=by, label=person.name, **_data(term, person))
    return membership


def change_role(
    person: Person, membership: Membership, term: Term, *, version: int | None, day: date, by: Actor
) -> None:
    """Change a role, for instance the day it ends."""
    check_version(person, version)
    _check(term, [term_of(other) for other in person.memberships if other is not membership])
    stays = term.role is Role.ADMINISTRATOR and term.starts_on <= day and term.ends_on is None
    if not stays:
        _keep_an_administrator(membership, day)
    _write(membership, term)
    touch(person)
    audit.record("membership.edited", membership, by=by, label=person.name, **_data(term, person))


def take_role(person: Person, membership: Membership, *, version: int | None, day: date, by: Actor) -> None:
    """Take a role away as if it was never given; to end one, change its last day."""
    check_version(person, version)
    _keep_an_administrator(membership, day)
    term = term_of(membership)
    audit.record("membership.removed", membership, by=by, label=person.name, **_data(term, person))
    person.memberships.remove(membership)
    db.session.delete(membership)
    touch(person)


def _check(term: Term, others: list[Term]) -> None:
    findings = problems(term, others)
    if findings:
        raise Invalid([(field, code, {}) for field, code in findings])


def _keep_an_administrator(membership: Membership, day: date) -> None:
    """Refuse to end the last role of administrator that has no end."""
    if membership.role is not Role.ADMINISTRATOR:
        return
    if [held.id for held in queries.list_lasting_administrators(day)] == [membership.id]:
        raise Refusal("last_administrator")


def _write(membership: Membership, term: Term) -> None:
    membership.role = term.role
    membership.domain_id = term.domain_id
    membership.starts_on = term.starts_on
    membership.ends_on = term.ends_on
    membership.board_role = term.board_role
    membership.sector = term.sector


def _data(term: Term, person: Person) -> dict[str, object]:
    return {
        "person_id": person.id,
        "role": term.role.value,
        "domain_id": term.domain_id,
        "starts_on": term.starts_on.isoformat(),
        "ends_on": term.ends_on.isoformat() if term.ends_on else None,
    }
