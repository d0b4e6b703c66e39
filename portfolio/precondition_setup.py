"""How shared preconditions join the application: titles for links, what owners are told, their words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.audit import listen
from core.i18n import format_day, localised
from core.links import Reference, Resolved, register_resolver
from core.messages import register_messages
from core.notices import register_kind, register_topic
from core.web.shell import add_footer_link
from portfolio.actions.precondition_search import renew_shared
from portfolio.actions.precondition_sharing import KIND
from portfolio.labels import label
from portfolio.queries.shared_preconditions import shared_by_id
from portfolio.rules.terms import PreconditionState

TOPIC = "preconditions"
REFUSALS = {
    "shared_already": lambda **p: _("Deze randvoorwaarde is al gedeeld. Maak haar eerst los."),
    "shared_not": lambda **p: _("Deze randvoorwaarde is niet gedeeld. Open de pagina opnieuw."),
    "shared_text_missing": lambda **p: _("Schrijf op wat geregeld moet zijn."),
    "verb:shared_precondition.shared": lambda **p: _("randvoorwaarde gedeeld"),
}


def resolve_preconditions(references: Sequence[Reference], reader: Any) -> Mapping[Reference, Resolved]:
    """Answer core.links for the type "precondition"; the key is the id of a shared one."""
    ids = {reference: int(reference.key) for reference in references if reference.key.isdecimal()}
    found = shared_by_id(list(ids.values()), reader)
    return {
        reference: Resolved(
            localised(found[id_], "text"), url_for("portfolio.show_precondition", shared_id=id_), id_
        )
        for reference, id_ in ids.items()
        if id_ in found
    }


def sentence(*, title: str, state: str = "", due: str = "", **_params: Any) -> str:
    """Return what is told when a shared precondition stands otherwise."""
    words = label(PreconditionState(state))
    if due:
        day = format_day(date.fromisoformat(due))
        return _(
            "Een randvoorwaarde is nu %(state)s, voor %(day)s: %(title)s", state=words, day=day, title=title
        )
    return _("Een randvoorwaarde is nu %(state)s: %(title)s", state=words, title=title)


def init_preconditions() -> None:
    """Register all of it; called by portfolio/setup.py after the views are there."""
    listen(renew_shared)
    register_messages(REFUSALS)
    register_resolver("precondition", resolve_preconditions)
    register_topic(
        TOPIC,
        lambda: _("Randvoorwaarden waar uw use case op wacht"),
        lambda: _("U bent eigenaar van een use case die hierop wacht, of zit in het team."),
    )
    register_kind(KIND, TOPIC, sentence)
    add_footer_link("portfolio.list_preconditions", lambda: _("Randvoorwaarden"))
