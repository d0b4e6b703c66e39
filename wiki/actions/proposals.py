"""The gate for what people send: free text goes live at once, core information waits for a review (W1).

Every view that changes a page comes through here; what the application itself does
(loading, upgrading) goes live directly. None of this commits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid, NotAllowed, Refusal
from wiki.actions import pages
from wiki.actions.review_log import check_seen, log, open_objections
from wiki.actions.writing import check, current_draft, lacking_fields
from wiki.models import Page, Proposal
from wiki.queries.proposals import core_setting, find_own_open
from wiki.rules.core_parts import (
    Parts,
    core_parts,
    overlay,
    part_names,
    same_parts,
    split,
    split_new,
)
from wiki.rules.draft import LONGEST_SUMMARY, Draft
from wiki.rules.field_kinds import fields_of
from wiki.rules.page_merge import merge_pages
from wiki.rules.review import ProposalKind, ProposalState, Step, Who, after, refusal_of
from wiki.rules.terms import Change


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a change: whether anything went live, and the parts that wait in a proposal."""

    is_live: bool
    waiting: tuple[str, ...] = ()
    proposal: Proposal | None = None

    @property
    def is_changed(self) -> bool:
        """Whether there was a change at all."""
        return self.is_live or bool(self.waiting)


def submit_new(draft: Draft, *, by: Actor, summary: str = "", slug: str = "") -> tuple[Page, Submitted]:
    """Add a page: its title and free text are live, its core values wait."""
    draft = check(draft)
    live, parts = (draft, {}) if by.actor_id is None else split_new(draft, core_setting())
    page = pages.create_page(
        live, by=by, summary=summary, slug=slug, may_lack=[field.name for field in fields_of(draft.kind)]
    )
    proposal = _propose(page, ProposalKind.CHANGE, parts, by, summary) if parts else None
    return page, Submitted(True, tuple(part_names(parts)), proposal)


def submit_page(
    page: Page,
    draft: Draft,
    *,
    base_revision: int | None,
    by: Actor,
    summary: str = "",
    seen: int | None = None,
    change: Change = Change.EDITED,
) -> Submitted:
    """Save what may go live and propose the rest.

    ``seen`` is the version of one's own open proposal that the form showed, 0 for none;
    None when it showed the live values: then what was proposed before is kept.
    """
    pages.check_base(page, base_revision)
    if page.is_deleted:
        raise Refusal("page_is_deleted")
    live = current_draft(page)
    draft = check(draft, lacking_fields(live))
    if by.actor_id is None:
        return Submitted(
            pages.save_page(page, draft, base_revision=base_revision, by=by, summary=summary, change=change)
        )
    now, parts = split(live, draft, core_setting())
    if "title" in parts:
        pages.refuse_same_title(parts["title"], page.id)
    is_live = pages.save_page(page, now, base_revision=base_revision, by=by, summary=summary, change=change)
    own = find_own_open(page.id, by.actor_id)
    if own is None:
        proposal = _propose(page, ProposalKind.CHANGE, parts, by, summary) if parts else None
        return Submitted(is_live, tuple(part_names(parts)), proposal)
    return _edit(page, own, current_draft(page), parts, by, summary, seen, is_live)


def submit_earlier(
    page: Page, number: int, *, base_revision: int | None, by: Actor, summary: str = ""
) -> Submitted:
    """Make an earlier revision live again, as far as that is free; its core values are proposed."""
    draft = pages.earlier_draft(page, number)
    return submit_page(
        page, draft, base_revision=base_revision, by=by, summary=summary, change=Change.REVERTED
    )


def submit_rename(
    page: Page, slug: str, *, base_revision: int | None, by: Actor, take_over: bool = False
) -> Submitted:
    """Give a page another address; for a page with core values that is proposed."""
    pages.check_base(page, base_revision)
    if not has_core(page) or slug == page.slug or by.actor_id is None:
        return Submitted(
            pages.rename_page(page, slug, base_revision=base_revision, by=by, take_over=take_over)
        )
    pages.check_slug(page, slug, take_over=take_over)
    parts = {"slug": slug, "take_over": take_over}
    return _once(page, ProposalKind.RENAME, parts, by, "")


def submit_delete(page: Page, *, base_revision: int | None, by: Actor, reason: str) -> Submitted:
    """Take a page away; for a page with core values that is proposed."""
    pages.check_base(page, base_revision)
    if not has_core(page) or page.is_deleted or by.actor_id is None:
        pages.delete_page(page, base_revision=base_revision, by=by, reason=reason)
        return Submitted(True)
    if not reason.strip():
        raise Invalid([("summary", "reason_needed", {})])
    return _once(page, ProposalKind.DELETE, {"gone": True}, by, reason)


def has_core(page: Page) -> bool:
    """Tell whether a page has core values."""
    return page.is_core or bool(core_parts(page.kind, page.is_core, core_setting()))


def withdraw(proposal: Proposal, page: Page, *, version: int | None, by: Actor) -> None:
    """Take one's own proposal back."""
    require_step(Step.WITHDRAW, proposal, Who(is_author=_is_author(proposal, by)))
    check_seen(proposal, version)
    proposal.state, proposal.decided_at = ProposalState.WITHDRAWN, utc_now()
    proposal.decided_by_id, proposal.decided_by_label = by.actor_id, by.actor_label
    log(proposal, Step.WITHDRAW, by=by, title=page.title)


def submit_again(proposal: Proposal, page: Page, *, version: int | None, by: Actor, text: str) -> None:
    """Hand in one's proposal again as it is, with an answer to what was asked."""
    require_step(Step.EDIT, proposal, Who(is_author=_is_author(proposal, by)))
    check_seen(proposal, version)
    if not text.strip():
        raise Invalid([("text", "review_reason_needed", {})])
    if proposal.is_clashing:
        raise Refusal("review_clashes")
    proposal.state = after(Step.EDIT, proposal.state)
    log(proposal, Step.EDIT, by=by, text=text, title=page.title)


def require_step(step: Step, proposal: Proposal, who: Who) -> None:
    """Refuse a step that this person may not take (403), or not now (422)."""
    code = refusal_of(step, proposal.state, who)
    if code == "review_not_now":
        raise Refusal(code)
    if code is not None:
        raise NotAllowed(code)


def _is_author(proposal: Proposal, by: Actor) -> bool:
    return by.actor_id is not None and proposal.author_id == by.actor_id


def _once(page: Page, kind: ProposalKind, parts: Parts, by: Actor, summary: str) -> Submitted:
    """Propose a rename or deletion; one person has one of each at a time."""
    if page.is_deleted:
        raise Refusal("page_is_deleted")
    own = find_own_open(page.id, by.actor_id, kind)
    if own is None:
        own = _propose(page, kind, parts, by, summary)
    else:
        own.parts, own.summary = parts, summary.strip()[:LONGEST_SUMMARY]
        own.state, own.submitted_at = after(Step.EDIT, own.state), utc_now()
        log(own, Step.EDIT, by=by, text=summary, title=page.title)
    return Submitted(False, (kind.value,), own)


def _propose(page: Page, kind: ProposalKind, parts: Parts, by: Actor, summary: str) -> Proposal:
    proposal = Proposal(
        page_id=page.id,
        kind=kind,
        state=ProposalState.SUBMITTED,
        parts=parts,
        base_revision=page.revision,
        summary=summary.strip()[:LONGEST_SUMMARY],
        author_id=by.actor_id,
        author_label=by.actor_label,
        writers=[by.actor_id],
        submitted_at=utc_now(),
        page=page,
    )
    db.session.add(proposal)
    db.session.flush()
    open_objections(page, proposal, current_draft(page))
    log(proposal, Step.SUBMIT, by=by, text=summary, title=page.title)
    return proposal


def _edit(
    page: Page,
    own: Proposal,
    live: Draft,
    parts: Parts,
    by: Actor,
    summary: str,
    seen: int | None,
    is_live: bool,
) -> Submitted:
    """Bring one's open proposal in line with what was sent; what one did not see is never lost."""
    if seen != own.version:
        if not parts:
            return Submitted(is_live)
        parts = _together(live, parts, own.parts, is_strict=seen is not None)
    if not parts:
        own.state, own.decided_at = ProposalState.WITHDRAWN, utc_now()
        log(own, Step.WITHDRAW, by=by, title=page.title)
        return Submitted(True)
    if parts == own.parts and not own.is_clashing:
        return Submitted(is_live, tuple(part_names(parts)) if is_live else (), own)
    own.parts, own.base_revision, own.is_clashing = parts, page.revision, False
    own.summary = summary.strip()[:LONGEST_SUMMARY] or own.summary
    own.state, own.submitted_at = after(Step.EDIT, own.state), utc_now()
    open_objections(page, own, live)
    log(own, Step.EDIT, by=by, text=summary, title=page.title)
    return Submitted(is_live, tuple(part_names(parts)), own)


def _together(live: Draft, mine: Mapping[str, Any], kept: Mapping[str, Any], *, is_strict: bool) -> Parts:
    """Return what was proposed before with what was sent now; where they clash what was sent counts.

    When the form showed another proposal than there is now, a clash is refused instead.
    """
    merged = merge_pages(live, overlay(live, mine), overlay(live, kept))
    if is_strict and not merged.is_settled:
        raise Refusal("proposal_changed_since")
    names = {name: None for name in (*mine, *kept) if name != "fields"}
    fields = dict.fromkeys((*mine.get("fields", {}), *kept.get("fields", {})))
    return same_parts(live, replace(merged.draft), {**names, "fields": fields})
