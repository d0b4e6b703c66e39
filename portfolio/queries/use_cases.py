"""Read use cases: one with everything, lists with filters, sorting and counts."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union
from sqlalchemy.orm import aliased, joinedload, selectinload

from accounts.models import Domain, Organisation
from accounts.rules.terms import Layer
from core.database import db
from core.errors import NotFound
from portfolio.models import (
    Assessment,
    Contribution,
    Dataset,
    Dependency,
    Partner,
    Precondition,
    Score,
    SystemFunction,
    UseCase,
    UseCaseAlias,
    other_domain,
)
from portfolio.queries.visibility import is_readable, may_see_scores
from portfolio.rules.terms import ContributionLevel, Kind, Phase, Size

_OWN = (
    joinedload(UseCase.domain),
    joinedload(UseCase.owner_organisation),
    joinedload(UseCase.owner),
    joinedload(UseCase.submitter),
    selectinload(UseCase.other_domains),
    selectinload(UseCase.team),
    selectinload(UseCase.challenges),
    selectinload(UseCase.partners).joinedload(Partner.organisation),
    selectinload(UseCase.phase_changes),
    selectinload(UseCase.preconditions).joinedload(Precondition.owner),
    selectinload(UseCase.risks),
    selectinload(UseCase.dependencies),
    selectinload(UseCase.contributions).joinedload(Contribution.function),
    selectinload(UseCase.benefits),
    selectinload(UseCase.adoptions),
    selectinload(UseCase.datasets).joinedload(Dataset.holder),
    selectinload(UseCase.sources),
    joinedload(UseCase.assessment).selectinload(Assessment.scores).joinedload(Score.criterion),
    joinedload(UseCase.framework),
)
EVERYTHING = (*_OWN, selectinload(UseCase.dependencies).joinedload(Dependency.needs))
_CODE = re.compile(r"[A-Z0-9]{1,12}(-[A-Z0-9]{1,8}){0,2}")
FOR_LIST = (
    joinedload(UseCase.domain),
    selectinload(UseCase.contributions).joinedload(Contribution.function),
)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means all. ``sort`` is a key of SORTS, with - for downwards."""

    q: str = ""
    domains: tuple[str, ...] = ()
    sizes: tuple[Size, ...] = ()
    phases: tuple[Phase, ...] = ()
    functions: tuple[str, ...] = ()
    kind: Kind | None = None
    layers: tuple[Layer, ...] = ()
    owners: tuple[str, ...] = ()
    sort: str = "-value"
    extra: tuple[ColumnElement[bool], ...] = field(default=())


def is_code(text: str) -> bool:
    """Tell whether ``text`` can be a code at all; anything else never reaches the database."""
    return _CODE.fullmatch(text) is not None


def find_use_case(code: str, reader: Any) -> UseCase | None:
    """Return the use case with everything loaded, or None when ``reader`` may not know of it."""
    if not is_code(code):
        return None
    statement = select(UseCase).where(UseCase.code == code, is_readable(reader)).options(*EVERYTHING)
    return db.session.scalars(statement).unique().one_or_none()


def get_use_case(code: str, reader: Any) -> UseCase:
    """Return the use case, or refuse as not found."""
    use_case = find_use_case(code, reader)
    if use_case is None:
        raise NotFound("not_found")
    return use_case


def load_fresh(ids: Collection[int]) -> list[UseCase]:
    """Return the use cases with these ids as they are in the database, with everything loaded, by code.

    Loading afresh empties the relations of whatever comes along. So what they need comes in
    a step of its own: a use case that another one needs may be in use, or among them.
    """
    statement = select(UseCase).where(UseCase.id.in_(ids)).options(*_OWN).order_by(UseCase.code)
    found = db.session.scalars(statement, execution_options={"populate_existing": True}).unique().all()
    needed = select(Dependency).where(Dependency.use_case_id.in_(ids)).options(joinedload(Dependency.needs))
    db.session.scalars(needed).all()
    return list(found)


def find_merged_code(code: str, reader: Any) -> str | None:
    """Return the code under which a merged use case goes on, where ``reader`` may read that one."""
    if not is_code(code):
        return None
    statement = (
        select(UseCase.code)
        .join(UseCaseAlias, UseCaseAlias.use_case_id == UseCase.id)
        .where(UseCaseAlias.code == code, is_readable(reader))
    )
    return db.session.scalar(statement)


def scores_are_visible(use_case: UseCase, reader: Any) -> bool:
    """Tell whether ``reader`` may see the scores, risks and commitments of this use case."""
    statement = select(UseCase.id).where(UseCase.id == use_case.id, may_see_scores(reader))
    return db.session.scalar(statement) is not None


def readable(reader: Any, filters: Filters | None = None) -> Select[UseCase]:
    """Return the statement for the use cases that ``reader`` may read, narrowed and sorted."""
    filters = filters or Filters()
    statement = select(UseCase).where(is_readable(reader), *_conditions(filters))
    return statement.order_by(*_order(filters.sort, reader), UseCase.code)


def list_use_cases(reader: Any, filters: Filters | None = None) -> Sequence[UseCase]:
    """Return all of them, with what a list shows; the caller pages or exports."""
    return db.session.scalars(readable(reader, filters).options(*FOR_LIST)).unique().all()


def codes_with_visible_scores(codes: Sequence[str] | None, reader: Any) -> frozenset[str]:
    """Return those of ``codes`` (None: of all) whose scores ``reader`` may see: one query."""
    statement = select(UseCase.code).where(may_see_scores(reader))
    if codes is not None:
        statement = statement.where(UseCase.code.in_(codes))
    return frozenset(db.session.scalars(statement))


def facet_counts(reader: Any, filters: Filters) -> dict[str, dict[str, int]]:
    """Return how many there are by kind, domain, size, phase and function.

    Each count keeps the other filters and drops its own, so that it says what
    choosing that box would give. Five queries, whatever the number of rows.
    """
    return {
        "kind": _count(reader, filters, UseCase.kind, "kind"),
        "domain": _count_domains(reader, filters),
        "size": _count(reader, filters, UseCase.size, "sizes"),
        "phase": _count(reader, filters, UseCase.phase, "phases"),
        "function": _count_functions(reader, filters),
    }


def _count(reader: Any, filters: Filters, column: Any, own: str) -> dict[str, int]:
    statement = select(column, func.count(UseCase.id)).where(
        is_readable(reader), *_conditions(filters, drop=own)
    )
    rows = db.session.execute(statement.group_by(column)).all()
    return {str(value): total for value, total in rows if value is not None}


def _count_domains(reader: Any, filters: Filters) -> dict[str, int]:
    """Count by lead domain and by the others that a use case names, as the filter does."""
    found = (
        select(UseCase.id, UseCase.domain_id)
        .where(is_readable(reader), *_conditions(filters, drop="domains"))
        .cte("found")
    )
    also = select(found.c.id, other_domain.c.domain_id).join(
        other_domain, other_domain.c.use_case_id == found.c.id
    )
    pairs = union(select(found.c.id, found.c.domain_id), also).subquery("pairs")
    statement = (
        select(Domain.slug, func.count(pairs.c.id))
        .join(pairs, pairs.c.domain_id == Domain.id)
        .group_by(Domain.slug)
    )
    return dict(db.session.execute(statement).all())


def _count_functions(reader: Any, filters: Filters) -> dict[str, int]:
    parent = aliased(SystemFunction)
    main = func.coalesce(parent.code, SystemFunction.code)
    statement = (
        select(main, func.count(UseCase.id.distinct()))
        .select_from(UseCase)
        .join(Contribution, Contribution.use_case_id == UseCase.id)
        .join(SystemFunction, SystemFunction.id == Contribution.function_id)
        .outerjoin(parent, parent.id == SystemFunction.parent_id)
        .where(is_readable(reader), *_conditions(filters, drop="functions"))
        .group_by(main)
    )
    return dict(db.session.execute(statement).all())


def _conditions(filters: Filters, drop: str = "") -> list[ColumnElement[bool]]:
    conditions = list(filters.extra)
    if filters.kind and drop != "kind":
        conditions.append(UseCase.kind == filters.kind)
    if filters.domains and drop != "domains":
        chosen = select(Domain.id).where(Domain.slug.in_(filters.domains))
        also = select(other_domain.c.use_case_id).where(other_domain.c.domain_id.in_(chosen))
        conditions.append(or_(UseCase.domain_id.in_(chosen), UseCase.id.in_(also)))
    if filters.sizes and drop != "sizes":
        conditions.append(UseCase.size.in_(filters.sizes))
    if filters.phases and drop != "phases":
        conditions.append(UseCase.phase.in_(filters.phases))
    if filters.functions and drop != "functions":
        conditions.append(UseCase.id.in_(_contributing_to(filters.functions)))
    if filters.layers or filters.owners:
        owning = select(Organisation.id)
        if filters.layers:
            owning = owning.where(Organisation.layer.in_(filters.layers))
        if filters.owners:
            owning = owning.where(Organisation.slug.in_(filters.owners))
        conditions.append(UseCase.owner_organisation_id.in_(owning))
    conditions += [_mentions(word) for word in filters.q.split()[:8]]
    return conditions


def _contributing_to(codes: tuple[str, ...]) -> Select[int]:
    parent = aliased(SystemFunction)
    return (
        select(Contribution.use_case_id)
        .join(SystemFunction, SystemFunction.id == Contribution.function_id)
        .outerjoin(parent, parent.id == SystemFunction.parent_id)
        .where(or_(SystemFunction.code.in_(codes), parent.code.in_(codes)))
    )


def _mentions(word: str) -> ColumnElement[bool]:
    texts = (UseCase.title, UseCase.title_en, UseCase.summary, UseCase.summary_en, UseCase.challenge)
    return or_(*(column.icontains(word, autoescape=True) for column in (UseCase.code, *texts)))


def _order(sort: str, reader: Any) -> list[Any]:
    is_down = sort.startswith("-")
    name = sort.lstrip("-")
    may_see = may_see_scores(reader)
    columns: dict[str, Any] = {
        "code": UseCase.code,
        "title": func.lower(UseCase.title),
        "size": UseCase.size,
        "phase": case({phase.value: place for place, phase in enumerate(Phase)}, value=UseCase.phase),
        "effort": UseCase.effort_likely,
        "value": case((may_see, UseCase.value_low)),
        "chance": case((may_see, UseCase.chance)),
        "start": UseCase.planned_start,
    }
    column = columns.get(name)
    if column is None:
        return []
    # What is unknown or hidden comes last, whichever way the list is sorted.
    return [column.is_(None), column.desc() if is_down else column.asc()]


SORTS = ("code", "title", "size", "phase", "effort", "value", "chance", "start")


def in_portfolio(domain_id: int | None = None) -> ColumnElement[bool]:
    """Return the condition for what the mix counts: use cases from *selected* to *scale-up* (R2)."""
    phases = (Phase.SELECTED, Phase.PREPARATION, Phase.PILOT, Phase.PRODUCTION, Phase.SCALE_UP)
    condition = and_(UseCase.kind == Kind.USE_CASE, UseCase.phase.in_(phases))
    return condition if domain_id is None else and_(condition, UseCase.domain_id == domain_id)


def builds() -> ColumnElement[bool]:
    """Return the condition for a contribution that extends or delivers."""
    return Contribution.level.in_((ContributionLevel.EXTENDS, ContributionLevel.DELIVERS))
