"""How scale-up joins the application: its words, and what a person's own organisation could adopt."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import localised
from core.links import Waiting, register_waiting
from portfolio.queries.organisation_scale_up import count_ready
from portfolio.queries.scale_up import find_organisation_of
from portfolio.scale_up_words import register_words


def waiting_in_scale_up(person: Any) -> list[Waiting]:
    """Return the way to what the organisation of a person could adopt, when there is anything."""
    organisation = find_organisation_of(person.organisation_id)
    total = count_ready(organisation, person) if organisation else 0
    if organisation is None or not total:
        return []
    return [
        Waiting(
            _("Wat kan %(name)s overnemen?", name=localised(organisation, "name")),
            url_for("portfolio.show_organisation_scale_up", slug=organisation.slug),
            ngettext("%(num)s use case werkt al elders", "%(num)s use cases werken al elders", total),
        )
    ]


def init_scale_up() -> None:
    """Register all of it; called by portfolio/setup.py after the views are there."""
    register_words()
    register_waiting(waiting_in_scale_up)
