"""What figures are narrowed to besides what a reader may read: domain, size, layer of government, owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from accounts.models import Organisation
from accounts.rules.terms import Layer
from core.database import db
from portfolio.models import UseCase
from portfolio.queries.visibility import is_readable
from portfolio.rules.terms import Size


@dataclass(frozen=True)
class Within:
    """Conditions on use cases; what is None does not narrow. The layer is that of the owning organisation."""

    domain_id: int | None = None
    size: Size | None = None
    layer: Layer | None = None
    owner_id: int | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What a use case must meet."""
        found: list[ColumnElement[bool]] = []
        if self.domain_id is not None:
            found.append(UseCase.domain_id == self.domain_id)
        if self.size is not None:
            found.append(UseCase.size == self.size)
        if self.layer is not None:
            of_layer = select(Organisation.id).where(Organisation.layer == self.layer)
            found.append(UseCase.owner_organisation_id.in_(of_layer))
        if self.owner_id is not None:
            found.append(UseCase.owner_organisation_id == self.owner_id)
        return found


EVERYWHERE = Within()


def list_owners(reader: Any) -> Sequence[Organisation]:
    """Return the organisations that own something ``reader`` may read, by name: one query."""
    owning = select(UseCase.owner_organisation_id).where(
        is_readable(reader), UseCase.owner_organisation_id.is_not(None)
    )
    statement = (
        select(Organisation)
        .where(Organisation.id.in_(owning))
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return db.session.scalars(statement).all()
