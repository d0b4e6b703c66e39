"""The application factory: the only module that knows everyone."""

import importlib
import os
from collections.abc import Mapping

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from core import audit as audit  # its table belongs to every database
from core.backup.cli import backup_cli
from core.content_version import init_content_version
from core.cookies import cookie_settings
from core.database import init_database
from core.i18n import init_i18n
from core.jobs import init_jobs
from core.memory import settle_memory
from core.settings import PROJECT, Settings, read_settings
from core.web.errors import init_errors
from core.web.headers import init_headers
from core.web.kept_parts import init_kept_parts
from core.web.kept_reads import init_kept_reads
from core.web.log import init_log, logger
from core.web.looks import init_looks
from core.web.page_cache import init_page_cache
from core.web.shell import init_shell
from core.web.templates import Templates

# In the order of the floors; each package has an init(app) in its module `setup`.
FEATURES = ("accounts", "search", "portfolio", "wiki", "home", "seed")
MEGABYTE = 1024 * 1024

csrf = CSRFProtect()


def create_app(settings: Settings | None = None, environ: Mapping[str, str] | None = None) -> Flask:
    """Return the application for ``settings``, or for what the environment says."""
    settings = settings or read_settings(os.environ if environ is None else environ)
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        TESTING=settings.environment == "test",
        # What people typed stands in no error, so in no log.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": settings.environment != "test"},
        MIGRATIONS=PROJECT / "migrations",
        TRANSLATIONS=PROJECT / "translations",
        TRUSTED_HOSTS=[*settings.trusted_hosts] or None,
        MAX_CONTENT_LENGTH=12 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=6 * MEGABYTE,
        MAX_FORM_PARTS=2000,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,
        **cookie_settings(settings),
    )
    app.jinja_environment = Templates
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_page_cache(app)
    if settings.is_https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]  # as documented
    init_log(app)
    init_headers(app)
    init_database(app)
    init_content_version(app)
    init_i18n(app)
    csrf.init_app(app)
    init_errors(app)
    init_shell(app)
    init_kept_parts(app)
    init_kept_reads(app)
    init_looks(app)
    init_jobs(app)
    app.cli.add_command(backup_cli)
    for feature in FEATURES:
        importlib.import_module(f"{feature}.setup").init(app)
    for name in settings.unknown_names:
        logger.warning("unknown setting", name=name)
    if settings.environment != "test":  # where many are made and let go
        settle_memory()
    return app
