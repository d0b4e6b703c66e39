"""How the ways into knowledge join the wiki: files out and in, lists to browse, plans to follow."""

import importlib

from flask import Flask

from core.jobs import register_periodic
from core.messages import register_messages, text_of
from wiki.exchange_words import EXCHANGE, PLAIN, PLANS
from wiki.forms.importing import forget_files
from wiki.labels import page_word
from wiki.rules.plan import StepState
from wiki.views.cli import add_commands

VIEW_MODULES: tuple[str, ...] = ("exchange_files", "terms", "browse", "plans")


def init_knowledge(app: Flask) -> None:
    """Register words, pages and commands; before the blueprint is."""
    register_messages(EXCHANGE | PLAIN | PLANS)
    for module in VIEW_MODULES:
        importlib.import_module(f"wiki.views.{module}")
    app.jinja_env.globals["fate_word"] = lambda fate: text_of(f"fate:{fate.value}")
    app.jinja_env.globals["state_word"] = lambda state: page_word(StepState(state))
    register_periodic("forget wiki imports", 86_400, forget_files)
    add_commands(app)
