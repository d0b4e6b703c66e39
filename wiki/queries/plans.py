"""Read how far organisations are with a plan."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from accounts.models import Organisation
from core.database import db
from wiki.models import PlanProgress

MOST = 10_000  # rows: 50 steps at 200 organisations


def list_progress(page_id: int) -> Sequence[PlanProgress]:
    """Return what organisations said about the steps of a plan, by name of the organisation: one query."""
    statement = (
        select(PlanProgress)
        .join(PlanProgress.organisation)
        .where(PlanProgress.page_id == page_id)
        .options(contains_eager(PlanProgress.organisation))
        .order_by(Organisation.name, Organisation.id, PlanProgress.id)
    )
    return db.session.scalars(statement.limit(MOST)).all()


def find_progress(page_id: int, organisation_id: int, step: str) -> PlanProgress | None:
    """Return what an organisation said about one step."""
    return db.session.scalar(
        select(PlanProgress).where(
            PlanProgress.page_id == page_id,
            PlanProgress.organisation_id == organisation_id,
            PlanProgress.step == step,
        )
    )
