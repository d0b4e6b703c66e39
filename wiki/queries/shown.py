"""What a page shows, read at once and kept for the next reader while nobody changes any content."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.database import db
from core.web.kept_reads import kept_read
from wiki.models import Attachment, Page, Proposal
from wiki.queries.attachments import list_attachments
from wiki.queries.life import read_beside
from wiki.queries.links import Incoming, list_incoming, list_links
from wiki.queries.pages import find_page
from wiki.queries.proposals import core_setting, list_open_of
from wiki.queries.visibility import reads_deleted
from wiki.rules.core_parts import core_parts


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page, its links (rows of list_links), what leads to it, files, upkeep (read_beside), proposals.

    Detached: only to be read. ``has_core`` says whether the page has core values.
    """

    page: Page
    links: Sequence[Any]
    incoming: Incoming
    attachments: Sequence[Attachment]
    beside: Any
    proposals: Sequence[Proposal]
    has_core: bool


def read_for_show(slug: str, reader: Any) -> PageRead | None:
    """Return the page at this address as ``reader`` may read it; None where there is none for him.

    Who reads what is deleted has readings of his own, so that nobody gets his.
    """
    return kept_read(("wiki page", slug, reads_deleted(reader)), lambda: _read(slug, reader))


def _read(slug: str, reader: Any) -> PageRead | None:
    page = find_page(slug, reader)
    if page is None:
        return None
    found = PageRead(
        page,
        list_links(page),
        list_incoming(page),
        list_attachments(page.id),
        read_beside(page.id),
        list_open_of(page.id),
        bool(core_parts(page.kind, page.is_core, core_setting())),
    )
    for row in (page, *page.domains, *found.incoming.datasets, *found.attachments, *found.proposals):
        db.session.expunge(row)
    return found
