"""Read what one organisation can adopt, what it has adopted, who did so before it and what that takes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from accounts.models import Organisation
from accounts.rules.likeness import nearness
from accounts.rules.terms import OrganisationKind
from core.database import db
from portfolio.models import Adoption, Contribution, Partner, Precondition, SystemFunction, UseCase
from portfolio.models.progress import OrganisationAdoption
from portfolio.queries.scale_up import Adopter, select_adopters
from portfolio.queries.visibility import is_readable
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.rules.terms import ContributionLevel, Phase

READY = (Phase.PRODUCTION, Phase.SCALE_UP)
"""What works in daily practice and so can be adopted."""
MOST_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Own:
    """One use case that an organisation is busy with, uses or stopped."""

    id: int
    code: str
    title: str
    title_en: str
    stage: AdoptionStage
    since: date | None
    contact: str
    note: str
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """A system function that a use case touches."""

    code: str
    name: str
    name_en: str
    level: ContributionLevel
    function_id: int


def select_ready(organisation: Organisation, reader: Any, *, fits: bool) -> Select[Any]:
    """Return the statement for what it could adopt, for ``page_of``: most used by its own kind first.

    That is what works elsewhere, is public and of which nothing is recorded here yet. With
    ``fits`` what an organisation of the same kind owns, joins or adopted; else all the rest.
    """
    used_by_kind = (
        select(func.count())
        .select_from(OrganisationAdoption)
        .join(Organisation, Organisation.id == OrganisationAdoption.organisation_id)
        .where(
            OrganisationAdoption.use_case_id == UseCase.id,
            OrganisationAdoption.stage == AdoptionStage.IN_USE,
            Organisation.kind == organisation.kind,
        )
        .correlate(UseCase)
        .scalar_subquery()
    )
    suits = _suits(organisation.kind)
    return (
        select(UseCase)
        .where(is_readable(reader), _is_ready(organisation), suits if fits else ~suits)
        .order_by(used_by_kind.desc(), UseCase.code)
    )


def count_ready(organisation: Organisation, reader: Any) -> int:
    """Return how many fitting ones there are: one query."""
    found = select_ready(organisation, reader, fits=True).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def _is_ready(organisation: Organisation) -> ColumnElement[bool]:
    recorded = select(OrganisationAdoption.use_case_id).where(
        OrganisationAdoption.organisation_id == organisation.id
    )
    return and_(
        UseCase.published_on.is_not(None),
        UseCase.phase.in_(READY),
        or_(UseCase.owner_organisation_id.is_(None), UseCase.owner_organisation_id != organisation.id),
        UseCase.id.not_in(recorded),
    )


def _suits(kind: OrganisationKind) -> ColumnElement[bool]:
    """Tell whether an organisation of this kind owns it, joins it or adopted it."""
    of_kind = select(Organisation.id).where(Organisation.kind == kind)
    counted = select(Adoption.use_case_id).where(Adoption.kind == kind, Adoption.adopted > 0)
    joined = select(Partner.use_case_id).where(Partner.organisation_id.in_(of_kind))
    adopted = select(OrganisationAdoption.use_case_id).where(
        OrganisationAdoption.organisation_id.in_(of_kind),
        OrganisationAdoption.stage != AdoptionStage.STOPPED,
    )
    return or_(
        func.coalesce(UseCase.owner_organisation_id, 0).in_(of_kind),
        UseCase.id.in_(counted),
        UseCase.id.in_(joined),
        UseCase.id.in_(adopted),
    )


def list_own(organisation_id: int, reader: Any) -> list[Own]:
    """Return what is recorded of it, as far as ``reader`` may read the use cases: one query."""
    statement: Any = (
        select(
            *(OrganisationAdoption.id, UseCase.code, UseCase.title, UseCase.title_en),
            *(OrganisationAdoption.stage, OrganisationAdoption.since, OrganisationAdoption.contact),
            *(OrganisationAdoption.note, OrganisationAdoption.is_illustrative),
        )
        .join(UseCase, UseCase.id == OrganisationAdoption.use_case_id)
        .where(OrganisationAdoption.organisation_id == organisation_id, is_readable(reader))
        .order_by(UseCase.code)
    )
    return [Own(*row) for row in db.session.execute(statement)]


def before_it(organisation: Organisation, use_case_ids: Collection[int]) -> dict[str, list[Adopter]]:
    """Return by code who uses it or prepares for it: the most alike first, then the longest in use."""
    found: dict[str, list[Adopter]] = {}
    wanted = (AdoptionStage.IN_USE, AdoptionStage.PREPARING)
    statement = select_adopters(use_case_ids).where(OrganisationAdoption.stage.in_(wanted))
    for row in db.session.execute(statement):
        one = Adopter(*row)
        found.setdefault(one.code, []).append(one)

    def alike(one: Adopter) -> tuple[int, int, date, str]:
        near = nearness(organisation.kind, organisation.layer, one.kind, one.layer)
        return near, wanted.index(one.stage), one.since or date.max, one.name

    return {code: sorted(rows, key=alike)[:MOST_BEFORE] for code, rows in found.items()}


def owners_of(use_case_ids: Collection[int]) -> dict[str, tuple[str, str, str]]:
    """Return by code the address, name and English name of the organisation that owns it: one query."""
    rows: Any = db.session.execute(
        select(UseCase.code, Organisation.slug, Organisation.name, Organisation.name_en)
        .join(Organisation, Organisation.id == UseCase.owner_organisation_id)
        .where(UseCase.id.in_(use_case_ids))
    )
    return {code: (slug, name, name_en) for code, slug, name, name_en in rows}


def needed_by(use_case_ids: Collection[int]) -> dict[str, list[Needed]]:
    """Return by code the system functions that it touches, what it only uses first: one query."""
    found: dict[str, list[Needed]] = {}
    rows: Any = db.session.execute(
        select(
            *(UseCase.code, SystemFunction.code, SystemFunction.name, SystemFunction.name_en),
            *(Contribution.level, SystemFunction.id),
        )
        .join(Contribution, Contribution.use_case_id == UseCase.id)
        .join(SystemFunction, SystemFunction.id == Contribution.function_id)
        .where(UseCase.id.in_(use_case_ids))
        .order_by(SystemFunction.code)
    )
    for code, *rest in rows:
        found.setdefault(code, []).append(Needed(*rest))
    return found


def hard_preconditions(use_case_ids: Collection[int]) -> dict[int, Sequence[Precondition]]:
    """Return by use case what must be arranged first: one query."""
    found: dict[int, list[Precondition]] = {}
    statement = select(Precondition).where(
        Precondition.use_case_id.in_(use_case_ids), Precondition.is_hard.is_(True)
    )
    for row in db.session.scalars(statement.order_by(Precondition.position, Precondition.id)):
        found.setdefault(row.use_case_id, []).append(row)
    return dict(found)
