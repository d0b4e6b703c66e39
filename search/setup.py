"""How this package joins the application."""

from flask import Flask

from search import models as models


def init(app: Flask) -> None:
    """Register what this package adds to ``app``."""
