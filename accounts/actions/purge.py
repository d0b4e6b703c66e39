"""Throw away what has had its time: sessions that ended, counted tries, links."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from accounts.models import AccountLink, LoginSession, SignInAttempt
from accounts.rules.sessions import IDLE, THROTTLE_WINDOW
from core.database import count_changed

_LINKS_KEPT = timedelta(days=30)


def purge_sign_in(now: datetime) -> int:
    """Delete what no longer has an effect and return how many rows that were; the caller commits."""
    statements = (
        delete(LoginSession).where(or_(LoginSession.expires_at <= now, LoginSession.seen_at <= now - IDLE)),
        delete(SignInAttempt).where(SignInAttempt.at <= now - THROTTLE_WINDOW),
        delete(AccountLink).where(AccountLink.expires_at <= now - _LINKS_KEPT),
    )
    return sum(count_changed(statement, synchronize_session=False) for statement in statements)
