"""How search joins the application."""

from flask import Flask

from core import audit
from core.jobs import register_periodic
from search import models as models
from search.cli import search_cli
from search.outbox import note_event
from search.views import bp
from search.writing import drain

SECONDS_BETWEEN = 0.5


def init(app: Flask) -> None:
    """Register the page, the commands and the writer that follows every change."""
    app.register_blueprint(bp)
    app.cli.add_command(search_cli)
    audit.listen(note_event)
    register_periodic("search index", SECONDS_BETWEEN, drain)
