"""Which outcomes of a round everyone may read: those whose decision was published."""

from sqlalchemy import select

from core.database import db
from portfolio.models import Assessment, ScoringRound
from portfolio.rules.round_terms import RoundState


def published_ids(round_: ScoringRound) -> frozenset[int]:
    """Return the use cases of a settled round whose scores come from it and are public."""
    if round_.state is not RoundState.SETTLED:
        return frozenset()
    found = select(Assessment.use_case_id).where(
        Assessment.round_id == round_.id, Assessment.published_on.is_not(None)
    )
    return frozenset(db.session.scalars(found))
