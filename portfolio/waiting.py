"""What waits for a person in the portfolio, for the start page."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import localised
from core.links import Waiting
from portfolio.queries import waiting as queries
from portfolio.rules.terms import Phase


def waiting_in_portfolio(person: Any) -> list[Waiting]:
    """Return a secretary's ideas and unscored candidates, and everyone's own unfinished ideas."""
    items = []
    for domain, ideas, unscored in queries.list_to_judge(person):
        name = localised(domain, "name")
        for total, phase, note in (
            (
                ideas,
                Phase.IDEA,
                ngettext("%(num)s idee om te bekijken", "%(num)s ideeën om te bekijken", ideas),
            ),
            (
                unscored,
                Phase.CANDIDATE,
                ngettext("%(num)s kandidaat zonder score", "%(num)s kandidaten zonder score", unscored),
            ),
        ):
            if total:
                url = url_for("portfolio.list_use_cases", domain=domain.slug, phase=phase.value)
                items.append(Waiting(f"{name}: {note}", url))
    for use_case in queries.list_own_unfinished(person):
        note = _("concept, alleen voor u en het bord") if use_case.is_draft else _("idee, maak het compleet")
        url = url_for("portfolio.show_use_case", code=use_case.code)
        items.append(Waiting(localised(use_case, "title"), url, note))
    return items
