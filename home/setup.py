"""How the start page, the statements and the notices join the application."""

from flask import Flask
from flask_babel import gettext as _

from core.database import utc_now
from core.jobs import register_periodic
from core.mail import register_refresh, send_queued
from core.web.shell import add_footer_link
from home.notices import actions as notices
from home.notices.views import bp as notices_bp
from home.notices.views import words
from home.views import bp

_A_DAY = 24 * 3600


def init(app: Flask) -> None:
    """Register the pages, the links in the footer, and the mail of the worker."""
    app.register_blueprint(bp)
    app.register_blueprint(notices_bp)
    app.jinja_env.globals |= words()
    register_refresh(notices.refresh_mail)
    register_periodic("mails to write", 30, lambda: notices.write_mails(utc_now()))
    register_periodic("mails to send", 15, send_queued)
    register_periodic("old notices", _A_DAY, lambda: notices.purge(utc_now()))
    add_footer_link("home.about", lambda: _("Over Routekaart"))
    add_footer_link("home.show_method", lambda: _("Hoe wij scoren en kiezen"))
    add_footer_link("home.accessibility", lambda: _("Toegankelijkheid"))
    add_footer_link("home.privacy", lambda: _("Privacy"))
    if app.config["SETTINGS"].contact:
        add_footer_link("home.show_security_contact", lambda: _("Kwetsbaarheid melden"))
