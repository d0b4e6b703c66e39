"""What a row of a page is known by for ever: a definition, a relation.

A key follows from what the row holds when it is first kept. So two people who
each add a row at once make two rows, a row that was taken away and put back is
the same one, and nothing has to be counted.
"""

import hashlib
import re
from collections.abc import Collection, Mapping

LENGTH = 8
_KEY = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


def is_key(text: str) -> bool:
    """Whether this is the key of a row."""
    return _KEY.fullmatch(text) is not None


def key_of(row: Mapping[str, str], taken: Collection[str] = ()) -> str:
    """Return a key for a new row, that none of ``taken`` is."""
    written = "\n".join(f"{name}={row[name]}" for name in sorted(row) if name != "key")
    number = 0
    while True:
        key = hashlib.sha256(f"{number}\n{written}".encode()).hexdigest()[:LENGTH]
        if key not in taken:
            return key
        number += 1
