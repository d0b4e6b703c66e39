"""Markdown as HTML that is safe to show, kept by the hash of its source.

The one place that trusts HTML: it comes from the sanitiser (wiki/rendering/policy.py)
or is escaped text (wiki/rendering/plain.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from core.database import db, is_reading, utc_now
from core.web.log import logger
from wiki.actions.rendered import keep_html
from wiki.queries.rendered import find_html, list_kept
from wiki.rendering.fingerprint import key_of, renderer
from wiki.rendering.plain import as_plain
from wiki.rendering.pool import Busy, the_pool
from wiki.rendering.process import Broken, TooHard
from wiki.rendering.toc import TocEntry
from wiki.rules.glossary import Found, mark_terms
from wiki.rules.placeholders import Shown, fill_links

LONGEST = 600_000  # characters; more than a page may hold, with room for its links
TRY_AGAIN_AFTER = timedelta(minutes=10)
BATCH = 100
_HEADING = re.compile(r'<h([2-6])[^<>]*? id="(?P<id>[^"]+)"[^<>]*>.*?</h\1>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rendered:
    """Sanitised HTML, its headings as (level, id, text), and what to tell the reader if it failed."""

    html: Markup
    toc: list[TocEntry] = field(default_factory=list)
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    html: str
    toc: list[TocEntry] = field(default_factory=list)
    notice: str | None = None  # a code

    @property
    def is_lasting(self) -> bool:
        """Whether the same text would again give this."""
        return self.notice in (None, "too_hard")

    def row(self, source: str) -> dict[str, Any]:
        toc = [list(entry) for entry in self.toc]
        return {
            "key": key_of(source),
            "renderer": renderer(),
            "html": self.html,
            "toc": toc,
            "notice": self.notice,
        }

    def shown(self) -> Rendered:
        return Rendered(Markup(self.html), self.toc, _words(self.notice))  # noqa: S704


def render(source: str) -> Rendered:
    """Return ``source`` as HTML, made now and not kept; never raises, whatever the text holds."""
    return _make(source).shown()


def html_of(source: str, *, keep: bool = True) -> Rendered:
    """Return ``source`` as HTML, from what was kept when it was rendered before.

    ``keep=False`` is for texts that nobody will ask for again, such as previews.
    """
    if len(source) > LONGEST:
        return render(source)
    kept = find_html(key_of(source))
    if kept is not None and not (kept.notice and kept.made_at < utc_now() - TRY_AGAIN_AFTER):
        return _Made(kept.html, [TocEntry(*entry) for entry in kept.toc], kept.notice).shown()
    made = _make(source)
    if keep and made.is_lasting:
        keep_html([made.row(source)])
    return made.shown()


def warm(sources: Sequence[str]) -> Iterator[int]:
    """Render what is not kept yet, in batches; yields how many of ``sources`` are done.

    Call it between transactions: it writes in short ones of its own, so that
    rendering many texts keeps nobody from saving.
    """
    if db.session().in_transaction() and not is_reading():
        raise RuntimeError("commit before you warm the cache")
    rest, done = iter(dict.fromkeys(sources)), 0
    while batch := list(islice(rest, BATCH)):
        known = list_kept([key_of(source) for source in batch])
        missing = [source for source in batch if len(source) <= LONGEST and key_of(source) not in known]
        made = map(_made_of, missing, the_pool().render_all(missing))
        keep_html([one.row(source) for source, one in zip(missing, made, strict=True) if one.is_lasting])
        done += len(batch)
        yield done


def with_links(html: Markup, shown: Sequence[Shown | None]) -> Markup:
    """Return ``html`` with the numbers of its links replaced for one reader."""
    return Markup(fill_links(str(html), shown))  # noqa: S704


def with_edit_links(html: Markup, places: Mapping[str, tuple[str, str]], words: str) -> Markup:
    """Return ``html`` with a link below each heading whose id is in ``places``, as (address, title)."""

    def write(heading: re.Match[str]) -> str:
        if heading["id"] not in places:
            return heading[0]
        url, title = map(escape, places[heading["id"]])
        hidden = f'<span class="visually-hidden">: {title}</span>'
        return f'{heading[0]}<p class="edit-section"><a href="{url}">{escape(words)}{hidden}</a></p>'

    return Markup(_HEADING.sub(write, str(html)))  # noqa: S704


def with_terms(html: Markup, forms: Mapping[str, str], besides: str) -> tuple[Markup, list[Found]]:
    """Return ``html`` with the first place of each term as a link to its explanation on the page."""
    marked, found = mark_terms(str(html), forms, besides)
    return Markup(marked), found  # noqa: S704


def _make(source: str) -> _Made:
    source = source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # no half signs
    if len(source) > LONGEST:
        return _Made(as_plain(source), notice="too_long")
    if not source.strip():
        return _Made("")
    try:
        return _made_of(source, the_pool().render(source))
    except (TooHard, Broken, Busy) as error:
        return _made_of(source, error)


def _made_of(source: str, answer: dict[str, Any] | Exception) -> _Made:
    if isinstance(answer, TooHard):
        logger.info("text too hard to render", length=len(source), key=key_of(source))
        return _Made(as_plain(source), notice="too_hard")
    if isinstance(answer, Exception):
        logger.error("renderer unavailable", error=type(answer).__name__, detail=str(answer))
        return _Made(as_plain(source), notice="unavailable")
    return _Made(answer["html"], [TocEntry(*entry) for entry in answer["toc"]])


def _words(notice: str | None) -> str | None:
    if notice is None:
        return None
    texts = {
        "too_long": _("Deze tekst is te lang om op te maken. U ziet haar zoals zij is getypt."),
        "too_hard": _("Deze tekst kunnen wij niet opmaken. U ziet haar zoals zij is getypt."),
    }
    return texts.get(notice) or _("Opmaken lukt nu even niet. U ziet de tekst zoals zij is getypt.")
