"""How this package joins the application."""

import click
from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from accounts import actions, messages, queries
from accounts import models as models
from accounts.cli import users
from accounts.labels import demo_accounts, word
from accounts.permissions import Permission, may
from accounts.reader import init_reader
from accounts.trail_words import register_words, table_word, verb_word
from accounts.views import accounts, admin
from core.database import db, reading, utc_now
from core.jobs import register_periodic
from core.settings import Settings, SettingsError
from core.web.addresses import init_addresses
from core.web.log import logger
from core.web.shell import add_navigation

_AN_HOUR = 3600.0


def init(app: Flask) -> None:
    """Register what this package adds to ``app``."""
    messages.register()
    register_words()
    init_addresses(app)
    init_reader(app)
    app.register_blueprint(accounts)
    app.register_blueprint(admin)
    app.cli.add_command(users)
    register_periodic("sign-in", _AN_HOUR, lambda: actions.purge_sign_in(utc_now()))
    add_navigation(
        "admin.list_people", lambda: _("Beheer"), "/admin/", 90, is_shown=lambda: may(Permission.ADMIN)
    )
    app.jinja_env.globals |= {"may": may, "Permission": Permission, "word": word}
    app.jinja_env.globals |= {
        "demo_accounts": demo_accounts,
        "table_word": table_word,
        "verb_word": verb_word,
    }
    _refuse_demo_accounts(app)


def _refuse_demo_accounts(app: Flask) -> None:
    """Do not start in production on a database in which demo accounts work: everyone knows their password.

    Commands still run, with a warning, because one of them closes those accounts.
    """
    settings: Settings = app.config["SETTINGS"]
    if not settings.is_production:
        return
    with app.app_context(), reading():
        try:
            total = queries.count_active_demo_accounts()
        except SQLAlchemyError:
            return  # no database yet, or no tables: the first migration comes later
        finally:
            db.session.remove()
            db.engine.dispose()
    if not total:
        return
    if click.get_current_context(silent=True) is None:
        raise SettingsError(
            f"This database holds {total} demo accounts that can sign in with a published password. "
            "Close each with: flask --app app users deactivate EMAIL, or start with an empty database."
        )
    logger.warning("demo accounts are active", total=total)
