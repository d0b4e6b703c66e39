"""Read links: what a page links to for one reader, and what links to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import select

from core.database import db
from core.i18n import is_only_dutch, localised
from core.links import Reference, Resolved, resolve_many
from wiki.models import Page, PageLink
from wiki.queries.names import find_targets
from wiki.queries.visibility import is_live
from wiki.rules.links import Link

PAGE = "page"
# What a link shows; whole pages would cost much more to read.
NAME = (Page.id, Page.slug, Page.title, Page.title_en, Page.kind)


@dataclass(frozen=True, slots=True)
class Target:
    """What one link leads to for one reader; ``resolved`` is None where there is nothing to see."""

    key: str
    is_page: bool
    has_words: bool
    resolved: Resolved | None
    is_dutch: bool = False


def list_links(page: Page) -> Sequence[Any]:
    """Return the kept links of a page in order, as rows of field, target_type, target_id, key and label."""
    columns = (PageLink.field, PageLink.target_type, PageLink.target_id, PageLink.key, PageLink.label)
    statement = select(*columns).where(PageLink.source_id == page.id)
    return db.session.execute(statement.order_by(PageLink.field, PageLink.position)).all()


def resolve_links(links: Sequence[Any], reader: Any) -> list[Target]:
    """Return what these kept links lead to, in their order: one query per type."""
    pages = _live_pages({link.target_id for link in links if link.target_id})
    others = resolve_many(_references((link.target_type, link.key) for link in links), reader)
    return [
        _target(link.target_type, link.key, link.label is not None, pages.get(link.target_id or 0), others)
        for link in links
    ]


def resolve_written(links: Sequence[Link], reader: Any) -> list[Target]:
    """Return what links in a text that is not saved lead to, in their order."""
    ids = find_targets(link.key for link in links if link.type in (None, PAGE))
    pages = _live_pages(set(ids.values()))
    others = resolve_many(_references((link.type or PAGE, link.key) for link in links), reader)
    return [
        _target(link.type or PAGE, link.key, link.label is not None, pages.get(ids.get(link.key, 0)), others)
        for link in links
    ]


def _references(pairs: Any) -> list[Reference]:
    return [Reference(type_, key) for type_, key in pairs if type_ != PAGE]


def _live_pages(ids: set[int]) -> dict[int, Any]:
    if not ids:
        return {}
    rows = db.session.execute(select(*NAME).where(Page.id.in_(ids), is_live()))
    return {row.id: row for row in rows}


def _target(
    type_: str, key: str, has_words: bool, page: Any | None, others: Mapping[Reference, Resolved | None]
) -> Target:
    if type_ != PAGE:
        return Target(key, False, has_words, others.get(Reference(type_, key)))
    if page is None:
        return Target(key, True, has_words, None)
    return Target(key, True, has_words, resolved_page(page), is_only_dutch(page, "title"))


def resolved_page(page: Any) -> Resolved:
    """Return what a link to a page shows in the reader's language; ``page`` has the columns of NAME."""
    return Resolved(localised(page, "title"), url_for("wiki.show_page", slug=page.slug), page.id, page.kind)


def resolve_pages(references: Sequence[Reference], reader: Any) -> dict[Reference, Resolved]:
    """Answer for ``[[page:…]]`` in other features: by address, title or alias; live pages only."""
    ids = find_targets(reference.key for reference in references)
    pages = _live_pages(set(ids.values()))
    return {
        reference: resolved_page(pages[ids[reference.key]])
        for reference in references
        if ids.get(reference.key, 0) in pages
    }


@dataclass(frozen=True, slots=True)
class Incoming:
    """What leads to a page: pages that link to it (rows of NAME), and datasets that record it (W4)."""

    backlinks: list[Any]
    datasets: list[Page]


def list_incoming(page: Page, limit: int = 100) -> Incoming:
    """Return the live pages that lead to ``page``, by title: one query, two where datasets record it."""
    statement = (
        select(*NAME, PageLink.field)
        .join(PageLink, PageLink.source_id == Page.id)
        .where(PageLink.target_id == page.id, PageLink.source_id != page.id, is_live())
        .distinct()
        .order_by(Page.title, Page.id)
        .limit(limit)
    )
    rows = db.session.execute(statement).all()
    recording = [row.id for row in rows if row.field == "objects"]
    linking = {row.id: row for row in rows if row.field != "objects"}
    return Incoming([*linking.values()], _datasets(recording))


def _datasets(ids: list[int]) -> list[Page]:
    if not ids:
        return []
    return [*db.session.scalars(select(Page).where(Page.id.in_(ids)).order_by(Page.title, Page.id))]
