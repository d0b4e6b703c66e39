"""How this package joins the application."""

from flask import Flask

from core import audit
from search import models as models
from search.outbox import note_event


def init(app: Flask) -> None:
    """Register what this package adds to ``app``."""
    audit.listen(note_event)
