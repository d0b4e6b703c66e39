"""Who keeps a page right, until when it counts as right, and who said so."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from core.database import Model, utc_now
from wiki.rules.terms import PageKind


class PageLife(Model):
    """The upkeep of one page; each page has a row. The owner is a role of an organisation, not a person.

    ``stale_from`` is the first day on which nobody vouches for the page any more:
    the last confirmation (else the day it was made) plus ``interval_months``, or
    plus that of its kind when it has none of its own.
    """

    __tablename__ = "page_life"
    __table_args__ = (
        CheckConstraint("interval_months IS NULL OR interval_months BETWEEN 1 AND 60", name="interval_fits"),
        CheckConstraint("function = '' OR organisation_id IS NOT NULL", name="function_of_organisation"),
    )

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    function: Mapped[str] = mapped_column(String(120), default="")
    interval_months: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_revision: Mapped[int | None]
    stale_from: Mapped[date] = mapped_column(index=True)
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def id(self) -> int:
        """The page's; the audit trail names the row by it."""
        return self.page_id


class PageConfirmation(Model):
    """Someone said that a page is still right, as it read in ``revision``; never changed afterwards."""

    __tablename__ = "page_confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int | None]
    by_label: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(300), default="")


class UpkeepInterval(Model):
    """For how many months "still right" holds for a kind; no row is the default of wiki/rules/life.py."""

    __tablename__ = "upkeep_interval"
    __table_args__ = (CheckConstraint("months BETWEEN 1 AND 60", name="months_fit"),)

    kind: Mapped[PageKind] = mapped_column(primary_key=True)
    months: Mapped[int]
