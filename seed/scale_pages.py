"""Generate wiki pages for benchmarks: the same ones each time, with text, aliases and a first revision.

The words follow a rank-frequency curve as in real text, so that common and rare
words both occur. One page gets a long history, for its own measurement.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import accumulate
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import undefer_group

from core.audit import SYSTEM
from core.database import db, utc_now
from search.outbox import note
from wiki.models import Page, PageRevision
from wiki.rules.provenance import carry_origins, first_origins
from wiki.rules.terms import Change, PageKind

BATCH = 500
BODY_LINES = 16
LONG_LINES = 400  # of the page with the long history
BODIES = 5_000  # different texts; more pages than this share them
WORDS_A_LINE = 18
LONG_HISTORY = 1000
_SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "da",
    "de",
    "di",
    "do",
    "ga",
    "ge",
    "ka",
    "ke",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "no",
    "pa",
    "pe",
    "ra",
    "re",
    "ro",
    "sa",
    "se",
    "ta",
    "te",
    "to",
    "va",
]
_KNOWN = [
    "data",
    "gemeente",
    "gegevens",
    "water",
    "schulden",
    "register",
    "kwaliteit",
    "doel",
    "bron",
    "overheid",
    "wet",
    "dienst",
    "veiligheid",
    "zorg",
]


def vocabulary(chance: Random, size: int = 6000) -> list[str]:
    """Return words, the known ones first; later ones are rarer."""
    made = {"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))) for _ in range(size)}
    return [*_KNOWN, *sorted(made)]


def generate_pages(
    total: int, watch: Callable[[Iterable[Any], str], Iterable[Any]], *, is_indexed: bool = True
) -> int:
    """Add ``total`` pages; return how many. Index rows are noted, unless the index is not measured."""
    chance = Random(20_190_201)  # noqa: S311
    words = vocabulary(chance)
    weights = list(accumulate(1 / (place + 3) for place in range(len(words))))
    bodies = [_body(chance, words, weights, BODY_LINES) for _ in range(min(total, BODIES))]
    first = (db.session.scalar(select(db.func.max(Page.id))) or 0) + 1
    kinds = [PageKind.PAGE, PageKind.TERM, PageKind.FAQ, PageKind.DATASET]
    for start in watch(range(0, total, BATCH), "Generating pages"):
        pages, revisions = [], []
        for number in range(first + start, first + min(start + BATCH, total)):
            title = f"Proefpagina {number} over {chance.choices(words, cum_weights=weights)[0]}"
            page = _page(number, title, bodies[number % len(bodies)], chance.choice(kinds))
            pages.append(page)
            revisions.append(_revision(page, 1))
            if is_indexed:
                note("page", number)
        db.session.execute(insert(Page), pages)
        db.session.execute(insert(PageRevision), revisions)
        db.session.commit()
    _lengthen_history(first, chance, words, weights)
    db.session.commit()
    return total


def _page(number: int, title: str, body: str, kind: PageKind) -> dict[str, Any]:
    return {
        "id": number,
        "slug": f"proefpagina-{number}",
        "title": title,
        "abstract": body[16:240],
        "body": body,
        "kind": kind,
        "changed_at": utc_now(),
        "changed_by_label": SYSTEM.actor_label,
    }


def _revision(page: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "page_id": page["id"],
        "number": number,
        "at": utc_now() - timedelta(minutes=LONG_HISTORY - number),
        "author_label": SYSTEM.actor_label,
        "change": Change.CREATED if number == 1 else Change.EDITED,
        "title": page["title"],
        "body": page["body"],
        "values": {},
        "provenance": first_origins(page["body"], number),
    }


def _body(chance: Random, words: list[str], weights: list[float], lines: int) -> str:
    written = [
        " ".join(chance.choices(words, cum_weights=weights, k=WORDS_A_LINE)) + "." for _ in range(lines)
    ]
    return "\n\n".join(["## Inleiding", *written])


def _lengthen_history(page_id: int, chance: Random, words: list[str], weights: list[float]) -> None:
    """Give a page a longer text and a history in which each revision changes one of its lines."""
    page = db.session.get_one(Page, page_id, options=[undefer_group("body")])
    body, rows = _body(chance, words, weights, LONG_LINES), []
    origins = first_origins(page.body, 1)
    before = page.body
    for number in range(2, LONG_HISTORY + 1):
        lines = body.split("\n")
        place = chance.randrange(1, LONG_LINES) * 2
        lines[place] = " ".join(chance.choices(words, cum_weights=weights, k=WORDS_A_LINE)) + "."
        body = "\n".join(lines)
        origins = carry_origins(before, origins, body, number)
        plain = {"id": page.id, "title": page.title, "body": body}
        rows.append(_revision(plain, number) | {"provenance": [list(run) for run in origins]})
        before = body
    db.session.execute(insert(PageRevision), rows)
    page.body, page.revision = body, LONG_HISTORY
