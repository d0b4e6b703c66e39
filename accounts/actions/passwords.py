"""Set a password: by its owner, by a one-time link, or from the command line."""

from datetime import datetime

from sqlalchemy import update

from accounts.actions.sign_in import end_sessions
from accounts.models import AccountLink, Person
from accounts.rules.passwords import password_problem
from accounts.rules.sessions import LINK_LASTS
from accounts.secrets import hash_token, new_token
from core import audit
from core.audit import Actor
from core.database import count_changed, db, utc_now
from core.errors import Invalid, NotFound


def check_new_password(password: str, *, person: Person, field: str = "new_password") -> None:
    """Refuse a password that is too weak; call it before the costly hash is made."""
    problem = password_problem(password, email=person.email, name=person.name)
    if problem:
        raise Invalid([(field, problem, {})])


def set_password(person: Person, password_hash: str, *, by: Actor, keep_session: int | None = None) -> None:
    """Set a password; every session of the person but ``keep_session`` ends, and links lose their use."""
    person.password_hash = password_hash
    end_sessions(person.id, but=keep_session)
    _end_links(person.id)
    audit.record("person.password_set", person, by=by)


def make_link(person: Person, purpose: str, *, now: datetime, by: Actor) -> str:
    """Make a one-time link and return its token; earlier links of this person stop working."""
    _end_links(person.id)
    token = new_token()
    link = AccountLink(
        token_hash=hash_token(token),
        person_id=person.id,
        purpose=purpose,
        made_at=now,
        expires_at=now + LINK_LASTS[purpose],
    )
    db.session.add(link)
    audit.record("account_link.made", link, by=by, label=person.name, purpose=purpose)
    return token


def use_link(link: AccountLink, password_hash: str, *, name: str | None = None, now: datetime) -> None:
    """Set the password by a link, once: of two at the same moment the second gets NotFound."""
    unused = AccountLink.id == link.id, AccountLink.used_at.is_(None)
    used = count_changed(update(AccountLink).where(*unused).values(used_at=now), synchronize_session=False)
    if used != 1:
        raise NotFound("link_gone")
    person = link.person
    if name:
        person.name = name
    set_password(person, password_hash, by=person)


def _end_links(person_id: int) -> None:
    db.session.execute(
        update(AccountLink)
        .where(AccountLink.person_id == person_id, AccountLink.used_at.is_(None))
        .values(used_at=utc_now())
        .execution_options(synchronize_session=False)
    )
