"""The dated steps by which an organisation adopted a use case. Source: R9."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.database import Model
from portfolio.models.progress import OrganisationAdoption
from portfolio.rules.progress_terms import AdoptionStage


class AdoptionStep(Model):
    """From a day on an organisation was this far; the last one of a day counts. n over time is made of these.

    ``OrganisationAdoption`` repeats the newest one, so that a list needs no search for it.
    """

    __tablename__ = "adoption_step"
    __table_args__ = (UniqueConstraint("adoption_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    adoption_id: Mapped[int] = mapped_column(ForeignKey("organisation_adoption.id", ondelete="CASCADE"))
    on: Mapped[date]
    stage: Mapped[AdoptionStage]
    by_label: Mapped[str] = mapped_column(String(200), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)

    adoption: Mapped[OrganisationAdoption] = relationship(lazy="raise_on_sql")
