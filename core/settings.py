"""Settings from the environment, read and checked once at start.

Every name is listed in docs/operations.md. An unknown ``ROUTEKAART_*`` name is
reported, because a misspelt setting that is silently ignored is worse than none.
"""

import secrets
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flask.cli import NoAppException

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("production", "demo", "test")
KNOWN_NAMES = frozenset(
    {
        "ROUTEKAART_ENV",
        "ROUTEKAART_SECRET_KEY",
        "ROUTEKAART_DATABASE_URL",
        "ROUTEKAART_DATA_DIR",
        "ROUTEKAART_BASE_URL",
        "ROUTEKAART_TRUSTED_HOSTS",
        "ROUTEKAART_CONTACT",
        "ROUTEKAART_MAIL_URL",
        "ROUTEKAART_REDIS_URL",
        "ROUTEKAART_SCAN_COMMAND",
        "ROUTEKAART_SEARCH",
        "ROUTEKAART_ANONYMOUS_DOUBT",
        "ROUTEKAART_THEME_CSS",
        "ROUTEKAART_LOGO",
        "ROUTEKAART_TEST_DATA",
        "ROUTEKAART_TEST_POSTGRES",
        "ROUTEKAART_REQUIRE_ALL",
        "ROUTEKAART_VENV",
    }
)


class SettingsError(NoAppException):
    """A setting is missing or wrong; the text says which one and what to do, on one line."""


@dataclass(frozen=True)
class Settings:
    """What the environment says, checked. Paths are absolute."""

    environment: str
    secret_key: str
    database_url: str
    data_dir: Path
    base_url: str
    trusted_hosts: tuple[str, ...]
    contact: str
    theme_css: str
    logo: str
    search_engine: str = "whoosh"
    redis_url: str = ""
    mail_url: str = ""
    scan_command: str = ""
    anonymous_doubt: bool = False
    unknown_names: tuple[str, ...] = field(default=())

    @property
    def is_demo(self) -> bool:
        return self.environment == "demo"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings that ``environ`` describes, or raise SettingsError."""
    environment = environ.get("ROUTEKAART_ENV", "production")
    if environment not in ENVIRONMENTS:
        raise SettingsError(f"ROUTEKAART_ENV is {environment!r}; use one of: {', '.join(ENVIRONMENTS)}.")
    data_dir = Path(environ.get("ROUTEKAART_DATA_DIR") or PROJECT / "instance").resolve()
    base_url = environ.get("ROUTEKAART_BASE_URL", "").rstrip("/")
    if base_url and urlsplit(base_url).scheme not in ("http", "https"):
        raise SettingsError("ROUTEKAART_BASE_URL must start with http:// or https://.")
    return Settings(
        environment=environment,
        secret_key=_secret_key(environment, environ.get("ROUTEKAART_SECRET_KEY", ""), data_dir),
        database_url=_database_url(environ.get("ROUTEKAART_DATABASE_URL", ""), data_dir),
        data_dir=data_dir,
        base_url=base_url,
        trusted_hosts=_trusted_hosts(environ.get("ROUTEKAART_TRUSTED_HOSTS", ""), base_url),
        contact=environ.get("ROUTEKAART_CONTACT", ""),
        theme_css=environ.get("ROUTEKAART_THEME_CSS", ""),
        logo=environ.get("ROUTEKAART_LOGO", ""),
        search_engine=_search_engine(environ.get("ROUTEKAART_SEARCH") or "whoosh"),
        redis_url=_redis_url(environ.get("ROUTEKAART_REDIS_URL", "")),
        mail_url=_mail_url(environ.get("ROUTEKAART_MAIL_URL", "")),
        scan_command=_scan_command(environ.get("ROUTEKAART_SCAN_COMMAND", "")),
        anonymous_doubt=_is_yes("ROUTEKAART_ANONYMOUS_DOUBT", environ),
        unknown_names=tuple(
            sorted(name for name in environ if name.startswith("ROUTEKAART_") and name not in KNOWN_NAMES)
        ),
    )


def _secret_key(environment: str, given: str, data_dir: Path) -> str:
    if len(given.encode()) >= 32:
        return given
    if environment == "production" or given:
        raise SettingsError(
            "ROUTEKAART_SECRET_KEY must be at least 32 bytes; make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    key_file = data_dir / "secret-key"
    if not key_file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        key_file.touch(mode=0o600)
        key_file.write_text(secrets.token_urlsafe(48))
    return key_file.read_text()


def _database_url(given: str, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'routekaart.sqlite3'}"
    if not given.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("ROUTEKAART_DATABASE_URL must start with sqlite:/// or postgresql+psycopg://.")
    return given


def _redis_url(given: str) -> str:
    if given and not given.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("ROUTEKAART_REDIS_URL must start with redis://, rediss:// or unix://.")
    return given


def _search_engine(name: str) -> str:
    if name != "whoosh":
        raise SettingsError(f"ROUTEKAART_SEARCH is {name!r}; the only engine is: whoosh.")
    return name


def _mail_url(given: str) -> str:
    if not given:
        return ""
    parts = urlsplit(given)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or "from" not in parse_qs(parts.query):
        raise SettingsError(
            "ROUTEKAART_MAIL_URL must look like smtp://user:password@host:587?from=routekaart@example.org"
        )
    return given


def _is_yes(name: str, environ: Mapping[str, str]) -> bool:
    given = environ.get(name, "no")
    if given not in ("yes", "no", ""):
        raise SettingsError(f"{name} is {given!r}; use yes or no.")
    return given == "yes"


def _scan_command(given: str) -> str:
    try:
        words = shlex.split(given)
    except ValueError as error:
        raise SettingsError(f"ROUTEKAART_SCAN_COMMAND cannot be read: {error}.") from error
    if words and shutil.which(words[0]) is None:
        raise SettingsError(f"ROUTEKAART_SCAN_COMMAND: there is no program {words[0]!r}.")
    return given


def _trusted_hosts(given: str, base_url: str) -> tuple[str, ...]:
    if given:
        return tuple(host.strip() for host in given.split(",") if host.strip())
    if base_url:
        return (urlsplit(base_url).hostname or "",)
    return ()
