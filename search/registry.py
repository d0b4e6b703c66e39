"""What can be found: each feature registers a source for its type at start."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from accounts.permissions import Permission, rights
from search.outbox import watch

PUBLIC = "public"
SIGNED_IN = "signed-in"
ALL_DRAFTS = "drafts"


@dataclass(frozen=True)
class SearchDocument:
    """One thing as the index sees it. ``access`` names who may find it (see access_of).

    ``reference`` is its key in core.links, by which the page of results gets its
    current title and address, for this reader. From ``stale_from`` on it stands below
    what matches as well: nobody says any more that it is right.
    """

    type: str
    id: int
    reference: str
    title: str
    title_en: str = ""
    aliases: tuple[str, ...] = ()
    abstract: str = ""
    abstract_en: str = ""
    body: str = ""
    kind: str = ""
    categories: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    access: frozenset[str] = frozenset({PUBLIC})
    stale_from: date | None = None

    @property
    def key(self) -> str:
        """What is unique in the index."""
        return f"{self.type}:{self.id}"


class Source(Protocol):
    """A feature's side: which rows there are, and what each says."""

    type: str
    table: str

    def ids(self) -> Sequence[int]:
        """Return the ids of all that can be found by anyone."""
        ...

    def documents(self, ids: Sequence[int]) -> Iterable[SearchDocument]:
        """Return a document for each id that can still be found; a constant number of queries."""
        ...


@dataclass(frozen=True)
class Words:
    """How a type and its kinds read on screen, in the language of the request."""

    one: Callable[[], str]
    many: Callable[[], str]
    kinds: dict[str, Callable[[], str]] = field(default_factory=dict)


_sources: dict[str, Source] = {}
_words: dict[str, Words] = {}
_category_words: dict[str, Callable[[], str]] = {}


def register(source: Source, words: Words) -> None:
    """Make a type searchable; its index entries follow the audit events on its table."""
    _sources[source.type] = source
    _words[source.type] = words
    watch(source.table, source.type)


def register_categories(words: dict[str, Callable[[], str]]) -> None:
    """Add the words of categories."""
    _category_words.update(words)


def sources() -> list[Source]:
    """Return all sources, in the order of their type."""
    return [_sources[type_] for type_ in sorted(_sources)]


def source_of(type_: str) -> Source | None:
    """Return the source of a type, or None."""
    return _sources.get(type_)


def type_words(type_: str, *, many: bool = False) -> str:
    """Return how a type reads."""
    words = _words.get(type_)
    return (words.many() if many else words.one()) if words else type_


def kind_words(kind: str) -> str:
    """Return how a kind reads, whichever type it belongs to."""
    for words in _words.values():
        if kind in words.kinds:
            return words.kinds[kind]()
    return kind


def category_words(category: str) -> str:
    """Return how a category reads."""
    words = _category_words.get(category)
    return words() if words else category


def access_of(reader: Any) -> frozenset[str]:
    """Return the access names of ``reader``: a document with one of these may be found by them."""
    held = rights(reader)
    if held.person_id is None:
        return frozenset({PUBLIC})
    names = {PUBLIC, SIGNED_IN, f"person:{held.person_id}"}
    domains = held.domains_where(Permission.USE_CASE_READ_DRAFT)
    names |= {ALL_DRAFTS} if domains is None else {f"domain:{domain}" for domain in domains}
    return frozenset(names)
