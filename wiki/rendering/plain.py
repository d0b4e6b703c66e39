"""A text as it was typed: what readers get when it cannot be rendered. Nothing of it is lost."""

import re
from html import escape

_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((ref:[0-9]{1,6})\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!<>~^=:-])")


def as_plain(source: str) -> str:
    """Return ``source`` as HTML that shows it sign by sign; only links to our own things still work."""
    pieces: list[str] = []
    at = 0
    for found in _LINK.finditer(source):
        words = escape(_ESCAPE.sub(r"\1", found[1]).replace("&#124;", "|"))
        pieces += [escape(source[at : found.start()]), f'<a href="{found[2]}">{words}</a>']
        at = found.end()
    return f'<pre class="plain">{"".join([*pieces, escape(source[at:])])}</pre>'
