"""Read use cases by what other features know of them: a code in a text, or an id in an address."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select

from core.database import db
from portfolio.models import Contribution, SystemFunction, UseCase, UseCaseAlias
from portfolio.queries.visibility import is_readable


def use_cases_by_code(codes: Collection[str], reader: Any) -> dict[str, UseCase]:
    """Return those that ``reader`` may read by the code asked for, also of a merged one: one query."""
    statement = (
        select(UseCase, UseCaseAlias.code)
        .outerjoin(UseCaseAlias, UseCaseAlias.use_case_id == UseCase.id)
        .where(is_readable(reader), or_(UseCase.code.in_(codes), UseCaseAlias.code.in_(codes)))
    )
    found: dict[str, UseCase] = {}
    for use_case, alias in db.session.execute(statement):
        for code in (use_case.code, alias):
            if code in codes:
                found[code] = use_case
    return found


def find_code(id_: int, reader: Any) -> str | None:
    """Return the code under which the use case with this id is to be read now, also after a merge."""
    gone_on = select(UseCase.merged_into_id).where(UseCase.id == id_).scalar_subquery()
    merged = (
        select(UseCaseAlias.use_case_id)
        .join(UseCase, UseCase.code == UseCaseAlias.code)
        .where(UseCase.id == id_)
        .scalar_subquery()
    )
    wanted = or_(UseCase.id == id_, UseCase.id == gone_on, UseCase.id == merged)
    return db.session.scalars(select(UseCase.code).where(wanted, is_readable(reader)).limit(1)).one_or_none()


def traits_of(code: str, reader: Any) -> dict[str, list[str]]:
    """Return phase and system functions of a use case, so that others can offer what fits: one query."""
    rows = db.session.execute(
        select(UseCase.phase, SystemFunction.code)
        .outerjoin(Contribution, Contribution.use_case_id == UseCase.id)
        .outerjoin(SystemFunction, SystemFunction.id == Contribution.function_id)
        .where(UseCase.code == code, is_readable(reader))
    ).all()
    return {
        "phases": sorted({row[0].value for row in rows}),
        "functions": sorted({row[1] for row in rows if row[1]}),
    }
