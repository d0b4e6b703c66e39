"""Read the discussion of a page: first messages with their replies, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from core.database import db
from core.errors import NotFound
from wiki.models import Comment, CommentVersion

MOST = 500


@dataclass(slots=True)
class Thread:
    """A first message with the replies to it."""

    first: Comment
    replies: list[Comment] = field(default_factory=list)


def list_threads(page_id: int) -> list[Thread]:
    """Return the discussion of a page: one query."""
    rows = db.session.scalars(
        select(Comment).where(Comment.page_id == page_id).order_by(Comment.id).limit(MOST)
    ).all()
    threads = {row.id: Thread(row) for row in rows if row.parent_id is None}
    for row in rows:
        if row.parent_id in threads:
            threads[row.parent_id].replies.append(row)
    return list(threads.values())


def get_comment(page_id: int, comment_id: int) -> Comment:
    """Return one message of this page as it is now; else NotFound."""
    found = db.session.scalars(
        select(Comment)
        .where(Comment.id == comment_id, Comment.page_id == page_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("comment_not_found")
    return found


def list_versions(comment_id: int) -> Sequence[CommentVersion]:
    """Return what a message said before, oldest first."""
    return db.session.scalars(
        select(CommentVersion).where(CommentVersion.comment_id == comment_id).order_by(CommentVersion.number)
    ).all()


def count_versions(comment_id: int) -> int:
    """Return how often a message was changed."""
    return db.session.scalar(select(func.count()).where(CommentVersion.comment_id == comment_id)) or 0
