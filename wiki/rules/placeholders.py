"""Links as numbers while a text is rendered and kept, and as addresses when it is shown.

The rendered text is the same for every reader; who may see what is decided after it.
So before rendering the n-th link becomes ``[words](ref:n)``, and at show time the
anchor ``ref:n`` becomes the current address, or plain words where there is nothing
that this reader may see.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

from wiki.rules.links import Link, rewrite_links

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+.!<>~^=:-])")
_ANCHOR = re.compile(r'<a\b[^<>]*?\shref="ref:(?P<number>[0-9]{1,6})"[^<>]*>(?P<words>.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a link shows: an address, and the current title where its writer gave no words.

    Without a ``url`` there is nothing that this reader may see; ``create_url`` is
    then the address at which a writer can make the page, ``create_words`` says so.
    ``is_dutch`` marks a title that the reader's language lacks.
    """

    url: str = ""
    title: str = ""
    create_url: str = ""
    create_words: str = ""
    is_dutch: bool = False


def mark_links(source: str) -> str:
    """Return Markdown in which the n-th link (from 0) is ``[words](ref:n)``."""
    numbers = count()

    def write(link: Link) -> str:
        words = link.label.replace("|", "&#124;") if link.label else _plain(link.key)
        return f"[{words}](ref:{next(numbers)})"

    return rewrite_links(source, write)


def fill_links(html: str, shown: Sequence[Shown | None]) -> str:
    """Return sanitised HTML with each ``ref:n`` replaced; None or out of range leaves the words."""

    def write(found: re.Match[str]) -> str:
        number = int(found["number"])
        target = shown[number] if number < len(shown) else None
        if target is None or not target.url:
            return _wanted(found["words"], target)
        words = escape(target.title) if target.title else found["words"]
        lang = ' lang="nl"' if target.title and target.is_dutch else ""
        return f'<a href="{escape(target.url)}"{lang}>{words}</a>'

    return _ANCHOR.sub(write, html) if '"ref:' in html else html


def _wanted(words: str, target: Shown | None) -> str:
    if target is None or not target.create_url:
        return f'<span class="wanted">{words}</span>'
    url, say = escape(target.create_url), escape(target.create_words)
    link = f'<a class="missing" href="{url}" rel="nofollow">{say}</a>'
    return f'<span class="wanted">{words}</span> {link}'


def _plain(key: str) -> str:
    return _SIGNS.sub(r"\\\1", key).replace("|", "&#124;")
