"""How long a sign-in lasts and how many tries one gets."""

from datetime import datetime, timedelta

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=10)
THROTTLE_WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
TRIES_PER_ADDRESS = 20
LINK_LASTS = {
    "invitation": timedelta(days=7),
    "reset": timedelta(days=1),
    "first_admin": timedelta(days=1),
}


def is_over(*, seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Tell whether a session has ended by itself: too long idle, or too old."""
    return now >= expires_at or now - seen_at >= IDLE


def is_touch_due(*, seen_at: datetime, now: datetime) -> bool:
    """Tell whether it is worth a write to remember that this session was used."""
    return now - seen_at >= TOUCH_EVERY


def is_new_day(*, last_seen_at: datetime | None, now: datetime) -> bool:
    """Tell whether a person was not seen for a day: finer than that nobody needs to know."""
    return last_seen_at is None or now - last_seen_at >= timedelta(days=1)
