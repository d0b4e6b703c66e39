"""Read what a spreadsheet of use cases is made of and checked against."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from accounts.models import Domain, Organisation
from core.database import db
from portfolio.models import SystemFunction, UrgentChallenge, UseCase
from portfolio.queries.use_cases import EVERYTHING
from portfolio.queries.visibility import is_readable
from portfolio.rules.quarters import Quarter
from portfolio.rules.spreadsheet import COLUMNS


@dataclass(frozen=True)
class Names:
    """Ids by how a spreadsheet names them; organisations in small letters."""

    organisations: dict[str, int]
    functions: dict[str, int]
    challenges: dict[str, int]
    domains: dict[str, Domain]


def known_names() -> Names:
    """Return all names that a spreadsheet may use: four queries."""
    organisations: dict[str, int] = {}
    for id_, name in db.session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.id)):
        organisations.setdefault(name.casefold(), id_)
    functions = db.session.execute(select(SystemFunction.code, SystemFunction.id)).all()
    challenges = db.session.execute(select(UrgentChallenge.slug, UrgentChallenge.id)).all()
    in_use = select(Domain).where(Domain.retired_on.is_(None), Domain.merged_into_id.is_(None))
    return Names(
        organisations,
        {row.code: row.id for row in functions},
        {row.slug: row.id for row in challenges},
        {domain.slug: domain for domain in db.session.scalars(in_use.order_by(Domain.slug))},
    )


def use_cases_to_change(codes: Collection[str], reader: Any) -> dict[str, UseCase]:
    """Return those with these codes that ``reader`` may read (None: all), with everything loaded."""
    if not codes:
        return {}
    found = select(UseCase).where(UseCase.code.in_(codes), UseCase.merged_into_id.is_(None))
    if reader is not None:
        found = found.where(is_readable(reader))
    return {row.code: row for row in db.session.scalars(found.options(*EVERYTHING)).unique()}


def use_cases_of_domains(domain_ids: Collection[int] | None) -> Sequence[UseCase]:
    """Return all use cases of these domains (None: of all) by code, with everything loaded."""
    found = select(UseCase).where(UseCase.merged_into_id.is_(None)).order_by(UseCase.code)
    if domain_ids is not None:
        found = found.where(UseCase.domain_id.in_(domain_ids))
    return db.session.scalars(found.options(*EVERYTHING)).unique().all()


def cells_of(use_case: UseCase) -> dict[str, Any]:
    """Return what stands in each column of COLUMNS for ``use_case``, lists joined; None is an empty cell."""
    start = use_case.planned_start
    special: dict[str, Any] = {
        "domain": use_case.domain.slug,
        "other_domains": _joined(domain.slug for domain in use_case.other_domains),
        "cost_eur": None if use_case.cost_cents is None else Decimal(use_case.cost_cents) / 100,
        "planned_start": None if start is None else str(Quarter.from_index(start)),
        "owner": use_case.owner_organisation.name if use_case.owner_organisation else None,
        "partners": _joined(partner.organisation.name for partner in use_case.partners),
        "contributions": _joined(f"{row.function.code}:{row.level.value}" for row in use_case.contributions),
        "urgent_challenges": _joined(challenge.slug for challenge in use_case.challenges),
    }
    return {name: special[name] if name in special else _plain(getattr(use_case, name)) for name in COLUMNS}


def _joined(parts: Any) -> str:
    return "; ".join(parts)


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)
