"""How the life of pages joins the application: its views, words, notices and periodic work."""

import importlib

from flask import Flask

from core.audit import listen
from core.links import register_learned
from core.web.kept_parts import per_language
from wiki.actions.following import hear_page
from wiki.life_jobs import register_jobs
from wiki.life_links import register_links
from wiki.life_words import doubt_word, doubted_part, follow_word, register_words, upkeep_word
from wiki.offers import is_learned_from
from wiki.rules.life import FollowKind
from wiki.views.following import follow_of, search_key

VIEW_MODULES = ("owning", "upkeep_overview", "doubts", "discussion", "following", "feeds", "lesson_uses")


def init_life(app: Flask) -> None:
    """Register all of it; call before the blueprint is registered."""
    for module in VIEW_MODULES:
        importlib.import_module(f"wiki.views.{module}")
    app.jinja_env.globals |= {
        word.__name__: per_language(word) for word in (upkeep_word, doubt_word, doubted_part, follow_word)
    }
    app.jinja_env.globals["search_followed_by"] = search_key
    app.jinja_env.globals["follow_of"] = lambda kind, key: follow_of(FollowKind(kind), str(key))
    register_words()
    register_links()
    register_jobs()
    listen(hear_page)
    register_learned(is_learned_from)
