"""Who reads this request: the session on the server decides, not the cookie.

The cookie carries a random token; its hash finds the session row. When that row
is gone (signed out, password changed, account closed), a copy of the cookie is
worth nothing.
"""

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, login_user
from sqlalchemy.exc import OperationalError

from accounts import actions
from accounts.models import Person
from accounts.permissions import rights
from accounts.queries.sessions import find_session
from accounts.rules.sessions import is_new_day, is_touch_due
from core.database import db, utc_now, writing
from core.web.log import logger

_TOKEN = "sign_in"  # noqa: S105 - the name of a cookie value, not a secret
login_manager = LoginManager()


def _load_reader(person_id: str) -> Person | None:
    token = session.get(_TOKEN)
    found = find_session(token, utc_now()) if isinstance(token, str) else None
    if found is None or str(found.person_id) != person_id:
        return None
    g.login_session = found
    g.login_session_id = found.id
    if is_touch_due(seen_at=found.seen_at, now=utc_now()):
        g.is_touch_due = True
        g.is_new_day = is_new_day(last_seen_at=found.person.last_seen_at, now=utc_now())
    rights(found.person)  # kept beside the row, so that a rollback does not lose them
    return found.person


def sign_in(person: Person, token: str) -> None:
    """Let this browser carry ``token``; nothing of an earlier session stays in its cookie."""
    session.clear()
    session[_TOKEN] = token
    login_user(person)


def sign_out() -> None:
    """Empty the cookie of this browser."""
    session.clear()
    g.pop("login_session", None)
    g.pop("_login_user", None)


def own_session_id() -> int | None:
    """Return the id of the session this request belongs to."""
    return g.get("login_session_id")


def _touch_session(response: Response) -> Response:
    """Remember now and then that a session was used.

    In a short transaction of its own, because the request itself only reads; the
    answer does not wait for this to go well.
    """
    if not g.get("is_touch_due") or request.method != "GET":
        return response
    now = utc_now()
    try:
        with writing(), db.engine.begin() as connection:
            actions.touch_session(
                connection,
                session_id=g.login_session_id,
                seen_person_id=g.login_session.person_id if g.is_new_day else None,
                now=now,
            )
    except OperationalError as error:
        logger.warning("session not touched", error=type(error.orig).__name__)
    return response


def init_reader(app: Flask) -> None:
    """Let ``app`` know who reads."""
    login_manager.init_app(app)
    login_manager.session_protection = None  # the session on the server is the protection
    login_manager.user_loader(_load_reader)
    app.after_request(_touch_session)


def address_of_visitor() -> str:
    """Return the address tries are counted by."""
    return request.remote_addr or "unknown"


def base_url() -> str:
    """Return the address of this site, for a link to hand over: as set, else as this request came in."""
    return str(current_app.config["SETTINGS"].base_url or request.url_root.rstrip("/"))
