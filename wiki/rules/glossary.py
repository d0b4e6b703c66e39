"""Words of a text that the wiki explains: the first place of each term, in HTML that is already safe.

The work grows with the number of words, not with that of terms, and stops at a limit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

LONGEST_TERM = 5  # words
MOST_WORDS = 20_000
MOST_TERMS = 100
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_NAME = re.compile(r"</?([a-z0-9]+)")
_WORD = re.compile(r"&[#\w]{1,10};|(?P<word>[^\W_](?:[\w'’-]*[^\W_])?)")
_BETWEEN = re.compile(r"[ \t\n\u00a0]+")
_CLOSED = frozenset({"a", "code", "pre", "kbd", "abbr", "h2", "h3", "h4", "h5", "h6", "th", "summary"})
_EMPTY = frozenset({"br", "hr", "img"})


@dataclass(frozen=True, slots=True)
class Found:
    """A term that a text uses: its number from 1 and its key in the list of terms."""

    number: int
    key: str


def form_of(words: str) -> str:
    """Return words as terms are compared: without case, punctuation or extra spaces."""
    return " ".join(found["word"].casefold() for found in _WORD.finditer(words) if found["word"])


def forms_of(terms: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Return the key of each form in which a term can be written, from (key, names); earlier terms first."""
    forms: dict[str, str] = {}
    for key, names in terms:
        for name in names:
            form = form_of(name)
            if len(form) > 1 and form.count(" ") < LONGEST_TERM:
                forms.setdefault(form, key)
    return forms


def mark_terms(html: str, forms: Mapping[str, str], besides: str = "") -> tuple[str, list[Found]]:
    """Return sanitised ``html`` with the first place of each term as a link to ``#term-<number>``.

    Links, code and headings stay as they are. ``besides`` is the term of the page itself.
    """
    found: dict[str, Found] = {}
    pieces: list[str] = []
    closed: list[str] = []
    left = MOST_WORDS
    at = 0
    for tag in (*_TAG.finditer(html), None):
        text = html[at : tag.start() if tag else len(html)]
        if text and not closed and left > 0 and len(found) < MOST_TERMS:
            words = [word for word in _WORD.finditer(text) if word["word"]]
            left -= len(words)
            text = "".join(_marked(text, words, forms, besides, found))
        pieces.append(text)
        if tag is None:
            break
        pieces.append(tag[0])
        at = tag.end()
        name = _NAME.match(tag[0])
        if name and name[1] in _CLOSED and name[1] not in _EMPTY:
            if not tag[0].startswith("</"):
                closed.append(name[1])
            elif closed:
                closed.pop()
    return "".join(pieces), list(found.values())


def _marked(
    text: str, words: list[re.Match[str]], forms: Mapping[str, str], besides: str, found: dict[str, Found]
) -> Iterator[str]:
    at, place = 0, 0
    while place < len(words):
        length, key = _longest(text, words, place, forms)
        if not key or key == besides or key in found or len(found) >= MOST_TERMS:
            place += length or 1
            continue
        start, end = words[place].start(), words[place + length - 1].end()
        found[key] = Found(len(found) + 1, key)
        number = found[key].number
        yield text[at:start]
        yield f'<a class="term" id="term-{number}-text" href="#term-{number}">{text[start:end]}</a>'
        at, place = end, place + length
    yield text[at:]


def _longest(text: str, words: list[re.Match[str]], place: int, forms: Mapping[str, str]) -> tuple[int, str]:
    """Return how many words from ``place`` on are a term, and which; (0, "") for none."""
    form, best = "", (0, "")
    for length in range(1, min(LONGEST_TERM, len(words) - place) + 1):
        word = words[place + length - 1]
        if length > 1 and not _BETWEEN.fullmatch(text[words[place + length - 2].end() : word.start()]):
            break
        form = f"{form} {word['word'].casefold()}".strip()
        if form in forms:
            best = (length, forms[form])
    return best
