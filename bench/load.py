"""Ask a server of ours for pages and time the answers; bounded in number and to this machine."""

import statistics
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass(frozen=True)
class Figure:
    """One page: milliseconds of one reader, and requests per second of eight."""

    name: str
    median: float
    worst: float
    per_second: float
    bytes: int


# Who brings an id of his own gets an answer of his own, made for him (core/web/page_cache.py).
UNCACHED = {"X-Request-ID": "measured-anew"}


def _get(connection: HTTPConnection, path: str, cookie: str, is_kept: bool = True) -> tuple[int, bytes]:
    headers = {"Cookie": cookie} if cookie else {}
    connection.request("GET", path, headers=headers if is_kept else headers | UNCACHED)
    answer = connection.getresponse()
    return answer.status, answer.read()


def measure(
    port: int,
    name: str,
    path: str,
    *,
    cookie: str = "",
    times: int = 40,
    readers: int = 8,
    is_kept: bool = True,
) -> Figure:
    """Time ``path``: first one reader, then several at once for half as many rounds each.

    With ``is_kept=False`` the cache of whole pages is passed by.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    status, body = _get(connection, path, cookie, is_kept)
    if status != 200:
        raise SystemExit(f"{path} answers {status}")
    for _ in range(3):
        _get(connection, path, cookie, is_kept)
    took = []
    for _ in range(times):
        started = time.perf_counter()
        _get(connection, path, cookie, is_kept)
        took.append((time.perf_counter() - started) * 1000)
    rounds = max(5, times // 2)
    threads = [
        threading.Thread(target=_read, args=(port, path, cookie, rounds, is_kept)) for _ in range(readers)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    per_second = readers * rounds / (time.perf_counter() - started)
    return Figure(name, statistics.median(took), max(took), per_second, len(body))


def _read(port: int, path: str, cookie: str, rounds: int, is_kept: bool) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(rounds):
        _get(connection, path, cookie, is_kept)


def sign_in(port: int, email: str) -> str:
    """Sign in as a demo account; return the cookie to send along."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/login")
    answer = connection.getresponse()
    page = answer.read().decode()
    token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    cookie = _cookie(answer.getheader("Set-Cookie") or "")
    form = urlencode({"email": email, "password": "routekaart-demo", "csrf_token": token})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login", form, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise SystemExit(f"signing in as {email} answers {answer.status}")
    return _cookie(answer.getheader("Set-Cookie") or "")


def cookie_of(answer: HTTPResponse) -> str:
    """Return the cookies that an answer sets, as a request sends them; "" for none."""
    return _cookie(answer.getheader("Set-Cookie") or "")


def _cookie(header: str) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in SimpleCookie(header).items())


def show(figures: list[Figure], empty: Figure) -> None:
    """Print the figures beside the empty view."""
    print(f"{'page':<44}{'median ms':>10}{'worst ms':>10}{'req/s':>9}{'of empty':>10}{'kB':>7}")
    for figure in [empty, *figures]:
        print(
            f"{figure.name:<44}{figure.median:>10.1f}{figure.worst:>10.1f}{figure.per_second:>9.0f}"
            f"{figure.per_second / empty.per_second:>10.3f}{figure.bytes / 1000:>7.0f}"
        )
