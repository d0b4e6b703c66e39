"""Addresses from names: ``Gemeente 's-Hertogenbosch`` becomes ``gemeente-s-hertogenbosch``."""

import re
import unicodedata

LONGEST = 80
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def slugify(text: str) -> str:
    """Return lower-case letters, digits and single hyphens, at most 80 signs.

    The answer is empty when ``text`` holds no letter or digit that can be written
    so; the caller must refuse that or choose another, for no address can be empty.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _NOT_IN_A_SLUG.sub("-", plain).strip("-")[:LONGEST].strip("-")
