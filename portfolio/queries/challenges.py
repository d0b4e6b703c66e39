"""Read urgent challenges with the use cases that join them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.database import db
from portfolio.models import UrgentChallenge, UseCase, urgent_use_case
from portfolio.queries.visibility import is_readable
from portfolio.rules.urgency import Urgency


@dataclass(frozen=True)
class Joined:
    """A challenge, and how many use cases that this reader may read join it."""

    challenge: UrgentChallenge
    use_cases: int

    def is_urgent_on(self, day: date) -> bool:
        """Tell whether it is urgent on ``day``."""
        return Urgency(self.challenge.slug, self.challenge.since, self.challenge.until).is_active(day)


def list_with_counts(reader: Any) -> Sequence[Joined]:
    """Return all challenges by name: one query."""
    counted = (
        select(urgent_use_case.c.challenge_id, func.count().label("total"))
        .join(UseCase, UseCase.id == urgent_use_case.c.use_case_id)
        .where(is_readable(reader))
        .group_by(urgent_use_case.c.challenge_id)
        .subquery()
    )
    statement = (
        select(UrgentChallenge, func.coalesce(counted.c.total, 0))
        .outerjoin(counted, counted.c.challenge_id == UrgentChallenge.id)
        .order_by(UrgentChallenge.name, UrgentChallenge.id)
    )
    return [Joined(challenge, total) for challenge, total in db.session.execute(statement)]


def find_challenge(slug: str) -> UrgentChallenge | None:
    """Return a challenge by its address, or None."""
    if "\0" in slug:
        return None
    return db.session.scalars(select(UrgentChallenge).where(UrgentChallenge.slug == slug)).one_or_none()


def free_slug(wanted: str) -> str:
    """Return ``wanted``, or the first of wanted-2, wanted-3 … that is free."""
    taken = set(
        db.session.scalars(select(UrgentChallenge.slug).where(UrgentChallenge.slug.startswith(wanted)))
    )
    candidate, number = wanted, 1
    while candidate in taken or candidate == "new":
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate
