"""Words for how FAIR a dataset is: the four letters, the marks, and what to do about what lacks."""

from collections.abc import Callable

from flask_babel import gettext as _

from wiki.rules.fair import Letter, Mark

LETTERS: dict[str, Callable[[], str]] = {
    Letter.FINDABLE: lambda: _("Vindbaar"),
    Letter.ACCESSIBLE: lambda: _("Toegankelijk"),
    Letter.INTEROPERABLE: lambda: _("Uitwisselbaar"),
    Letter.REUSABLE: lambda: _("Herbruikbaar"),
}
MARKS: dict[str, tuple[str, Callable[[], str]]] = {
    Mark.MET: ("check", lambda: _("voldoet")),
    Mark.PARTLY: ("half", lambda: _("voldoet deels")),
    Mark.NOT: ("ring", lambda: _("voldoet niet")),
}
TO_DO: dict[str, Callable[[], str]] = {
    "summary": lambda: _("Schrijf een samenvatting."),
    "other_names": lambda: _("Noem andere namen en afkortingen."),
    "holder": lambda: _("Noem de bronhouder."),
    "access": lambda: _("Vul in of de bron open is, op aanvraag of gesloten."),
    "access_how": lambda: _("Schrijf op hoe iemand toegang krijgt."),
    "contact": lambda: _("Noem een aanspreekpunt (een rol)."),
    "form": lambda: _("Geef het adres van een bestand of API."),
    "keys": lambda: _("Noem de sleutels om op te koppelen."),
    "standards": lambda: _("Noem de standaarden die de bron volgt."),
    "definitions": lambda: _("Leg een definitie vast, of noem de objecten."),
    "relations": lambda: _("Leg een relatie met een andere bron vast."),
    "grounds": lambda: _("Noem de grondslag om te houden én om te verwerken."),
    "licence": lambda: _("Noem de licentie of de voorwaarden."),
    "rhythm": lambda: _("Schrijf op hoe vaak de bron wordt ververst."),
    "measured": lambda: _("Meet de kwaliteit, en schrijf op hoe en wanneer."),
}


def letter_word(letter: str) -> str:
    """Return the word of one of the four."""
    return LETTERS[letter]()


def mark_sign(mark: str) -> str:
    """Return the sign that stands with a mark."""
    return MARKS[mark][0]


def mark_word(mark: str) -> str:
    """Return the words of a mark."""
    return MARKS[mark][1]()


def to_do_word(code: str) -> str:
    """Return what to do about a criterion that is not met."""
    return TO_DO[code]()
