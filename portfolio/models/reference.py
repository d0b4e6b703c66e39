"""Lists that a programme manager keeps: urgent challenges, and how many organisations there are."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accounts.rules.terms import OrganisationKind
from core.database import Model, Timestamped


class UrgentChallenge(Timestamped, Model):
    """An urgent societal challenge or need, from a day to a day (R4)."""

    __tablename__ = "urgent_challenge"
    __table_args__ = (CheckConstraint("until IS NULL OR since <= until", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    sources: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return self.name


class OrganisationCount(Model):
    """How many organisations of a kind there are: N, dated, with its source (R9)."""

    __tablename__ = "organisation_count"
    __table_args__ = (UniqueConstraint("kind", "as_of"), CheckConstraint("total > 0", name="total_positive"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind]
    total: Mapped[int]
    as_of: Mapped[date]
    source: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
