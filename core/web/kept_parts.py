"""Parts of the frame that are the same on many pages: made once per language and per what they show.

A part is a template with one macro ``part``; what it shows comes as arguments, and
those with the language are all it depends on.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request

from core.i18n import language

MOST = 500
_words: dict[tuple[Any, ...], Any] = {}
_addresses: dict[tuple[Any, ...], str] = {}
_PLAIN = frozenset({str, int})


def _bounded(store: dict[tuple[Any, ...], Any], key: tuple[Any, ...], thing: Any, most: int) -> Any:
    store[key] = thing
    while len(store) > most:
        store.pop(next(iter(store)), None)
    return thing


def kept_part(name: str, *values: Any) -> Any:
    """Return the HTML of the macro ``part`` of a template, for values that can be hashed."""
    key = (name, language(), request.script_root, values)
    found = _words.get(key)
    if found is None:
        module: Any = current_app.jinja_env.get_template(name).module
        found = _bounded(_words, key, module.part(*values), MOST)
    return found


def per_language(words: Callable[..., str]) -> Callable[..., str]:
    """Return ``words`` as a function that remembers; there must be few arguments to ask it with."""
    known: dict[tuple[Any, ...], str] = {}

    def said(*arguments: Any) -> str:
        key = (language(), *arguments)
        found = known.get(key)
        if found is None:
            found = known[key] = words(*arguments)
        return found

    return said


def kept_address(url_for: Callable[..., str]) -> Callable[..., str]:
    """Return ``url_for`` for templates, which remembers the addresses that it made last.

    Within the application an address depends on nothing but the endpoint, its
    values and where the application hangs.
    """

    def address(endpoint: str, **values: Any) -> str:
        if endpoint[0] == "." or not _PLAIN.issuperset(map(type, values.values())):
            return url_for(endpoint, **values)
        key = (request.script_root, endpoint, *values.items())
        return _addresses.get(key) or _bounded(_addresses, key, url_for(endpoint, **values), 4096)

    return address


def init_kept_parts(app: Flask) -> None:
    """Give the templates of ``app`` parts and addresses that are remembered."""
    app.jinja_env.globals |= {"kept_part": kept_part, "url_for": kept_address(app.url_for)}
