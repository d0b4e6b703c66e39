"""What a save did, in words: what is live, what waits for a review."""

from babel.lists import format_list
from flask import flash
from flask_babel import gettext as _

from core.i18n import language
from wiki.actions.proposals import Submitted
from wiki.labels import part_word
from wiki.rules.review import ProposalKind


def tell_submitted(submitted: Submitted, done: str) -> None:
    """Say ``done`` when all is live; else what is live and what waits, and for whom."""
    flash(words_of_submitted(submitted, done), "success")


def words_of_submitted(submitted: Submitted, done: str) -> str:
    """Return what a save did."""
    if not submitted.waiting:
        return done
    if submitted.waiting == (ProposalKind.RENAME.value,):
        return _(
            "Uw voorstel voor een ander adres wacht op een redacteur. Tot dan blijft het adres zoals het is."
        )
    if submitted.waiting == (ProposalKind.DELETE.value,):
        return _("Uw voorstel om de pagina te verwijderen wacht op een redacteur. Tot dan blijft zij staan.")
    names = format_list([f"‘{part_word(name)}’" for name in submitted.waiting], locale=language())
    if submitted.is_live:
        return _(
            "Opgeslagen. Uw tekst is nu te lezen. Uw voorstel voor %(parts)s wacht op een redacteur.",
            parts=names,
        )
    return _(
        "Uw voorstel voor %(parts)s wacht op een redacteur. Tot dan blijft staan wat er stond.", parts=names
    )
