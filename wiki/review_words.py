"""The words of the review: states, steps, refusals."""

from collections.abc import Callable

from flask_babel import gettext as _

from core.messages import Message, register_messages, text_of
from wiki.labels import page_word, part_word
from wiki.rules.core_parts import ALL_FIELDS, MARKED
from wiki.rules.review import ProposalState, Step
from wiki.rules.terms import PageKind

STATES: dict[ProposalState, Callable[[], str]] = {
    ProposalState.SUBMITTED: lambda: _("wacht op een redacteur"),
    ProposalState.CHANGES_REQUESTED: lambda: _("terug bij de indiener"),
    ProposalState.APPROVED: lambda: _("goedgekeurd"),
    ProposalState.REJECTED: lambda: _("afgewezen"),
    ProposalState.WITHDRAWN: lambda: _("ingetrokken"),
}
STEPS: dict[Step, Callable[[], str]] = {
    Step.SUBMIT: lambda: _("ingediend"),
    Step.EDIT: lambda: _("opnieuw ingediend"),
    Step.WITHDRAW: lambda: _("ingetrokken"),
    Step.ASK: lambda: _("aanpassing gevraagd"),
    Step.AMEND: lambda: _("gewijzigd door een redacteur"),
    Step.APPROVE: lambda: _("goedgekeurd"),
    Step.REJECT: lambda: _("afgewezen"),
    Step.OBJECT: lambda: _("bezwaar gemaakt"),
    Step.REBASE: lambda: _("bijgewerkt naar de nieuwe versie van de pagina"),
    Step.CLASH: lambda: _("botst met een nieuwe versie van de pagina"),
}
REFUSALS: dict[str, Message] = {
    "proposal_not_found": lambda **p: _("Dit voorstel is er niet."),
    "proposal_changed_since": lambda **p: _(
        "Uw voorstel is intussen gewijzigd, door u in een ander venster of door een redacteur. "
        "Bekijk het voorstel. Slaat u nog eens op, dan vervangt deze tekst het."
    ),
    "review_own_change": lambda **p: _("U diende dit voorstel zelf in. Een andere redacteur beslist erover."),
    "review_own_words": lambda **p: _(
        "U schreef mee aan dit voorstel. Een andere redacteur keurt het goed. "
        "Of vraag de indiener om de aanpassing te doen."
    ),
    "review_not_curator": lambda **p: _("Alleen een redacteur beslist over een voorstel."),
    "review_not_author": lambda **p: _("Alleen de indiener kan dit doen."),
    "review_no_objection": lambda **p: _(
        "Bezwaar maken kan alleen de eigenaar van een use case die hierop bouwt, zolang de termijn loopt."
    ),
    "review_not_now": lambda **p: _(
        "Dit kan nu niet: over dit voorstel is al beslist, of het ligt bij de indiener."
    ),
    "review_clashes": lambda **p: _(
        "De pagina is intussen op dezelfde plaats gewijzigd. De indiener moet het voorstel eerst aanpassen."
    ),
    "review_unanswered": lambda **p: _("Beantwoord eerst elk bezwaar."),
    "review_may_object": lambda **p: _(
        "Er kan nog bezwaar worden gemaakt. Wacht tot de termijn voorbij is, of zet hier een vinkje."
    ),
    "review_reason_needed": lambda **p: _("Schrijf op waarom."),
    "review_not_amendable": lambda **p: _("Dit voorstel kunt u niet zelf aanpassen. Vraag de indiener erom."),
    "review_nothing_left": lambda **p: _("Zo blijft er niets van het voorstel over. Wijs het dan af."),
    "review_nothing_changed": lambda **p: _("U heeft niets gewijzigd."),
    "review_days": lambda **p: _("Kies een aantal dagen van 0 tot en met 90."),
    "table:proposal": lambda **p: _("voorstel"),
    "table:review_setting": lambda **p: _("wat kern is"),
}


def state_word(state: ProposalState) -> str:
    """Return where a proposal stands, in words."""
    return STATES[state]()


def step_word(step: Step) -> str:
    """Return what happened, in words."""
    return STEPS[step]()


def review_words_of(code: str) -> str:
    """Return why a step may not be taken."""
    return text_of(code)


def core_kind_word(kind: str) -> str:
    """Return the name of a kind in the setting, or of the list for marked pages."""
    return (
        _("Elke pagina met het merk kernpagina") if kind == MARKED else page_word(PageKind(kind)).capitalize()
    )


def core_part_word(part: str) -> str:
    """Return the name of a part in the setting."""
    return _("Alle velden van de soort") if part == ALL_FIELDS else part_word(part)


def register() -> None:
    """Let every view find these words."""
    register_messages(REFUSALS)
