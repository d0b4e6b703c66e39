"""Organisations, and the old addresses of those that were merged."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.rules.terms import Layer, OrganisationKind
from core.database import Model, Timestamped


class Organisation(Timestamped, Model):
    """A government body, company or institute that owns, takes part or keeps a source."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("slug <> ''", name="slug_filled"),
        CheckConstraint("name <> ''", name="name_filled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_en: Mapped[str] = mapped_column(String(200), default="")
    abbreviation: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[OrganisationKind]
    layer: Mapped[Layer]
    sources: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return self.name


class OrganisationAlias(Model):
    """A former address of an organisation, kept when two are merged or one is renamed."""

    __tablename__ = "organisation_alias"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
