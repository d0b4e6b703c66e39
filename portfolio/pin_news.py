"""What people hear when a definition that their use case follows has a newer version."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.i18n import localised
from core.links import Reference, Waiting, pinned_many, register_waiting
from core.notices import MailRhythm, register_kind, register_topic
from portfolio.queries.pins import list_own_pins

TOPIC = "definitions"
MOST = 5


def waiting_on_definitions(person: Any) -> list[Waiting]:
    """Return the use cases one owns or works on that follow a definition with a newer version, first five."""
    rows = list_own_pins(person)
    pins = [Reference("definition", row.definition, row.definition_version) for row in rows]
    found = pinned_many(pins, person) if pins else {}
    waiting = {}
    for row, reference in zip(rows, pins, strict=True):
        pinned = found.get(reference)
        if pinned is not None and pinned.news_url and row.code not in waiting:
            waiting[row.code] = Waiting(
                f"{row.code} {localised(row, 'title')}",
                url_for("portfolio.show_use_case", code=row.code),
                _("%(dataset)s: een nieuwere versie van de definitie", dataset=row.name),
            )
    return list(waiting.values())[:MOST]


def register_all() -> None:
    """Give the topic, the sentence and what waits to the core; the wiki tells of a version."""
    register_waiting(waiting_on_definitions)
    register_topic(
        TOPIC,
        lambda: _("Nieuwe versies van definities"),
        lambda: _("Een use case waarvan u eigenaar bent of in het team zit, volgt deze definitie."),
        MailRhythm.DAILY,
    )
    register_kind(
        "definition-newer",
        TOPIC,
        lambda title, **p: _(
            "Een definitie die deze use case volgt, heeft een nieuwere versie: %(title)s", title=title
        ),
    )
