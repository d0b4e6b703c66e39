"""Read links: what a page links to for one reader, and what links to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import Integer, and_, bindparam, select

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
# Written once: building a statement takes longer than its answer.
_LINKS = (
    select(PageLink.field, PageLink.target_type, PageLink.target_id, PageLink.key, PageLink.label, *NAME)
    .outerjoin(Page, and_(Page.id == PageLink.target_id, is_live()))
    .where(PageLink.source_id == bindparam("page_id"))
    .order_by(PageLink.field, PageLink.position)
)
_LIVE_PAGES = select(*NAME).where(Page.id.in_(bindparam("ids", expanding=True)), is_live())
_INCOMING = (
    select(*NAME, PageLink.field)
    .join(PageLink, PageLink.source_id == Page.id)
    .where(PageLink.target_id == bindparam("page_id"), PageLink.source_id != bindparam("page_id"), is_live())
    .distinct()
    .order_by(Page.title, Page.id)
    .limit(bindparam("most", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class Target:
    """What one link leads to for one reader; ``resolved`` is None where there is nothing to see."""

    key: str
    is_page: bool
    has_words: bool
    resolved: Resolved | None
    is_dutch: bool = False


def list_links(page: Page) -> Sequence[Any]:
    """Return the kept links of a page in order.

    Rows of field, target_type, target_id, key and label, with the columns of NAME
    of the live page it leads to; those are None where it leads elsewhere.
    """
    return db.session.execute(_LINKS, {"page_id": page.id}).all()


def resolve_links(links: Sequence[Any], reader: Any) -> list[Target]:
    """Return what these rows of list_links lead to, in their order: one query per type of another feature."""
    others = resolve_many(_references((link.target_type, link.key) for link in links), reader)
    return [
        _target(link.target_type, link.key, link.label is not None, link if link.id else None, others)
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
    rows = db.session.execute(_LIVE_PAGES, {"ids": sorted(ids)})
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
    rows = db.session.execute(_INCOMING, {"page_id": page.id, "most": limit}).all()
    recording = [row.id for row in rows if row.field == "objects"]
    linking = {row.id: row for row in rows if row.field != "objects"}
    return Incoming([*linking.values()], _datasets(recording))


def _datasets(ids: list[int]) -> list[Page]:
    if not ids:
        return []
    return [*db.session.scalars(select(Page).where(Page.id.in_(ids)).order_by(Page.title, Page.id))]
