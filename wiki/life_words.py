"""The words of upkeep, doubt, discussion and following."""

from collections.abc import Callable

from flask_babel import gettext as _

from core.messages import Message, register_messages
from wiki.labels import field_word
from wiki.rules.life import DoubtState, FollowKind, Upkeep

UPKEEP: dict[Upkeep, Callable[[], str]] = {
    Upkeep.RIGHT: lambda: _("juist"),
    Upkeep.SOON: lambda: _("binnenkort bevestigen"),
    Upkeep.OVERDUE: lambda: _("niet bevestigd"),
}
DOUBTS: dict[DoubtState, Callable[[], str]] = {
    DoubtState.OPEN: lambda: _("wacht op antwoord"),
    DoubtState.ANSWERED: lambda: _("beantwoord"),
    DoubtState.CHANGED: lambda: _("de pagina is aangepast"),
    DoubtState.DISMISSED: lambda: _("niet overgenomen"),
}
FOLLOWS: dict[FollowKind, Callable[[], str]] = {
    FollowKind.PAGE: lambda: _("pagina"),
    FollowKind.CATEGORY: lambda: _("categorie"),
    FollowKind.SUBJECT: lambda: _("onderwerp"),
    FollowKind.SEARCH: lambda: _("zoekopdracht"),
}
PARTS: dict[str, Callable[[], str]] = {
    "": lambda: _("de hele pagina"),
    "title": lambda: _("de titel"),
    "abstract": lambda: _("de samenvatting"),
    "body": lambda: _("de tekst"),
}
REFUSALS: dict[str, Message] = {
    "function_without_organisation": lambda **p: _("Kies ook de organisatie waarvan dit een functie is."),
    "interval_out_of_range": lambda **p: _(
        "Kies een aantal maanden van 1 tot en met %(most)s.", most=p["most"]
    ),
    "not_the_owner": lambda **p: _("Dit doen alleen mensen van de eigenaar en redacteuren."),
    "owner_of_core_page": lambda **p: _("De eigenaar van een kernpagina kiest een redacteur."),
    "page_changed_since": lambda **p: _(
        "De pagina is intussen gewijzigd. Lees de nieuwe versie en bevestig dan opnieuw."
    ),
    "doubt_not_found": lambda **p: _("Deze melding is er niet."),
    "doubt_without_text": lambda **p: _("Schrijf op wat u wilt zeggen."),
    "too_many_uses": lambda **p: _(
        "U deed dit vaak achter elkaar. Wacht %(minutes)s minuten en probeer het opnieuw.",
        minutes=p["minutes"],
    ),
    "comment_not_found": lambda **p: _("Dit bericht is er niet."),
    "comment_not_yours": lambda **p: _("U kunt alleen uw eigen bericht wijzigen."),
    "comment_too_old": lambda **p: _(
        "Een bericht kunt u tot 24 uur na het plaatsen wijzigen. Plaats een nieuw bericht."
    ),
    "comment_is_hidden": lambda **p: _("Dit bericht is verborgen. U kunt er niets aan wijzigen."),
    "thread_one_level": lambda **p: _("Reageer op het eerste bericht van dit gesprek."),
    "follow_not_possible": lambda **p: _("Dit kunt u niet volgen."),
    "follows_too_many": lambda **p: _("U volgt al heel veel. Stop eerst met iets anders."),
    "lesson_only": lambda **p: _("Alleen bij een geleerde les kunt u zeggen dat zij nuttig was."),
    "use_case_not_there": lambda **p: _("Deze use case bestaat niet, of u mag hem niet zien."),
}
TABLES: dict[str, Message] = {
    "table:page_doubt": lambda **p: _("melding van twijfel"),
    "table:page_comment": lambda **p: _("bericht in een gesprek"),
    "table:lesson_use": lambda **p: _("gebruik van een les"),
    "table:upkeep_interval": lambda **p: _("termijn voor onderhoud"),
    "verb:page.owner_set": lambda **p: _("eigenaar van een pagina vastgelegd"),
    "verb:page.confirmed": lambda **p: _("pagina bevestigd"),
    "verb:page_doubt.reported": lambda **p: _("twijfel gemeld"),
    "verb:page_doubt.replied": lambda **p: _("op twijfel gereageerd"),
    "verb:page_doubt.reopened": lambda **p: _("melding van twijfel heropend"),
    "verb:page_doubt.answered": lambda **p: _("twijfel beantwoord"),
    "verb:page_doubt.changed": lambda **p: _("pagina aangepast na twijfel"),
    "verb:page_doubt.dismissed": lambda **p: _("twijfel niet overgenomen"),
    "verb:page_comment.hidden": lambda **p: _("bericht verborgen"),
    "verb:page_comment.shown": lambda **p: _("bericht weer getoond"),
}


def upkeep_word(state: Upkeep) -> str:
    """Return how a page stands."""
    return UPKEEP[state]()


def doubt_word(state: DoubtState) -> str:
    """Return what became of a report."""
    return DOUBTS[state]()


def follow_word(kind: FollowKind) -> str:
    """Return what is followed."""
    return FOLLOWS[kind]()


def doubted_part(name: str) -> str:
    """Return the words for a part of a page that one can doubt."""
    return PARTS[name]() if name in PARTS else field_word(name)


def register_words() -> None:
    """Let every view find these words."""
    register_messages(REFUSALS | TABLES)
