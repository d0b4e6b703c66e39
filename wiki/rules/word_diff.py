"""The difference of two short texts word by word, as one running text: what went, what came, what stayed."""

import re
from dataclasses import dataclass
from enum import StrEnum

from wiki.rules.sequences import matches

MOST_WORDS = 3_000  # of both together
LEAST_ALIKE = 0.3  # of the characters; below it marking words is noise
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class Op(StrEnum):
    """What happened to a stretch of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words and what happened to them."""

    op: Op
    text: str


def word_diff(old: str, new: str) -> list[Stretch] | None:
    """Return how ``new`` came from ``old``; None when they have too little in common to mark words.

    Without the stretches that are gone it reads ``new``, without the new ones ``old``.
    """
    if old == new:
        return [Stretch(Op.SAME, new)] if new else []
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if len(a) + len(b) > MOST_WORDS:
        return None
    found: list[Stretch] = []
    gone, new_words = "", ""
    alike = i = j = 0
    for match in [*matches(a, b), None]:
        old_to, new_to = (match.old, match.new) if match else (len(a), len(b))
        gone += "".join(a[i:old_to])
        new_words += "".join(b[j:new_to])
        if match is None:
            break
        same = "".join(b[match.new : match.new + match.size])
        i, j = match.old + match.size, match.new + match.size
        if not same.strip() and (gone or new_words) and (i < len(a) or j < len(b)):
            # Only a space between two changes: they read better as one.
            gone, new_words = gone + same, new_words + same
            continue
        found += [*_stretches(gone, new_words), Stretch(Op.SAME, same)]
        gone, new_words = "", ""
        alike += len(same.strip())
    found += _stretches(gone, new_words)
    longest = max(len(old), len(new))
    return found if alike >= LEAST_ALIKE * longest else None


def _stretches(gone: str, new: str) -> list[Stretch]:
    return [Stretch(op, text) for op, text in ((Op.GONE, gone), (Op.NEW, new)) if text]
