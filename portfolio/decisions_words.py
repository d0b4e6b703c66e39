"""The words of decisions and meetings: terms, and what is refused or warned of."""

from collections.abc import Callable, Iterable

from flask_babel import gettext as _

from core.i18n import format_day
from core.messages import register_messages, text_of
from portfolio.labels import LABELS
from portfolio.models import MeetingState
from portfolio.rules.decisions import DecisionKind, DecisionState, Outcome, RevisitKind
from portfolio.rules.findings import Finding

Message = Callable[..., str]

_TERMS = {
    DecisionKind: {
        DecisionKind.SELECTION: lambda: _("keuze van use cases"),
        DecisionKind.PROPOSAL: lambda: _("vaststellen van een portfoliovoorstel"),
        DecisionKind.ROADMAP: lambda: _("vaststellen van de routekaart"),
        DecisionKind.OTHER: lambda: _("ander besluit"),
    },
    DecisionState: {
        DecisionState.DRAFT: lambda: _("concept"),
        DecisionState.PUBLISHED: lambda: _("gepubliceerd"),
    },
    Outcome: {
        Outcome.SELECTED: lambda: _("gekozen"),
        Outcome.REJECTED: lambda: _("niet gekozen"),
        Outcome.PARKED: lambda: _("geparkeerd"),
        Outcome.CONTINUED: lambda: _("gaat door"),
        Outcome.STOPPED: lambda: _("gestopt"),
    },
    RevisitKind: {
        RevisitKind.DATE: lambda: _("op een dag"),
        RevisitKind.CONDITION_DUE: lambda: _("als een voorwaarde klaar moet zijn"),
        RevisitKind.PHASE_REACHED: lambda: _("als een use case een fase bereikt"),
        RevisitKind.PHASE_LEFT: lambda: _("als een use case een fase verlaat"),
        RevisitKind.PRECONDITION_MET: lambda: _("als aan een randvoorwaarde is voldaan"),
        RevisitKind.MODEL_CHANGED: lambda: _("als het scoremodel verandert"),
    },
    MeetingState: {
        MeetingState.PLANNED: lambda: _("gepland"),
        MeetingState.OPEN: lambda: _("bezig"),
        MeetingState.CLOSED: lambda: _("afgesloten"),
    },
}

_MESSAGES: dict[str, Message] = {
    "decision_is_published": lambda **p: _(
        "Dit besluit is gepubliceerd en verandert niet meer. Maak een nieuw besluit dat erop volgt."
    ),
    "missing_subject": lambda **p: _("Geef het besluit een onderwerp."),
    "missing_decided_on": lambda **p: _("Vul in op welke dag het bord besloot."),
    "missing_decision_text": lambda **p: _("Schrijf op wat het bord besluit."),
    "missing_reasons": lambda **p: _("Schrijf op waarom het bord zo besluit."),
    "missing_items": lambda **p: _("Voeg de use cases toe waarover het bord besluit."),
    "missing_roadmap_rows": lambda **p: _(
        "Er is geen gekozen use case met een begin en een duur. Plan er eerst een."
    ),
    "override_without_reason": lambda **p: _("Geef bij elke afwijking van het voorstel een reden."),
    "supersedes_unknown": lambda **p: _("Kies een gepubliceerd besluit van hetzelfde bord."),
    "superseded_twice": lambda **p: _(
        "Op dat besluit volgt al %(number)s. Laat dit besluit daarop volgen.", number=p["number"]
    ),
    "before_superseded": lambda **p: _(
        "Kies een dag op of na %(day)s: toen viel het besluit waarop dit volgt.", day=format_day(p["day"])
    ),
    "before_adopted": lambda **p: _(
        "Kies een dag op of na %(day)s: toen is een routekaart met deze use cases vastgesteld, "
        "en wat daarin beloofd is, blijft de eerste belofte.",
        day=format_day(p["day"]),
    ),
    "not_of_this_domain": lambda **p: _(
        "Er is geen use case met code ‘%(name)s’ in dit domein. Controleer de code.", name=p["name"] or ""
    ),
    "aside_not_valid": lambda **p: _("Kies geparkeerd of gestopt."),
    "item_is_merged": lambda **p: _("Deze use case is samengevoegd. Neem de andere op."),
    "item_is_draft": lambda **p: _(
        "Deze use case is nog een concept. Laat de indiener haar eerst voorstellen."
    ),
    "item_without_reason": lambda **p: _("Schrijf bij deze use case op waarom."),
    "nothing_to_continue": lambda **p: _(
        "Deze use case is nog niet gekozen of al klaar. Kies een andere uitkomst."
    ),
    "already_selected": lambda **p: _("Let op: deze use case is al gekozen. De fase blijft zoals zij is."),
    "item_not_ready": lambda **p: f"{p['item']}: {' '.join(words_of(p['findings']))}",
    "revisit_needs_due_on": lambda **p: _("Kies de dag waarop het bord opnieuw kijkt."),
    "revisit_needs_use_case": lambda **p: _("Noem de use case waarop het bord wacht."),
    "revisit_needs_phase": lambda **p: _("Kies de fase waarop het bord wacht."),
    "revisit_needs_precondition": lambda **p: _("Kies de randvoorwaarde waarop het bord wacht."),
    "revisit_is_settled": lambda **p: _("Hier is al opnieuw naar gekeken."),
    "missing_revisit_note": lambda **p: _("Schrijf op wat het bord vond."),
    "meeting_is_closed": lambda **p: _("Deze vergadering is afgesloten. Wijzig het conceptbesluit."),
    "meeting_not_open": lambda **p: _("Open eerst de vergadering. Dan liggen de cijfers vast."),
    "meeting_without_items": lambda **p: _("Zet eerst ten minste één use case op de agenda."),
    "meeting_without_outcome": lambda **p: _("Leg eerst bij ten minste één agendapunt een uitkomst vast."),
    "missing_outcome_reason": lambda **p: _("Schrijf op waarom. Dit komt in het besluit."),
}


def words_of(findings: Iterable[Finding]) -> list[str]:
    """Return the words of findings, in order and once each."""
    return list(dict.fromkeys(text_of(one.code, **dict(one.params)) for one in findings))


def register() -> None:
    """Give terms and texts their words."""
    LABELS.update(_TERMS)  # type: ignore[arg-type]  # keys of one enum among those of all
    register_messages(_MESSAGES)
