"""Read what boards agreed to come back to, and what happened since."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import false, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from accounts.models import Membership
from accounts.permissions import Permission, rights
from accounts.rules.terms import ROLES_OF_A_DOMAIN
from core.database import db
from portfolio.models import Decision, DecisionRevisit, PhaseChange, Precondition, UseCase
from portfolio.rules.decisions import DecisionState, News
from portfolio.rules.terms import Phase, PreconditionState

_PUBLISHED = Decision.state == DecisionState.PUBLISHED


def list_unmarked() -> Sequence[DecisionRevisit]:
    """Return the agreements of published decisions that were not due yet: one query.

    What a next decision followed up is no longer waited for.
    """
    followed = select(Decision.supersedes_id).where(Decision.supersedes_id.is_not(None), _PUBLISHED)
    statement = (
        select(DecisionRevisit)
        .join(DecisionRevisit.decision)
        .where(
            _PUBLISHED,
            DecisionRevisit.due_since.is_(None),
            DecisionRevisit.settled_on.is_(None),
            Decision.id.not_in(followed),
        )
        .options(contains_eager(DecisionRevisit.decision), joinedload(DecisionRevisit.use_case))
        .order_by(DecisionRevisit.id)
    )
    return db.session.scalars(statement).unique().all()


def people_of_board(domain_id: int, day: date) -> Sequence[int]:
    """Return the ids of who sits in the board of a domain on a day, and of its secretaries."""
    statement = (
        select(Membership.person_id)
        .where(
            Membership.domain_id == domain_id,
            Membership.role.in_(ROLES_OF_A_DOMAIN),
            Membership.starts_on <= day,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
        )
        .distinct()
        .order_by(Membership.person_id)
    )
    return db.session.scalars(statement).all()


def news_of(revisits: Sequence[DecisionRevisit]) -> dict[int, News]:
    """Return by id what happened to the use case and precondition of each: two queries."""
    use_cases = {row.use_case_id for row in revisits if row.use_case_id}
    gates = {row.precondition_id for row in revisits if row.precondition_id}
    reached: dict[int, dict[Phase, date]] = {}
    if use_cases:
        steps = (
            select(PhaseChange.use_case_id, PhaseChange.phase, PhaseChange.happened_on)
            .where(PhaseChange.use_case_id.in_(use_cases))
            .order_by(PhaseChange.happened_on, PhaseChange.id)
        )
        for use_case_id, phase, on in db.session.execute(steps):
            reached.setdefault(use_case_id, {})[phase] = on
    states: dict[int, PreconditionState] = {}
    if gates:
        rows = select(Precondition.id, Precondition.state).where(Precondition.id.in_(gates))
        states = {row[0]: PreconditionState(row[1]) for row in db.session.execute(rows)}
    return {
        row.id: News(
            phase=row.use_case.phase if row.use_case else None,
            reached=reached.get(row.use_case_id or 0, {}),
            gate=states.get(row.precondition_id or 0),
        )
        for row in revisits
    }


def list_due(reader: Any, domain_id: int | None = None) -> Sequence[DecisionRevisit]:
    """Return what the boards of ``reader`` have to look at again, the longest due first: one query or none.

    For who sits on a board or prepares for it; a programme manager has no board of their own.
    """
    domains = rights(reader).domains_where(Permission.USE_CASE_READ_DRAFT)
    if domains is not None and not domains:
        return []
    own = true() if domains is None else Decision.domain_id.in_(domains) if domains else false()
    statement = (
        select(DecisionRevisit)
        .join(DecisionRevisit.decision)
        .where(own, _PUBLISHED, DecisionRevisit.due_since.is_not(None), DecisionRevisit.settled_on.is_(None))
        .options(
            contains_eager(DecisionRevisit.decision).joinedload(Decision.domain),
            joinedload(DecisionRevisit.use_case),
        )
        .order_by(DecisionRevisit.due_since, DecisionRevisit.id)
    )
    if domain_id is not None:
        statement = statement.where(Decision.domain_id == domain_id)
    return db.session.scalars(statement).unique().all()


def preconditions_of(domain_id: int) -> list[tuple[int, str]]:
    """Return (id, code and text) of the preconditions in a domain that are not met, for a choice."""
    statement = (
        select(Precondition)
        .join(Precondition.use_case)
        .options(contains_eager(Precondition.use_case))
        .where(
            UseCase.domain_id == domain_id,
            Precondition.state.in_((PreconditionState.OPEN, PreconditionState.IN_PROGRESS)),
        )
        .order_by(UseCase.code, Precondition.position)
    )
    return [
        (row.id, f"{row.use_case.code}: {row.text}") for row in db.session.scalars(statement).unique().all()
    ]
