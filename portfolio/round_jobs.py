"""What the worker does for scoring rounds: close them at their deadline, and remind who has yet to score."""

from core.database import utc_now
from core.links import Reference
from core.notices import notify
from portfolio.actions import rounds as actions

EVERY_SECONDS = 60.0


def close_rounds() -> int:
    """Close open rounds whose deadline passed; return how many. The job commits."""
    return actions.close_overdue(utc_now())


def remind_scorers() -> int:
    """Tell who has yet to score, three days and one day before the deadline; return how many are told.

    What is due follows from the database alone and each reminder is a row there, so
    that a second run, or a second worker, tells nobody twice. The job commits.
    """
    due = actions.note_reminders(utc_now())
    for scorer, days in due:
        round_ = scorer.round
        notify(
            [scorer.person_id],
            f"scoring-round-{days}",
            Reference("scoring-round", f"{round_.series}-{round_.number}"),
            dedupe=f"{days}:{round_.deadline.isoformat()}",
        )
    return len(due)
