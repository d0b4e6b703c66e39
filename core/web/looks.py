"""The one place where a value, its sign, its colour and its word meet.

Kept in Python, because a template would translate every word for every badge.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_babel import gettext as _

# value: (symbol, tone, word)
LOOKS: dict[str, tuple[str, str, Callable[[], str]]] = {
    "small": ("dot", "small", lambda: _("klein")),
    "ambitious": ("diamond", "ambitious", lambda: _("ambitieus")),
    "on_track": ("check", "green", lambda: _("op schema")),
    "watch": ("triangle", "amber", lambda: _("let op")),
    "delayed": ("square", "red", lambda: _("vertraagd")),
    "green": ("check", "green", lambda: _("op schema")),
    "amber": ("triangle", "amber", lambda: _("let op")),
    "red": ("square", "red", lambda: _("vertraagd")),
    "not_reported": ("ring", "grey", lambda: _("niet gemeld")),
    "done": ("check", "green", lambda: _("gehaald")),
    "not_started": ("ring", "grey", lambda: _("niet begonnen")),
    "in_progress": ("half", "ink", lambda: _("bezig")),
    "dropped": ("cross", "grey", lambda: _("vervallen")),
    "met": ("check", "green", lambda: _("voldaan")),
    "partly": ("half", "amber", lambda: _("deels")),
    "not_met": ("ring", "red", lambda: _("niet voldaan")),
    "open": ("ring", "grey", lambda: _("open")),
    "not_needed": ("dash", "grey", lambda: _("niet nodig")),
    "low": ("dot", "grey", lambda: _("laag")),
    "medium": ("triangle", "amber", lambda: _("midden")),
    "high": ("square", "red", lambda: _("hoog")),
    "yes": ("check", "green", lambda: _("ja")),
    "no": ("cross", "red", lambda: _("nee")),
    "chosen": ("check", "green", lambda: _("gekozen")),
    "not_chosen": ("cross", "grey", lambda: _("niet gekozen")),
    "heard": ("check", "green", lambda: _("gehoord")),
    "missing": ("ring", "red", lambda: _("ontbreekt")),
    "draft": ("ring", "grey", lambda: _("concept")),
    "in_review": ("half", "amber", lambda: _("in beoordeling")),
    "adopted": ("check", "green", lambda: _("vastgesteld")),
    "published": ("check", "green", lambda: _("gepubliceerd")),
    "accepted": ("check", "green", lambda: _("goedgekeurd")),
    "returned": ("triangle", "amber", lambda: _("teruggestuurd")),
    "rejected": ("cross", "red", lambda: _("afgewezen")),
    "correct": ("check", "green", lambda: _("nog juist")),
    "due": ("triangle", "amber", lambda: _("controle nodig")),
    "doubted": ("square", "red", lambda: _("twijfel gemeld")),
}


def look_of(value: Any) -> tuple[str, str, str]:
    """Return (symbol, tone, word) of a value; an unknown one is a dot with its own name."""
    symbol, tone, word = LOOKS.get(str(value), ("dot", "ink", lambda: str(value)))
    return symbol, tone, word()


def init_looks(app: Flask) -> None:
    """Give templates ``look_of``."""
    app.jinja_env.globals["look_of"] = look_of
