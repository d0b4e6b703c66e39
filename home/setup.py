"""How the start page and the statements join the application."""

from flask import Flask
from flask_babel import gettext as _

from core.web.shell import add_footer_link
from home.views import bp


def init(app: Flask) -> None:
    """Register the pages and the links in the footer."""
    app.register_blueprint(bp)
    add_footer_link("home.about", lambda: _("Over Routekaart"))
    add_footer_link("home.show_method", lambda: _("Hoe wij scoren en kiezen"))
    add_footer_link("home.accessibility", lambda: _("Toegankelijkheid"))
    add_footer_link("home.privacy", lambda: _("Privacy"))
    if app.config["SETTINGS"].contact:
        add_footer_link("home.show_security_contact", lambda: _("Kwetsbaarheid melden"))
