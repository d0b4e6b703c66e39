"""Set the plain fields of a row from a mapping; what is not listed cannot be set."""

from collections.abc import Collection, Mapping
from typing import Any

from core.errors import Conflict


def assign(thing: Any, values: Mapping[str, Any], allowed: Collection[str]) -> bool:
    """Set what ``values`` names of the ``allowed`` fields; return whether anything changed."""
    unknown = values.keys() - set(allowed)
    if unknown:
        raise TypeError(f"{type(thing).__name__} has no fields to set named {sorted(unknown)}")
    changed = {name: value for name, value in values.items() if getattr(thing, name) != value}
    for name, value in changed.items():
        setattr(thing, name, value)
    return bool(changed)


def check_seen(thing: Any, version: int | None) -> None:
    """Refuse when ``thing`` was saved since ``version`` was opened; None asks nothing (the loader)."""
    if version is not None and version != thing.version:
        raise Conflict("stale")
