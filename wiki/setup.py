"""How this package joins the application."""

from flask import Flask


def init(app: Flask) -> None:
    """Register what this package adds to ``app``."""
