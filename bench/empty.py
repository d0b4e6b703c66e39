"""An empty Flask view: the yardstick of this machine at this moment."""

from flask import Flask


def create_app() -> Flask:
    """Return an application with one view that says ok."""
    app = Flask(__name__)

    @app.get("/")
    def show() -> str:
        return "ok"

    return app
