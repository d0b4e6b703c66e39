"""Read what organisations can do per quarter, and what planned use cases ask of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Organisation
from core.database import db
from portfolio.models import OrganisationCapacity, Partner, UseCase
from portfolio.queries.plain_rows import list_of, plain_rows, stored_list
from portfolio.queries.roadmap import is_on_roadmap
from portfolio.rules.capacity import Limit, Task
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import MIX_PHASES, Phase

CARRYING = MIX_PHASES | {Phase.CANDIDATE}
"""What asks work of organisations: what is chosen and goes on, and for the board its candidates."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A task of the rule, with what people need to read it."""

    task: Task
    domain_id: int
    is_illustrative: bool


def list_capacity(domain_id: int | None) -> Sequence[OrganisationCapacity]:
    """Return what is noted for one domain, or for all domains together (None), by name: two queries."""
    statement = (
        select(OrganisationCapacity)
        .join(Organisation, Organisation.id == OrganisationCapacity.organisation_id)
        .where(
            OrganisationCapacity.domain_id.is_(None)
            if domain_id is None
            else OrganisationCapacity.domain_id == domain_id
        )
        .options(
            joinedload(OrganisationCapacity.organisation),
            selectinload(OrganisationCapacity.quarters),
        )
        .order_by(Organisation.name, OrganisationCapacity.id)
    )
    return list({one.organisation_id: one for one in reversed(db.session.scalars(statement).all())}.values())[
        ::-1
    ]


def list_domain_capacity() -> Mapping[int, list[OrganisationCapacity]]:
    """Return what is noted for each domain, by its id: two queries, whatever the number of domains."""
    statement = (
        select(OrganisationCapacity)
        .where(OrganisationCapacity.domain_id.is_not(None))
        .options(joinedload(OrganisationCapacity.organisation), selectinload(OrganisationCapacity.quarters))
        .order_by(OrganisationCapacity.id)
    )
    found: dict[int, list[OrganisationCapacity]] = {}
    for one in db.session.scalars(statement):
        if one.domain_id is not None:
            found.setdefault(one.domain_id, []).append(one)
    return found


def find_capacity(domain_id: int | None, organisation_id: int) -> OrganisationCapacity | None:
    """Return what is noted of one organisation, afresh; None for nothing."""
    statement = (
        select(OrganisationCapacity)
        .where(
            OrganisationCapacity.organisation_id == organisation_id,
            OrganisationCapacity.domain_id.is_(None)
            if domain_id is None
            else OrganisationCapacity.domain_id == domain_id,
        )
        .options(selectinload(OrganisationCapacity.quarters), joinedload(OrganisationCapacity.organisation))
        .order_by(OrganisationCapacity.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).first()


def limits_of(known: Sequence[OrganisationCapacity]) -> Mapping[str, Limit]:
    """Return the limits by the slug of the organisation."""
    return {
        one.organisation.slug: Limit(
            one.months, {Quarter.from_index(own.quarter): own.months for own in one.quarters}
        )
        for one in known
    }


def list_asked(
    reader: Any,
    domain_id: int | None,
    organisation_ids: Collection[int] | None,
    day: date,
) -> list[Asked]:
    """Return what is planned and asks work of these organisations (None: of any): one query.

    Only what ``reader`` sees on the roadmap; ``day`` tells what has begun.
    """
    if organisation_ids is not None and not organisation_ids:
        return []
    owners = select(UseCase.id.label("id"), UseCase.owner_organisation_id.label("organisation_id")).where(
        UseCase.owner_organisation_id.is_not(None)
    )
    partners = select(Partner.use_case_id, Partner.organisation_id)
    if organisation_ids is not None:
        owners = owners.where(UseCase.owner_organisation_id.in_(organisation_ids))
        partners = partners.where(Partner.organisation_id.in_(organisation_ids))
    pairs = union(owners, partners).subquery("takers")
    statement: Any = (
        select(
            *(UseCase.code, UseCase.planned_start, UseCase.planned_quarters, UseCase.effort_likely),
            *(UseCase.organisations, UseCase.domain_id, stored_list(UseCase.illustrative), Organisation.slug),
        )
        .join(pairs, pairs.c.id == UseCase.id)
        .join(Organisation, Organisation.id == pairs.c.organisation_id)
        .where(
            is_on_roadmap(reader),
            UseCase.phase.in_(CARRYING),
            UseCase.planned_start.is_not(None),
            UseCase.is_draft.is_(False),
            UseCase.merged_into_id.is_(None),
        )
        .order_by(UseCase.code, Organisation.slug)
    )
    if domain_id is not None:
        statement = statement.where(UseCase.domain_id == domain_id)
    now = Quarter.of(day)
    rows: dict[str, list[Any]] = {}
    for row in plain_rows(statement):
        rows.setdefault(row[0], []).append(row)
    return [_asked(found, now) for found in rows.values()]


def codes_of_taker(organisation_id: int) -> frozenset[str]:
    """Return the codes of what an organisation owns or takes part in, readable or not: one query.

    To narrow what a reader sees already; not to be shown.
    """
    takes_part = select(Partner.use_case_id).where(Partner.organisation_id == organisation_id)
    statement = select(UseCase.code).where(
        or_(UseCase.owner_organisation_id == organisation_id, UseCase.id.in_(takes_part))
    )
    return frozenset(db.session.scalars(statement))


def list_takers(reader: Any) -> Sequence[tuple[str, str]]:
    """Return slug and name of who owns or joins a use case that ``reader`` sees planned: one query."""
    planned = (is_on_roadmap(reader), UseCase.planned_start.is_not(None))
    owners = select(UseCase.owner_organisation_id).where(*planned, UseCase.owner_organisation_id.is_not(None))
    partners = (
        select(Partner.organisation_id).join(UseCase, UseCase.id == Partner.use_case_id).where(*planned)
    )
    statement = (
        select(Organisation.slug, Organisation.name)
        .where(or_(Organisation.id.in_(owners), Organisation.id.in_(partners)))
        .order_by(Organisation.name)
    )
    return [(slug, name) for slug, name in db.session.execute(statement)]


def _asked(rows: Sequence[Any], now: Quarter) -> Asked:
    code, start, quarters, months, takers, domain_id, marks, _slug = rows[0]
    first = Quarter.from_index(start)
    task = Task(
        code=code,
        start=first,
        quarters=quarters,
        months=months,
        organisations=tuple(row[7] for row in rows),
        takers=takers,
        is_fixed=first <= now,
    )
    return Asked(task, domain_id, bool({"effort", "planned"} & set(list_of(marks))))
