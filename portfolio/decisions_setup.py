"""How decisions and meetings join the application: words, links, search, reminders, what waits."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from accounts.actions import register_erasure
from accounts.models import Person
from core.audit import Actor
from core.database import today
from core.i18n import localised
from core.jobs import register_periodic
from core.links import Waiting, register_permanent, register_resolver, register_waiting
from core.notices import register_kind, register_topic
from core.web.shell import add_navigation
from portfolio import decisions_words
from portfolio.actions.decisions_people import pseudonymise_person
from portfolio.actions.decisions_revisit import remind_revisits
from portfolio.labels import LABELS
from portfolio.queries import decisions_findable as findable
from portfolio.queries.decisions_revisit import list_due
from portfolio.rules.decisions import DecisionKind
from portfolio.views.decisions import address_of_decision, resolve_decisions
from search.registry import SearchDocument, Words, register

EVERY_HOUR = 3600
MOST = 5


class Decisions:
    """Published decisions; public. Drafts are in no index."""

    type = "decision"
    table = "decision"

    def ids(self) -> Sequence[int]:
        """Return the ids of all that are published."""
        return findable.decision_ids()

    def documents(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Return a document for each published decision."""
        return findable.decision_documents(ids)


def waiting_in_decisions(person: Any) -> list[Waiting]:
    """Return what the boards of ``person`` agreed to look at again, and for which it is time."""
    return [
        Waiting(
            _("Kijk opnieuw naar besluit %(number)s", number=one.decision.number),
            url_for("portfolio.show_decision", number=one.decision.number),
            f"{localised(one.decision.domain, 'name')}: {localised(one.decision, 'subject')}",
        )
        for one in list_due(person)[:MOST]
    ]


def _follow_erasure(person: Person, pseudonym: str, by: Actor) -> None:
    pseudonymise_person(person, by=by, pseudonym=pseudonym)


def init_decisions() -> None:
    """Register all of it; called by portfolio/setup.py after the views are there."""
    decisions_words.register()
    register_erasure(_follow_erasure)
    add_navigation("portfolio.list_decisions", lambda: _("Besluiten"), "/decisions", 25)
    register_resolver("decision", resolve_decisions)
    register_permanent("decision", address_of_decision)
    register_waiting(waiting_in_decisions)
    register_periodic("decisions to look at again", EVERY_HOUR, lambda: remind_revisits(today()))
    register_topic(
        "decisions",
        lambda: _("Besluiten van uw databoord"),
        lambda: _("U zit in het databoord of bent er secretaris."),
    )
    register_kind(
        "decision.revisit",
        "decisions",
        lambda title, **p: _("Het is tijd om opnieuw te kijken naar besluit %(title)s", title=title),
    )
    words = {kind.value: LABELS[DecisionKind][kind] for kind in DecisionKind}
    register(Decisions(), Words(lambda: _("Besluit"), lambda: _("Besluiten"), words))
