"""Read organisations."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Organisation, OrganisationAlias
from accounts.rules.terms import Layer, OrganisationKind
from core.database import db
from core.errors import NotFound


def find_organisation(slug: str) -> Organisation | None:
    """Return the organisation at this address, also at an earlier one."""
    found = db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()
    if found is not None:
        return found
    return db.session.scalars(
        select(Organisation).join(OrganisationAlias).where(OrganisationAlias.slug == slug)
    ).one_or_none()


def get_organisation(slug: str) -> Organisation:
    """Return the organisation at this address, also at an earlier one; else NotFound."""
    found = find_organisation(slug)
    if found is None:
        raise NotFound("not_found")
    return found


def refresh_organisation(organisation_id: int) -> Organisation:
    """Return an organisation as the database has it now; else NotFound."""
    found = db.session.get(Organisation, organisation_id, populate_existing=True)
    if found is None:
        raise NotFound("not_found")
    return found


def select_organisations(
    *, search: str = "", kind: OrganisationKind | None = None, layer: Layer | None = None
) -> Select[Any]:
    """Return the statement for a list of organisations by name, for ``page_of``."""
    found = select(Organisation).order_by(func.lower(Organisation.name), Organisation.id)
    if kind:
        found = found.where(Organisation.kind == kind)
    if layer:
        found = found.where(Organisation.layer == layer)
    if search:
        fields = (Organisation.name, Organisation.name_en, Organisation.abbreviation)
        found = found.where(or_(*(field.icontains(search, autoescape=True) for field in fields)))
    return found


def list_organisation_names() -> Sequence[tuple[int, str]]:
    """Return (id, name) of every organisation by name, for a choice in a form."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name).order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [(row.id, row.name) for row in rows]


def list_earlier_addresses(organisation_id: int) -> Sequence[OrganisationAlias]:
    """Return the earlier addresses of an organisation with the names they had."""
    return db.session.scalars(
        select(OrganisationAlias)
        .where(OrganisationAlias.organisation_id == organisation_id)
        .order_by(OrganisationAlias.slug)
    ).all()


def is_address_taken(slug: str, *, but: int | None = None) -> bool:
    """Tell whether an organisation other than ``but`` has this address now."""
    holder = db.session.scalar(select(Organisation.id).where(Organisation.slug == slug))
    return holder is not None and holder != but


def find_former_address(slug: str, *, but: int | None = None) -> OrganisationAlias | None:
    """Return the former address of an organisation other than ``but``, with that organisation."""
    statement = select(OrganisationAlias).where(OrganisationAlias.slug == slug)
    if but is not None:
        statement = statement.where(OrganisationAlias.organisation_id != but)
    return db.session.scalar(statement.options(joinedload(OrganisationAlias.organisation)))
