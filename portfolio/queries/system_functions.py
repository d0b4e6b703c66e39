"""Read what the pages of system functions show: who builds and who uses, and how mature each one is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import aliased, selectinload

from accounts.models import Domain
from core.database import db
from portfolio.models import Contribution, Maturity, SystemFunction, UseCase
from portfolio.queries.visibility import is_readable
from portfolio.rules.terms import PUBLISHED_PHASES, ContributionLevel, Kind, Phase

BUILDING = (ContributionLevel.DELIVERS, ContributionLevel.EXTENDS)


@dataclass(frozen=True, slots=True)
class Level:
    """How mature a function was on a day, 0–5."""

    on: date
    level: int
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What one use case does for a function or a part of it."""

    code: str
    title: str
    title_en: str
    kind: Kind
    phase: Phase
    domain: str
    domain_name: str
    domain_name_en: str
    function: str
    level: ContributionLevel
    deliverable: str
    deliverable_en: str
    illustrative: Sequence[str]

    @property
    def builds(self) -> bool:
        """Tell whether it extends or delivers."""
        return self.level in BUILDING

    @property
    def is_counted(self) -> bool:
        """Tell whether it is chosen or finished, and so counts for coverage."""
        return self.phase in PUBLISHED_PHASES


def latest_levels() -> Mapping[int, Level]:
    """Return the newest maturity of each function, by its id: one query."""
    newest = (
        select(Maturity.function_id, func.max(Maturity.on).label("on"))
        .group_by(Maturity.function_id)
        .subquery()
    )
    rows: Any = db.session.execute(
        select(Maturity.function_id, Maturity.on, Maturity.level, Maturity.is_illustrative).join(
            newest, (newest.c.function_id == Maturity.function_id) & (newest.c.on == Maturity.on)
        )
    )
    return {id_: Level(*rest) for id_, *rest in rows}


def list_functions() -> list[SystemFunction]:
    """Return the main functions in order, each with its parts: two queries."""
    statement = (
        select(SystemFunction)
        .where(SystemFunction.parent_id.is_(None))
        .options(selectinload(SystemFunction.parts))
        .order_by(SystemFunction.position, SystemFunction.code)
    )
    return list(db.session.scalars(statement))


def list_given(function: SystemFunction, reader: Any, *, builds: bool, most: int) -> tuple[list[Given], int]:
    """Return who builds it or one of its parts, or who only uses it; and how many there are: two queries.

    What delivers comes first, what is only an idea or candidate last.
    """
    part = aliased(SystemFunction)
    statement: Any = (
        select(
            *(UseCase.code, UseCase.title, UseCase.title_en, UseCase.kind, UseCase.phase),
            *(Domain.slug, Domain.name, Domain.name_en, part.code),
            *(
                Contribution.level,
                Contribution.deliverable,
                Contribution.deliverable_en,
                Contribution.illustrative,
            ),
        )
        .join(Contribution, Contribution.use_case_id == UseCase.id)
        .join(part, part.id == Contribution.function_id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(
            is_readable(reader),
            (part.id == function.id) | (part.parent_id == function.id),
            Contribution.level.in_(BUILDING) if builds else Contribution.level.not_in(BUILDING),
        )
    )
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    is_later = case((UseCase.phase.in_(PUBLISHED_PHASES), 0), else_=1)
    is_weaker = case((Contribution.level == ContributionLevel.DELIVERS, 0), else_=1)
    ordered = statement.order_by(is_later, is_weaker, UseCase.code, part.code).limit(most)
    return [Given(*row) for row in db.session.execute(ordered)], total


_BY_CODE = select(SystemFunction).where(SystemFunction.code.in_(bindparam("codes", expanding=True)))


def functions_by_code(codes: Collection[str]) -> dict[str, SystemFunction]:
    """Return functions and parts by code: one query."""
    rows = db.session.scalars(_BY_CODE, {"codes": sorted(codes)})
    return {row.code: row for row in rows}


def find_function_code(id_: int) -> str | None:
    """Return the code of the function with this id."""
    return db.session.scalar(select(SystemFunction.code).where(SystemFunction.id == id_))
