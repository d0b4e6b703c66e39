"""Sign in and out. The caller commits between the steps, because argon2 works outside any transaction."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from accounts.models import LoginSession, Person, SignInAttempt
from accounts.rules.browsers import browser_name
from accounts.rules.sessions import LONGEST, THROTTLE_WINDOW, TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS
from accounts.secrets import attempt_key, hash_token, new_token
from core import audit
from core.database import db
from core.errors import NotFound, Throttled


def count_try(*, email: str, address: str, now: datetime) -> list[SignInAttempt]:
    """Count a try before it is made, so that many at once cannot pass the limit; Throttled when over it.

    Return the rows, to be dropped by ``forget_tries`` when the password was right.
    """
    limits = [
        (attempt_key("account", email), TRIES_PER_ACCOUNT),
        (attempt_key("address", address), TRIES_PER_ADDRESS),
    ]
    for key, limit in limits:
        tries = db.session.scalar(
            select(func.count())
            .select_from(SignInAttempt)
            .where(SignInAttempt.key == key, SignInAttempt.at > now - THROTTLE_WINDOW)
        )
        if (tries or 0) >= limit:
            raise Throttled("too_many_tries", minutes=int(THROTTLE_WINDOW.total_seconds() // 60))
    rows = [SignInAttempt(key=key, at=now) for key, _limit in limits]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def forget_tries(*, email: str, counted: list[int]) -> None:
    """Forget the tries on an account whose owner got in, and this one from the address."""
    db.session.execute(
        delete(SignInAttempt).where(
            (SignInAttempt.key == attempt_key("account", email)) | SignInAttempt.id.in_(counted)
        )
    )


def start_session(person: Person, *, user_agent: str, now: datetime) -> str:
    """Start a session for ``person`` and return its token, which is kept nowhere but in the browser."""
    token = new_token()
    session = LoginSession(
        token_hash=hash_token(token),
        person_id=person.id,
        started_at=now,
        seen_at=now,
        expires_at=now + LONGEST,
        browser=browser_name(user_agent),
    )
    db.session.add(session)
    audit.record("login_session.started", session, by=person, label=person.name)
    return token


def end_session(person: Person, session_id: int) -> None:
    """End one session of ``person``; NotFound when it is not theirs."""
    session = db.session.get(LoginSession, session_id)
    if session is None or session.person_id != person.id:
        raise NotFound("not_found")
    audit.record("login_session.ended", session, by=person, label=person.name)
    db.session.delete(session)


def drop_session(session_id: int) -> None:
    """Drop the session that a browser carried when it signed in anew."""
    db.session.execute(delete(LoginSession).where(LoginSession.id == session_id))


def end_sessions(person_id: int, *, but: int | None = None) -> None:
    """End all sessions of a person but one."""
    ended = delete(LoginSession).where(LoginSession.person_id == person_id)
    if but is not None:
        ended = ended.where(LoginSession.id != but)
    db.session.execute(ended)


def touch_session(
    connection: Connection, *, session_id: int, seen_person_id: int | None, now: datetime
) -> None:
    """Remember that a session was used and, once a day, that its person was seen.

    On a connection of its own, beside the request that only reads. It is no change
    of the account, so neither version nor moment of change moves.
    """
    connection.execute(update(LoginSession).where(LoginSession.id == session_id).values(seen_at=now))
    if seen_person_id is not None:
        connection.execute(
            update(Person)
            .where(Person.id == seen_person_id)
            .values(last_seen_at=now, updated_at=Person.updated_at)
        )
