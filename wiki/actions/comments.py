"""Talk about a page: first messages and replies to them. None of this commits."""

from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Conflict, Invalid, NotAllowed, Refusal
from core.links import Reference
from core.notices import notify
from wiki.actions.doubts import LONGEST
from wiki.models import Comment, CommentVersion, Page
from wiki.queries.comments import count_versions
from wiki.queries.recipients import list_followers, list_in_thread
from wiki.rules.life import OWN_EDIT, FollowKind

SUBJECT = "page-discussion"


def add_comment(
    page: Page, *, text: str, parent: Comment | None, by: Actor, is_illustrative: bool = False
) -> Comment:
    """Say something about a page, or reply to a first message; tell who takes part and who follows it."""
    if page.is_deleted:
        raise Refusal("page_is_deleted")
    if parent is not None and parent.parent_id is not None:
        raise Refusal("thread_one_level")
    if parent is not None and parent.hidden_at is not None:
        raise Refusal("comment_is_hidden")
    _check(text)
    comment = Comment(
        page_id=page.id,
        parent_id=parent.id if parent else None,
        text=text,
        by_id=by.actor_id,
        by_label=by.actor_label,
        is_illustrative=is_illustrative,
    )
    db.session.add(comment)
    audit.record("page_comment.added", comment, by=by, label=page.title, page=page.id)
    told = list_followers([(FollowKind.PAGE, [str(page.id)])], but=by.actor_id)
    if parent is not None:
        told += list_in_thread(parent.id, but=by.actor_id)
    notify(told, "page-discussed", Reference(SUBJECT, str(page.id)), dedupe=f"comment-{comment.id}")
    return comment


def edit_comment(comment: Comment, *, text: str, version: int | None, by: Actor) -> bool:
    """Change one's own message within a day; what it said before is kept. Return whether it changed."""
    if version != comment.version:
        raise Conflict("stale")
    refusal = why_not_edit(comment, by)
    if refusal is not None:
        raise refusal
    _check(text)
    if text == comment.text:
        return False
    number = count_versions(comment.id) + 1
    db.session.add(CommentVersion(comment_id=comment.id, number=number, text=comment.text))
    comment.text, comment.edited_at = text, utc_now()
    audit.record("page_comment.edited", comment, by=by, label=str(comment.id), page=comment.page_id)
    return True


def why_not_edit(comment: Comment, by: Actor) -> Refusal | None:
    """Return why ``by`` may not change a message, None when that is possible."""
    if by.actor_id is None or comment.by_id != by.actor_id:
        return NotAllowed("comment_not_yours")
    if comment.hidden_at is not None:
        return Refusal("comment_is_hidden")
    return Refusal("comment_too_old") if utc_now() - comment.at > OWN_EDIT else None


def hide_comment(comment: Comment, *, reason: str, version: int | None, by: Actor) -> None:
    """Take a message out of sight with a reason that all can read, or show it again."""
    if version != comment.version:
        raise Conflict("stale")
    if not reason.strip():
        raise Invalid([("reason", "doubt_without_text", {})])
    is_hidden = comment.hidden_at is not None
    comment.hidden_at = None if is_hidden else utc_now()
    comment.hidden_reason = "" if is_hidden else reason
    verb = "shown" if is_hidden else "hidden"
    audit.record(f"page_comment.{verb}", comment, by=by, label=str(comment.id), page=comment.page_id)


def _check(text: str) -> None:
    if not text.strip():
        raise Invalid([("text", "doubt_without_text", {})])
    if len(text) > LONGEST:
        raise Invalid([("text", "text_too_long", {"most": LONGEST})])
