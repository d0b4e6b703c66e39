"""A progress report among all use cases: the draft is made from the data, read, taken along, and dropped."""

import time
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlencode

from bench.load import Figure, cookie_of, measure, sign_in
from bench.progress import READER

_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


def measure_report(port: int, times: int) -> list[Figure]:
    """Make ``times`` drafts on half a year of all domains, open the last, and drop them all."""
    cookie = sign_in(port, READER)
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    took, drafts = [], []
    for _time in range(times):
        cookie, form = _form(connection, cookie, "/reports/new", "from_on")
        started = time.perf_counter()
        drafts.append(_post(connection, cookie, "/reports/new", form))
        took.append((time.perf_counter() - started) * 1000)
    found = [Figure("make the draft of a report", median(took), max(took), 1000 / median(took), 0)]
    for name, path in (("page of the draft", ""), ("the draft as ODT", "/concept.odt")):
        found.append(measure(port, name, f"{drafts[-1]}{path}", cookie=cookie, times=times, readers=2))
    for draft in drafts:
        cookie, form = _form(connection, cookie, f"{draft}/drop", "version")
        _post(connection, cookie, f"{draft}/drop", form)
    return found


def _form(connection: HTTPConnection, cookie: str, path: str, field: str) -> tuple[str, dict[str, str]]:
    """Return the cookie and the form with ``field`` on a page, as it is filled in."""
    from bs4 import BeautifulSoup

    from tests.browser import filled_in

    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    cookie = cookie_of(answer) or cookie
    form = BeautifulSoup(answer.read().decode(), "html.parser").select_one(f"form:has([name={field}])")
    return cookie, dict(filled_in(form))


def _post(connection: HTTPConnection, cookie: str, path: str, form: dict[str, str]) -> str:
    """Send a form; return where it leads."""
    connection.request("POST", path, urlencode(form, doseq=True), _TYPE | {"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read().decode()
    if answer.status not in (302, 303):
        raise SystemExit(f"{path} answers {answer.status}: {body[:200]}")
    return answer.getheader("Location") or ""
