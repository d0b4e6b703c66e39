"""Read the versions of a roadmap: what boards adopted, and the draft of now, each as rows to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from core.database import db
from portfolio.models import AdoptedRow, Decision, RoadmapAdoption, UseCase
from portfolio.models.progress import PlanMove
from portfolio.queries.plan_moves import standing_ids_of
from portfolio.queries.progress_inputs import IN_ORDER
from portfolio.rules.decisions import DecisionState
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.roadmap_versions import Planned
from portfolio.rules.terms import MIX_PHASES

_PUBLISHED = Decision.state == DecisionState.PUBLISHED


@dataclass(frozen=True, slots=True)
class Version:
    """One adopted roadmap; the first of a domain has ``ordinal`` 1."""

    ordinal: int
    adoption_id: int
    number: str
    subject: str
    subject_en: str
    decided_on: date
    published_at: datetime
    rows: int
    is_illustrative: bool


def list_versions(domain_id: int) -> list[Version]:
    """Return what the board of a domain adopted, the first first."""
    total = (
        select(func.count(AdoptedRow.id))
        .where(AdoptedRow.adoption_id == RoadmapAdoption.id)
        .correlate(RoadmapAdoption)
        .scalar_subquery()
    )
    statement: Any = (
        select(
            *(RoadmapAdoption.id, Decision.number, Decision.subject, Decision.subject_en),
            *(Decision.decided_on, Decision.published_at, total, Decision.illustrative),
        )
        .join(Decision, Decision.id == RoadmapAdoption.decision_id)
        .where(Decision.domain_id == domain_id, _PUBLISHED)
        .order_by(*IN_ORDER)
    )
    return [
        Version(ordinal, row[0], row[1], row[2], row[3], row[4], row[5], row[6], bool(row[7]))
        for ordinal, row in enumerate(db.session.execute(statement), 1)
    ]


def rows_of(version: Version) -> list[Planned]:
    """Return what stands in an adopted roadmap; a size is None where it was not kept then."""
    statement = (
        select(UseCase.code, AdoptedRow.title, AdoptedRow.start, AdoptedRow.quarters, AdoptedRow.size)
        .join(UseCase, UseCase.id == AdoptedRow.use_case_id)
        .where(AdoptedRow.adoption_id == version.adoption_id)
    )
    return _planned(db.session.execute(statement))


def rows_now(domain_id: int) -> list[Planned]:
    """Return what a roadmap would hold if it were adopted now: what is chosen, planned and not ended."""
    statement = select(
        UseCase.code, UseCase.title, UseCase.planned_start, UseCase.planned_quarters, UseCase.size
    ).where(
        UseCase.domain_id == domain_id,
        UseCase.phase.in_(MIX_PHASES),
        UseCase.planned_start.is_not(None),
        UseCase.merged_into_id.is_(None),
        UseCase.is_draft.is_(False),
    )
    return _planned(db.session.execute(statement))


def reasons_between(
    codes: Sequence[str], after: datetime, until: datetime | None
) -> list[tuple[str, ReplanReason]]:
    """Return why these were planned anew between two moments, oldest first, without what was undone."""
    statement = (
        select(PlanMove.id, PlanMove.use_case_id, UseCase.code, PlanMove.reason)
        .join(UseCase, UseCase.id == PlanMove.use_case_id)
        .where(
            UseCase.code.in_(codes),
            PlanMove.reason.is_not(None),
            PlanMove.at >= after,
            PlanMove.at <= (until or datetime.now(UTC)),
        )
        .order_by(PlanMove.at, PlanMove.id)
    )
    rows = db.session.execute(statement).all()
    kept = standing_ids_of({row[1] for row in rows})
    return [(code, reason) for id_, _case, code, reason in rows if id_ in kept and reason]


def _planned(rows: Any) -> list[Planned]:
    return [
        Planned(code, title, Quarter.from_index(start), quarters, size)
        for code, title, start, quarters, size in rows
    ]
