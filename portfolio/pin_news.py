"""What people hear when a definition that their use case follows has a newer version."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.i18n import localised
from core.links import Pinned, Reference, Waiting, pinned_many, register_waiting
from core.notices import MailRhythm, register_kind, register_topic
from portfolio.queries.pins import list_own_pins

TOPIC = "definitions"
MOST = 5


def waiting_on_definitions(person: Any) -> list[Waiting]:
    """Return the use cases one owns or works on whose definition needs a look, first five.

    There is a newer version, it was replaced, it went on as part of another, or it is no more.
    """
    rows = list_own_pins(person)
    pins = [Reference("definition", row.definition, row.definition_version) for row in rows]
    found = pinned_many(pins, person) if pins else {}
    waiting = {}
    for row, reference in zip(rows, pins, strict=True):
        news = _news_of(reference, found.get(reference), row.name)
        if news and row.code not in waiting:
            title = f"{row.code} {localised(row, 'title')}"
            waiting[row.code] = Waiting(title, url_for("portfolio.show_use_case", code=row.code), news)
    return list(waiting.values())[:MOST]


def _news_of(reference: Reference, pinned: Pinned | None, dataset: str) -> str:
    """Return what is new about the definition that a dataset follows; "" for nothing."""
    if pinned is None or pinned.current is None:
        return _("%(dataset)s: de definitie is er niet meer", dataset=dataset)
    if pinned.key != reference.key:
        return _("%(dataset)s: de definitie is samengevoegd met een andere", dataset=dataset)
    if pinned.is_replaced:
        return _("%(dataset)s: de definitie is vervangen of ingetrokken", dataset=dataset)
    return _("%(dataset)s: een nieuwere versie van de definitie", dataset=dataset) if pinned.news_url else ""


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
