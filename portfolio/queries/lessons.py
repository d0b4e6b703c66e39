"""Read which use cases moved to a phase at which a lesson can be learned."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from accounts.models import Person
from core.database import db
from portfolio.models import PhaseChange, UseCase
from portfolio.rules.terms import Phase


def list_moves(phases: Collection[Phase], *, since: date, until: date) -> list[tuple[str, int, int]]:
    """Return (code, owner's id, id of the move) of moves to these phases between two days, both included.

    Only where the use case still is in that phase and its owner can sign in.
    """
    rows = db.session.execute(
        select(UseCase.code, Person.id, PhaseChange.id)
        .join(PhaseChange, PhaseChange.use_case_id == UseCase.id)
        .join(Person, Person.id == UseCase.owner_id)
        .where(
            PhaseChange.phase.in_(phases),
            PhaseChange.phase == UseCase.phase,
            PhaseChange.happened_on.between(since, until),
            UseCase.merged_into_id.is_(None),
            Person.is_enabled.is_(True),
        )
        .order_by(PhaseChange.id)
    )
    return [(code, person_id, move_id) for code, person_id, move_id in rows]
