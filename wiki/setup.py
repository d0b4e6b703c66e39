"""How the wiki joins the application."""

import importlib

from flask import Flask
from flask_babel import gettext as _

from core.database import utc_now
from core.jobs import register_periodic
from core.links import (
    register_access,
    register_choices,
    register_offers,
    register_permanent,
    register_pins,
    register_resolver,
    register_waiting,
)
from core.messages import text_of
from core.web.kept_parts import per_language
from core.web.shell import add_navigation
from wiki import messages
from wiki import models as models
from wiki.actions.drafts import end_old_drafts
from wiki.actions.rendered import forget_old_html
from wiki.fair_words import letter_word, mark_sign, mark_word, to_do_word
from wiki.findable import register_all as register_findable
from wiki.forms.fields import has_rows
from wiki.knowledge import init_knowledge
from wiki.labels import field_word, kinds_word, page_word, purpose_word
from wiki.life_setup import init_life
from wiki.offers import address_of_page, offer_lessons, resolve
from wiki.pins import list_choices, list_data_pages, resolve_definitions, resolve_pins
from wiki.queries.access import access_of_data_pages, access_of_definitions
from wiki.rendering.fingerprint import renderer
from wiki.review_setup import register_all as register_review
from wiki.review_words import review_words_of, state_word, step_word
from wiki.views.blueprint import bp
from wiki.views.drafting import waiting_drafts

VIEW_MODULES: tuple[str, ...] = (
    *("pages", "editing", "history", "curating", "upkeep", "attachments"),
    *("definitions", "merging", "relations", "compare", "path", "defined_lists"),
    *("review", "deciding"),
    *("drafting", "api"),
)


def init(app: Flask) -> None:
    """Register the pages of the wiki, its words, and what it offers to other features."""
    messages.register()
    for module in VIEW_MODULES:
        importlib.import_module(f"wiki.views.{module}")
    init_knowledge(app)
    init_life(app)
    app.register_blueprint(bp)
    app.jinja_env.globals |= {
        word.__name__: per_language(word) for word in (page_word, kinds_word, field_word, purpose_word)
    }
    app.jinja_env.globals["has_rows"] = has_rows
    app.jinja_env.globals["take_word"] = lambda take: text_of(f"take:{take.value}")
    app.jinja_env.globals |= {
        "letter_word": letter_word,
        "fair_sign": mark_sign,
        "fair_word": mark_word,
        "to_do_word": to_do_word,
    }
    app.jinja_env.globals |= {
        "proposal_state": state_word,
        "proposal_step": step_word,
        "review_words_of": review_words_of,
    }
    register_review()
    register_findable()
    register_resolver("page", resolve)
    register_permanent("page", address_of_page)
    register_offers(offer_lessons)
    register_waiting(waiting_drafts)
    register_resolver("definition", resolve_definitions)
    register_pins("definition", resolve_pins, list_choices)
    register_access("definition", access_of_definitions)
    register_access("data-page", access_of_data_pages)
    register_choices("data-page", list_data_pages)
    register_periodic("old drafts", 86_400, lambda: end_old_drafts(utc_now()))
    register_periodic("forget old html", 86_400, lambda: forget_old_html(renderer()))
    add_navigation("wiki.show_index", lambda: _("Kennis"), "/wiki/", 70)
