"""Read who is signed in, and from where."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from accounts.models import AccountLink, LoginSession, Person
from accounts.rules.sessions import is_over
from accounts.secrets import hash_token
from core.database import db
from core.errors import NotFound

# Every request of who is signed in asks this. Written once, because building it takes longer than its answer.
_OF_TOKEN = (
    select(LoginSession)
    .where(LoginSession.token_hash == bindparam("token_hash"))
    .options(joinedload(LoginSession.person).joinedload(Person.memberships))
)


def may_sign_in(person: Person) -> bool:
    """Tell whether this account works here: enabled, and no demo account in production."""
    return person.is_enabled and not (person.is_demo and current_app.config["SETTINGS"].is_production)


def find_session(token: str, now: datetime) -> LoginSession | None:
    """Return the session of a browser with its person and their memberships, in one query."""
    found = db.session.scalars(_OF_TOKEN, {"token_hash": hash_token(token)}).unique()
    session = found.one_or_none()
    if session is None or is_over(seen_at=session.seen_at, expires_at=session.expires_at, now=now):
        return None
    return session if may_sign_in(session.person) else None


def list_sessions(person_id: int) -> Sequence[LoginSession]:
    """Return the sessions of a person, last used first."""
    return db.session.scalars(
        select(LoginSession)
        .where(LoginSession.person_id == person_id)
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
        .limit(50)
    ).all()


def get_link(token: str, purposes: frozenset[str], now: datetime) -> AccountLink:
    """Return the one-time link that still works, with its person; else NotFound("link_gone")."""
    link = db.session.scalars(
        select(AccountLink)
        .where(AccountLink.token_hash == hash_token(token))
        .options(joinedload(AccountLink.person))
    ).one_or_none()
    if link is None or link.purpose not in purposes or link.used_at is not None or now >= link.expires_at:
        raise NotFound("link_gone")
    if not may_sign_in(link.person):
        raise NotFound("link_gone")
    return link
