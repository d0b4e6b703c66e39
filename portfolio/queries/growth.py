"""Read who helps which system function on, as far as a reader may read: one query."""

from typing import Any, NamedTuple

from sqlalchemy import case, select

from core.database import db
from portfolio.models import Contribution, SystemFunction, UseCase
from portfolio.models.progress import ComputedStatus
from portfolio.queries.visibility import is_readable
from portfolio.rules.growth import ENDED_EARLY, MAKING, WORKING, Help
from portfolio.rules.progress_status import Status
from portfolio.rules.terms import ContributionLevel, Phase

_PHASES = MAKING | WORKING | ENDED_EARLY


class _Row(NamedTuple):
    use_case: str
    target: str
    level: ContributionLevel
    phase: Phase
    is_late: int


def list_helps(reader: Any) -> list[Help]:
    """Return what each chosen, finished, stopped or parked use case does for a function, as of now.

    Late is what the rules computed as red, among what was published.
    """
    statement: Any = (
        select(
            *(UseCase.code, SystemFunction.code, Contribution.level, UseCase.phase),
            case((ComputedStatus.status == Status.RED, 1), else_=0),
        )
        .join(Contribution, Contribution.use_case_id == UseCase.id)
        .join(SystemFunction, SystemFunction.id == Contribution.function_id)
        .outerjoin(
            ComputedStatus, (ComputedStatus.use_case_id == UseCase.id) & ComputedStatus.until.is_(None)
        )
        .where(is_readable(reader), UseCase.published_on.is_not(None), UseCase.phase.in_(_PHASES))
        .order_by(UseCase.code, SystemFunction.code)
    )
    found = (_Row(*row) for row in db.session.execute(statement))
    return [Help(row.use_case, row.target, row.level, row.phase, bool(row.is_late)) for row in found]


def late_and_ended(reader: Any, on: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of what was computed as red on a day, and of what stopped after it was public.

    One query.
    """
    holds = (
        (ComputedStatus.use_case_id == UseCase.id)
        & (ComputedStatus.on <= on)
        & (ComputedStatus.until.is_(None) | (ComputedStatus.until >= on))
        & (ComputedStatus.status == Status.RED)
    )
    is_late = ComputedStatus.use_case_id.is_not(None)
    has_ended = UseCase.published_on.is_not(None) & UseCase.phase.in_(ENDED_EARLY)
    rows: Any = db.session.execute(
        select(UseCase.code, case((is_late, 1), else_=0), case((has_ended, 1), else_=0))
        .outerjoin(ComputedStatus, holds)
        .where(is_readable(reader), is_late | has_ended)
    ).all()
    return frozenset(row[0] for row in rows if row[1]), frozenset(row[0] for row in rows if row[2])
