"""Reminders that a day brings: results of an agenda, benefits to measure, preconditions that should hold.

Each event is told once; the next day, year or measurement is another event. Who
switched a topic off is not told, and who may no longer read the thing neither.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core.database import today
from core.i18n import format_day, localised
from core.jobs import register_periodic
from core.links import Reference, Resolved, register_resolver
from core.notices import MailRhythm, notify, register_kind, register_topic
from portfolio.queries import reminders as queries
from portfolio.queries.agenda import agendas_by_slug

EVERY_SECONDS = 21_600
DECEMBER = 12
AHEAD = timedelta(days=14)
# What has been due for longer was told of before, or is known; a new installation is not flooded with it.
UNTIL = timedelta(days=180)


def remind_of_results(day: date) -> int:
    """Tell programme managers of actions without a result, from December of their last year.

    Returns how many are told.
    """
    last_year = day.year if day.month == DECEMBER else day.year - 1
    managers = queries.list_programme_managers(day)
    return sum(
        notify(
            managers,
            "agenda-silent",
            Reference("agenda", one.slug),
            dedupe=str(one.year),
            year=one.year,
            count=one.count,
        )
        for one in queries.list_silent_agendas(last_year)
    )


def remind_of_measurements(day: date) -> int:
    """Tell owner and team two weeks ahead that a benefit is to be measured; return how many are told."""
    return _tell("benefit-due", queries.list_due_measurements(day + AHEAD), day)


def remind_of_preconditions(day: date) -> int:
    """Tell who sees to it, owner and team, two weeks ahead, that a precondition should hold.

    Returns how many are told.
    """
    return _tell("precondition-due", queries.list_due_preconditions(day + AHEAD), day)


def _tell(kind: str, dues: Sequence[queries.Due], day: date) -> int:
    return sum(
        notify(
            due.people,
            kind,
            Reference("use-case", due.code),
            dedupe=f"{due.key}-{due.on.isoformat()}",
            on=due.on.isoformat(),
        )
        for due in dues
        if due.on >= day - UNTIL
    )


def remind() -> int:
    """Do all of it for today; the job commits."""
    day = today()
    return remind_of_results(day) + remind_of_measurements(day) + remind_of_preconditions(day)


def resolve_agendas(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "agenda"; the key is its address. Drafts are for who makes them."""
    found = agendas_by_slug({reference.key for reference in references}, reader)
    return {
        reference: Resolved(
            title=localised(agenda, "title"),
            url=url_for("portfolio.show_agenda", slug=agenda.slug),
            id=agenda.id,
            kind=_("agenda"),
        )
        for reference in references
        if (agenda := found.get(reference.key))
    }


def silent_words(*, title: str, year: int = 0, count: int = 1, **_params: Any) -> str:
    """Return what a programme manager is told of an agenda."""
    return ngettext(
        "Over %(num)s actiepunt dat tot en met %(year)s liep, is geen resultaat gemeld: %(title)s",
        "Over %(num)s actiepunten die tot en met %(year)s liepen, is geen resultaat gemeld: %(title)s",
        count,
        year=year,
        title=title,
    )


def init_reminders() -> None:
    """Register all of it; called by portfolio/setup.py after the views are there."""
    register_resolver("agenda", resolve_agendas)
    register_topic(
        "agendas",
        lambda: _("Actiepunten zonder resultaat"),
        lambda: _("U bent programmamanager en houdt de agenda's bij."),
        MailRhythm.WEEKLY,
    )
    register_kind("agenda-silent", "agendas", silent_words)
    register_topic(
        "due",
        lambda: _("Wat binnenkort moet"),
        lambda: _("U bent eigenaar van een use case, zit in het team of zorgt voor een randvoorwaarde."),
    )
    register_kind(
        "benefit-due",
        "due",
        lambda title, on="", **p: _(
            "Meet de baten voor %(day)s: %(title)s", day=format_day(date.fromisoformat(on)), title=title
        ),
    )
    register_kind(
        "precondition-due",
        "due",
        lambda title, on="", **p: _(
            "Een randvoorwaarde moet voor %(day)s geregeld zijn: %(title)s",
            day=format_day(date.fromisoformat(on)),
            title=title,
        ),
    )
    register_periodic("remind of what is due", EVERY_SECONDS, remind)
