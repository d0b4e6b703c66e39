"""How the portfolio joins the application."""

import importlib

from flask import Flask

from portfolio import models as models
from portfolio.labels import init_labels
from portfolio.table_words import register_words
from portfolio.views.blueprint import bp

VIEW_MODULES: tuple[str, ...] = ()


def init(app: Flask) -> None:
    """Register the portfolio's pages and words."""
    init_labels(app)
    register_words()
    for module in VIEW_MODULES:
        importlib.import_module(f"portfolio.views.{module}")
    app.register_blueprint(bp)
