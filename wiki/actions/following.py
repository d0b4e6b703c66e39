"""Follow a page, a category, a subject or a search, and tell who follows. None of this commits."""

import hashlib
from datetime import datetime
from typing import Any

from core.audit import AuditEvent
from core.database import db, utc_now
from core.errors import Refusal
from core.links import Reference
from core.notices import notify
from search.engine import SearchNotPossible, find
from wiki.models import Follow, Page
from wiki.queries import following as queries
from wiki.queries.recipients import list_followers
from wiki.rules.life import FollowKind
from wiki.rules.saved_search import parse_key
from wiki.rules.terms import Category, Change

MOST = 200
MOST_SEEN = 500
SEARCH = "followed-search"
_TOLD = frozenset(f"page.{change.value}" for change in Change if change is not Change.DELETED)


def follow(person: Any, kind: FollowKind, key: str) -> Follow:
    """Let a person follow a thing; following twice is following once."""
    if not _is_there(kind, key):
        raise Refusal("follow_not_possible")
    known = queries.find_follow(person.id, kind, key)
    if known is not None:
        return known
    if queries.count_follows(person.id) >= MOST:
        raise Refusal("follows_too_many")
    row = Follow(person_id=person.id, kind=kind, key=key, seen=[])
    if kind is FollowKind.SEARCH:
        try:
            row.seen, row.looked_at = keys_found(key, person), utc_now()
        except SearchNotPossible:
            row.looked_at = None
    db.session.add(row)
    db.session.flush()
    return row


def stop_following(row: Follow) -> None:
    """Follow something no longer."""
    db.session.delete(row)
    db.session.flush()


def hear_page(event: AuditEvent) -> None:
    """Tell who follows a page, or its category or subject, that it changed; but not who changed it."""
    if event.object_type != "page" or event.verb not in _TOLD or not queries.follows_exist():
        return
    page = db.session.get(Page, event.object_id)
    if page is None or page.deleted_at is not None:
        return
    categories, subjects = queries.groups_of(page.id)
    told = list_followers(
        [
            (FollowKind.PAGE, [str(page.id)]),
            (FollowKind.CATEGORY, categories),
            (FollowKind.SUBJECT, subjects),
        ],
        but=event.actor_id,
    )
    kind = "page-new" if event.verb == "page.created" else "page-changed"
    notify(told, kind, Reference("page", page.slug), dedupe=f"{page.id}-{event.data.get('revision')}")


def look_again(now: datetime) -> int:
    """Ask every followed search again as its follower, and tell what is new; return how many are told.

    Hits are found with the rights of this moment; a search that was never answered
    takes what is there as seen.
    """
    told = 0
    for row, person in queries.list_searches():
        try:
            found = keys_found(row.key, person)
        except SearchNotPossible:
            break
        new = sorted({*found} - {*row.seen})
        if new and row.looked_at is not None:
            mark = hashlib.sha256(" ".join(new).encode()).hexdigest()[:16]
            reference = Reference(SEARCH, str(row.id))
            told += notify([person.id], "search-found", reference, dedupe=mark, count=len(new))
        if new or row.looked_at is None:
            # What was seen stays seen: a page that leaves and comes back is no news.
            row.seen, row.looked_at = (
                [*found, *(key for key in row.seen if key not in found)][: MOST_SEEN * 2],
                now,
            )
    return told


def keys_found(key: str, reader: Any) -> list[str]:
    """Return what a search finds for ``reader`` now, as "type:id", best first."""
    asked = parse_key(key)
    chosen = {
        "type": asked["type"],
        "kind": asked["kind"],
        "categories": asked["category"],
        "domains": asked["domain"],
    }
    answer = find(" ".join(asked["q"]), reader, chosen, page=1, per_page=MOST_SEEN)
    return [f"{hit.type}:{hit.id}" for hit in answer.hits]


def _is_there(kind: FollowKind, key: str) -> bool:
    if kind is FollowKind.PAGE:
        return key in queries.live_pages([key])
    if kind is FollowKind.CATEGORY:
        return key in list(Category)
    if kind is FollowKind.SUBJECT:
        return key in queries.domains_by_slug()
    return any(parse_key(key).values())
