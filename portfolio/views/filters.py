"""The filters of a list of use cases, from an address and back into one."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from accounts.rules.terms import Layer
from core.forms import tidy
from portfolio.queries.use_cases import SORTS, Filters
from portfolio.rules.terms import Kind, Phase, Size

DEFAULT_SORT = "-value"
LONGEST_QUERY = 200
MOST_CHOICES = 40
Term = TypeVar("Term", bound=StrEnum)


def read_filters(arguments: MultiDict[str, str]) -> Filters:
    """Return what is asked for; a value that does not exist is left out, as an old link may carry one."""
    sort = arguments.get("sort", DEFAULT_SORT)
    return Filters(
        q=" ".join(tidy(arguments.get("q", "")[:LONGEST_QUERY]).split()),
        domains=_words(arguments.getlist("domain")),
        sizes=_terms(Size, arguments.getlist("size")),
        phases=_terms(Phase, arguments.getlist("phase")),
        functions=_words(arguments.getlist("function")),
        kind=next(iter(_terms(Kind, arguments.getlist("kind"))), None),
        layers=_terms(Layer, arguments.getlist("layer")),
        owners=_words(arguments.getlist("owner")),
        sort=sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT,
    )


def as_arguments(filters: Filters, **changes: Any) -> dict[str, Any]:
    """Return the arguments of an address with these filters; what is empty or usual is left out."""
    known: dict[str, Any] = {
        "q": filters.q,
        "kind": filters.kind.value if filters.kind else "",
        "domain": list(filters.domains),
        "size": [size.value for size in filters.sizes],
        "phase": [phase.value for phase in filters.phases],
        "function": list(filters.functions),
        "layer": [layer.value for layer in filters.layers],
        "owner": list(filters.owners),
        "sort": filters.sort,
    }
    known |= changes
    if known["sort"] == DEFAULT_SORT:
        known["sort"] = ""
    return {name: value for name, value in known.items() if value}


def count_chosen(filters: Filters) -> int:
    """Return how many filters are in force, each chosen box for one."""
    values = as_arguments(filters, sort="").values()
    return sum(len(value) if isinstance(value, list) else 1 for value in values)


def next_sort(current: str, name: str, *, falls_first: bool) -> str:
    """Return the order that a click on a column head gives: the other way round, or the usual first."""
    if current.removeprefix("-") == name:
        return name if current.startswith("-") else f"-{name}"
    return f"-{name}" if falls_first else name


def _words(values: Iterable[str]) -> tuple[str, ...]:
    tidied = (tidy(value)[:80] for value in values)
    return tuple(dict.fromkeys(value for value in tidied if value))[:MOST_CHOICES]


def _terms(kind: Callable[[str], Term], values: Iterable[str]) -> tuple[Term, ...]:
    found = []
    for value in dict.fromkeys(values):
        try:
            found.append(kind(value))
        except ValueError:
            continue
    return tuple(found)
