"""Read what waits for a person in the portfolio: counts per domain, and their own unfinished work."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select

from accounts.models import Domain
from accounts.permissions import Permission, rights
from core.database import db
from portfolio.models import UseCase, team_member
from portfolio.rules.terms import Kind, Phase

MOST = 5


def list_to_judge(reader: Any) -> Sequence[tuple[Domain, int, int]]:
    """Return (domain, ideas, candidates without a score) where the reader plans: one query, or none."""
    domains = rights(reader).domains_where(Permission.USE_CASE_PLAN)
    if not domains:
        return []
    is_idea = (UseCase.phase == Phase.IDEA) & (UseCase.kind == Kind.USE_CASE)
    is_unscored = (UseCase.phase == Phase.CANDIDATE) & (UseCase.scored == 0)
    statement = (
        select(Domain, func.count().filter(is_idea), func.count().filter(is_unscored))
        .join(UseCase, UseCase.domain_id == Domain.id)
        .where(Domain.id.in_(domains), UseCase.is_draft.is_(False), UseCase.merged_into_id.is_(None))
        .group_by(Domain.id)
        .order_by(Domain.name)
    )
    return [(domain, ideas, unscored) for domain, ideas, unscored in db.session.execute(statement)]


def list_own_unfinished(reader: Any) -> Sequence[UseCase]:
    """Return drafts and ideas that the reader submitted, owns or works on, the newest first."""
    person_id = rights(reader).person_id
    team = select(team_member.c.use_case_id).where(team_member.c.person_id == person_id)
    is_own = or_(UseCase.submitter_id == person_id, UseCase.owner_id == person_id, UseCase.id.in_(team))
    statement = (
        select(UseCase)
        .where(is_own, UseCase.phase == Phase.IDEA, UseCase.merged_into_id.is_(None))
        .order_by(UseCase.updated_at.desc(), UseCase.id)
        .limit(MOST)
    )
    return db.session.scalars(statement).all()
