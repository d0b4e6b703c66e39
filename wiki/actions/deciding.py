"""Decide on proposals for core information: ask, amend, approve, reject, object. None of this commits.

Who may do what: wiki/rules/review.py. Nobody approves what he wrote himself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid, Refusal
from core.links import dependants_of
from core.notices import notify
from wiki.actions import pages
from wiki.actions.proposals import require_step
from wiki.actions.rebasing import proposed
from wiki.actions.review_log import check_seen, concerned, log, open_objections, reference_of, tell_author
from wiki.actions.writing import check, current_draft, lacking_fields
from wiki.models import Objection, Page, Proposal
from wiki.queries.proposals import list_objections
from wiki.rules.core_parts import same_parts
from wiki.rules.draft import LONGEST_SUMMARY, Draft
from wiki.rules.field_kinds import TEXT
from wiki.rules.review import ProposalKind, Situation, Step, Who, after, findings

_FIELDS = {
    "review_unanswered": "answer",
    "review_may_object": "is_urgent",
    "review_reason_needed": "reason",
}


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote what goes live, beside who makes it live."""

    actor_id: int | None
    actor_label: str


def who_is(proposal: Proposal, page: Page, by: Actor, *, is_curator: bool) -> Who:
    """Return what ``by`` is to this proposal; the page must be loaded with its texts."""
    is_author = by.actor_id is not None and proposal.author_id == by.actor_id
    return Who(
        is_author=is_author,
        is_curator=is_curator,
        has_written=by.actor_id in proposal.writers,
        may_object=not is_author and may_object(proposal, page, by),
    )


def may_object(proposal: Proposal, page: Page, by: Actor) -> bool:
    """Tell whether ``by`` owns what builds on the values that change, in time."""
    if by.actor_id is None or proposal.object_until is None or proposal.object_until < utc_now():
        return False
    found = dependants_of(concerned(page.id, proposal, current_draft(page)), None)
    return any(by.actor_id in one.people for one in found)


def ask_changes(
    proposal: Proposal, page: Page, *, version: int | None, by: Actor, is_curator: bool, reason: str
) -> None:
    """Give a proposal back to its author with what is to be changed."""
    _prepare(Step.ASK, proposal, page, version, by, is_curator, reason)
    proposal.state = after(Step.ASK, proposal.state)
    log(proposal, Step.ASK, by=by, text=reason, title=page.title)
    tell_author(proposal, "review-changes")


def amend(
    proposal: Proposal,
    page: Page,
    wanted: Draft,
    *,
    version: int | None,
    by: Actor,
    is_curator: bool,
    text: str = "",
) -> None:
    """Change the proposed values; they count as the reviewer's from then on, so another approves them."""
    _prepare(Step.AMEND, proposal, page, version, by, is_curator, text)
    if proposal.kind is not ProposalKind.CHANGE or "kind" in proposal.parts:
        raise Refusal("review_not_amendable")
    if proposal.is_clashing:
        raise Refusal("review_clashes")
    live = current_draft(page)
    parts = same_parts(live, check(wanted, lacking_fields(live)), proposal.parts)
    if not parts:
        raise Refusal("review_nothing_left")
    if parts == proposal.parts:
        raise Refusal("review_nothing_changed")
    proposal.parts, proposal.base_revision = parts, page.revision
    proposal.writers = sorted({*proposal.writers, by.actor_id or 0})
    proposal.amended_by_label = by.actor_label
    open_objections(page, proposal, live)
    log(proposal, Step.AMEND, by=by, text=text, title=page.title)
    tell_author(proposal, "review-amended")


def approve(
    proposal: Proposal,
    page: Page,
    *,
    version: int | None,
    by: Actor,
    is_curator: bool,
    reason: str = "",
    is_urgent: bool = False,
    answers: Mapping[int, str] | None = None,
) -> None:
    """Make the proposed values live, in the name of who wrote them."""
    _prepare(Step.APPROVE, proposal, page, version, by, is_curator, reason, is_urgent, answers)
    if page.is_deleted:
        raise Refusal("page_is_deleted")
    _close(proposal, Step.APPROVE, by, reason)
    proposal.approved_revision = page.revision + 1
    db.session.flush()
    author = Author(proposal.author_id, _names(proposal))
    page.approved_at, page.approved_by_label = utc_now(), by.actor_label
    if not _carry_out(proposal, page, by, author):
        raise Refusal("review_nothing_left")
    log(proposal, Step.APPROVE, by=by, text=reason, title=page.title)
    tell_author(proposal, "review-approved")
    _tell_objectors(proposal, "review-approved")


def reject(
    proposal: Proposal,
    page: Page,
    *,
    version: int | None,
    by: Actor,
    is_curator: bool,
    reason: str,
    answers: Mapping[int, str] | None = None,
) -> None:
    """Turn a proposal down; it is kept with the reason."""
    _prepare(Step.REJECT, proposal, page, version, by, is_curator, reason, False, answers)
    _close(proposal, Step.REJECT, by, reason)
    log(proposal, Step.REJECT, by=by, text=reason, title=page.title)
    tell_author(proposal, "review-rejected")
    _tell_objectors(proposal, "review-rejected")


def object_to(proposal: Proposal, page: Page, *, version: int | None, by: Actor, reason: str) -> None:
    """Say what one has against a proposal on which one's own work builds."""
    _prepare(Step.OBJECT, proposal, page, version, by, False, reason)
    db.session.add(
        Objection(
            proposal_id=proposal.id,
            at=utc_now(),
            person_id=by.actor_id,
            person_label=by.actor_label,
            reason=reason.strip(),
        )
    )
    log(proposal, Step.OBJECT, by=by, title=page.title)
    tell_author(proposal, "review-objected", but=by)


def _prepare(
    step: Step,
    proposal: Proposal,
    page: Page,
    version: int | None,
    by: Actor,
    is_curator: bool,
    reason: str,
    is_urgent: bool = False,
    answers: Mapping[int, str] | None = None,
) -> None:
    """Refuse a step that may not be taken, or not like this; write the answers to objections."""
    require_step(step, proposal, who_is(proposal, page, by, is_curator=is_curator))
    check_seen(proposal, version)
    if len(reason) > TEXT:
        raise Invalid([("reason", "text_too_long", {"most": TEXT})])
    unanswered = 0
    if step in (Step.APPROVE, Step.REJECT):
        unanswered = _answer(proposal, by, answers or {})
    is_waiting = proposal.object_until is not None and proposal.object_until > utc_now()
    situation = Situation(proposal.is_clashing, unanswered, is_waiting, is_urgent, reason)
    found = findings(step, situation)
    if found == ["review_clashes"]:
        raise Refusal("review_clashes")
    if found:
        raise Invalid([(_FIELDS.get(code, "reason"), code, {}) for code in found])


def _answer(proposal: Proposal, by: Actor, answers: Mapping[int, str]) -> int:
    """Write the answers that were given; return how many objections have none."""
    unanswered = 0
    for one in list_objections(proposal):
        text = answers.get(one.id, "").strip()[:TEXT]
        if text:
            one.answer, one.answered_at, one.answered_by_label = text, utc_now(), by.actor_label
        unanswered += not one.answer
    return unanswered


def _close(proposal: Proposal, step: Step, by: Actor, reason: str) -> None:
    proposal.state = after(step, proposal.state)
    proposal.decided_at, proposal.reason = utc_now(), reason.strip()
    proposal.decided_by_id, proposal.decided_by_label = by.actor_id, by.actor_label


def _carry_out(proposal: Proposal, page: Page, by: Actor, author: Author) -> bool:
    base, parts = page.revision, proposal.parts
    if proposal.kind is ProposalKind.RENAME:
        return pages.rename_page(
            page, parts["slug"], base_revision=base, by=by, take_over=parts["take_over"], author=author
        )
    if proposal.kind is ProposalKind.DELETE:
        pages.delete_page(page, base_revision=base, by=by, reason=proposal.summary, author=author)
        return True
    draft = proposed(page, proposal, current_draft(page)).draft
    summary = proposal.summary[:LONGEST_SUMMARY]
    return pages.save_page(page, draft, base_revision=base, by=by, summary=summary, author=author)


def _names(proposal: Proposal) -> str:
    """Return who wrote it: the author, and who amended it."""
    labels = [proposal.author_label, proposal.amended_by_label]
    return ", ".join(dict.fromkeys(filter(None, labels)))[:200]


def _tell_objectors(proposal: Proposal, kind: str) -> None:
    people = {one.person_id for one in list_objections(proposal) if one.person_id is not None}
    people.discard(proposal.author_id)
    if people:
        notify(sorted(people), kind, reference_of(proposal), dedupe=f"{proposal.version}")
