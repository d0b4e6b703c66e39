"""People and what they may do, from when to when."""

from datetime import date, datetime
from typing import ClassVar

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models.domain import Domain
from accounts.models.organisation import Organisation
from accounts.rules.terms import BoardRole, Role, Sector
from core.database import Model, Timestamped


class Person(UserMixin, Timestamped, Model):
    """Someone with an account. Demo people exist only in the demo and never sign in elsewhere."""

    ERASED_HOST: ClassVar[str] = "verwijderd.invalid"
    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="nl")
    is_enabled: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    last_seen_at: Mapped[datetime | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", lazy="raise_on_sql", order_by="Membership.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_erased(self) -> bool:
        """Whether its personal data were taken away: then it never opens again."""
        return self.email.endswith(f"@{self.ERASED_HOST}")

    @property
    def is_active(self) -> bool:
        return self.is_enabled

    @property
    def actor_id(self) -> int:
        return self.id

    @property
    def actor_label(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.name


class Membership(Timestamped, Model):
    """A role of a person, everywhere or in one domain, from a day to a day (both included)."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="days_in_order"),
        CheckConstraint(
            "(role IN ('board_member', 'secretary')) = (domain_id IS NOT NULL)", name="domain_fits_role"
        ),
        Index("ix_membership_person_id_role", "person_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("domain.id"), index=True)
    board_role: Mapped[BoardRole | None]
    sector: Mapped[Sector | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships", lazy="raise_on_sql")
    domain: Mapped[Domain | None] = relationship(lazy="raise_on_sql")

    def holds_on(self, day: date) -> bool:
        """Tell whether the role holds on ``day``."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
