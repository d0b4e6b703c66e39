"""How progress joins the application: words, reminders, what waits for a person, and periodic work."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.database import db, reading, today
from core.i18n import format_day, localised
from core.jobs import register_periodic
from core.links import Reference, Waiting, register_waiting
from core.notices import notify, register_kind, register_topic
from portfolio.actions.progress_computed import outdated_statuses, refresh_statuses
from portfolio.progress_words import register_words
from portfolio.queries import progress as queries

TOPIC = "progress"
KIND = "progress-due"
HOUR = 3600
AT_ONCE = 100


def waiting_in_progress(person: Any) -> list[Waiting]:
    """Return what a person owns or works on and has been silent about for four weeks."""
    return [
        Waiting(
            _("Hoe gaat het met %(title)s?", title=localised(use_case, "title")),
            url_for("portfolio.update_use_case", code=use_case.code),
            _("laatste bericht %(day)s", day=format_day(day)) if day else _("nog geen bericht"),
        )
        for use_case, day in queries.own_unreported(person, person.id, today())
    ]


def remind_owners() -> int:
    """Ask for news a week before silence starts to count, once per silence; return how many are told.

    The job commits. Source: rules/progress_status.py ``due_for_report``.
    """
    return sum(
        notify(people, KIND, Reference("use-case", use_case.code), dedupe=since.isoformat())
        for use_case, since, people in queries.list_unreported(today())
    )


def refresh() -> int:
    """Compute every status of today, also the first ones of a database that has none yet.

    Reads first, then writes what differs, some at a time: nobody who saves waits long for it.
    """
    day = today()
    with reading():
        ids = outdated_statuses(day)
        db.session.rollback()
    written = 0
    for start in range(0, len(ids), AT_ONCE):
        written += refresh_statuses(day, ids[start : start + AT_ONCE])
        db.session.commit()
    return written


def init_progress() -> None:
    """Register all of it; called by portfolio/setup.py after the views are there."""
    register_words()
    register_waiting(waiting_in_progress)
    register_topic(
        TOPIC,
        lambda: _("Berichten over de voortgang"),
        lambda: _("U bent eigenaar van een use case die loopt, of zit in het team."),
    )
    register_kind(
        KIND,
        TOPIC,
        lambda title, **p: _("Hoe gaat het? Over een week telt het als stilte: %(title)s", title=title),
    )
    register_periodic("statuses of today", HOUR, refresh)
    register_periodic("remind owners", HOUR, remind_owners)
