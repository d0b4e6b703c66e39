"""Save a change that began at an earlier revision: together with what others saved since, where that can.

Nothing here commits. What is saved then passes the gate of wiki/actions/proposals.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.audit import Actor
from wiki.actions.pages import RevisionConflict
from wiki.actions.proposals import Submitted, submit_page
from wiki.actions.writing import check, current_draft, lacking_fields
from wiki.models import Page
from wiki.queries.revisions import draft_of, find_revision, list_authors_since
from wiki.rules.clashes import Answer
from wiki.rules.draft import Draft
from wiki.rules.page_merge import PageMerge, merge_pages


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of the change, and whose changes it was merged with (names, each once)."""

    submitted: Submitted
    merged_with: tuple[str, ...] = ()
    is_merged: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether there was a change."""
        return self.submitted.is_changed


def save_merged(
    page: Page,
    draft: Draft,
    *,
    base_revision: int | None,
    by: Actor,
    summary: str = "",
    seen: int | None = None,
) -> Saved:
    """Save what ``by`` made of ``base_revision``, with what was saved since.

    Refuses with RevisionConflict where both changed the same thing, and when there
    is no such revision: then nothing is saved. ``seen``: see submit_page.
    """
    if base_revision == page.revision:
        return Saved(submit_page(page, draft, base_revision=base_revision, by=by, summary=summary, seen=seen))
    merged = merge_with_live(page, check(draft, lacking_fields(current_draft(page))), base_revision)
    if merged is None or not merged.is_settled:
        raise RevisionConflict(base_revision, page.revision)
    authors = list_authors_since(page, base_revision or 0)
    submitted = submit_page(
        page, merged.draft, base_revision=page.revision, by=by, summary=summary, seen=seen
    )
    others = tuple(dict.fromkeys(label for id_, label in authors if id_ is None or id_ != by.actor_id))
    return Saved(submitted, others, is_merged=True)


def merge_with_live(page: Page, mine: Draft, base_revision: int | None) -> PageMerge | None:
    """Return what the live page and ``mine`` make together; None when ``base_revision`` never was."""
    row = find_revision(page, base_revision)
    return merge_pages(draft_of(row), mine, current_draft(page)) if row is not None else None


def settle(
    page: Page,
    mine: Draft,
    base_revision: int | None,
    seen_revision: int | None,
    answers: Mapping[str, Answer],
) -> PageMerge | None:
    """Return what ``mine`` becomes with these answers, given beside the revision that was seen.

    None when one of the revisions never was.
    """
    base, seen = find_revision(page, base_revision), find_revision(page, seen_revision)
    if base is None or seen is None:
        return None
    return merge_pages(draft_of(base), mine, draft_of(seen), answers)
