"""Create, save, revert, rename, delete and restore pages. None of these commits.

These do what they are told. What people send passes wiki/actions/proposals.py first,
which keeps core information apart for a review (W1).
"""

from collections.abc import Collection
from dataclasses import replace

from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Conflict, Invalid, Refusal
from wiki.actions.derived import renew_defined
from wiki.actions.life import begin_life
from wiki.actions.rebasing import rebase_open
from wiki.actions.writing import (
    check,
    current_draft,
    existing_domains,
    fill,
    keep_revision,
    lacking_fields,
    renew_links,
    renew_names,
)
from wiki.models import Page, PageRevision, SlugHistory
from wiki.queries.names import TakenSlugs, find_page_with_title, is_page_at, title_of
from wiki.queries.revisions import draft_of, get_revision
from wiki.rules.draft import Draft
from wiki.rules.slugs import free_slug, is_slug
from wiki.rules.terms import Change


class RevisionConflict(Conflict):
    """The page was saved since the revision that its author started from; nothing was saved now."""

    def __init__(self, base_revision: int | None, present: int) -> None:
        super().__init__("stale", base_revision=base_revision, present=present)


def create_page(
    draft: Draft, *, by: Actor, summary: str = "", slug: str = "", may_lack: Collection[str] = ()
) -> Page:
    """Add a page; its address follows from its title unless given."""
    draft = check(draft, may_lack)
    refuse_same_title(draft.title)
    page = Page(slug=free_slug(slug or draft.title, TakenSlugs()), revision=1, changed_at=utc_now())
    if slug and page.slug != slug:
        raise Invalid([("slug", "slug_taken", {})])
    with db.session.no_autoflush:
        fill(page, draft)
        db.session.add(page)
    db.session.flush()
    _settle(page, draft, Change.CREATED, by, summary, None)
    return page


def save_page(
    page: Page,
    draft: Draft,
    *,
    base_revision: int | None,
    by: Actor,
    summary: str = "",
    change: Change = Change.EDITED,
    author: Actor | None = None,
) -> bool:
    """Save a change; return whether there was one. Refuses when the page changed since ``base_revision``.

    ``author`` wrote it, when that is another than who makes it live.
    """
    check_base(page, base_revision)
    if page.is_deleted:
        raise Refusal("page_is_deleted")
    live = current_draft(page)
    draft = check(draft, lacking_fields(live))
    if draft == live:
        return False
    if draft.title != page.title:
        refuse_same_title(draft.title, page.id)
    _write(page, draft, change, by, summary, author)
    return True


def revert_page(page: Page, number: int, *, base_revision: int | None, by: Actor, summary: str = "") -> bool:
    """Make an earlier revision live again, as a new revision; return whether that changed anything.

    Whether the page is core stays as it is now; a domain that is gone stays away.
    """
    check_base(page, base_revision)
    draft = earlier_draft(page, number)
    return save_page(page, draft, base_revision=base_revision, by=by, summary=summary, change=Change.REVERTED)


def earlier_draft(page: Page, number: int) -> Draft:
    """Return what a page held in an earlier revision, as it can be saved now."""
    earlier = draft_of(get_revision(page, number))
    return replace(earlier, is_core=page.is_core, domains=existing_domains(earlier.domains))


def rename_page(
    page: Page,
    slug: str,
    *,
    base_revision: int | None,
    by: Actor,
    take_over: bool = False,
    author: Actor | None = None,
) -> bool:
    """Give a page another address; the earlier one goes on leading to it.

    An address that another page had before leads there for ever, unless it is
    taken over in so many words: so two pages can swap their names.
    """
    check_base(page, base_revision)
    if page.is_deleted:
        raise Refusal("page_is_deleted")
    if slug == page.slug:
        return False
    back = check_slug(page, slug, take_over=take_over)
    former = page.slug
    if back is not None:
        db.session.delete(back)
        db.session.flush()
    db.session.add(SlugHistory(slug=former, page_id=page.id, until=utc_now()))
    page.slug = slug
    _write(page, current_draft(page), Change.RENAMED, by, f"{former} → {slug}", author)
    return True


def check_slug(page: Page, slug: str, *, take_over: bool) -> SlugHistory | None:
    """Return the former address that ``slug`` is, if any; refuses an address that the page can't have."""
    if not is_slug(slug):
        raise Invalid([("slug", "slug_malformed", {})])
    if slug in TakenSlugs(besides=page.id) and is_page_at(slug):
        raise Invalid([("slug", "slug_taken", {})])
    back = db.session.get(SlugHistory, slug)
    if back is not None and back.page_id != page.id and not take_over:
        raise Invalid([("slug", "slug_leads_elsewhere", {"title": title_of(back.page_id)})])
    return back


def delete_page(
    page: Page, *, base_revision: int | None, by: Actor, reason: str, author: Actor | None = None
) -> None:
    """Take a page away from all but curators; all its texts are kept."""
    check_base(page, base_revision)
    if page.is_deleted:
        return
    if not reason.strip():
        raise Invalid([("summary", "reason_needed", {})])
    page.deleted_at = utc_now()
    _write(page, current_draft(page), Change.DELETED, by, reason, author)


def restore_page(page: Page, *, base_revision: int | None, by: Actor, summary: str = "") -> None:
    """Bring a deleted page back as it was: with the core values approved then, its proposals wait on.

    Refuses when another page has its title by now: two pages would answer to one name.
    """
    check_base(page, base_revision)
    if not page.is_deleted:
        return
    refuse_same_title(page.title, page.id)
    page.deleted_at = None
    _write(page, current_draft(page), Change.RESTORED, by, summary)


def check_base(page: Page, base_revision: int | None) -> None:
    """Refuse a change by someone who did not see the live revision."""
    if base_revision != page.revision:
        raise RevisionConflict(base_revision, page.revision)


def _write(
    page: Page, draft: Draft, change: Change, by: Actor, summary: str, author: Actor | None = None
) -> None:
    before = get_revision(page, page.revision)
    page.revision += 1
    with db.session.no_autoflush:
        fill(page, draft)
    _settle(page, draft, change, by, summary, before, author)
    rebase_open(page, draft)


def _settle(
    page: Page,
    draft: Draft,
    change: Change,
    by: Actor,
    summary: str,
    before: PageRevision | None,
    author: Actor | None = None,
) -> None:
    """Keep the revision, renew what is derived from it, and record the event (which tells the index).

    What the loader brings counts as approved then.
    """
    if by.actor_id is None:
        page.approved_at, page.approved_by_label = utc_now(), by.actor_label
    keep_revision(page, draft, change, author or by, summary, before)
    db.session.flush()
    renew_names(page)
    renew_links(page, draft)
    renew_defined(page, draft, before, author or by)
    begin_life(page)
    audit.record(f"page.{change.value}", page, by=by, revision=page.revision)


def refuse_same_title(title: str, besides: int | None = None) -> None:
    """Refuse a title that another page has."""
    same = find_page_with_title(title, besides)
    if same is not None:
        raise Invalid([("title", "title_taken", {"title": same.title})])
