"""Headings to begin a page with, by kind: what readers look for on such a page.

The text of a page is Dutch, so these are too. Kinds whose fields say it all have none.
"""

from collections.abc import Mapping

from wiki.rules.terms import PageKind

_HEADINGS: Mapping[PageKind, tuple[str, ...]] = {
    PageKind.DATASET: ("Wat erin staat", "Wanneer u het nodig hebt", "Let op", "Herkomst"),
    PageKind.OBJECT: ("Wat de bronnen ermee doen", "Waar het misgaat", "Advies"),
    PageKind.TERM: ("Wat het betekent", "Waar het misgaat", "Voorbeeld"),
    PageKind.BEST_PRACTICE: ("Het probleem", "De aanpak", "Wat het opleverde", "Zo neemt u het over"),
    PageKind.LAW: ("Waar het over gaat", "Wat mag en wat moet", "Wat het betekent voor data"),
    PageKind.PRINCIPLE: ("Wat het inhoudt", "Wat het vraagt in de praktijk", "Waar het schuurt"),
    PageKind.TOOL: ("Waarvoor u het gebruikt", "Zo begint u", "Let op"),
    PageKind.ORGANISATION: ("Wat zij doet", "Welke data zij heeft", "Zo bereikt u haar"),
    PageKind.STEP_PLAN: ("Voor wie", "Wat u vooraf regelt"),
}


def outline_of(kind: PageKind) -> str:
    """Return the headings of a kind as a text to fill in; "" where there are none."""
    return "\n\n\n".join(f"## {words}" for words in _HEADINGS.get(kind, ()))
