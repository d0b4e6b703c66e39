"""Scenarios for a portfolio: what was asked, each calculation of it, and what explains that.

A calculation is kept for ever as it was: its inputs, its answer and its
explanations are never changed, so that they can be checked years later.
Source: methods.md §3.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Domain
from core.database import Model, Timestamped, utc_now
from core.jobs import Job
from portfolio.models.use_case import UseCase


class RunState(StrEnum):
    """Where a calculation stands; all but the first are final. At work is a queued one whose job runs."""

    QUEUED = "queued"
    DONE = "done"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
    FAILED = "failed"


class DetailKind(StrEnum):
    """What is kept beside a calculation."""

    WHY_NOT = "why_not"
    LOSS = "loss"
    MIX_RULE = "mix_rule"
    OVERRIDE = "override"
    FRONTIER = "frontier"
    ROBUSTNESS = "robustness"
    CHECK = "check"


class Scenario(Timestamped, Model):
    """A named question to the optimiser about one domain; ``settings`` are those of rules/scenario.py."""

    __tablename__ = "scenario"
    __table_args__ = (
        UniqueConstraint("domain_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("name <> ''", name="name_filled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(160))
    note: Mapped[str] = mapped_column(default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    by_label: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    domain: Mapped[Domain] = relationship(lazy="raise_on_sql")
    overrides: Mapped[list["ScenarioOverride"]] = relationship(
        back_populates="scenario",
        cascade="all, delete-orphan",
        order_by="ScenarioOverride.id",
        lazy="raise_on_sql",
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def label(self) -> str:
        return self.name


class ScenarioOverride(Model):
    """The board's own word on one use case, in or out, with its reason."""

    __tablename__ = "scenario_override"
    __table_args__ = (
        UniqueConstraint("scenario_id", "use_case_id"),
        CheckConstraint("reason <> ''", name="reason_filled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id", ondelete="CASCADE"))
    use_case_id: Mapped[int] = mapped_column(ForeignKey("use_case.id", ondelete="CASCADE"), index=True)
    is_in: Mapped[bool]
    reason: Mapped[str]
    by_label: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime] = mapped_column(default=utc_now)

    scenario: Mapped[Scenario] = relationship(back_populates="overrides", lazy="raise_on_sql")
    use_case: Mapped[UseCase] = relationship(lazy="raise_on_sql")


class ScenarioRun(Model):
    """One calculation: everything it was made from and everything it gave.

    ``inputs`` is the question to the solver as JSON, ``context`` what people need to
    read it (titles, figures, who was left out before), ``result`` the answer.
    """

    __tablename__ = "scenario_run"
    __table_args__ = (
        UniqueConstraint("scenario_id", "number"),
        CheckConstraint("(state = 'queued') = (ended_at IS NULL)", name="ended_when_final"),
        CheckConstraint("length(input_hash) = 64", name="input_hash_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[RunState] = mapped_column(default=RunState.QUEUED)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"), index=True)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    inputs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    model_version: Mapped[str] = mapped_column(String(40))
    input_hash: Mapped[str] = mapped_column(String(64))
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(String(60), default="")
    asked_by: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    ended_at: Mapped[datetime | None]

    scenario: Mapped[Scenario] = relationship(lazy="raise_on_sql")
    job: Mapped[Job | None] = relationship(lazy="raise_on_sql")
    details: Mapped[list["RunDetail"]] = relationship(
        back_populates="run", cascade="all, delete-orphan", order_by="RunDetail.id", lazy="raise_on_sql"
    )

    @property
    def is_final(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.state is not RunState.QUEUED

    @property
    def is_at_work(self) -> bool:
        """Whether a worker is at it; its job must be loaded."""
        return not self.is_final and self.job is not None and self.job.state == "running"


class RunDetail(Model):
    """An explanation or study of a calculation; ``key`` tells rows of one kind apart, such as a code."""

    __tablename__ = "scenario_detail"
    __table_args__ = (UniqueConstraint("run_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("scenario_run.id", ondelete="CASCADE"))
    kind: Mapped[DetailKind]
    key: Mapped[str] = mapped_column(String(40), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime] = mapped_column(default=utc_now)

    run: Mapped[ScenarioRun] = relationship(back_populates="details", lazy="raise_on_sql")


class RunDecision(Model):
    """Which calculation lay before the board at a decision; from its publication on everyone may read it.

    The decision is named by its id alone: its table is made later.
    """

    __tablename__ = "scenario_decision"

    decision_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("scenario_run.id", ondelete="CASCADE"), index=True)


class RunIsFinal(RuntimeError):
    """Code tried to change a calculation that had ended."""


def _refuse_change(_mapper: Any, _connection: Any, run: ScenarioRun) -> None:
    state = inspect(run).attrs
    was = state.state.history.deleted
    changed = {
        attribute.key
        for attribute in state
        if attribute.history.has_changes() and attribute.key not in ("job", "job_id", "details")
    }
    if changed and (was[0] if was else run.state) is not RunState.QUEUED:
        raise RunIsFinal(f"run {run.id}: {sorted(changed)}")


def _refuse_any_change(_mapper: Any, _connection: Any, detail: RunDetail) -> None:
    if any(attribute.history.has_changes() for attribute in inspect(detail).attrs):
        raise RunIsFinal(f"detail {detail.id}")


event.listen(ScenarioRun, "before_update", _refuse_change)
event.listen(RunDetail, "before_update", _refuse_any_change)
