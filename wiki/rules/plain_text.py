"""The words of a text without its signs, for search and excerpts; linear in the length of the text."""

import re

_WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]{0,200})(?:\|([^\[\]\n]{0,200}))?\]\]")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")
_SIGNS = re.compile(r"[#*_>`~|]+|^\s*[-+]\s+|^\s*-{3,}\s*$", re.MULTILINE)


def plain_text(source: str) -> str:
    """Return the words of Markdown; a link keeps what is shown, a typed key its code."""
    without = _WIKI_LINK.sub(lambda found: (found[2] or found[1]).split(":")[-1], source)
    return " ".join(_SIGNS.sub(" ", _LINK.sub(r"\1", without)).split())
