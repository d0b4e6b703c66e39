"""Keep what someone typed, take it away when it is saved, and let it end in plain sight.

A draft is its author's alone and no content: it leaves no trace in the audit trail,
and no page for others changes. None of this commits.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from core.database import db, utc_now
from core.errors import Conflict, Refusal
from wiki.models import KeptDraft, Page
from wiki.queries.drafts import count_drafts, find_draft, place_of
from wiki.rules.draft import LONGEST_BODY, Draft

KEPT_FOR = timedelta(days=90)
SAID_FOR = timedelta(days=14)  # before its end a draft says so
MOST = 200


def keep_draft(
    page: Page | None,
    draft: Draft,
    *,
    person_id: int,
    base_revision: int,
    seen_version: int,
    summary: str = "",
) -> KeptDraft:
    """Keep ``draft`` in place of the one that its author saw (version 0: none).

    Refuses with Conflict when another is kept meanwhile, in another window for instance.
    """
    if len(draft.body) > LONGEST_BODY:
        raise Refusal("draft_too_long")
    place = place_of(page, draft.kind)
    kept = find_draft(person_id, place)
    if kept is None and count_drafts(person_id) >= MOST:
        raise Refusal("drafts_too_many")
    if kept is not None and kept.over_at is None and kept.version != seen_version:
        raise Conflict("draft_is_another")
    if kept is None:
        kept = KeptDraft(person_id=person_id, place=place, page_id=page.id if page else None)
        db.session.add(kept)
    now = utc_now()
    kept.kind, kept.title, kept.body, kept.values = draft.kind, draft.title, draft.body, draft.values
    kept.summary, kept.base_revision = summary, base_revision
    kept.kept_at, kept.over_after, kept.over_at = now, now + KEPT_FOR, None
    db.session.flush()
    return kept


def drop_saved(page: Page | None, draft: Draft, *, person_id: int, seen_version: int) -> None:
    """Take away the draft that was just saved; another one, kept elsewhere meanwhile, stays."""
    if seen_version:
        db.session.execute(
            delete(KeptDraft).where(
                KeptDraft.person_id == person_id,
                KeptDraft.place == place_of(page, draft.kind),
                KeptDraft.version == seen_version,
            )
        )


def discard_draft(kept: KeptDraft) -> None:
    """Throw a draft away."""
    db.session.delete(kept)


def end_old_drafts(now: datetime) -> int:
    """Empty drafts that nobody touched for long, and return how many; each author still sees the title."""
    old = db.session.scalars(
        select(KeptDraft).where(KeptDraft.over_after < now, KeptDraft.over_at.is_(None)).limit(500)
    ).all()
    for kept in old:
        kept.body, kept.values, kept.summary, kept.over_at = "", {}, "", now
    db.session.flush()
    return len(old)
