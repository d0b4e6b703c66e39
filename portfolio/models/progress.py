"""After the choice: plans moved, milestones, status, measurements. Source: methods.md §4–§5.

First promises are held by triggers (migrations/versions/0016_progress.py and 0030_promises.py): a first
plan of a milestone, once there, can't be changed, replaced or removed, nor can a step of the log of plans.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation
from core.database import Model, Timestamped, utc_now
from portfolio.models.parts import Benefit, Precondition, Risk
from portfolio.models.system_function import SystemFunction
from portfolio.models.use_case import UseCase
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import AdoptionStage, MilestoneKind, ReplanReason
from portfolio.rules.terms import Grade, PreconditionKind, PreconditionState


class PlanMove(Model):
    """One move of a use case on the roadmap: from, to, why, and which move it undid, if any.

    Quarters are counted as year * 4 + quarter - 1. ``reason`` is asked once the
    use case stands in an adopted roadmap.
    """

    __tablename__ = "plan_move"
    __table_args__ = (
        CheckConstraint("to_quarters > 0", name="to_quarters_positive"),
        CheckConstraint("(from_start IS NULL) = (from_quarters IS NULL)", name="from_whole"),
        CheckConstraint("(to_start IS NULL) = (to_quarters IS NULL)", name="to_whole"),
        Index("ix_plan_move_use_case_id_at", "use_case_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=utc_now)
    from_start: Mapped[int | None]
    from_quarters: Mapped[int | None]
    to_start: Mapped[int | None]
    to_quarters: Mapped[int | None]
    reason: Mapped[ReplanReason | None]
    note: Mapped[str] = mapped_column(String(400), default="")
    by_id: Mapped[int | None]
    by_label: Mapped[str] = mapped_column(String(200))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("plan_move.id"), index=True)
    is_illustrative: Mapped[bool] = mapped_column(default=False)

    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")


class Milestone(Timestamped, Model):
    """A result with three dates: first promised, planned now, reached (R6).

    ``first_planned_on`` is written when the roadmap that holds the use case is
    adopted, or later at the first plan, and then stays.
    """

    __tablename__ = "milestone"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title_filled"),
        CheckConstraint("(kind = 'system_function') = (function_id IS NOT NULL)", name="function_fits_kind"),
        Index("ix_milestone_use_case_id_position", "use_case_id", "position"),
        Index("ix_milestone_first_planned_on", "first_planned_on"),
        Index("ix_milestone_reached_on", "reached_on"),
        Index("ix_milestone_planned_on", "planned_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[MilestoneKind]
    function_id: Mapped[int | None] = mapped_column(ForeignKey("system_function.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    first_planned_on: Mapped[date | None]
    planned_on: Mapped[date]
    reached_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(600), default="")
    dropped_on: Mapped[date | None]
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")
    function: Mapped[SystemFunction | None] = relationship(lazy="raise_on_sql")
    plans: Mapped[list["MilestonePlan"]] = relationship(
        back_populates="milestone",
        cascade="all, delete-orphan",
        order_by="(MilestonePlan.on, MilestonePlan.id)",
        lazy="raise_on_sql",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return self.title


class MilestonePlan(Model):
    """What date was expected for a milestone, said on a day: the points of the trend chart."""

    __tablename__ = "milestone_plan"
    __table_args__ = (Index("ix_milestone_plan_milestone_id_on", "milestone_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"))
    on: Mapped[date]
    planned_on: Mapped[date]
    reason: Mapped[ReplanReason | None]
    note: Mapped[str] = mapped_column(String(400), default="")
    by_label: Mapped[str] = mapped_column(String(200), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)

    milestone: Mapped[Milestone] = relationship(back_populates="plans", lazy="raise_on_sql")


class StatusReport(Model):
    """How the owner says it goes, on a day. Never changed: a next one says otherwise."""

    __tablename__ = "status_report"
    __table_args__ = (
        CheckConstraint("status <> 'not_reported'", name="status_reported"),
        Index("ix_status_report_use_case_id_on", "use_case_id", "on"),
        Index("ix_status_report_on", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"))
    on: Mapped[date]
    status: Mapped[Status]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None]
    by_label: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    is_illustrative: Mapped[bool] = mapped_column(default=False)

    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")


class ComputedStatus(Model):
    """What the rules made of a use case from a day on, until the day before the next row (None: still).

    Written by the worker and beside each write that matters; charts aggregate these
    rows. ``gap`` is how many steps rosier the declared status is.
    """

    __tablename__ = "computed_status"
    __table_args__ = (
        CheckConstraint('until IS NULL OR until >= "on"', name="days_in_order"),
        Index("ix_computed_status_on_until", "on", "until"),
        Index(
            "ix_computed_status_standing",
            "use_case_id",
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date | None]
    status: Mapped[Status]
    declared: Mapped[Status]
    gap: Mapped[int | None]
    drift: Mapped[int | None]
    causes: Mapped[list[str]] = mapped_column(default=list)
    reported_on: Mapped[date | None]
    unchanged_for: Mapped[int] = mapped_column(default=0)
    is_illustrative: Mapped[bool] = mapped_column(default=False)


class SharedPrecondition(Timestamped, Model):
    """One precondition that several use cases wait for, followed as one thing."""

    __tablename__ = "shared_precondition"
    __table_args__ = (CheckConstraint("text <> ''", name="text_filled"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PreconditionKind]
    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    state: Mapped[PreconditionState] = mapped_column(default=PreconditionState.OPEN)
    due_on: Mapped[date | None]
    owner_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    illustrative: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    owner_organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    uses: Mapped[list["PreconditionShare"]] = relationship(
        cascade="all, delete-orphan", order_by="PreconditionShare.precondition_id", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return self.text


class PreconditionShare(Model):
    """That a precondition of one use case is the shared one; it follows that one's state and date."""

    __tablename__ = "precondition_share"

    precondition_id: Mapped[int] = mapped_column(
        ForeignKey("precondition.id", ondelete="CASCADE"), primary_key=True
    )
    shared_id: Mapped[int] = mapped_column(
        ForeignKey("shared_precondition.id", ondelete="CASCADE"), index=True
    )

    precondition: Mapped[Precondition] = relationship(lazy="raise_on_sql")


class PreconditionChange(Model):
    """A dated state of a precondition, of one use case or shared."""

    __tablename__ = "precondition_change"
    __table_args__ = (
        CheckConstraint("(precondition_id IS NULL) <> (shared_id IS NULL)", name="of_one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    precondition_id: Mapped[int | None] = mapped_column(
        ForeignKey("precondition.id", ondelete="CASCADE"), index=True
    )
    shared_id: Mapped[int | None] = mapped_column(
        ForeignKey("shared_precondition.id", ondelete="CASCADE"), index=True
    )
    on: Mapped[date]
    state: Mapped[PreconditionState]
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(400), default="")
    by_label: Mapped[str] = mapped_column(String(200), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)


class RiskChange(Model):
    """How a risk was graded on a day, and what was done."""

    __tablename__ = "risk_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id", ondelete="CASCADE"), index=True)
    on: Mapped[date]
    likelihood: Mapped[Grade]
    impact: Mapped[Grade]
    note: Mapped[str] = mapped_column(String(400), default="")
    by_label: Mapped[str] = mapped_column(String(200), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)

    risk: Mapped[Risk] = relationship(lazy="raise_on_sql")


class BenefitMeasurement(Model):
    """A value of a benefit's indicator on a day; also after delivery."""

    __tablename__ = "benefit_measurement"
    __table_args__ = (UniqueConstraint("benefit_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    benefit_id: Mapped[int] = mapped_column(ForeignKey("benefit.id", ondelete="CASCADE"))
    on: Mapped[date]
    value: Mapped[Decimal]
    note: Mapped[str] = mapped_column(String(400), default="")
    by_label: Mapped[str] = mapped_column(String(200), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)

    benefit: Mapped[Benefit] = relationship(lazy="raise_on_sql")


class BenefitWorth(Model):
    """What a benefit is worth a year, in cents, as a range with its assumption; no row means no price."""

    __tablename__ = "benefit_worth"
    __table_args__ = (
        CheckConstraint("low_cents <= high_cents", name="range_in_order"),
        CheckConstraint("from_year <= to_year", name="years_in_order"),
        CheckConstraint("assumption <> ''", name="assumption_filled"),
    )

    benefit_id: Mapped[int] = mapped_column(ForeignKey("benefit.id", ondelete="CASCADE"), primary_key=True)
    low_cents: Mapped[int] = mapped_column(BigInteger)
    high_cents: Mapped[int] = mapped_column(BigInteger)
    from_year: Mapped[int]
    to_year: Mapped[int]
    assumption: Mapped[str] = mapped_column(String(600))
    is_illustrative: Mapped[bool] = mapped_column(default=False)


class BenefitDue(Model):
    """When a benefit is measured next; what is due and not measured is said so."""

    __tablename__ = "benefit_due"

    benefit_id: Mapped[int] = mapped_column(ForeignKey("benefit.id", ondelete="CASCADE"), primary_key=True)
    due_on: Mapped[date] = mapped_column(index=True)
    every_months: Mapped[int | None]
    is_illustrative: Mapped[bool] = mapped_column(default=False)


class LifeCost(Model):
    """The costs of a use case in one year of its life, in cents, as a range with its assumption."""

    __tablename__ = "life_cost"
    __table_args__ = (
        CheckConstraint("low_cents >= 0 AND low_cents <= high_cents", name="range_in_order"),
        UniqueConstraint("use_case_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"))
    year: Mapped[int]
    low_cents: Mapped[int] = mapped_column(BigInteger)
    high_cents: Mapped[int] = mapped_column(BigInteger)
    assumption: Mapped[str] = mapped_column(String(400), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)


class OrganisationAdoption(Timestamped, Model):
    """How far one organisation is with adopting a use case, since when, and whom to ask: a function."""

    __tablename__ = "organisation_adoption"
    __table_args__ = (
        UniqueConstraint("use_case_id", "organisation_id"),
        CheckConstraint("stage <> 'in_use' OR in_use_on IS NOT NULL", name="in_use_has_date"),
        Index("ix_organisation_adoption_organisation_id_stage", "organisation_id", "stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    stage: Mapped[AdoptionStage]
    since: Mapped[date | None]
    in_use_on: Mapped[date | None]
    stopped_on: Mapped[date | None]
    contact: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(600), default="")
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
