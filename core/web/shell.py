"""The shell around every page: navigation, language, account, search, footer.

Features add their entries at start; templates read one ``shell`` object.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from core.database import utc_now
from core.i18n import format_moment, language, language_links


@dataclass(frozen=True)
class Entry:
    """A place in the navigation: its endpoint, its words, the addresses below it, and who sees it."""

    endpoint: str
    label: Callable[[], str]
    prefix: str
    order: int
    is_shown: Callable[[], bool] = lambda: True


_entries: list[Entry] = []
_footer: list[tuple[str, Callable[[], str]]] = []
# Words and addresses of entries: by language and by where the application hangs, so only a handful.
_Place = tuple[str, str]
_places: dict[tuple[str, str, str, Callable[[], str]], _Place] = {}


def add_navigation(
    endpoint: str,
    label: Callable[[], str],
    prefix: str,
    order: int,
    is_shown: Callable[[], bool] = lambda: True,
) -> None:
    """Add an entry to the main navigation; it is current on every address under ``prefix``."""
    entry = Entry(endpoint, label, prefix, order, is_shown)
    if endpoint not in {known.endpoint for known in _entries}:
        _entries.append(entry)
        _entries.sort(key=lambda item: item.order)


def add_footer_link(endpoint: str, label: Callable[[], str]) -> None:
    """Add a link to the footer."""
    if endpoint not in {known for known, _label in _footer}:
        _footer.append((endpoint, label))


class Shell:
    """What templates/base.html reads; everything is computed for this request."""

    def __init__(self) -> None:
        settings = current_app.config["SETTINGS"]
        self.brand = "Routekaart"
        self.lang = language()
        self.language_links = language_links()
        self.is_demo = settings.is_demo
        self.theme_css_url = settings.theme_css or None
        self.logo_url = settings.logo or None
        self.figures_on = format_moment(utc_now())
        self.reader = current_user if current_user.is_authenticated else None
        self.query = ""

    @cached_property
    def nav(self) -> tuple[tuple[str, str, bool], ...]:
        known, path = current_app.view_functions, request.path
        return tuple(
            (*self._place(entry.endpoint, entry.label), path.startswith(entry.prefix))
            for entry in _entries
            if entry.endpoint in known and entry.is_shown()
        )

    def _place(self, endpoint: str, label: Callable[[], str]) -> _Place:
        """Return the words for an endpoint and its address; these are the same on every page."""
        key = (self.lang, request.script_root, endpoint, label)
        found = _places.get(key)
        if found is None:
            found = _places[key] = (label(), url_for(endpoint))
        return found

    @cached_property
    def search_url(self) -> str | None:
        known = current_app.view_functions
        return self._place("search.show_results", str)[1] if "search.show_results" in known else None

    @property
    def login_url(self) -> str:
        next_page = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return url_for("accounts.login", next=None if next_page in ("/", "/login") else next_page)

    @property
    def account_url(self) -> str:
        return self._place("accounts.show_account", str)[1]

    @property
    def logout_url(self) -> str:
        return self._place("accounts.logout", str)[1]

    @property
    def footer_links(self) -> tuple[tuple[_Place, ...], ...]:
        known = current_app.view_functions
        links = tuple(self._place(endpoint, label) for endpoint, label in _footer if endpoint in known)
        half = -(-len(links) // 2)
        return links[:half], links[half:]


_static_urls: dict[tuple[str, str], str] = {}


def static_url(filename: str) -> str:
    """Return the address of a file of ours; every page has two dozen of them, and they never change."""
    key = (request.script_root, filename)
    if key not in _static_urls:
        _static_urls[key] = url_for("static", filename=filename)
    return _static_urls[key]


def init_shell(app: Flask) -> None:
    """Give every template of ``app`` its shell."""

    app.jinja_env.globals["static_url"] = static_url

    @app.context_processor
    def _shell() -> dict[str, Any]:
        return {"shell": Shell()}
