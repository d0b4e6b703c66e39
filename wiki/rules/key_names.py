"""Names of keys on which sources are joined: "Burgerservicenummer (BSN)" is also just "BSN"."""

import re

from wiki.rules.definitions import keys_in
from wiki.rules.slugs import slugify

MOST = 30
_IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")


def key_names(line: str) -> dict[str, str]:
    """Return for each name of a key in this line (as a slug) the key as it was written."""
    found: dict[str, str] = {}
    for key in keys_in(line)[:MOST]:
        for name in (_IN_BRACKETS.sub(" ", key), *_IN_BRACKETS.findall(key)):
            if name.strip():
                found.setdefault(slugify(name), key)
    return found
