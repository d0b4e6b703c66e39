"""Count what one address does on its own, so that nobody floods us. Counted beside tries to sign in."""

from datetime import datetime

from sqlalchemy import func, select

from accounts.models import SignInAttempt
from accounts.rules.sessions import THROTTLE_WINDOW
from accounts.secrets import attempt_key
from core.database import db
from core.errors import Throttled


def count_use(purpose: str, *, address: str, limit: int, now: datetime) -> None:
    """Count one use of ``purpose`` from ``address``; Throttled when ``limit`` was reached in the window."""
    key = attempt_key(purpose, attempt_key("address", address))
    uses = db.session.scalar(
        select(func.count())
        .select_from(SignInAttempt)
        .where(SignInAttempt.key == key, SignInAttempt.at > now - THROTTLE_WINDOW)
    )
    if (uses or 0) >= limit:
        raise Throttled("too_many_uses", minutes=int(THROTTLE_WINDOW.total_seconds() // 60))
    db.session.add(SignInAttempt(key=key, at=now))
    db.session.flush()
