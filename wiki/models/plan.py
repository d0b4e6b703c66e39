"""How far organisations are with a step plan."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from core.database import Model, utc_now
from wiki.models.page import Page
from wiki.rules.plan import StepState


class PlanProgress(Model):
    """One step of one plan at one organisation; no row is "not started".

    ``step`` is the key that the step has on its page (wiki/rules/row_keys.py), so it
    outlives another title. Who said so is an id and a name without relationship.
    """

    __tablename__ = "plan_progress"
    __table_args__ = (
        UniqueConstraint("page_id", "organisation_id", "step"),
        CheckConstraint("step <> ''", name="step_filled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    step: Mapped[str] = mapped_column(String(8))
    state: Mapped[StepState]
    on: Mapped[date]
    note: Mapped[str] = mapped_column(String(300), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    by_id: Mapped[int | None]
    by_label: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    page: Mapped[Page] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return self.step
