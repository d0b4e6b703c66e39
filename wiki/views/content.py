"""A text as this reader sees it: rendered once for all, its links filled in for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from core.i18n import language
from core.messages import text_of
from core.web.kept_reads import kept_read
from wiki.markup import Rendered, html_of, with_links
from wiki.queries.links import Target, resolve_links, resolve_written
from wiki.rendering.fingerprint import renderer
from wiki.rendering.memory import Shelf
from wiki.rules.checks import check_page
from wiki.rules.links import find_links
from wiki.rules.placeholders import Shown, mark_links
from wiki.rules.plain_language import check_plain
from wiki.views.access import may_write

_shelf = Shelf()


@dataclass(frozen=True, slots=True)
class Content:
    """What a page shows of its text: HTML, headings as (level, id, words), and what went wrong."""

    html: Markup
    toc: list[tuple[int, str, str]]
    notice: str | None


def shown_content(body: str, links: Sequence[Any]) -> tuple[Content, dict[str, list[Target]]]:
    """Return the live text of a page and, by field, what the links in its fields lead to.

    Visitors who are not signed in see the same as each other in one language.
    """
    if current_user.is_authenticated:
        return _live_content(body, links)
    key = ("wiki content", language(), body, tuple(links))
    found = kept_read(key, lambda: _live_content(body, links))
    return found or _live_content(body, links)


def _live_content(body: str, links: Sequence[Any]) -> tuple[Content, dict[str, list[Target]]]:
    targets = resolve_links(links, current_user)
    by_field: dict[str, list[Target]] = {}
    for link, target in zip(links, targets, strict=True):
        by_field.setdefault(link.field, []).append(target)
    return _content(body, by_field.get("", [])), by_field


def text_content(body: str) -> Content:
    """Return a text that is not live: a preview, or an earlier revision."""
    return _content(body, resolve_written(find_links(body), current_user), is_live=False)


def _content(body: str, targets: Sequence[Target], *, is_live: bool = True) -> Content:
    rendered = _live_html(body) if is_live else html_of(mark_links(body), keep=False)
    is_writer = may_write()
    html = with_links(rendered.html, [_shown(target, is_writer) for target in targets])
    return Content(html, list(rendered.toc), rendered.notice)


def _live_html(body: str) -> Rendered:
    """Return a live text as HTML for all readers; asked for often, so found by the text itself."""
    key = (renderer(), body)
    found: Rendered | None = _shelf.find(key)
    if found is None:
        found = html_of(mark_links(body))
        if found.notice is None:
            _shelf.put(key, found, len(body) + len(found.html))
    return found


def _shown(target: Target, is_writer: bool) -> Shown:
    found = target.resolved
    if found is not None:
        title = "" if target.has_words else found.title
        return Shown(url=found.url, title=title, is_dutch=target.is_dutch)
    if not (target.is_page and is_writer):
        return Shown()
    return Shown(create_url=url_for("wiki.new_page", title=target.key), create_words=_("maak deze pagina"))


def advice_on(body: str) -> list[tuple[int, str]]:
    """Return what the writer could better, as (line, words)."""
    return [(finding.line, text_of(finding.code, **finding.params)) for finding in check_page(body)]


def hints_on(body: str) -> list[tuple[int, str]]:
    """Return what the writer could better, plainer words too, as (line, words) in order of lines."""
    plain = [(hint.line, text_of(hint.code, **hint.params)) for hint in check_plain(body)]
    return sorted([*advice_on(body), *plain], key=lambda hint: hint[0])
