"""Read who helps which system function on, as far as a reader may read: one query."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import case, select

from core.database import db
from portfolio.models import Contribution, SystemFunction, UseCase
from portfolio.models.progress import ComputedStatus
from portfolio.queries.plain_rows import plain_rows
from portfolio.queries.progress_charts import holds
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


def late_on(reader: Any, on: date) -> frozenset[str]:
    """Return the codes of what was computed as red on a day: one query."""
    statement: Any = (
        select(UseCase.code)
        .join(ComputedStatus, ComputedStatus.use_case_id == UseCase.id)
        .where(holds(on), ComputedStatus.status == Status.RED, is_readable(reader))
    )
    return frozenset(code for (code,) in plain_rows(statement))
