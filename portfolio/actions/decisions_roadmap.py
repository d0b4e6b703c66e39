"""Adopt a roadmap: a draft decision that holds the planned quarters of a domain. Does not commit.

The first adopted roadmap that holds a use case is its first baseline (methods.md §4).
"""

from collections.abc import Sequence

from sqlalchemy import select

from accounts.models import Domain
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Refusal
from portfolio.actions.decisions import check_draft, draft_decision
from portfolio.models import AdoptedRow, Decision, RoadmapAdoption, UseCase
from portfolio.rules.decisions import DecisionKind
from portfolio.rules.terms import MIX_PHASES


def draft_roadmap(domain: Domain, *, subject: str, text: str, by: Actor) -> Decision:
    """Draft the decision that adopts the roadmap of ``domain`` as it is planned now."""
    draft = draft_decision(domain=domain, kind=DecisionKind.ROADMAP, subject=subject, decision=text, by=by)
    take_roadmap(draft)
    return draft


def retake_roadmap(draft: Decision, *, by: Actor, version: int | None) -> Decision:
    """Let a draft hold the planning of now."""
    check_draft(draft, version)
    take_roadmap(draft)
    draft.changed_at = utc_now()
    return draft


def take_roadmap(draft: Decision) -> None:
    """Write the rows: what is chosen and planned, and has not ended."""
    planned = planned_rows(draft.domain_id)
    if not planned:
        raise Refusal("missing_roadmap_rows")
    if draft.adoption is None:
        draft.adoption = RoadmapAdoption(rows=[], taken_at=utc_now())
    else:
        draft.adoption.rows = []
        db.session.flush()  # the old rows go first: a use case stands on it once
    draft.adoption.taken_at = utc_now()
    draft.adoption.rows = [
        AdoptedRow(
            use_case_id=row.id,
            use_case=row,
            start=row.planned_start,
            quarters=row.planned_quarters,
            title=row.title,
            size=row.size,
            is_illustrative=row.is_illustrative("planned"),
        )
        for row in planned
    ]
    db.session.flush()


def planned_rows(domain_id: int) -> Sequence[UseCase]:
    """Return what a roadmap of this domain would hold now, soonest first: one query."""
    statement = (
        select(UseCase)
        .where(
            UseCase.domain_id == domain_id,
            UseCase.phase.in_(MIX_PHASES),
            UseCase.planned_start.is_not(None),
            UseCase.merged_into_id.is_(None),
            UseCase.is_draft.is_(False),
        )
        .order_by(UseCase.planned_start, UseCase.code)
    )
    return db.session.scalars(statement).all()


def has_moved(draft: Decision) -> bool:
    """Tell whether the planning differs from what the draft holds."""
    if draft.adoption is None:
        return True
    held = {(row.use_case_id, row.start, row.quarters) for row in draft.adoption.rows}
    return held != {
        (row.id, row.planned_start, row.planned_quarters) for row in planned_rows(draft.domain_id)
    }
