"""Remind an owner once of a lesson that nobody wrote down after a use case ended, parked or went live."""

from datetime import timedelta

from flask_babel import gettext as _

from core.database import today
from core.jobs import register_periodic
from core.links import Reference, is_learned_from
from core.notices import MailRhythm, notify, register_kind, register_topic
from portfolio.queries.lessons import list_moves
from portfolio.rules.terms import Phase

AFTER = timedelta(days=14)
UNTIL = timedelta(days=60)  # what ended longer ago, or was loaded as history, is let be
ASKED_AT = frozenset({Phase.FINISHED, Phase.STOPPED, Phase.PARKED, Phase.PRODUCTION})


def remind_of_lessons() -> int:
    """Tell owners whose use case moved two weeks ago and has no lesson; return how many. The job commits."""
    day = today()
    told = 0
    for code, owner_id, move_id in list_moves(ASKED_AT, since=day - UNTIL, until=day - AFTER):
        reference = Reference("use-case", code)
        if not is_learned_from(reference):
            told += notify([owner_id], "lesson-missing", reference, dedupe=f"lesson-{move_id}")
    return told


def register_lessons() -> None:
    """Give the topic, the sentence and the periodic work to the core."""
    register_topic(
        "lessons",
        lambda: _("Geleerde lessen"),
        lambda: _("U bent eigenaar van een use case die net een belangrijke stap zette."),
        MailRhythm.WEEKLY,
    )
    register_kind(
        "lesson-missing",
        "lessons",
        lambda title, **p: _("Wat leerde u bij %(title)s? Leg een les vast.", title=title),
    )
    register_periodic("lessons to write", 21_600, remind_of_lessons)
