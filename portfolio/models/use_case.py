"""The use case: the centre of the portfolio. Its fields follow domain.md §3."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Domain, Organisation, Person
from core.database import Base, Model, Timestamped
from portfolio.models.reference import UrgentChallenge
from portfolio.rules.terms import DataLevel, GovernmentRole, Kind, PersonalData, Phase, Size

if TYPE_CHECKING:
    from portfolio.models.framework import FrameworkAssessment
    from portfolio.models.parts import (
        Adoption,
        Benefit,
        Contribution,
        Dataset,
        Dependency,
        Partner,
        PhaseChange,
        Precondition,
        Risk,
        Source,
    )
    from portfolio.models.scoring import Assessment


def _link_table(name: str, other: str, column: str) -> Table:
    return Table(
        name,
        Base.metadata,
        Column("use_case_id", ForeignKey("use_case.id", ondelete="CASCADE"), primary_key=True),
        Column(column, ForeignKey(f"{other}.id"), primary_key=True, index=True),
    )


other_domain = _link_table("use_case_domain", "domain", "domain_id")
team_member = _link_table("use_case_member", "person", "person_id")
urgent_use_case = _link_table("use_case_challenge", "urgent_challenge", "challenge_id")


class UseCase(Timestamped, Model):
    """A concrete application of data to a societal challenge, from idea to scale-up.

    Efforts are person-months, money is cents over the whole life, quarters are
    counted as year * 4 + quarter - 1. ``value_*``, ``size`` and ``organisations``
    are derived by the rules at each write, so that lists sort in the database.
    ``illustrative`` names the fields whose value no source gives.
    """

    __tablename__ = "use_case"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("effort_low >= 0 AND effort_low <= effort_likely", name="effort_low_first"),
        CheckConstraint("effort_likely <= effort_high", name="effort_high_last"),
        CheckConstraint("cost_cents >= 0", name="cost_not_negative"),
        CheckConstraint("planned_quarters > 0", name="planned_length"),
        CheckConstraint("(planned_start IS NULL) = (planned_quarters IS NULL)", name="planned_whole"),
        CheckConstraint("size_override IS NULL OR size_reason <> ''", name="override_has_reason"),
        CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        Index("ix_use_case_domain_id_phase", "domain_id", "phase"),
        Index("ix_use_case_phase_published_on", "phase", "published_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[Kind] = mapped_column(default=Kind.USE_CASE)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id"))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(600), default="")
    summary_en: Mapped[str] = mapped_column(String(600), default="")
    challenge: Mapped[str] = mapped_column(default="")
    intended_result: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    practice: Mapped[str] = mapped_column(default="")
    government_role: Mapped[GovernmentRole | None]
    data_level: Mapped[DataLevel | None]
    personal_data: Mapped[PersonalData | None]
    dpia: Mapped[str] = mapped_column(String(400), default="")
    iama: Mapped[str] = mapped_column(String(400), default="")
    algorithm_register: Mapped[str] = mapped_column(String(400), default="")
    owner_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_draft: Mapped[bool] = mapped_column(default=False)
    phase: Mapped[Phase] = mapped_column(default=Phase.IDEA)
    published_on: Mapped[date | None]
    as_of: Mapped[date | None]
    has_no_preconditions: Mapped[bool] = mapped_column(default=False)
    has_no_risks: Mapped[bool] = mapped_column(default=False)
    effort_low: Mapped[Decimal | None]
    effort_likely: Mapped[Decimal | None]
    effort_high: Mapped[Decimal | None]
    cost_cents: Mapped[int | None] = mapped_column(BigInteger)
    planned_start: Mapped[int | None] = mapped_column(index=True)
    planned_quarters: Mapped[int | None]
    chance: Mapped[int | None]
    size_override: Mapped[Size | None]
    size_reason: Mapped[str] = mapped_column(String(400), default="")
    size: Mapped[Size | None] = mapped_column(index=True)
    organisations: Mapped[int] = mapped_column(default=0)
    value_low: Mapped[Decimal | None]
    value_high: Mapped[Decimal | None]
    scored: Mapped[int] = mapped_column(default=0)
    criteria: Mapped[int] = mapped_column(default=0)
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("use_case.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    domain: Mapped[Domain] = relationship(lazy="raise_on_sql")
    other_domains: Mapped[list[Domain]] = relationship(
        secondary=other_domain, order_by=Domain.name, lazy="raise_on_sql"
    )
    owner_organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id], lazy="raise_on_sql")
    submitter: Mapped[Person | None] = relationship(foreign_keys=[submitter_id], lazy="raise_on_sql")
    team: Mapped[list[Person]] = relationship(
        secondary=team_member, order_by=Person.name, lazy="raise_on_sql"
    )
    challenges: Mapped[list[UrgentChallenge]] = relationship(
        secondary=urgent_use_case, order_by=UrgentChallenge.name, lazy="raise_on_sql"
    )
    merged_into: Mapped["UseCase | None"] = relationship(remote_side=[id], lazy="raise_on_sql")
    partners: Mapped[list["Partner"]] = relationship(
        back_populates="use_case",
        cascade="all, delete-orphan",
        order_by="Partner.position",
        lazy="raise_on_sql",
    )
    phase_changes: Mapped[list["PhaseChange"]] = relationship(
        back_populates="use_case",
        cascade="all, delete-orphan",
        order_by="(PhaseChange.happened_on, PhaseChange.id)",
        lazy="raise_on_sql",
    )
    preconditions: Mapped[list["Precondition"]] = relationship(
        back_populates="use_case",
        cascade="all, delete-orphan",
        order_by="Precondition.position",
        lazy="raise_on_sql",
    )
    risks: Mapped[list["Risk"]] = relationship(
        back_populates="use_case", cascade="all, delete-orphan", order_by="Risk.position", lazy="raise_on_sql"
    )
    dependencies: Mapped[list["Dependency"]] = relationship(
        back_populates="use_case",
        cascade="all, delete-orphan",
        order_by="Dependency.id",
        foreign_keys="Dependency.use_case_id",
        lazy="raise_on_sql",
    )
    contributions: Mapped[list["Contribution"]] = relationship(
        back_populates="use_case",
        cascade="all, delete-orphan",
        order_by="Contribution.position",
        lazy="raise_on_sql",
    )
    benefits: Mapped[list["Benefit"]] = relationship(
        back_populates="use_case",
        cascade="all, delete-orphan",
        order_by="Benefit.position",
        lazy="raise_on_sql",
    )
    adoptions: Mapped[list["Adoption"]] = relationship(
        back_populates="use_case",
        cascade="all, delete-orphan",
        order_by="(Adoption.as_of, Adoption.id)",
        lazy="raise_on_sql",
    )
    datasets: Mapped[list["Dataset"]] = relationship(
        back_populates="use_case",
        cascade="all, delete-orphan",
        order_by="Dataset.position",
        lazy="raise_on_sql",
    )
    sources: Mapped[list["Source"]] = relationship(
        back_populates="use_case",
        cascade="all, delete-orphan",
        order_by="Source.position",
        lazy="raise_on_sql",
    )
    assessment: Mapped["Assessment | None"] = relationship(
        back_populates="use_case", cascade="all, delete-orphan", uselist=False, lazy="raise_on_sql"
    )
    framework: Mapped["FrameworkAssessment | None"] = relationship(
        back_populates="use_case", cascade="all, delete-orphan", uselist=False, lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return f"{self.code} {self.title}"

    def is_illustrative(self, field: str) -> bool:
        """Tell whether the value of ``field`` was made up to show the software at work."""
        return field in self.illustrative


class UseCaseAlias(Model):
    """The code of a use case that was merged into another; the old address keeps working."""

    __tablename__ = "use_case_alias"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id"), index=True)
    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")
