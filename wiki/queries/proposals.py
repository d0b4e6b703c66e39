"""Read proposals for core information: the queue, one's own, those of a page; and what is core."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import contains_eager

from accounts.models import Membership, Person
from accounts.permissions import Permission, may
from accounts.rules.terms import Role
from core.database import db, today
from core.errors import NotFound
from core.web.paging import Page as ListPage
from core.web.paging import page_of
from wiki.models import Objection, Page, Proposal, ProposalEvent, ReviewSetting
from wiki.rules.core_parts import DEFAULT, Setting
from wiki.rules.review import OPEN, ProposalKind, ProposalState


@dataclass(frozen=True, slots=True)
class ProposalFilters:
    """What the queue is narrowed to; without a state what is open."""

    state: ProposalState | None = None
    typed: str = ""
    is_own: bool = False


def read_setting() -> ReviewSetting:
    """Return what is core and how long people may object; the defaults when nobody set it."""
    kept = db.session.get(ReviewSetting, 1)
    if kept is not None:
        return kept
    parts = {kind: sorted(names) for kind, names in DEFAULT.items()}
    return ReviewSetting(id=1, parts=parts, days_to_object=7, days_to_remind=7, version=0)


def core_setting() -> Setting:
    """Return which parts are core, by kind."""
    return {kind: frozenset(names) for kind, names in read_setting().parts.items()}


def is_readable(reader: Any) -> ColumnElement[bool]:
    """Return the condition under which ``reader`` may open a proposal.

    An open one stands on its page for all to read, so whoever is signed in may; one
    that is over is for its author, who objected to it, and the curators.
    """
    if may(Permission.WIKI_CURATE, reader=reader):
        return true()
    if not getattr(reader, "is_authenticated", False):
        return Proposal.id.is_(None)
    objected = select(Objection.proposal_id).where(Objection.person_id == reader.id)
    return or_(
        Proposal.author_id == reader.id,
        Proposal.id.in_(objected),
        and_(Proposal.state.in_(OPEN), Page.deleted_at.is_(None)),
    )


def get_proposal(id_: int, reader: Any) -> Proposal:
    """Return a proposal with its page (without texts), or refuse with NotFound."""
    found = db.session.scalar(_with_page().where(Proposal.id == id_, is_readable(reader)))
    if found is None:
        raise NotFound("proposal_not_found")
    return found


def list_by_ids(ids: Collection[int], reader: Any) -> Sequence[Proposal]:
    """Return those of these proposals that ``reader`` may open: one query."""
    return db.session.scalars(_with_page().where(Proposal.id.in_(ids), is_readable(reader))).all()


def _with_page() -> Any:
    return select(Proposal).join(Proposal.page).options(contains_eager(Proposal.page))


def list_proposals(
    filters: ProposalFilters, reader: Any, number: int, per_page: int = 25
) -> ListPage[Proposal]:
    """Return one page of the queue: open ones oldest first, others newest first.

    Who is no curator sees his own.
    """
    statement = _with_page()
    if filters.is_own or not may(Permission.WIKI_CURATE, reader=reader):
        statement = statement.where(Proposal.author_id == reader.id)
    if filters.state is None:
        statement = statement.where(Proposal.state.in_(OPEN)).order_by(Proposal.submitted_at, Proposal.id)
    else:
        statement = statement.where(Proposal.state == filters.state)
        statement = statement.order_by(Proposal.submitted_at.desc(), Proposal.id.desc())
    if filters.typed.strip():
        word = filters.typed.strip()
        statement = statement.where(
            Page.title.icontains(word, autoescape=True)
            | Proposal.summary.icontains(word, autoescape=True)
            | Proposal.reason.icontains(word, autoescape=True)
        )
    return page_of(statement, number, per_page)


def count_by_state(reader: Any, *, is_own: bool) -> dict[ProposalState, int]:
    """Return how many proposals there are in each state, of those in the queue of ``reader``: one query."""
    statement = select(Proposal.state, func.count()).group_by(Proposal.state)
    if is_own or not may(Permission.WIKI_CURATE, reader=reader):
        statement = statement.where(Proposal.author_id == reader.id)
    return {row[0]: row[1] for row in db.session.execute(statement)}


def list_open_of(page_id: int) -> Sequence[Proposal]:
    """Return the open proposals for a page, oldest first: one query."""
    statement = select(Proposal).where(Proposal.page_id == page_id, Proposal.state.in_(OPEN))
    return db.session.scalars(statement.order_by(Proposal.submitted_at, Proposal.id)).all()


def find_own_open(
    page_id: int, person_id: int | None, kind: ProposalKind = ProposalKind.CHANGE
) -> Proposal | None:
    """Return the open proposal of this person for this page."""
    if person_id is None:
        return None
    own = [one for one in list_open_of(page_id) if one.author_id == person_id and one.kind is kind]
    return own[0] if own else None


def list_approvals(page_id: int, numbers: Collection[int]) -> Mapping[int, Proposal]:
    """Return the approved proposals by the revision of this page that they made: one query."""
    statement = select(Proposal).where(Proposal.page_id == page_id, Proposal.approved_revision.in_(numbers))
    return {one.approved_revision or 0: one for one in db.session.scalars(statement)}


def list_events(proposal: Proposal) -> Sequence[ProposalEvent]:
    """Return what happened to a proposal, in order: one query."""
    statement = select(ProposalEvent).where(ProposalEvent.proposal_id == proposal.id)
    return db.session.scalars(statement.order_by(ProposalEvent.id)).all()


def list_objections(proposal: Proposal) -> Sequence[Objection]:
    """Return what people have against a proposal, oldest first: one query."""
    statement = select(Objection).where(Objection.proposal_id == proposal.id)
    return db.session.scalars(statement.order_by(Objection.id)).all()


def count_objections(ids: Collection[int]) -> dict[int, int]:
    """Return how many objections these proposals have: one query."""
    statement = (
        select(Objection.proposal_id, func.count())
        .where(Objection.proposal_id.in_(ids))
        .group_by(Objection.proposal_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def list_to_review(person: Any) -> Sequence[Proposal]:
    """Return the proposals that wait for this curator: not his own, none that he wrote in. One query."""
    statement = _with_page().where(
        Proposal.state == ProposalState.SUBMITTED,
        Proposal.author_id.is_distinct_from(person.id),
        Proposal.is_clashing.is_(False),
        Page.deleted_at.is_(None),
    )
    rows = db.session.scalars(statement.order_by(Proposal.submitted_at, Proposal.id).limit(50))
    return [one for one in rows if person.id not in one.writers]


def list_own_open(person: Any) -> Sequence[Proposal]:
    """Return the open proposals of this person, with their pages: one query."""
    statement = _with_page().where(Proposal.author_id == person.id, Proposal.state.in_(OPEN))
    return db.session.scalars(statement.order_by(Proposal.submitted_at, Proposal.id).limit(50)).all()


def list_waiting_since(moment: datetime) -> Sequence[Proposal]:
    """Return the proposals that wait for a curator since before ``moment``: one query."""
    statement = select(Proposal).where(
        Proposal.state == ProposalState.SUBMITTED, Proposal.submitted_at < moment
    )
    return db.session.scalars(statement.order_by(Proposal.id).limit(500)).all()


def list_curators() -> list[int]:
    """Return the ids of the people who are curators today and may sign in: one query."""
    day = today()
    statement = (
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.role == Role.WIKI_CURATOR,
            Membership.starts_on <= day,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
            Person.is_enabled,
        )
    )
    return list(db.session.scalars(statement.distinct().order_by(Membership.person_id)))
