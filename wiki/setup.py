"""How the wiki joins the application."""

from flask import Flask

from wiki import models as models


def init(app: Flask) -> None:
    """Register what this package adds to ``app``."""
