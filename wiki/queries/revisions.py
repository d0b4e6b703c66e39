"""Read history: revisions of a page, changes over all pages, who wrote which line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager, undefer_group

from core.database import db
from core.errors import NotFound
from core.web.paging import Page as ListPage
from core.web.paging import page_of
from wiki.models import Page, PageCategory, PageRevision
from wiki.queries.visibility import is_live
from wiki.rules.draft import Draft
from wiki.rules.lines import split_lines
from wiki.rules.provenance import origins_by_line
from wiki.rules.terms import Category, Change, PageKind

MOST_CHANGES = 5_000
_OTHER = aliased(Page)


@dataclass(frozen=True, slots=True)
class ChangeFilters:
    """What the recent changes are narrowed to."""

    kind: PageKind | None = None
    category: Category | None = None
    change: Change | None = None
    is_core: bool = False

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.kind, self.category, self.change, self.is_core)))


@dataclass(frozen=True, slots=True)
class Origin:
    """A stretch of lines (numbers from 1) that came with one revision."""

    revision: PageRevision
    first: int
    lines: tuple[str, ...]


def list_revisions(page: Page, number: int, per_page: int = 50) -> ListPage[PageRevision]:
    """Return one page of the history, newest first, without the texts."""
    statement = select(PageRevision).where(PageRevision.page_id == page.id)
    return page_of(statement.order_by(PageRevision.number.desc()), number, per_page)


def get_revision(page: Page, number: int) -> PageRevision:
    """Return one revision with its texts, or refuse with NotFound."""
    revision = find_revision(page, number)
    if revision is None:
        raise NotFound("revision_not_found")
    return revision


def find_revision(page: Page, number: int | None) -> PageRevision | None:
    """Return one revision with its texts and provenance, if there is one with this number."""
    if number is None or not 0 < number < 2**31:
        return None
    return db.session.scalar(
        select(PageRevision)
        .where(PageRevision.page_id == page.id, PageRevision.number == number)
        .options(undefer_group("texts"), undefer_group("provenance"))
    )


def list_authors_since(page: Page, number: int) -> list[tuple[int | None, str]]:
    """Return who saved the revisions after this one, as (id, name), oldest first."""
    statement = select(PageRevision.author_id, PageRevision.author_label).where(
        PageRevision.page_id == page.id, PageRevision.number > number
    )
    return [
        (row.author_id, row.author_label)
        for row in db.session.execute(statement.order_by(PageRevision.number))
    ]


def draft_of(revision: PageRevision) -> Draft:
    """Return what a revision held."""
    return Draft.of(revision.title, revision.body, revision.values)


def list_changes(filters: ChangeFilters, number: int, per_page: int = 50) -> ListPage[PageRevision]:
    """Return one page of the changes of live pages, newest first, each with its page: two queries.

    Only the last ``MOST_CHANGES`` are counted and can be leafed through: counting all
    would take longer than reading them. The history of a page has all of its own.
    """
    wanted = [is_live()]
    if filters.kind:
        wanted.append(Page.kind == filters.kind)
    # Few pages are core or in one category: from those pages to their changes, not through all changes.
    if filters.is_core:
        wanted.append(Page.id.in_(select(_OTHER.id).where(_OTHER.is_core.is_(True))))
    if filters.change:
        wanted.append(PageRevision.change == filters.change)
    if filters.category:
        wanted.append(
            Page.id.in_(select(PageCategory.page_id).where(PageCategory.category == filters.category))
        )
    some = select(PageRevision.id).join(PageRevision.page).where(*wanted).limit(MOST_CHANGES)
    total = db.session.scalar(select(func.count()).select_from(some.subquery())) or 0
    number = min(number, max(1, -(-total // per_page)))
    statement = (
        select(PageRevision)
        .join(PageRevision.page)
        .where(*wanted)
        .options(contains_eager(PageRevision.page))
        .order_by(PageRevision.at.desc(), PageRevision.id.desc())
    )
    part = statement.limit(per_page).offset((number - 1) * per_page)
    rows = db.session.scalars(part).all() if total else []
    return ListPage(rows, number, total, per_page)


def list_deleted(number: int, per_page: int = 50) -> ListPage[Page]:
    """Return the pages that were deleted, last one first; for curators only."""
    statement = select(Page).where(Page.deleted_at.is_not(None))
    return page_of(statement.order_by(Page.deleted_at.desc(), Page.id.desc()), number, per_page)


def list_origins(page: Page) -> Sequence[Origin]:
    """Return for each stretch of the live text the revision it came with: two queries."""
    current = get_revision(page, page.revision)
    lines = split_lines(current.body)
    by_line = origins_by_line((run[0], run[1]) for run in current.provenance)
    wanted = set(by_line)
    rows = db.session.scalars(
        select(PageRevision).where(PageRevision.page_id == page.id, PageRevision.number.in_(wanted))
    )
    revisions: dict[int, Any] = {row.number: row for row in rows}
    found: list[Origin] = []
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or by_line[end] != by_line[start]:
            found.append(Origin(revisions[by_line[start]], start + 1, tuple(lines[start:end])))
            start = end
    return found
