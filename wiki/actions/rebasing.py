"""Keep open proposals in step with the live page: merged per part, asked where both changed the same.

None of this commits.
"""

from core.audit import SYSTEM
from core.database import utc_now
from wiki.actions.review_log import log, tell_author
from wiki.models import Page, Proposal
from wiki.queries.proposals import list_open_of
from wiki.queries.revisions import draft_of, find_revision
from wiki.rules.core_parts import overlay, same_parts
from wiki.rules.draft import Draft
from wiki.rules.page_merge import PageMerge, merge_pages
from wiki.rules.review import ProposalKind, ProposalState, Step


def proposed(page: Page, proposal: Proposal, live: Draft) -> PageMerge:
    """Return the live page with the values of the proposal; not settled where the two clash."""
    row = find_revision(page, proposal.base_revision)
    base = draft_of(row) if row is not None else live
    return merge_pages(base, overlay(base, proposal.parts), live)


def rebase_open(page: Page, live: Draft) -> None:
    """Bring the open proposals of a page in line with what it says now."""
    for proposal in list_open_of(page.id):
        if proposal.kind is ProposalKind.CHANGE:
            _rebase(page, proposal, live)


def _rebase(page: Page, proposal: Proposal, live: Draft) -> None:
    row = find_revision(page, proposal.base_revision)
    if row is None or not same_parts(draft_of(row), live, proposal.parts):
        return
    merged = proposed(page, proposal, live)
    if not merged.is_settled:
        if not proposal.is_clashing:
            proposal.is_clashing = True
            log(proposal, Step.CLASH, by=SYSTEM, title=page.title)
            tell_author(proposal, "review-clash")
        return
    parts = same_parts(live, merged.draft, proposal.parts)
    proposal.base_revision, proposal.is_clashing = page.revision, False
    if parts:
        proposal.parts = parts
        log(proposal, Step.REBASE, by=SYSTEM, title=page.title)
        return
    proposal.state, proposal.decided_at = ProposalState.WITHDRAWN, utc_now()
    log(proposal, Step.WITHDRAW, by=SYSTEM, title=page.title)
