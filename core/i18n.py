"""Dutch and English: which one this reader gets, and how dates, numbers and money read.

Dutch is the source language of every message, so only English has a catalogue.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations
from flask_babel import format_date as babel_date
from flask_babel import format_datetime as babel_datetime
from flask_babel import format_decimal as babel_decimal

from core.database import day_of

LANGUAGES = {"nl": "Nederlands", "en": "English"}
COOKIE = "taal"
_YEAR_IN_SECONDS = 365 * 24 * 3600
# Day before month, as in Europe and as in format_moment.
_ENGLISH_DAYS = {"short": "dd/MM/y", "medium": "d MMM y", "long": "d MMMM y", "full": "EEEE d MMMM y"}

babel = Babel()


def _choose_language() -> str:
    if not has_request_context():
        return "nl"
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish in LANGUAGES:
            return str(wish)
    return "nl"


def language() -> str:
    """Return the language of this request: ``nl`` or ``en``."""
    try:
        known: str = g.language
    except (AttributeError, RuntimeError):  # not asked for by a reader
        locale = get_locale()
        known = str(locale.language) if locale else "nl"
    return known


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while, within a request or outside one: ``nl`` or ``en``."""
    before = {name: getattr(g, name) for name in ("language", "translations") if hasattr(g, name)}
    g.pop("translations", None)
    g.language = code
    try:
        with force_locale(code):
            yield
    finally:
        for name in ("language", "translations"):
            g.pop(name, None)
        for name, value in before.items():
            setattr(g, name, value)


def _remember_language(response: Response) -> Response:
    wish = request.args.get("lang")
    if wish in LANGUAGES and request.cookies.get(COOKIE) != wish:
        response.set_cookie(
            COOKIE,
            str(wish),
            max_age=_YEAR_IN_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure,
        )
    return response


def language_links() -> list[tuple[str, str, str]]:
    """Return (code, own name, address of this page) for each language that is not shown now."""
    others = [code for code in LANGUAGES if code != language()]
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    path = quote(request.path)
    return [(code, LANGUAGES[code], f"{path}?{urlencode([*arguments, ('lang', code)])}") for code in others]


def localised(thing: Any, name: str) -> str:
    """Return ``thing.<name>`` in the reader's language, or the Dutch text where there is no other."""
    if language() == "en":
        english = getattr(thing, f"{name}_en", "")
        if english:
            return str(english)
    return str(getattr(thing, name))


def is_only_dutch(thing: Any, name: str) -> bool:
    """Tell whether an English reader gets the Dutch text here, so that the page can mark it."""
    return language() == "en" and not getattr(thing, f"{name}_en", "")


def format_day(day: date | None, style: str = "long") -> str:
    """Return ``3 maart 2026``, of a moment its day; styles are Babel's short, medium, long and full."""
    if not day:
        return "–"
    if isinstance(day, datetime):
        day = day_of(day)
    if language() == "en":
        style = _ENGLISH_DAYS.get(style, style)
    return str(babel_date(day, style))


def format_moment(moment: datetime | None) -> str:
    """Return day and time in the time zone of our users."""
    if moment is None:
        return "–"
    return _words_of_minute(moment.astimezone(UTC).replace(second=0, microsecond=0), str(get_locale()))


@lru_cache(maxsize=1024)
def _words_of_minute(moment: datetime, _locale: str) -> str:
    return str(babel_datetime(moment, "d MMMM y, HH:mm"))


def format_number(number: Decimal | float | int | None, digits: int = 0) -> str:
    """Return a number with at most ``digits`` decimals; a dash for a missing one."""
    if number is None:
        return "–"
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return str(babel_decimal(number, pattern))


def format_euro(cents: int | None) -> str:
    """Return whole euros: ``€ 1.234``."""
    if cents is None:
        return "–"
    return f"€ {format_number(round(cents / 100))}".replace(" ", "\u00a0")


def format_percent(share: Decimal | float | None) -> str:
    """Return a share of 0–1 as a whole percentage: ``12 %`` (``12%`` in English)."""
    if share is None:
        return "–"
    whole = format_number(round(share * 100))
    return f"{whole}%" if language() == "en" else f"{whole}\u00a0%"


def _translations() -> Any:
    """Return the catalogue of this request, looked up once: a page asks for hundreds of texts."""
    try:
        return g.translations
    except AttributeError:
        g.translations = get_translations()
        return g.translations


def _text(text: str, **values: Any) -> str:
    """Translate for templates."""
    found = _translations().ugettext(text)
    return found % values if values else found


def _plural(one: str, many: str, num: int, **values: Any) -> str:
    """Translate a text with a number for templates."""
    return _translations().ungettext(one, many, num) % {"num": num, **values}


def init_i18n(app: Flask) -> None:
    """Give ``app`` its languages, formats and the template names for them."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "nl")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Amsterdam")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(app.config["TRANSLATIONS"]))
    babel.init_app(app, locale_selector=_choose_language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.after_request(_remember_language)
    app.jinja_env.globals |= {"localised": localised, "is_only_dutch": is_only_dutch}
    app.jinja_env.globals |= {"_": _text, "gettext": _text, "ngettext": _plural}
    app.jinja_env.filters |= {
        "day": format_day,
        "moment": format_moment,
        "number": format_number,
        "euro": format_euro,
        "percent": format_percent,
    }

    @app.before_request
    def _know_language() -> None:
        g.language = language()
