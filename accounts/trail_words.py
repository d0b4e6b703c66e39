"""Words for the audit trail and the merge preview: kinds of things, and what happened to them.

Features give words for their tables by ``register_messages({"table:<name>": …})``
and, where the general ones do not fit, for a verb by ``"verb:<verb>"``.
"""

from collections.abc import Callable

from flask_babel import gettext as _

from core.messages import has_message, register_messages, text_of

TABLES: dict[str, Callable[..., str]] = {
    "table:person": lambda **p: _("account"),
    "table:membership": lambda **p: _("rol"),
    "table:login_session": lambda **p: _("sessie"),
    "table:account_link": lambda **p: _("link voor een account"),
    "table:organisation": lambda **p: _("organisatie"),
    "table:organisation_alias": lambda **p: _("eerder adres"),
    "table:domain": lambda **p: _("domein"),
}
_DONE: dict[str, Callable[[], str]] = {
    "added": lambda: _("toegevoegd"),
    "created": lambda: _("gemaakt"),
    "edited": lambda: _("gewijzigd"),
    "removed": lambda: _("weggehaald"),
    "deleted": lambda: _("verwijderd"),
    "restored": lambda: _("hersteld"),
    "merged": lambda: _("samengevoegd"),
    "retired": lambda: _("uit gebruik genomen"),
    "revived": lambda: _("weer in gebruik genomen"),
    "closed": lambda: _("gesloten"),
    "erased": lambda: _("persoonsgegevens weggehaald"),
    "opened": lambda: _("geopend"),
    "started": lambda: _("begonnen"),
    "ended": lambda: _("beëindigd"),
    "made": lambda: _("gemaakt"),
    "filed": lambda: _("ingelezen"),
    "received": lambda: _("overgenomen"),
    "proposed": lambda: _("voorgesteld"),
    "renamed": lambda: _("hernoemd"),
    "moved": lambda: _("naar een andere fase"),
    "scored": lambda: _("gescoord"),
    "set": lambda: _("vastgelegd"),
    "written": lambda: _("beschreven"),
    "weighed": lambda: _("gewogen"),
    "password_set": lambda: _("wachtwoord gekozen"),
    "anchors_written": lambda: _("ankers beschreven"),
}


def register_words() -> None:
    """Give the words for our own tables to the core."""
    register_messages(TABLES)


def table_word(name: str) -> str:
    """Return the words for rows of a table; its own name when nobody gave words."""
    return text_of(f"table:{name}") if has_message(f"table:{name}") else name.replace("_", " ")


def verb_word(verb: str) -> str:
    """Return the words for what happened: ``organisatie gewijzigd``."""
    if has_message(f"verb:{verb}"):
        return text_of(f"verb:{verb}")
    thing, _dot, done = verb.partition(".")
    return f"{table_word(thing)} {_DONE[done]()}" if done in _DONE else verb
