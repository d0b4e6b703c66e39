"""Read what people follow, and how those things are called for their reader."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from accounts.models import Domain, Person
from core.database import db
from core.errors import NotFound
from wiki.models import Follow, Page, PageCategory, PageRevision, page_domain
from wiki.queries.visibility import is_live
from wiki.rules.life import FollowKind


def list_follows(person_id: int) -> Sequence[Follow]:
    """Return what a person follows, by kind, oldest first."""
    return db.session.scalars(
        select(Follow).where(Follow.person_id == person_id).order_by(Follow.kind, Follow.id)
    ).all()


def find_follow(person_id: int, kind: FollowKind, key: str) -> Follow | None:
    """Return the row by which a person follows a thing, or None."""
    return db.session.scalars(
        select(Follow).where(Follow.person_id == person_id, Follow.kind == kind, Follow.key == key)
    ).one_or_none()


def get_own_follow(follow_id: int, person_id: int) -> Follow:
    """Return one of a person's own rows; NotFound for those of others."""
    found = db.session.get(Follow, follow_id)
    if found is None or found.person_id != person_id:
        raise NotFound("not_found")
    return found


def count_follows(person_id: int) -> int:
    """Return how much a person follows."""
    return db.session.scalar(select(func.count(Follow.id)).where(Follow.person_id == person_id)) or 0


def live_pages(ids: Sequence[str]) -> dict[str, Page]:
    """Return the live pages by their id as text."""
    numbers = [int(id_) for id_ in ids if id_.isascii() and id_.isdigit() and len(id_) < 10]
    found = db.session.scalars(select(Page).where(Page.id.in_(numbers), is_live()))
    return {str(page.id): page for page in found}


def domains_by_slug() -> dict[str, Domain]:
    """Return all domains by slug."""
    return {domain.slug: domain for domain in db.session.scalars(select(Domain))}


def groups_of(page_id: int) -> tuple[list[str], list[str]]:
    """Return the categories and the subjects (slugs of domains) of a page: two queries."""
    categories = db.session.scalars(select(PageCategory.category).where(PageCategory.page_id == page_id))
    subjects = db.session.scalars(
        select(Domain.slug)
        .join(page_domain, page_domain.c.domain_id == Domain.id)
        .where(page_domain.c.page_id == page_id)
    )
    return [category.value for category in categories], list(subjects)


def follows_exist() -> bool:
    """Tell whether anybody follows anything but searches."""
    wanted = select(Follow.id).where(Follow.kind != FollowKind.SEARCH).limit(1)
    return db.session.scalar(wanted) is not None


def list_searches() -> list[tuple[Follow, Person]]:
    """Return the searches that are followed, with who follows each and can still sign in."""
    rows: Any = db.session.execute(
        select(Follow, Person)
        .join(Person, Person.id == Follow.person_id)
        .where(Follow.kind == FollowKind.SEARCH, Person.is_enabled.is_(True))
        .order_by(Follow.id)
    )
    return [tuple(row) for row in rows]


def searches_by_id(ids: Sequence[int], person_id: int) -> dict[int, Follow]:
    """Return a person's own searches among these."""
    found = db.session.scalars(
        select(Follow).where(
            Follow.id.in_(ids), Follow.person_id == person_id, Follow.kind == FollowKind.SEARCH
        )
    )
    return {follow.id: follow for follow in found}


def list_page_revisions(page_id: int, limit: int = 30) -> Sequence[PageRevision]:
    """Return the newest revisions of a page, for its feed."""
    return db.session.scalars(
        select(PageRevision)
        .where(PageRevision.page_id == page_id)
        .order_by(PageRevision.number.desc())
        .limit(limit)
    ).all()


def pages_by_change(ids: Sequence[int], limit: int = 30) -> Sequence[Page]:
    """Return these live pages, the last changed first, for the feed of a search."""
    return db.session.scalars(
        select(Page).where(Page.id.in_(ids), is_live()).order_by(Page.changed_at.desc(), Page.id).limit(limit)
    ).all()
