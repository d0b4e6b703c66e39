"""The wiki with many pages: reading with and without the page cache, searching, saving, history."""

import statistics
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.load import Figure, cookie_of, measure, sign_in

SEARCHES = (
    ("search: a common word", "data"),
    ("search: a rare word", "vatorasebe"),
    ("search: two words", "gemeente water"),
    ("search: a phrase", '"data gemeente"'),
    ("search: a prefix", "water*"),
)


def measure_all(port: int, times: int, page: str, long_page: str) -> list[Figure]:
    """Measure the wiki; ``page`` and ``long_page`` are slugs, the second with a long history."""
    visitor = sign_in(port, "lezer@voorbeeld.nl")
    return [
        measure(port, "page, visitor (kept whole)", f"/wiki/{page}", times=times * 3),
        measure(port, "page, visitor (made anew)", f"/wiki/{page}", times=times * 3, is_kept=False),
        measure(port, "page, signed in (made anew)", f"/wiki/{page}", cookie=visitor, times=times),
        measure(port, "index of the wiki", "/wiki/", times=times),
        measure(port, "recent changes", "/wiki/recent", times=times),
        measure(port, "history of 1,000 revisions", f"/wiki/{long_page}/history", times=times),
        measure(port, "blame after 1,000 revisions", f"/wiki/{long_page}/blame", times=times),
        *(
            measure(port, name, "/search?" + urlencode({"q": words}), times=times, readers=2)
            for name, words in SEARCHES
        ),
    ]


def measure_history(port: int, times: int, slug: str) -> list[Figure]:
    """Measure looking back at a page of 400 lines with 1,000 revisions, made anew for each visitor."""
    places = (
        ("page with 1,000 revisions", ""),
        ("history, first page", "/history"),
        ("history, last page", "/history?page=20"),
        ("revision 500", "/history/500"),
        ("difference of two next to each other", "/diff/999..1000"),
        ("difference of 500 revisions", "/diff/500..1000"),
        ("difference of first and last", "/diff/1..1000"),
        ("who wrote what (blame)", "/blame"),
    )
    figures = [
        measure(port, name, f"/wiki/{slug}{place}", times=times, readers=2, is_kept=False)
        for name, place in places
    ]
    figures.append(measure(port, "recent changes", "/wiki/recent", times=times, readers=2, is_kept=False))
    figures.append(measure(port, "glossary", "/wiki/glossary", times=times, readers=2, is_kept=False))
    return figures


def compare_viewing(port: int, empty_port: int, slug: str, rounds: int = 5) -> str:
    """Measure a page made anew and the empty view in turns; return their shares in one line.

    In turns, because what else the machine does changes by the second.
    """
    shares, pages = [], []
    for _ in range(rounds):
        empty = measure(empty_port, "empty", "/", times=150)
        page = measure(port, "page", f"/wiki/{slug}", times=60, is_kept=False)
        shares.append(page.per_second / empty.per_second)
        pages.append(page.per_second)
    return (
        f"page made anew for a visitor, beside an empty view: {statistics.median(pages):.0f} requests/s, "
        f"share {statistics.median(shares):.3f} ({min(shares):.3f} to {max(shares):.3f} in {rounds} turns)"
    )


def measure_saving(port: int, slug: str, times: int) -> str:
    """Save a page again and again, as a contributor; return the figures in one line."""
    cookie = sign_in(port, "bijdrager@voorbeeld.nl")
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    took = []
    for number in range(times):
        connection.request("GET", f"/wiki/{slug}/edit", headers={"Cookie": cookie})
        answer = connection.getresponse()
        # The token of a form belongs to the session that came with it.
        cookie = cookie_of(answer) or cookie
        form = _form(answer.read().decode())
        form |= {"body": f"{form['body']}\n\nRegel {number}.", "summary": "meting", "save": "1"}
        started = time.perf_counter()
        connection.request(
            "POST",
            f"/wiki/{slug}/edit",
            urlencode(form, doseq=True),
            {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
        )
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - started) * 1000)
        if answer.status not in (302, 303):
            raise SystemExit(f"saving answers {answer.status}")
    return f"save a page: median {statistics.median(took):.1f} ms, worst {max(took):.1f} ms"


def _form(page: str) -> dict[str, str]:
    from bs4 import BeautifulSoup

    from tests.browser import filled_in

    form = BeautifulSoup(page, "html.parser").select_one("form:has([name=base_revision])")
    return dict(filled_in(form))
