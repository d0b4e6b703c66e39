"""When a notice may be mailed: at once, or in the morning's or Monday's collection."""

from datetime import datetime, time, timedelta

from core.database import ZONE
from core.notices import MailRhythm

MORNING = time(7, 0)
MONDAY = 0


def is_due(rhythm: MailRhythm, *, created_at: datetime, last_mail: datetime | None, now: datetime) -> bool:
    """Tell whether a notice of this rhythm goes along in a mail written at ``now``.

    A collection goes at seven in the morning, Amsterdam time (weekly: on Monday),
    with everything from before that hour. ``last_mail`` keeps a person from
    getting two collections for the same morning.
    """
    if rhythm is MailRhythm.OFF:
        return False
    if rhythm is MailRhythm.AT_ONCE:
        return True
    collected_at = last_collection(rhythm, now)
    return created_at < collected_at and (
        last_mail is None or last_mail < collected_at or created_at < last_mail
    )


def last_collection(rhythm: MailRhythm, now: datetime) -> datetime:
    """Return the latest moment of collection that is not after ``now``."""
    local = now.astimezone(ZONE)
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    if rhythm is MailRhythm.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return datetime.combine(day, MORNING, tzinfo=ZONE)
