"""The registry by which features name each other's things without importing them.

A feature registers a resolver for its type at start. ``[[use-case:SOC-003]]`` in
a wiki page becomes a ``Reference``; ``resolve_many`` turns references into titles
and addresses for one reader, in one query per type. What a reader may not see,
or what is gone, resolves to None: both look the same from outside.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing by its type ("use-case") and its key there ("SOC-003")."""

    type: str
    key: str
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a link shows: the current title, the address, and a stable id."""

    title: str
    url: str
    id: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something worth reading beside another thing: a lesson beside a use case."""

    title: str
    url: str
    summary: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pinned:
    """What someone who builds on a version must know: where it is, and whether there is a newer one.

    ``current`` is None when the thing is gone. ``key`` is the one to pin from now on:
    another than asked for when the thing went on as part of another. ``is_replaced`` says that it is
    still there, but should not be used any more.
    """

    title: str
    url: str
    key: str
    current: int | None
    news_url: str = ""
    is_replaced: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing to choose: its key, what it is called, its present version."""

    key: str
    title: str
    version: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person, with where to go and since when it matters."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dependant:
    """A thing that builds on another: whose it is, and by id which organisations it touches.

    ``on`` is the key that it builds on, ``url`` is empty where nobody asked as a reader.
    ``people`` own it and may object; ``team`` works on it and is only told, and is
    filled where nobody asked as a reader.
    """

    reference: Reference
    on: str
    title: str
    url: str
    people: frozenset[int]
    organisations: frozenset[int]
    team: frozenset[int] = frozenset()


Traits = Mapping[str, Sequence[str]]
Resolver = Callable[[Sequence[Reference], Any], Mapping[Reference, Resolved]]
PermanentAddress = Callable[[int, Any], str | None]

_resolvers: dict[str, Resolver] = {}
_permanent: dict[str, PermanentAddress] = {}
_traits: dict[str, Callable[[Reference, Any], Traits]] = {}
_offers: list[Callable[[Reference, Any], list[Offer]]] = []
_pins: dict[str, Callable[[Sequence[Reference], Any], Mapping[Reference, Pinned]]] = {}
_choices: dict[str, Callable[[Any], list[Choice]]] = {}
_waiting: list[Callable[[Any], list[Waiting]]] = []
_learned: list[Callable[[Reference], bool]] = []
_access: dict[str, Callable[[Sequence[Reference], Any], Mapping[Reference, str]]] = {}
_dependants: list[Callable[[Sequence[Reference], Any], list[Dependant]]] = []


def register_resolver(type_: str, resolver: Resolver) -> None:
    """Let ``resolver`` answer for references of this type."""
    _resolvers[type_] = resolver


def register_permanent(type_: str, address: PermanentAddress) -> None:
    """Let ``/id/<type>/<id>`` be answered by ``address(id, reader)``: a URL or None."""
    _permanent[type_] = address


def register_traits(type_: str, traits: Callable[[Reference, Any], Traits]) -> None:
    """Let a feature tell what its thing is like ("functions", "phases"); others offer what fits."""
    _traits[type_] = traits


def traits_of(reference: Reference, reader: Any) -> Traits:
    """Return what is known of a thing that ``reader`` may see; nothing where nobody tells."""
    traits = _traits.get(reference.type)
    return traits(reference, reader) if traits else {}


def register_offers(offers: Callable[[Reference, Any], list[Offer]]) -> None:
    """Add a source of things worth reading beside a reference."""
    if offers not in _offers:
        _offers.append(offers)


def register_pins(
    type_: str,
    pins: Callable[[Sequence[Reference], Any], Mapping[Reference, Pinned]],
    choices: Callable[[Any], list[Choice]],
) -> None:
    """Let others pin versions of a thing: ``pins`` tells what is new, ``choices`` what can be pinned."""
    _pins[type_] = pins
    _choices[type_] = choices


def register_choices(type_: str, choices: Callable[[Any], list[Choice]]) -> None:
    """Let others offer things of a type to choose from, without pinning a version."""
    _choices[type_] = choices


def pinned_many(references: Iterable[Reference], reader: Any) -> dict[Reference, Pinned]:
    """Return what each pinned version leads to now; what ``reader`` may not see is left out."""
    found: dict[Reference, Pinned] = {}
    by_type: dict[str, list[Reference]] = defaultdict(list)
    for reference in dict.fromkeys(references):
        by_type[reference.type].append(reference)
    for type_, group in by_type.items():
        if type_ in _pins:
            found |= _pins[type_](group, reader)
    return found


def choices_of(type_: str, reader: Any) -> list[Choice]:
    """Return what can be pinned of this type; nothing where nobody offers it."""
    return _choices[type_](reader) if type_ in _choices else []


def register_access(
    type_: str, access: Callable[[Sequence[Reference], Any], Mapping[Reference, str]]
) -> None:
    """Let a feature tell how one gets at the source behind its things: open, on_request or closed."""
    _access[type_] = access


def access_of(references: Iterable[Reference], reader: Any) -> dict[Reference, str]:
    """Return how one gets at what these name, as far as anyone says so: one query per type."""
    by_type: dict[str, list[Reference]] = defaultdict(list)
    for reference in dict.fromkeys(references):
        by_type[reference.type].append(reference)
    found: dict[Reference, str] = {}
    for type_, group in by_type.items():
        if type_ in _access:
            found |= _access[type_](group, reader)
    return found


def register_dependants(dependants: Callable[[Sequence[Reference], Any], list[Dependant]]) -> None:
    """Add a source of things that build on others; for reader None it returns all, to tell owners."""
    if dependants not in _dependants:
        _dependants.append(dependants)


def dependants_of(references: Sequence[Reference], reader: Any) -> list[Dependant]:
    """Return what builds on these things, as far as ``reader`` may see; all of it for None."""
    return [found for source in _dependants for found in source(references, reader)] if references else []


def register_learned(is_learned: Callable[[Reference], bool]) -> None:
    """Let a feature tell whether something was learned from a thing and written down."""
    if is_learned not in _learned:
        _learned.append(is_learned)


def is_learned_from(reference: Reference) -> bool:
    """Tell whether a lesson of this thing was written down in any feature."""
    return any(is_learned(reference) for is_learned in _learned)


def register_waiting(waiting: Callable[[Any], list[Waiting]]) -> None:
    """Add a source of things that wait for a person."""
    if waiting not in _waiting:
        _waiting.append(waiting)


def resolve_many(references: Iterable[Reference], reader: Any) -> dict[Reference, Resolved | None]:
    """Return what each reference shows to ``reader``; None for unknown, gone or not readable."""
    by_type: dict[str, list[Reference]] = defaultdict(list)
    for reference in dict.fromkeys(references):
        by_type[reference.type].append(reference)
    answer: dict[Reference, Resolved | None] = {}
    for type_, group in by_type.items():
        resolver = _resolvers.get(type_)
        found = resolver(group, reader) if resolver else {}
        answer |= {reference: found.get(reference) for reference in group}
    return answer


def linkable_types() -> list[str]:
    """Return the types a ``[[type:key]]`` link may name, in alphabetical order."""
    return sorted(_resolvers)


def permanent_address(type_: str, id_: int, reader: Any) -> str | None:
    """Return the current address of a permanent one, or None."""
    address = _permanent.get(type_)
    return address(id_, reader) if address else None


def offers_for(context: Reference, reader: Any) -> list[Offer]:
    """Return what other features offer to read beside ``context``."""
    return [offer for source in _offers for offer in source(context, reader)]


def waiting_for(person: Any) -> list[Waiting]:
    """Return what waits for ``person`` in every feature."""
    return [item for source in _waiting for item in source(person)]
