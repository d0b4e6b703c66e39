"""The parts of a use case: each a row of its own, so that it can be counted and dated."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from accounts.models import Organisation, Person
from accounts.rules.terms import OrganisationKind
from core.database import Model
from portfolio.models.system_function import SystemFunction
from portfolio.rules.terms import (
    Commitment,
    ContributionLevel,
    Grade,
    Phase,
    PreconditionKind,
    PreconditionState,
)

if TYPE_CHECKING:
    from portfolio.models.use_case import UseCase


class Part:
    """What every part has: its use case, its place in the list, and which values are illustrative."""

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    illustrative: Mapped[list[str]] = mapped_column(default=list)

    @declared_attr
    def use_case_id(cls) -> Mapped[int]:  # noqa: N805
        return mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"), index=True)

    def is_illustrative(self, field: str) -> bool:
        """Tell whether the value of ``field`` was made up to show the software at work."""
        return field in self.illustrative


class PhaseChange(Part, Model):
    """A step from one phase to another, dated and with its reason; feeds the progress charts."""

    __tablename__ = "phase_change"

    phase: Mapped[Phase]
    happened_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    decision: Mapped[str] = mapped_column(String(200), default="")
    by_label: Mapped[str] = mapped_column(String(120), default="")
    use_case: Mapped["UseCase"] = relationship(back_populates="phase_changes", lazy="raise_on_sql")


class Partner(Part, Model):
    """An organisation that takes part, what it does, and whether it will scale up on success."""

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("use_case_id", "organisation_id"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(300), default="")
    role_en: Mapped[str] = mapped_column(String(300), default="")
    commitment: Mapped[Commitment] = mapped_column(default=Commitment.OPEN)
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    use_case: Mapped["UseCase"] = relationship(back_populates="partners", lazy="raise_on_sql")


class Precondition(Part, Model):
    """What must hold before the use case can start or go on; a hard one is a gate."""

    __tablename__ = "precondition"
    __table_args__ = (CheckConstraint("text <> ''", name="text_filled"),)

    kind: Mapped[PreconditionKind]
    is_hard: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    state: Mapped[PreconditionState] = mapped_column(default=PreconditionState.OPEN)
    due_on: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    owner: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    use_case: Mapped["UseCase"] = relationship(back_populates="preconditions", lazy="raise_on_sql")


class Risk(Part, Model):
    """What may go wrong; likelihood and impact stay apart and are looked up, never multiplied."""

    __tablename__ = "risk"
    __table_args__ = (CheckConstraint("text <> ''", name="text_filled"),)

    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    likelihood: Mapped[Grade]
    impact: Mapped[Grade]
    mitigation: Mapped[str] = mapped_column(default="")
    use_case: Mapped["UseCase"] = relationship(back_populates="risks", lazy="raise_on_sql")


class Dependency(Part, Model):
    """This use case needs another one first."""

    __tablename__ = "dependency"
    __table_args__ = (
        UniqueConstraint("use_case_id", "needs_id"),
        CheckConstraint("use_case_id <> needs_id", name="not_on_itself"),
    )

    needs_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    use_case: Mapped["UseCase"] = relationship(
        back_populates="dependencies", foreign_keys="Dependency.use_case_id", lazy="raise_on_sql"
    )
    needs: Mapped["UseCase"] = relationship(foreign_keys=[needs_id], lazy="raise_on_sql")


class Contribution(Part, Model):
    """What a use case does for a system function; extending or delivering names the reusable thing (R3)."""

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("use_case_id", "function_id"),
        CheckConstraint("level = 'uses' OR deliverable <> ''", name="building_names_deliverable"),
    )

    function_id: Mapped[int] = mapped_column(ForeignKey("system_function.id"), index=True)
    level: Mapped[ContributionLevel]
    deliverable: Mapped[str] = mapped_column(default="")
    deliverable_en: Mapped[str] = mapped_column(default="")
    function: Mapped[SystemFunction] = relationship(lazy="raise_on_sql")
    use_case: Mapped["UseCase"] = relationship(back_populates="contributions", lazy="raise_on_sql")

    @property
    def builds(self) -> bool:
        """Tell whether it extends or delivers, which is what selection needs."""
        return self.level is not ContributionLevel.USES


class Benefit(Part, Model):
    """A benefit or dis-benefit with its indicator, from baseline to target."""

    __tablename__ = "benefit"

    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    indicator: Mapped[str] = mapped_column(String(200), default="")
    unit: Mapped[str] = mapped_column(String(60), default="")
    baseline: Mapped[Decimal | None]
    target: Mapped[Decimal | None]
    is_disbenefit: Mapped[bool] = mapped_column(default=False)
    use_case: Mapped["UseCase"] = relationship(back_populates="benefits", lazy="raise_on_sql")


class Adoption(Part, Model):
    """How many organisations of one kind use it, on a day, and how many there are (R9)."""

    __tablename__ = "adoption"
    __table_args__ = (
        CheckConstraint("adopted >= 0", name="adopted_not_negative"),
        CheckConstraint("total IS NULL OR adopted <= total", name="adopted_within_total"),
        UniqueConstraint("use_case_id", "kind", "as_of"),
    )

    kind: Mapped[OrganisationKind]
    adopted: Mapped[int]
    total: Mapped[int | None]
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(String(200), default="")
    use_case: Mapped["UseCase"] = relationship(back_populates="adoptions", lazy="raise_on_sql")


class Dataset(Part, Model):
    """A dataset that is used, who holds it, and which definition of the wiki it follows.

    ``definition`` is the key of a core.links reference of type "definition", "" for
    none; ``definition_version`` the version that the use case builds on.
    """

    __tablename__ = "used_dataset"
    __table_args__ = (
        CheckConstraint("(definition = '') = (definition_version IS NULL)", name="definition_with_version"),
        Index("ix_used_dataset_definition", "definition"),
    )

    name: Mapped[str] = mapped_column(String(200))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    definition: Mapped[str] = mapped_column(String(60), default="")
    definition_version: Mapped[int | None]
    holder: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    use_case: Mapped["UseCase"] = relationship(back_populates="datasets", lazy="raise_on_sql")


class Source(Part, Model):
    """Where it is told: a document and the passage in it."""

    __tablename__ = "use_case_source"

    source: Mapped[str] = mapped_column(String(200))
    passage: Mapped[str] = mapped_column(String(300), default="")
    use_case: Mapped["UseCase"] = relationship(back_populates="sources", lazy="raise_on_sql")
