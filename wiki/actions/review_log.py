"""What each step of a proposal leaves behind: an event in its story, one in the audit trail, word to people.

None of this commits.
"""

from datetime import timedelta

from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Conflict
from core.links import Reference, dependants_of
from core.notices import notify
from wiki.models import Page, Proposal, ProposalEvent
from wiki.queries.proposals import read_setting
from wiki.rules.core_parts import definition_keys
from wiki.rules.draft import Draft
from wiki.rules.review import ProposalKind, Step

TYPE = "proposal"


def reference_of(proposal: Proposal) -> Reference:
    """Return how other features name a proposal."""
    return Reference(TYPE, str(proposal.id))


def check_seen(proposal: Proposal, version: int | None) -> None:
    """Refuse who decides on another proposal than there is now."""
    if version != proposal.version:
        raise Conflict("stale")


def log(proposal: Proposal, step: Step, *, by: Actor, text: str = "", title: str = "") -> None:
    """Keep a step with the values as they are now, and record it."""
    db.session.flush()
    db.session.add(
        ProposalEvent(
            proposal_id=proposal.id,
            at=utc_now(),
            actor_id=by.actor_id,
            actor_label=by.actor_label,
            step=step,
            text=text.strip(),
            parts=dict(proposal.parts),
        )
    )
    kind = proposal.kind.value
    audit.record(f"proposal.{step.value}", proposal, by=by, label=title, page_id=proposal.page_id, kind=kind)


def tell_author(proposal: Proposal, kind: str, *, but: Actor | None = None) -> None:
    """Tell the author what happened to his proposal, unless he did it himself."""
    if proposal.author_id is not None and (but is None or but.actor_id != proposal.author_id):
        db.session.flush()
        notify([proposal.author_id], kind, reference_of(proposal), dedupe=f"{proposal.version}")


def concerned(page_id: int, proposal: Proposal, live: Draft) -> list[Reference]:
    """Return the things of the wiki on which others build, and that this proposal changes."""
    keys = definition_keys(live, proposal.parts) if proposal.kind is ProposalKind.CHANGE else None
    if keys is None:
        return [Reference("definition", f"{page_id}:")]
    return [Reference("definition", f"{page_id}:{key}") for key in sorted(keys)]


def people_concerned(page_id: int, proposal: Proposal, live: Draft) -> set[int]:
    """Return who owns what builds on the values that change; an address is no value."""
    if proposal.kind is ProposalKind.RENAME:
        return set()
    found = dependants_of(concerned(page_id, proposal, live), None)
    return {id_ for one in found for id_ in one.people} - {proposal.author_id or 0}


def open_objections(page: Page, proposal: Proposal, live: Draft) -> None:
    """Tell the owners of what builds on this, and give them time to object."""
    people = people_concerned(page.id, proposal, live)
    days = read_setting().days_to_object
    proposal.object_until = utc_now() + timedelta(days=days) if people and days else None
    if people:
        db.session.flush()
        notify(sorted(people), "review-may-object", reference_of(proposal), dedupe=f"{proposal.version}")
