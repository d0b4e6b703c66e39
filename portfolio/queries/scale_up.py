"""Read how far organisations are with adopting a use case, and n of N per kind (R9)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from accounts.models import Organisation
from accounts.rules.terms import Layer, OrganisationKind
from core.database import db
from portfolio.models import Adoption, OrganisationCount, UseCase
from portfolio.models.progress import OrganisationAdoption
from portfolio.models.scale_up import AdoptionStep
from portfolio.rules.adoption import Total
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.rules.scale_up import Counted, Reach, reach

ORDER = (AdoptionStage.IN_USE, AdoptionStage.PREPARING, AdoptionStage.EXPLORING, AdoptionStage.STOPPED)
"""Nearest to use first: that is whom to ask."""
_ADOPTION_ORDER = case(
    {stage.value: place for place, stage in enumerate(ORDER)}, value=OrganisationAdoption.stage, else_=9
)


@dataclass(frozen=True, slots=True)
class Adopter:
    """One organisation and how far it is with one use case; ``contact`` is a function, no person."""

    id: int
    code: str
    slug: str
    name: str
    name_en: str
    kind: OrganisationKind
    layer: Layer
    stage: AdoptionStage
    since: date | None
    in_use_on: date | None
    contact: str
    note: str
    is_illustrative: bool
    version: int


_ADOPTER = (
    *(OrganisationAdoption.id, UseCase.code, Organisation.slug, Organisation.name, Organisation.name_en),
    *(Organisation.kind, Organisation.layer, OrganisationAdoption.stage, OrganisationAdoption.since),
    *(OrganisationAdoption.in_use_on, OrganisationAdoption.contact, OrganisationAdoption.note),
    *(OrganisationAdoption.is_illustrative, OrganisationAdoption.version),
)


def select_adopters(use_case_ids: Collection[int], **narrow: Any) -> Any:
    """Return the statement for adopters; ``kind`` and ``stage`` narrow it. Rows fit ``Adopter``."""
    statement: Any = (
        select(*_ADOPTER)
        .join(Organisation, Organisation.id == OrganisationAdoption.organisation_id)
        .join(UseCase, UseCase.id == OrganisationAdoption.use_case_id)
        .where(OrganisationAdoption.use_case_id.in_(use_case_ids))
    )
    if narrow.get("kind") is not None:
        statement = statement.where(Organisation.kind == narrow["kind"])
    if narrow.get("stage") is not None:
        statement = statement.where(OrganisationAdoption.stage == narrow["stage"])
    return statement


def list_adopters(
    use_case_id: int, *, kind: OrganisationKind | None = None, stage: AdoptionStage | None = None
) -> list[Adopter]:
    """Return who is how far, by kind, nearest to use first; the reader must be allowed the use case."""
    statement = select_adopters([use_case_id], kind=kind, stage=stage).order_by(
        Organisation.kind, _ADOPTION_ORDER, func.lower(Organisation.name), OrganisationAdoption.id
    )
    return [Adopter(*row) for row in db.session.execute(statement)]


def list_steps(adoption_ids: Collection[int]) -> dict[int, list[AdoptionStep]]:
    """Return the dated steps of each, the newest first: one query."""
    found: dict[int, list[AdoptionStep]] = {}
    statement = select(AdoptionStep).where(AdoptionStep.adoption_id.in_(adoption_ids))
    for step in db.session.scalars(statement.order_by(AdoptionStep.on.desc())):
        found.setdefault(step.adoption_id, []).append(step)
    return found


def find_adoption(
    use_case_id: int, adoption_id: int
) -> tuple[OrganisationAdoption, Organisation] | tuple[None, None]:
    """Return one row of a use case with its organisation, as the database has them now; or nothing."""
    statement = (
        select(OrganisationAdoption, Organisation)
        .join(Organisation, Organisation.id == OrganisationAdoption.organisation_id)
        .where(OrganisationAdoption.use_case_id == use_case_id, OrganisationAdoption.id == adoption_id)
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else (None, None)


def find_organisation_of(id_: int | None) -> Organisation | None:
    """Return the organisation with this id, if there is one."""
    return db.session.get(Organisation, id_) if id_ else None


def list_organisations_without(use_case_id: int) -> Sequence[tuple[int, str]]:
    """Return (id, name) of those of which nothing is recorded yet, by name."""
    there = select(OrganisationAdoption.organisation_id).where(
        OrganisationAdoption.use_case_id == use_case_id
    )
    statement = (
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.not_in(there))
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [(id_, name) for id_, name in db.session.execute(statement)]


def list_totals() -> dict[OrganisationKind, list[Total]]:
    """Return N per kind, dated: one query."""
    found: dict[OrganisationKind, list[Total]] = {}
    for count in db.session.scalars(select(OrganisationCount).order_by(OrganisationCount.as_of)):
        found.setdefault(count.kind, []).append(Total(count.as_of, count.total))
    return found


def sources_of_totals() -> dict[tuple[OrganisationKind, date], str]:
    """Return where each N comes from, by kind and day: one query."""
    rows = db.session.scalars(select(OrganisationCount))
    return {(row.kind, row.as_of): row.source for row in rows}


def list_reaches(
    use_case_ids: Collection[int], on: date, totals: Mapping[OrganisationKind, Sequence[Total]]
) -> dict[int, list[Reach[OrganisationKind]]]:
    """Return n of N on a day by use case, per kind of which anything is known, the most used kind first.

    Two queries, however many use cases.
    """
    counted: dict[tuple[int, OrganisationKind], list[Counted]] = {}
    for row in db.session.scalars(select(Adoption).where(Adoption.use_case_id.in_(use_case_ids))):
        figure = Counted(row.as_of, row.adopted, row.total, row.source, bool(row.illustrative))
        counted.setdefault((row.use_case_id, row.kind), []).append(figure)
    named = {(row.use_case_id, row.kind): row for row in count_named(use_case_ids, on)}
    found: dict[int, list[Reach[OrganisationKind]]] = {}
    for id_, kind in sorted({*counted, *named}):
        known = named.get((id_, kind))
        one = reach(
            kind,
            on,
            named=known.in_use if known else 0,
            counted=counted.get((id_, kind), []),
            totals=totals.get(kind, []),
            named_is_illustrative=bool(known and known.is_illustrative),
        )
        found.setdefault(id_, []).append(one)
    return {id_: sorted(rows, key=lambda one: -one.adopted) for id_, rows in found.items()}


@dataclass(frozen=True, slots=True)
class Named:
    """How many organisations of a kind that are known by name stood where on a day."""

    use_case_id: int
    kind: OrganisationKind
    in_use: int
    preparing: int
    exploring: int
    stopped: int
    is_illustrative: bool


def count_named(use_case_ids: Any, on: date) -> list[Named]:
    """Return the stages on a day per use case and kind: one query. ``use_case_ids`` may be a subquery."""
    newest = (
        select(AdoptionStep.adoption_id, func.max(AdoptionStep.on).label("on"))
        .where(AdoptionStep.on <= on)
        .group_by(AdoptionStep.adoption_id)
        .subquery()
    )

    def total(stage: AdoptionStage) -> Any:
        return func.sum(case((AdoptionStep.stage == stage, 1), else_=0))

    statement: Any = (
        select(
            OrganisationAdoption.use_case_id,
            Organisation.kind,
            *(total(stage) for stage in ORDER),
            func.max(case((AdoptionStep.is_illustrative.is_(True), 1), else_=0)),
        )
        .select_from(AdoptionStep)
        .join(newest, (newest.c.adoption_id == AdoptionStep.adoption_id) & (newest.c.on == AdoptionStep.on))
        .join(OrganisationAdoption, OrganisationAdoption.id == AdoptionStep.adoption_id)
        .join(Organisation, Organisation.id == OrganisationAdoption.organisation_id)
        .where(OrganisationAdoption.use_case_id.in_(use_case_ids))
        .group_by(OrganisationAdoption.use_case_id, Organisation.kind)
    )
    return [
        Named(id_, kind, int(used), int(preparing), int(exploring), int(stopped), bool(made_up))
        for id_, kind, used, preparing, exploring, stopped, made_up in db.session.execute(statement)
    ]
