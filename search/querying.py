"""Ask the index: which documents, how many of each sort, in which order, and which words to light up.

Counts come from sets of document numbers, after the reader's rights; only the
hits that are shown are ranked far enough and highlighted, from their own text.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from heapq import nsmallest
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.query import Or, Phrase, Query, Term
from whoosh.searching import Searcher

from core.database import today
from search.analysis import is_stop, stem, stems_of_query, words

FACETS = ("type", "kind", "categories", "domains")
# Title ≫ alias ≫ abstract ≫ body; English title and abstract between.
BOOSTS = {"title": 24.0, "alias": 12.0, "english": 8.0, "abstract": 5.0, "body": 1.0}
EXACT_BONUS = 1.5
WHOLE_NAME = 100.0  # what was typed is its title or alias, and nothing else
FEW = 1000
MOST_ENDINGS = 300
MOST_WORDS = 12
LONGEST_QUERY = 300
SETS_KEPT = 2000
Docs = frozenset[int]


@dataclass(frozen=True)
class Asked:
    """A query as understood: plain words, "exact phrases" and the beginnings of words*."""

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.phrases or self.prefixes)

    @property
    def parts(self) -> int:
        return len(self.words) + len(self.phrases) + len(self.prefixes)


@dataclass(frozen=True)
class Hit:
    """A document that was found, by its number in the index."""

    type: str
    id: int
    kept: dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What was found: how many, the hits of one page, the counts, and what was done to find them."""

    total: int
    hits: tuple[Hit, ...]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    is_partial: bool = False
    suggestion: str = ""


def understand(text: str) -> Asked:
    """Read what was typed; odd quotes and signs are never an error."""
    text = text[:LONGEST_QUERY]
    phrases, rest = [], text
    while rest.count('"') >= 2:
        before, inside, after = rest.split('"', 2)
        phrase = tuple(words(inside))
        phrases += [phrase] if phrase else []
        rest = f"{before} {after}"
    plain, prefixes = [], []
    for piece in rest.replace('"', " ").split():
        found = list(words(piece))
        if piece.endswith("*") and found and len(found[-1]) >= 2:
            prefixes.append(found.pop())
        plain += found
    telling = [word for word in plain if not is_stop(word) and not is_stop(word, "en")]
    plain = telling or plain
    return Asked(
        text,
        tuple(dict.fromkeys(plain))[:MOST_WORDS],
        tuple(dict.fromkeys(phrases))[:3],
        tuple(dict.fromkeys(prefixes))[:3],
    )


class Reading:
    """A searcher on one state of one index, with the sets of document numbers it already made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.searcher: Searcher = index.open_dir(str(folder)).searcher()
        self._sets: OrderedDict[tuple[str, str], Docs] = OrderedDict()

    @cached_property
    def places(self) -> list[int]:
        """The place of each document in the order of the keys, made once for this state of the index."""
        reader = self.searcher.reader()
        column = reader.column_reader("key")
        numbers = range(reader.doc_count_all())
        places = [0] * len(numbers)
        for place, number in enumerate(sorted(numbers, key=lambda doc: str(column[doc]))):
            places[number] = place
        return places

    @cached_property
    def stale_days(self) -> list[str]:
        """The day of each document from which nobody vouches for it, made once for this state."""
        reader = self.searcher.reader()
        column = reader.column_reader("stale_from")
        return [str(column[number]) for number in range(reader.doc_count_all())]

    def stale_on(self, day: date) -> Docs:
        """Return the documents for which nobody vouches on ``day``."""
        words_of_day = day.isoformat()
        return self._kept(
            (" stale", words_of_day),
            lambda: frozenset(
                number for number, since in enumerate(self.stale_days) if since <= words_of_day
            ),
        )

    def is_current(self, folder: Path) -> bool:
        """Tell whether nothing was written or switched since."""
        return folder == self.folder and bool(self.searcher.up_to_date())

    def close(self) -> None:
        """Let go of the files."""
        self.searcher.close()

    def having(self, name: str, term: str) -> Docs:
        """Return the documents that have ``term`` in field ``name``."""
        return self._kept((name, term), lambda: self._read(name, term))

    def _kept(self, key: tuple[str, str], make: Callable[[], Docs]) -> Docs:
        if key in self._sets:
            self._sets.move_to_end(key)
            return self._sets[key]
        found = make()
        self._sets[key] = found
        if len(self._sets) > SETS_KEPT:
            self._sets.popitem(last=False)
        return found

    def _read(self, name: str, term: str) -> Docs:
        reader = self.searcher.reader()
        if (name, term) not in reader:
            return frozenset()
        is_deleted = reader.is_deleted if reader.has_deletions() else None
        matcher = reader.postings(name, term)
        ids = frozenset(matcher.all_ids())
        return frozenset(doc for doc in ids if not is_deleted(doc)) if is_deleted else ids

    def with_any(self, name: str, terms: Iterable[str]) -> Docs:
        """Return the documents that have any of ``terms``."""
        return frozenset().union(*(self.having(name, term) for term in terms))

    def allowed(self, access: frozenset[str]) -> Docs:
        """Return the documents that a reader with these access names may find."""
        return self.with_any("access", access)

    def matching(self, query: Query) -> Docs:
        """Return the documents that match a query, however it is made; kept like a term's."""
        return self._kept(("", repr(query)), lambda: frozenset(self.searcher.docs_for_query(query)))

    def beginning(self, name: str, prefix: str) -> Docs:
        """Return the documents with a word in field ``name`` that begins like ``prefix``."""
        reader = self.searcher.reader()
        found = islice(reader.expand_prefix(name, prefix), MOST_ENDINGS)
        return self.with_any(name, (term.decode() if isinstance(term, bytes) else term for term in found))

    def values(self, name: str) -> list[str]:
        """Return the values of a facet that occur."""
        found = self.searcher.lexicon(name)
        return [value.decode() if isinstance(value, bytes) else str(value) for value in found]


def search(
    reading: Reading,
    asked: Asked,
    access: frozenset[str],
    chosen: dict[str, tuple[str, ...]],
    start: int,
    count: int,
) -> Answer:
    """Return one page of hits and the counts; all words first, else those that have some."""
    allowed = reading.allowed(access)
    per_part = _sets_of_parts(reading, asked)
    together = frozenset.intersection(*per_part) & allowed if per_part else allowed
    is_partial = False
    if not together and asked.parts > 1:
        together = frozenset().union(*per_part) & allowed
        is_partial = bool(together)
    per_facet = {
        name: reading.with_any(name, values) for name, values in chosen.items() if values and name in FACETS
    }
    shown = together.intersection(*per_facet.values()) if per_facet else together
    counts = {name: _counts(reading, name, together, per_facet) for name in FACETS}
    hits = _rank(reading, asked, shown, start, count) if shown else ()
    suggestion = "" if together and not is_partial else _did_you_mean(reading, asked, allowed)
    return Answer(len(shown), hits, counts, is_partial, suggestion)


def _sets_of_parts(reading: Reading, asked: Asked) -> list[Docs]:
    sets = [reading.with_any("all", (word, *stems_of_query(word))) for word in asked.words]
    sets += [reading.beginning("all", prefix) for prefix in asked.prefixes]
    for phrase in asked.phrases:
        # The words narrow it down first: a phrase is the costly kind.
        candidates = frozenset.intersection(*(reading.having("all", word) for word in phrase))
        sets.append(reading.matching(_phrase(phrase)) & candidates if candidates else candidates)
    return sets


def _phrase(phrase: tuple[str, ...]) -> Query:
    if len(phrase) == 1:
        return Term("all", phrase[0])
    return Or([_phrase_in(name, phrase) for name in ("title", "abstract", "body", "english")])


def _phrase_in(name: str, phrase: tuple[str, ...]) -> Query:
    return Phrase(name, list(phrase)) if len(phrase) > 1 else Term(name, phrase[0])


def _counts(reading: Reading, name: str, found: Docs, per_facet: dict[str, Docs]) -> dict[str, int]:
    """Count the values of one facet, with the other facets' choices and without its own."""
    others = [docs for other, docs in per_facet.items() if other != name]
    base = found.intersection(*others) if others else found
    counted = {value: len(base & reading.having(name, value)) for value in reading.values(name)}
    return {value: total for value, total in counted.items() if total}


def _rank(reading: Reading, asked: Asked, shown: Docs, start: int, count: int) -> tuple[Hit, ...]:
    """Return the hits from ``start``, best first, ties by key, so that the order is always the same.

    First counts in which field each word stands, by sets. Among equals what is
    confirmed goes first; then, where few were found, Whoosh's BM25 decides. For thousands
    it would take a second to weigh what no reader can tell apart.
    """
    scores = dict.fromkeys(shown, 0.0)
    for tiers in _tiers(reading, asked):
        left = shown
        for weight, docs in tiers:
            here = left & docs
            left -= here
            for doc in here:
                scores[doc] += weight
    fine = dict(_weighed(reading, asked, shown)) if len(shown) <= FEW else {}
    stale, places = reading.stale_on(today()), reading.places
    best = nsmallest(
        start + count,
        scores,
        key=lambda doc: (-scores[doc], doc in stale, -fine.get(doc, 0.0), places[doc]),
    )
    return tuple(_hit(reading.searcher.stored_fields(doc)) for doc in best[start:])


def _tiers(reading: Reading, asked: Asked) -> Iterator[list[tuple[float, Docs]]]:
    """Yield for each part of the query the documents by where they have it, the best place first."""
    yield [(WHOLE_NAME, reading.having("names", " ".join(words(asked.text))))]
    for word in asked.words:
        tiers = []
        for name, boost in BOOSTS.items():
            stemmed = stem(word, "en" if name == "english" else "nl")
            tiers.append((boost * EXACT_BONUS, reading.having(name, word)))
            tiers.append((boost, reading.having(name, stemmed)))
        yield sorted(tiers, key=lambda tier: -tier[0])
    for prefix in asked.prefixes:
        yield [(boost, reading.beginning(name, prefix)) for name, boost in BOOSTS.items()]
    for phrase in asked.phrases:
        yield [(BOOSTS["title"], reading.matching(_phrase_in("title", phrase)))]


def _weighed(reading: Reading, asked: Asked, shown: Docs) -> Iterator[tuple[int, float]]:
    """Yield a weight below one for the documents that hold a word of the query."""
    terms = [Term(name, stem(word)) for word in asked.words for name in ("title", "abstract", "body")]
    if not terms:
        return
    results = reading.searcher.search(Or(terms), limit=None, filter=set(shown))
    top = results.score(0) if results.scored_length() else 1
    for position in range(results.scored_length()):
        yield results.docnum(position), 0.9 * (results.score(position) or 0) / (top or 1)


def _hit(stored: dict[str, Any]) -> Hit:
    type_, id_ = stored["key"].split(":")
    return Hit(type_, int(id_), stored["kept"])


def _did_you_mean(reading: Reading, asked: Asked, allowed: Docs) -> str:
    """Return the query with unknown words replaced by near ones that this reader can find; else ""."""
    changed = False
    better = []
    corrector = reading.searcher.corrector("words")
    for word in asked.words:
        if reading.with_any("all", (word, *stems_of_query(word))) & allowed or len(word) < 4:
            better.append(word)
            continue
        near = corrector.suggest(word, limit=5, maxdist=2 if len(word) > 5 else 1, prefix=1)
        known = [candidate for candidate in near if reading.having("words", candidate) & allowed]
        better.append(known[0] if known else word)
        changed |= bool(known)
    return " ".join(better) if changed else ""
