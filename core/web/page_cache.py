"""Whole pages kept for visitors who are not signed in.

Kept in the memory of each process, under the address, the language and the mark
of all content (core/content_version.py): whoever saves changes the mark in the
same transaction, so no process shows what was true before. Only answers that
hold nothing personal are kept: a view says so with ``@kept``, the request
carries no cookie but the language, the answer sets none. After a minute a page
is made anew all the same, because days and hours pass without a write.
"""

import re
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, current_app, has_request_context, request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from core.database import db
from core.i18n import COOKIE, LANGUAGES
from core.web.log import logger

SECONDS = 60
MOST_BYTES = 64 * 1024 * 1024
LARGEST = 1024 * 1024
_LANGUAGE = re.compile(rf"\s*{COOKIE}=(\w{{2}})\s*")
_MARK = "routekaart.content_mark"
_SELECT = "SELECT mark FROM content_version WHERE id = 1"
Key = tuple[str, str, str, str, str]
View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer as it was sent, with the mark it belongs to."""

    mark: int | None
    made_at: float
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    route: str


class Store:
    """The newest answers, up to a number of bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.entries: OrderedDict[Key, Entry] = OrderedDict()

    def clear(self) -> None:
        """Let go of everything."""
        self.entries.clear()
        self.bytes = 0

    def find(self, key: Key, mark: int | None) -> Entry | None:
        """Return the answer for ``key`` if it belongs to this mark and is young."""
        entry = self.entries.get(key)
        if entry is None or entry.mark != mark or time.monotonic() - entry.made_at > SECONDS:
            return None
        return entry

    def keep(self, key: Key, entry: Entry) -> None:
        """Keep an answer, and let go of the oldest ones when there is too much."""
        before = self.entries.pop(key, None)
        self.bytes += len(entry.body) - (len(before.body) if before else 0)
        self.entries[key] = entry
        while self.bytes > self.most_bytes and self.entries:
            _key, gone = self.entries.popitem(last=False)
            self.bytes -= len(gone.body)


def kept(view: View) -> View:
    """Declare that a public view shows every visitor the same and may be kept whole."""
    view.is_kept = True  # type: ignore[attr-defined]  # no type tells of a function's attributes
    return view


def key_of(environ: dict[str, Any]) -> Key | None:
    """Return under which key a request's answer could be kept; None when it could not."""
    if environ["REQUEST_METHOD"] != "GET":
        return None
    language = "nl"
    cookies = environ.get("HTTP_COOKIE", "")
    if cookies:
        found = _LANGUAGE.fullmatch(cookies)
        if found is None or found[1] not in LANGUAGES:
            return None
        language = found[1]
    query = environ.get("QUERY_STRING", "")
    if "lang=" in query:
        wish = parse_qs(query).get("lang", [""])[0]
        if wish not in LANGUAGES or wish != language:
            return None  # the answer sets the cookie
    # A reader of JSON or with a request id of his own gets an answer of his own too.
    if "json" in environ.get("HTTP_ACCEPT", "") or "HTTP_X_REQUEST_ID" in environ:
        return None
    return (
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("PATH_INFO", ""),
        query,
        language,
    )


class PageCache:
    """Stands before the application and answers what it kept."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.inner = app.wsgi_app
        self.store = Store()
        self.engine: Engine | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.inner(environ, start_response)
        if key in self.store.entries:
            started = time.perf_counter()
            entry = self.store.find(key, self.read_mark())
            if entry is not None:
                return self._answer(entry, started, start_response)
        return self._ask(key, environ, start_response)

    def read_mark(self) -> int | None:
        """Return the mark of all content on a connection of its own, without a session.

        None stands for a database that nobody wrote in, or that does not answer:
        then the application itself tells what is wrong.
        """
        if self.engine is None:
            with self.app.app_context():
                self.engine = db.engine
        try:
            connection = self.engine.raw_connection()
        except SQLAlchemyError:
            return None
        try:
            cursor = connection.cursor()
            cursor.execute(_SELECT)
            row = cursor.fetchone()
            cursor.close()
            return row[0] if row else None
        except Exception:  # each driver has errors of its own
            return None
        finally:
            connection.close()

    def _answer(self, entry: Entry, started: float, start_response: Callable[..., Any]) -> Iterable[bytes]:
        request_id = uuid.uuid4().hex
        if not self.app.testing:
            logger.info(
                "request",
                request_id=request_id,
                method="GET",
                route=entry.route,
                status=200,
                ms=round((time.perf_counter() - started) * 1000, 1),
                is_kept=True,
            )
        start_response(entry.status, [*entry.headers, ("X-Request-ID", request_id)])
        return [entry.body]

    def _ask(self, key: Key, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Let the application answer, and keep the answer if it is every visitor's."""
        head: list[Any] = []

        def remember(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            head[:] = [status, headers]
            return start_response(status, headers, *rest)

        answer = self.inner(environ, remember)
        if _MARK not in environ or not head or not _may_keep(*head):
            return answer
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        if len(body) <= LARGEST:
            headers = [(name, value) for name, value in head[1] if name.lower() != "x-request-id"]
            mark, route = environ[_MARK]
            self.store.keep(key, Entry(mark, time.monotonic(), head[0], headers, body, route))
        return [body]

    def note_mark(self) -> None:
        """Remember the mark before anything is read, so that a page is never kept under a newer one."""
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, "is_kept", False) and getattr(view, "permission", "") == "public":
            request.environ[_MARK] = (self.read_mark(), request.url_rule.rule if request.url_rule else "")


def mark_of_request() -> int | None:
    """Return the mark of all content as it was when this request began; None for a view that is not kept."""
    known: tuple[int | None, str] | None = request.environ.get(_MARK) if has_request_context() else None
    return known[0] if known else None


def _may_keep(status: str, headers: list[tuple[str, str]]) -> bool:
    known = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200 ")
        and "set-cookie" not in known
        and "no-store" not in known.get("cache-control", "")
    )


def init_page_cache(app: Flask) -> None:
    """Keep whole pages of ``app``.

    Call it before anything else, so that the mark is read first and a proxy's
    headers are understood before the key is made.
    """
    cache = PageCache(app)
    app.extensions["page_cache"] = cache
    app.wsgi_app = cache  # type: ignore[method-assign]  # Flask's documented place for middleware
    app.before_request(cache.note_mark)
