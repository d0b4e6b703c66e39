"""Read who is told of what: a page's keepers, and who follows a thing."""

from collections.abc import Collection, Iterable

from sqlalchemy import and_, or_, select

from accounts.models import Membership, Person
from accounts.rules.terms import Role
from core.database import db, today
from wiki.models import Comment, DoubtReply, Follow, PageLife
from wiki.rules.life import FollowKind

MOST = 500


def list_keepers(page_id: int, *, but: int | None = None, with_curators: bool = True) -> list[int]:
    """Return the ids of the owner's people who may write, and of the curators; ``but`` is who did it."""
    day = today()
    owner = select(PageLife.organisation_id).where(PageLife.page_id == page_id).scalar_subquery()
    holds = and_(Membership.starts_on <= day, or_(Membership.ends_on.is_(None), Membership.ends_on >= day))
    is_keeper = and_(Person.organisation_id == owner, Membership.role != Role.ADMINISTRATOR)
    wanted = or_(is_keeper, Membership.role == Role.WIKI_CURATOR) if with_curators else is_keeper
    found = db.session.scalars(
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.is_enabled.is_(True), holds, wanted)
        .distinct()
        .order_by(Person.id)
        .limit(MOST)
    )
    return [id_ for id_ in found if id_ != but]


def list_followers(wanted: Iterable[tuple[FollowKind, Collection[str]]], *, but: int | None) -> list[int]:
    """Return who follows any of these keys, each person once."""
    conditions = [and_(Follow.kind == kind, Follow.key.in_(keys)) for kind, keys in wanted if keys]
    if not conditions:
        return []
    found = db.session.scalars(
        select(Follow.person_id).where(or_(*conditions)).distinct().order_by(Follow.person_id)
    )
    return [id_ for id_ in found if id_ != but]


def list_in_exchange(doubt_id: int, asked_by_id: int | None, *, but: int | None) -> list[int]:
    """Return who reported a doubt or took part in answering it."""
    found = db.session.scalars(
        select(DoubtReply.by_id).where(DoubtReply.doubt_id == doubt_id, DoubtReply.by_id.is_not(None))
    )
    ids = {asked_by_id, *found} - {None, but}
    return sorted(id_ for id_ in ids if id_ is not None)


def list_in_thread(parent_id: int, *, but: int | None) -> list[int]:
    """Return who spoke in a thread of the discussion."""
    found = db.session.scalars(
        select(Comment.by_id)
        .where(or_(Comment.id == parent_id, Comment.parent_id == parent_id), Comment.hidden_at.is_(None))
        .distinct()
    )
    return sorted(id_ for id_ in found if id_ is not None and id_ != but)
