"""Read domains and their boards."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Domain, Membership, Person
from accounts.rules.terms import ROLES_OF_A_DOMAIN, Role
from core.database import db
from core.errors import NotFound


def find_domain(slug: str) -> Domain | None:
    """Return the domain at this address; of a merged one, the domain that took it up."""
    domain = db.session.scalars(select(Domain).where(Domain.slug == slug)).one_or_none()
    seen = set()
    while domain is not None and domain.merged_into_id is not None and domain.id not in seen:
        seen.add(domain.id)
        domain = db.session.get(Domain, domain.merged_into_id)
    return domain


def get_domain(slug: str) -> Domain:
    """Return the domain at this address (see ``find_domain``); else NotFound."""
    domain = find_domain(slug)
    if domain is None:
        raise NotFound("not_found")
    return domain


def get_own_domain(slug: str) -> Domain:
    """Return the very domain that has this address, merged or not, as it is now; else NotFound."""
    found = select(Domain).where(Domain.slug == slug).execution_options(populate_existing=True)
    domain = db.session.scalars(found).one_or_none()
    if domain is None:
        raise NotFound("not_found")
    return domain


def list_domains(*, active: bool = True) -> Sequence[Domain]:
    """Return the domains by name; only those in use, or all."""
    found = select(Domain).order_by(func.lower(Domain.name), Domain.id)
    if active:
        found = found.where(Domain.retired_on.is_(None), Domain.merged_into_id.is_(None))
    return db.session.scalars(found).all()


def list_board(domain_id: int, day: date) -> Sequence[Membership]:
    """Return who sits in the board of a domain on ``day``, the secretary too, by name."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.domain_id == domain_id,
            Membership.role.in_(sorted(ROLES_OF_A_DOMAIN)),
            Membership.starts_on <= day,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
            Person.is_enabled,
        )
        .options(joinedload(Membership.person).joinedload(Person.organisation))
        .order_by(Membership.role.desc(), func.lower(Person.name), Membership.id)
    ).all()


def count_boards(day: date) -> dict[int, int]:
    """Return how many people sit in each board on ``day``, without secretaries, by the id of the domain."""
    rows = db.session.execute(
        select(Membership.domain_id, func.count(Membership.person_id.distinct()))
        .join(Membership.person)
        .where(
            Membership.role == Role.BOARD_MEMBER,
            Membership.starts_on <= day,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
            Person.is_enabled,
        )
        .group_by(Membership.domain_id)
    )
    return {domain_id: total for domain_id, total in rows if domain_id is not None}
