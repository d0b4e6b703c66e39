"""How this package joins the application."""

from flask import Flask

from seed import models as models
from seed.cli import prepare, seed_cli


def init(app: Flask) -> None:
    """Register what this package adds to ``app``."""
    app.cli.add_command(seed_cli)
    app.cli.add_command(prepare)
