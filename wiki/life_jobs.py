"""What the worker does for the life of pages: remind of what is due or late, ask followed searches."""

from core.database import today, utc_now
from core.jobs import register_periodic
from core.links import Reference
from core.notices import notify
from search import schema
from search.writing import index_root
from wiki.actions.doubts import remind_of_late
from wiki.actions.following import look_again
from wiki.queries.doubts import list_late
from wiki.queries.life import list_due
from wiki.queries.recipients import list_keepers

_looked_at: list[str] = [""]


def remind_of_due() -> int:
    """Tell the owner's people once that a page must be confirmed; without an owner nobody is told.

    Each reminder is a row, so a second run tells nobody twice. The job commits.
    """
    told = 0
    for life, page in list_due(today()):
        people = list_keepers(page.id, with_curators=False)
        told += notify(people, "page-due", Reference("page", page.slug), dedupe=f"due-{life.stale_from}")
    return told


def remind_of_late_doubts() -> int:
    """Tell the owner's people and the curators once that an answer is late."""
    return remind_of_late([*list_late(today(), with_hidden=True)])


def look_at_searches() -> int:
    """Ask the followed searches again when the index changed since this worker last looked."""
    folder = schema.current_folder(index_root())
    if folder is None:
        return 0
    newest = max((path.stat().st_mtime_ns for path in folder.iterdir()), default=0)
    state = f"{folder.name}:{newest}"
    if state == _looked_at[0]:
        return 0
    told = look_again(utc_now())
    _looked_at[0] = state
    return told


def register_jobs() -> None:
    """Give the periodic work to the worker."""
    register_periodic("pages to confirm", 21_600, remind_of_due)
    register_periodic("late doubts", 21_600, remind_of_late_doubts)
    register_periodic("followed searches", 300, look_at_searches)
