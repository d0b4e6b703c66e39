"""Pages to write out: whole, by slug, with the attachments they have now."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload, undefer_group

from core.database import db
from wiki.actions.writing import current_draft
from wiki.models import Attachment, Page
from wiki.queries.attachments import path_of
from wiki.queries.pages import Filters, conditions_of
from wiki.queries.visibility import is_live
from wiki.rules.page_file import FileOfPage, PageFile

BATCH = 200


def count_pages(filters: Filters, slugs: Collection[str] = ()) -> int:
    """Return how many live pages there are to write out."""
    statement = _chosen(select(func.count(Page.id)), filters, slugs)
    return db.session.scalar(statement) or 0


def export_pages(filters: Filters, slugs: Collection[str] = ()) -> Iterator[PageFile]:
    """Yield the live pages that meet the filters, and are among ``slugs`` if any: four queries a batch."""
    after = ""
    while True:
        statement = (
            _chosen(select(Page), filters, slugs)
            .where(Page.slug > after)
            .order_by(Page.slug)
            .limit(BATCH)
            .options(undefer_group("body"), selectinload(Page.categories), selectinload(Page.domains))
        )
        pages = db.session.scalars(statement).all()
        files = _files_of([page.id for page in pages])
        for page in pages:
            yield PageFile(page.slug, current_draft(page), page.revision, "", tuple(files[page.id]))
        if len(pages) < BATCH:
            return
        after = pages[-1].slug
        for page in pages:
            db.session.expunge(page)


def export_page(page: Page) -> PageFile:
    """Return one page, loaded with all its texts."""
    files = _files_of([page.id])
    return PageFile(page.slug, current_draft(page), page.revision, "", tuple(files[page.id]))


def content_of(sha256: str) -> bytes | None:
    """Return the bytes of an attachment, None when they are lost."""
    path: Path = path_of(sha256)
    return path.read_bytes() if path.is_file() else None


def _chosen(statement: Select[Any], filters: Filters, slugs: Collection[str]) -> Select[Any]:
    statement = statement.where(is_live(), *conditions_of(filters))
    return statement.where(Page.slug.in_(slugs)) if slugs else statement


def _files_of(page_ids: Collection[int]) -> defaultdict[int, list[FileOfPage]]:
    rows = db.session.scalars(
        select(Attachment)
        .where(Attachment.page_id.in_(page_ids), Attachment.deleted_at.is_(None))
        .order_by(Attachment.name, Attachment.id)
    )
    found: defaultdict[int, list[FileOfPage]] = defaultdict(list)
    for row in rows:
        found[row.page_id].append(FileOfPage(row.id, row.name, row.alt, row.media_type, row.sha256))
    return found
