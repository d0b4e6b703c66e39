"""Terms, candidates and results as plain JSON values and back; and the hash of an input.

Plain values are dicts, lists, strings, whole numbers, booleans and None: decimals are
strings without useless zeros, quarters are strings, mappings with keys of two parts are
lists of rows. What is a set, or has no order of its own, is written sorted, so that the
same input gives the same text and the same hash whatever order it came in.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.terms import MODEL_VERSION, Candidate, Terms

T = TypeVar("T")
UNORDERED = {"load", "either_or", "savings"}
"""Fields that are tuples for their type only: order has no meaning."""
NOT_INPUT = {"seconds"}
"""A time limit says when to stop waiting, not what is asked."""


def to_plain(thing: Any) -> Any:
    """Return a value of this package as JSON values; ``from_plain`` with its type gives it back."""
    if isinstance(thing, Decimal):
        return _decimal(thing)
    if isinstance(thing, Quarter):
        return str(thing)
    if isinstance(thing, StrEnum):
        return thing.value
    if thing is None or isinstance(thing, (str, int, float)):
        return thing
    if is_dataclass(thing):
        return {field.name: _field(field.name, getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        if all(isinstance(key, str) for key in thing):
            return {key: to_plain(thing[key]) for key in sorted(thing)}
        return _sorted([*(to_plain(part) for part in key), to_plain(value)] for key, value in thing.items())
    if isinstance(thing, (set, frozenset)):
        return _sorted(to_plain(item) for item in thing)
    if isinstance(thing, (tuple, list)):
        return [to_plain(item) for item in thing]
    raise TypeError(f"not a plain thing: {type(thing).__name__}")


def _field(name: str, value: Any) -> Any:
    plain = to_plain(value)
    return _sorted(plain) if name in UNORDERED else plain


def _sorted(items: Any) -> list[Any]:
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))


def _decimal(number: Decimal) -> str:
    return format(number.normalize() + 0, "f") if number else "0"


def from_plain(kind: type[T], plain: Any) -> T:
    """Return the value of type ``kind`` that ``to_plain`` wrote; ValueError or KeyError when it is not one.

    Fields that are absent get their default, so that what was stored before a field came can be read.
    """
    return _read(kind, plain)


def _read(kind: Any, plain: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        wanted = [part for part in inner if part is not NoneType]
        return None if plain is None else _read(wanted[0], plain)
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_read(inner[0], item) for item in plain)
        return tuple(_read(part, item) for part, item in zip(inner, plain, strict=True))
    if origin is frozenset:
        return frozenset(_read(inner[0], item) for item in plain)
    if origin in (dict, Mapping):
        key, value = inner
        if isinstance(plain, dict):
            return {_read(key, name): _read(value, item) for name, item in plain.items()}
        return {_read(key, row[:-1]): _read(value, row[-1]) for row in plain}
    if kind is Decimal:
        return Decimal(plain)
    if kind is Quarter:
        return Quarter.parse(plain)
    if kind is float:
        return float(plain)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _read(hints[name], plain[name]) for name in hints if name in plain})
    return kind(plain)


def input_to_plain(candidates: "tuple[Candidate, ...] | list[Candidate]", terms: Terms) -> dict[str, Any]:
    """Return one JSON object with everything that was asked: candidates by code, terms, model version."""
    ordered = sorted(candidates, key=lambda candidate: candidate.code)
    return {
        "model_version": MODEL_VERSION,
        "candidates": [to_plain(candidate) for candidate in ordered],
        "terms": to_plain(terms),
    }


def input_from_plain(plain: Mapping[str, Any]) -> tuple[tuple[Candidate, ...], Terms]:
    """Return what ``input_to_plain`` wrote."""
    candidates = tuple(from_plain(Candidate, item) for item in plain["candidates"])
    return candidates, from_plain(Terms, plain["terms"])


def input_hash(candidates: "tuple[Candidate, ...] | list[Candidate]", terms: Terms) -> str:
    """Return SHA-256 (hex) of the input: the same for the same question in any order of writing."""
    plain = input_to_plain(candidates, terms)
    plain["terms"] = {name: value for name, value in plain["terms"].items() if name not in NOT_INPUT}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
