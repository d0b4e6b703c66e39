"""Read how mature system functions were when, with the evidence: one query."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.database import db
from portfolio.models import Contribution, Maturity, SystemFunction, UseCase
from portfolio.queries.progress_charts import Asked


class MaturityRow(NamedTuple):
    """A level of a function on a day."""

    function: str
    on: date
    level: int
    evidence: str
    is_illustrative: bool


def list_maturities(on: date) -> list[MaturityRow]:
    """Return every level up to a day, by function and day."""
    statement: Any = (
        select(
            *(SystemFunction.code, Maturity.on, Maturity.level),
            *(Maturity.evidence, Maturity.is_illustrative),
        )
        .join(SystemFunction, SystemFunction.id == Maturity.function_id)
        .where(Maturity.on <= on)
        .order_by(SystemFunction.code, Maturity.on)
    )
    return [MaturityRow(*row) for row in db.session.execute(statement)]


def functions_touched(asked: Asked) -> frozenset[str]:
    """Return the codes of functions and parts that use cases contribute to, with the function of a part."""
    parent = aliased(SystemFunction)
    statement = (
        select(SystemFunction.code, parent.code)
        .join(Contribution, Contribution.function_id == SystemFunction.id)
        .join(UseCase, UseCase.id == Contribution.use_case_id)
        .outerjoin(parent, parent.id == SystemFunction.parent_id)
        .where(*asked.conditions)
        .group_by(SystemFunction.code, parent.code)
    )
    rows: Sequence[Any] = db.session.execute(statement).all()
    return frozenset(code for row in rows for code in row if code)
