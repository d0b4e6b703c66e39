"""Read what an organisation does: use cases it owns or joins, datasets it holds, action points."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import contains_eager

from accounts.models import Organisation, OrganisationAlias
from core.database import db
from portfolio.models import ActionPoint, ActionTheme, Dataset, Partner, UseCase
from portfolio.models.agenda import action_organisation
from portfolio.queries.agenda import is_public
from portfolio.queries.visibility import is_readable
from portfolio.rules.terms import Kind, Phase, Size


@dataclass(frozen=True, slots=True)
class Part:
    """A use case that an organisation owns or joins; ``role`` is what it does there, empty for the owner."""

    code: str
    title: str
    title_en: str
    kind: Kind
    phase: Phase
    size: Size | None
    role: str = ""
    role_en: str = ""
    illustrative: Sequence[str] = ()

    @property
    def is_illustrative(self) -> bool:
        """Tell whether no source names the organisation or its role here."""
        return bool({"owner", "organisation_id", "role"} & set(self.illustrative))


@dataclass(frozen=True, slots=True)
class Held:
    """A dataset that an organisation holds, in one use case that uses it."""

    name: str
    note: str
    code: str
    title: str
    title_en: str


_PART = (UseCase.code, UseCase.title, UseCase.title_en, UseCase.kind, UseCase.phase, UseCase.size)


def count_parts(organisation_ids: Collection[int], reader: Any) -> dict[int, int]:
    """Return in how many use cases each takes part, as owner or partner, that ``reader`` reads: one query."""
    owned = select(UseCase.owner_organisation_id.label("organisation_id"), UseCase.id.label("id")).where(
        is_readable(reader), UseCase.owner_organisation_id.in_(organisation_ids)
    )
    joined = (
        select(Partner.organisation_id, UseCase.id)
        .join(UseCase, UseCase.id == Partner.use_case_id)
        .where(is_readable(reader), Partner.organisation_id.in_(organisation_ids))
    )
    pairs = union(owned, joined).subquery("pairs")
    rows: Any = db.session.execute(
        select(pairs.c.organisation_id, func.count(pairs.c.id)).group_by(pairs.c.organisation_id)
    )
    return dict(rows.all())


def list_owned(organisation_id: int, reader: Any) -> Sequence[Part]:
    """Return what it owns, by code: one query."""
    statement: Any = (
        select(*_PART, UseCase.illustrative)
        .where(is_readable(reader), UseCase.owner_organisation_id == organisation_id)
        .order_by(UseCase.code)
    )
    return [Part(*[*row[:6], "", "", row[6]]) for row in db.session.execute(statement)]


def list_joined(organisation_id: int, reader: Any) -> Sequence[Part]:
    """Return where it is a partner, by code, with its role; what it promised stays with the board."""
    statement: Any = (
        select(*_PART, Partner.role, Partner.role_en, Partner.illustrative)
        .join(Partner, Partner.use_case_id == UseCase.id)
        .where(is_readable(reader), Partner.organisation_id == organisation_id)
        .order_by(UseCase.code)
    )
    return [Part(*row) for row in db.session.execute(statement)]


def list_held(organisation_id: int, reader: Any) -> Sequence[Held]:
    """Return the datasets it holds with the use cases that use them, by name: one query."""
    statement = (
        select(Dataset.name, Dataset.note, UseCase.code, UseCase.title, UseCase.title_en)
        .join(UseCase, UseCase.id == Dataset.use_case_id)
        .where(is_readable(reader), Dataset.holder_id == organisation_id)
        .order_by(func.lower(Dataset.name), UseCase.code, Dataset.id)
    )
    return [Held(*row) for row in db.session.execute(statement)]


def list_action_points(organisation_id: int) -> Sequence[ActionPoint]:
    """Return the action points it is named in, in the order of their agenda, without drafts. One query."""
    statement = (
        select(ActionPoint)
        .join(action_organisation, action_organisation.c.action_id == ActionPoint.id)
        .join(ActionTheme, ActionTheme.id == ActionPoint.theme_id)
        .join(ActionTheme.agenda)
        .where(action_organisation.c.organisation_id == organisation_id, is_public())
        .options(contains_eager(ActionPoint.theme).contains_eager(ActionTheme.agenda))
        .order_by(ActionTheme.agenda_id, ActionTheme.number, ActionPoint.position, ActionPoint.id)
    )
    return db.session.scalars(statement).all()


def organisations_by_slug(slugs: Collection[str]) -> dict[str, Organisation]:
    """Return organisations by the address asked for, also an earlier one: one query."""
    statement = (
        select(Organisation, OrganisationAlias.slug)
        .outerjoin(OrganisationAlias, OrganisationAlias.organisation_id == Organisation.id)
        .where(or_(Organisation.slug.in_(slugs), OrganisationAlias.slug.in_(slugs)))
    )
    found: dict[str, Organisation] = {}
    for organisation, alias in db.session.execute(statement):
        for slug in (organisation.slug, alias):
            if slug in slugs:
                found[slug] = organisation
    return found


def find_organisation_slug(id_: int) -> str | None:
    """Return the address of the organisation with this id."""
    return db.session.scalar(select(Organisation.slug).where(Organisation.id == id_))
