"""The words of scale-up and of the growth of system functions: stages, refusals, the trail."""

from collections.abc import Callable
from enum import StrEnum

from flask_babel import gettext as _

from core.messages import register_messages
from core.web.looks import LOOKS
from portfolio.labels import LABELS
from portfolio.rules.progress_terms import AdoptionStage

TERMS: dict[type[StrEnum], dict[str, Callable[[], str]]] = {
    AdoptionStage: {
        AdoptionStage.EXPLORING: lambda: _("verkent"),
        AdoptionStage.PREPARING: lambda: _("bereidt voor"),
        AdoptionStage.IN_USE: lambda: _("gebruikt het"),
        AdoptionStage.STOPPED: lambda: _("gestopt"),
    },
}

STAGE_LOOKS: dict[str, tuple[str, str, Callable[[], str]]] = {
    AdoptionStage.EXPLORING: ("ring", "grey", lambda: _("verkent")),
    AdoptionStage.PREPARING: ("half", "ink", lambda: _("bereidt voor")),
    AdoptionStage.IN_USE: ("check", "green", lambda: _("gebruikt het")),
    AdoptionStage.STOPPED: ("cross", "grey", lambda: _("gestopt")),
}
"""Sign, colour and word of each stage, for badges."""

REFUSALS: dict[str, Callable[..., str]] = {
    "adoption_not_published": lambda **p: _(
        "Deze use case is nog niet openbaar. Leg opschaling vast nadat het databoord hem heeft gekozen."
    ),
    "adoption_day": lambda **p: _("Kies vandaag of een dag die voorbij is."),
    "adoption_unknown": lambda **p: _("Deze organisatie is er niet meer. Open de pagina opnieuw."),
}

TRAIL: dict[str, Callable[..., str]] = {
    "table:organisation_adoption": lambda **p: _("opschaling bij een organisatie"),
    "table:adoption_step": lambda **p: _("stap van de opschaling"),
    "verb:adoption.recorded": lambda **p: _("opschaling vastgelegd"),
    "verb:adoption.removed": lambda **p: _("opschaling weggehaald"),
}


def register_words() -> None:
    """Give all words to those who ask for them by kind or code."""
    LABELS.update(TERMS)
    LOOKS.update(STAGE_LOOKS)
    register_messages(REFUSALS)
    register_messages(TRAIL)
