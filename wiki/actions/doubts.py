"""Report doubt about a page, and answer it. None of this commits. Source: domain.md W8."""

from core import audit
from core.audit import Actor
from core.database import db, today
from core.errors import Conflict, Invalid, NotAllowed, Refusal
from core.links import Reference
from core.notices import notify
from wiki.models import Doubt, DoubtReply, Page
from wiki.queries.recipients import list_in_exchange, list_keepers
from wiki.rules.field_kinds import fields_of
from wiki.rules.life import SETTLED, DoubtState, answer_due
from wiki.rules.terms import PageKind

LONGEST = 3000
PARTS = ("title", "abstract", "body")
SUBJECT = "page-doubt"


class Visitor:
    """The actor of who is not signed in."""

    actor_id: int | None = None
    actor_label: str = ""


def parts_of(kind: PageKind) -> list[str]:
    """Return the names of what one can doubt on a page of this kind."""
    return [*PARTS, *(field.name for field in fields_of(kind))]


def report_doubt(
    page: Page, *, text: str, field: str, by: Actor, is_released: bool, is_illustrative: bool = False
) -> Doubt:
    """Keep a report and tell the owner and the curators; unreleased it shows to nobody else."""
    if page.is_deleted:
        raise Refusal("page_is_deleted")
    _check(text)
    if field and field not in parts_of(page.kind):
        raise Invalid([("field", "field_unknown", {})])
    doubt = Doubt(
        page_id=page.id,
        field=field,
        text=text,
        revision=page.revision,
        asked_by_id=by.actor_id,
        asked_by_label=by.actor_label,
        due_on=answer_due(today()),
        is_released=is_released,
        is_illustrative=is_illustrative,
        replies=[],
    )
    db.session.add(doubt)
    audit.record("page_doubt.reported", doubt, by=by, label=page.title, page=page.id)
    notify(list_keepers(page.id, but=by.actor_id), "doubt-reported", _subject(doubt), dedupe="reported")
    return doubt


def reply_to_doubt(
    doubt: Doubt,
    *,
    text: str,
    state: DoubtState | None,
    release: bool,
    may_answer: bool,
    version: int | None,
    by: Actor,
) -> DoubtReply:
    """Add a turn to the exchange; the owner's people and the curators also settle, reopen and release it."""
    if version != doubt.version:
        raise Conflict("stale")
    if not may_answer and (state is not None or release):
        raise NotAllowed("not_the_owner")
    if not may_answer and not (doubt.is_released or doubt.asked_by_id == by.actor_id):
        raise NotAllowed("not_the_owner")
    _check(text)
    reply = DoubtReply(by_id=by.actor_id, by_label=by.actor_label, text=text, state=state)
    doubt.replies.append(reply)
    doubt.state = state or doubt.state
    doubt.is_released = doubt.is_released or release
    doubt.version += 1
    verb = state.value if state in SETTLED else "reopened" if state else "replied"
    audit.record(f"page_doubt.{verb}", doubt, by=by, label=str(doubt.id), page=doubt.page_id)
    told = list_in_exchange(doubt.id, doubt.asked_by_id, but=by.actor_id)
    notify(told, "doubt-replied", _subject(doubt), dedupe=f"reply-{reply.id}")
    return reply


def remind_of_late(doubts: list[Doubt]) -> int:
    """Tell the owner and the curators once that an answer is late; return how many people are told."""
    return sum(
        notify(list_keepers(doubt.page_id), "doubt-late", _subject(doubt), dedupe=f"late-{doubt.due_on}")
        for doubt in doubts
    )


def _subject(doubt: Doubt) -> Reference:
    return Reference(SUBJECT, str(doubt.id))


def _check(text: str) -> None:
    if not text.strip():
        raise Invalid([("text", "doubt_without_text", {})])
    if len(text) > LONGEST:
        raise Invalid([("text", "text_too_long", {"most": LONGEST})])
