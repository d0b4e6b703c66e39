"""Read use cases by what other features know of them: a code in a text, or an id in an address."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select

from core.database import db
from portfolio.models import (
    Contribution,
    Dataset,
    FrameworkAssessment,
    FrameworkVersion,
    SystemFunction,
    UseCase,
    UseCaseAlias,
)
from portfolio.queries.visibility import is_readable
from portfolio.rules.framework_similarity import TraitKind, read_trait


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
    """Return what a use case is like, so that others can offer what fits: one query.

    Phase, system functions, domain, datasets, the pages whose definitions it follows,
    and the laws that its newest published assessment names.
    """
    rows = db.session.execute(
        select(
            UseCase.phase,
            UseCase.domain_id,
            SystemFunction.code,
            Dataset.name,
            Dataset.definition,
            _published_traits().label("traits"),
        )
        .outerjoin(Contribution, Contribution.use_case_id == UseCase.id)
        .outerjoin(SystemFunction, SystemFunction.id == Contribution.function_id)
        .outerjoin(Dataset, Dataset.use_case_id == UseCase.id)
        .where(UseCase.code == code, is_readable(reader))
    ).all()
    if not rows:
        return {}
    traits = [trait for text in rows[0].traits or () if (trait := read_trait(text)) is not None]
    return {
        "phases": sorted({row.phase.value for row in rows}),
        "functions": sorted({row.code for row in rows if row.code}),
        "domains": [str(rows[0].domain_id)],
        "datasets": sorted({row.name for row in rows if row.name}),
        "pages": sorted({row.definition.partition(":")[0] for row in rows if row.definition}),
        "laws": sorted({trait.words for trait in traits if trait.kind is TraitKind.LAW}),
    }


def _published_traits() -> Any:
    return (
        select(FrameworkVersion.traits)
        .join(FrameworkAssessment, FrameworkAssessment.id == FrameworkVersion.assessment_id)
        .where(
            FrameworkAssessment.use_case_id == UseCase.id,
            FrameworkVersion.published_on.is_not(None),
        )
        .order_by(FrameworkVersion.number.desc())
        .limit(1)
        .correlate(UseCase)
        .scalar_subquery()
    )
