"""A search that one can follow, as one line: the words and filters of its address in a fixed order."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

NAMES = ("q", "type", "kind", "category", "domain")
LONGEST = 300


def key_of(values: Mapping[str, Sequence[str]]) -> str:
    """Return the line; the same search gives the same line. "" when nothing is asked or it is too long."""
    pairs = [
        (name, " ".join(value.split()))
        for name in NAMES
        for value in sorted({*values.get(name, ())})
        if value.strip()
    ]
    line = urlencode(pairs)
    return line if len(line) <= LONGEST else ""


def parse_key(key: str) -> dict[str, tuple[str, ...]]:
    """Return the words and filters of a line; what is no part of a search is left out."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(NAMES, ())
    for name, value in parse_qsl(key[:LONGEST], errors="replace"):
        if name in found and value.strip():
            found[name] = (*found[name], value)
    return found
