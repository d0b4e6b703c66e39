"""The last part of a page's address, made from its title."""

import hashlib
import re
import unicodedata
from collections.abc import Container

LONGEST = 80
READ = 400  # characters of a title that can matter
RESERVED = frozenset(
    {"new", "recent", "review", "kinds", "wanted", "orphans", "preview", "suggest", "attachments", "deleted"}
    | {"compare", "path", "definitions", "relations", "fair-meter", "upkeep", "following"}
    | {"export", "import", "categories", "glossary", "faq", "toolbox", "plans"}
)
_SPELLED = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i",
        "&": " en ", "€": " euro ", "%": " procent ", "'": "", "’": "", "‘": "",
    }
)  # fmt: skip
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slugify(title: str) -> str:
    """Return a slug of a–z, 0–9 and single dashes, at most 80 long; the same title gives the same slug.

    Accents are folded. A title of which nothing is left (another script, signs
    only) gets a slug from its hash, and a reserved word is followed by ``-page``.
    """
    folded = unicodedata.normalize("NFKD", title[:READ].casefold().translate(_SPELLED))
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    words = re.findall(r"[a-z0-9]+", plain.casefold().translate(_SPELLED))
    slug = _shortened("-".join(words))
    if not slug:
        written = unicodedata.normalize("NFC", title).encode("utf-8", "surrogatepass")
        return f"page-{hashlib.sha256(written).hexdigest()[:10]}"
    return f"{slug}-page" if slug in RESERVED else slug


def free_slug(title: str, taken: Container[str]) -> str:
    """Return the title's slug, numbered from 2 on when it is taken."""
    slug = slugify(title)
    if slug not in taken:
        return slug
    number = 2
    while (numbered := f"{slug[: LONGEST - len(str(number)) - 1].rstrip('-')}-{number}") in taken:
        number += 1
    return numbered


def is_slug(text: str) -> bool:
    """Whether a page may have this slug."""
    return len(text) <= LONGEST and text not in RESERVED and _SLUG.fullmatch(text) is not None


def _shortened(slug: str) -> str:
    """Cut at the last whole word that fits, or within a word that is too long by itself."""
    if len(slug) <= LONGEST:
        return slug
    head, dash, _ = slug[: LONGEST + 1].rpartition("-")
    return head if dash else slug[:LONGEST]
