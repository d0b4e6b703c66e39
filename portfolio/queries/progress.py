"""Read how one use case goes: status, reports, milestones, and what an update asks for."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.database import db
from portfolio.models import Benefit, PhaseChange, SystemFunction, UseCase, team_member
from portfolio.models.progress import (
    BenefitDue,
    BenefitMeasurement,
    ComputedStatus,
    Milestone,
    StatusReport,
)
from portfolio.queries.visibility import is_readable
from portfolio.rules.progress_status import DEFAULT_LIMITS
from portfolio.rules.terms import MIX_PHASES

AHEAD = timedelta(days=60)
"""How far ahead an update asks for milestones and measurements."""


def find_standing(use_case_id: int) -> ComputedStatus | None:
    """Return what holds now: declared and computed; None for what is not followed."""
    statement = select(ComputedStatus).where(
        ComputedStatus.use_case_id == use_case_id, ComputedStatus.until.is_(None)
    )
    return db.session.scalars(statement).one_or_none()


def list_reports(use_case_id: int, most: int = 12) -> Sequence[StatusReport]:
    """Return the last reports, the newest first."""
    statement = (
        select(StatusReport)
        .where(StatusReport.use_case_id == use_case_id)
        .order_by(StatusReport.on.desc(), StatusReport.id.desc())
        .limit(most)
    )
    return db.session.scalars(statement).all()


def list_milestones(use_case_id: int, *, with_plans: bool = False) -> Sequence[Milestone]:
    """Return the milestones in order of their plan, with their function; dropped ones last."""
    statement = (
        select(Milestone)
        .where(Milestone.use_case_id == use_case_id)
        .options(joinedload(Milestone.function))
        .order_by(Milestone.dropped_on.is_not(None), Milestone.planned_on, Milestone.position, Milestone.id)
    )
    if with_plans:
        statement = statement.options(selectinload(Milestone.plans))
    return db.session.scalars(statement).all()


def find_milestone(use_case_id: int, milestone_id: int) -> Milestone | None:
    """Return a milestone of this use case with its plans."""
    statement = (
        select(Milestone)
        .where(Milestone.id == milestone_id, Milestone.use_case_id == use_case_id)
        .options(joinedload(Milestone.function), selectinload(Milestone.plans))
    )
    return db.session.scalars(statement).one_or_none()


def milestones_to_ask(use_case_id: int, on: date) -> list[Milestone]:
    """Return what is not reached and was due by ``on`` plus a while, the first plan first."""
    return [
        one
        for one in list_milestones(use_case_id)
        if one.reached_on is None and one.dropped_on is None and one.planned_on <= on + AHEAD
    ]


def benefits_to_ask(use_case_id: int, on: date) -> Sequence[tuple[Benefit, date]]:
    """Return the benefits whose measurement is due by ``on`` plus a while, with that day."""
    statement = (
        select(Benefit, BenefitDue.due_on)
        .join(BenefitDue, BenefitDue.benefit_id == Benefit.id)
        .where(Benefit.use_case_id == use_case_id, BenefitDue.due_on <= on + AHEAD)
        .order_by(BenefitDue.due_on, Benefit.position, Benefit.id)
    )
    return [(benefit, due_on) for benefit, due_on in db.session.execute(statement)]


def progress_version(use_case_id: int) -> int:
    """Return a number that grows with each report, measurement and change of a milestone of a use case."""
    reports = select(func.count()).where(StatusReport.use_case_id == use_case_id)
    milestones = select(func.coalesce(func.sum(Milestone.version), 0)).where(
        Milestone.use_case_id == use_case_id
    )
    measured = (
        select(func.count())
        .select_from(BenefitMeasurement)
        .join(Benefit, Benefit.id == BenefitMeasurement.benefit_id)
        .where(Benefit.use_case_id == use_case_id)
    )
    parts = (reports, milestones, measured)
    return sum(db.session.execute(select(*(part.scalar_subquery() for part in parts))).one())


def list_unreported(on: date) -> list[tuple[UseCase, date, tuple[int, ...]]]:
    """Return what runs and had no report for so long that silence soon counts: since when, and whom to ask.

    ``since`` is the last report, or the day on which it began to run. Owner first, then
    the team. Three queries.
    """
    last = (
        select(StatusReport.use_case_id, func.max(StatusReport.on).label("on"))
        .group_by(StatusReport.use_case_id)
        .subquery()
    )
    began = (
        select(PhaseChange.use_case_id, func.max(PhaseChange.happened_on).label("on"))
        .group_by(PhaseChange.use_case_id)
        .subquery()
    )
    since = func.coalesce(last.c.on, began.c.on)
    limit = on - timedelta(days=DEFAULT_LIMITS.silence_days - 7)
    statement = (
        select(UseCase, since)
        .join(began, began.c.use_case_id == UseCase.id)
        .outerjoin(last, last.c.use_case_id == UseCase.id)
        .where(UseCase.phase.in_(MIX_PHASES), UseCase.merged_into_id.is_(None), since <= limit)
        .order_by(since, UseCase.code)
    )
    rows = [(use_case, day) for use_case, day in db.session.execute(statement)]
    teams: dict[int, list[int]] = {}
    members = select(team_member.c.use_case_id, team_member.c.person_id).where(
        team_member.c.use_case_id.in_([use_case.id for use_case, _day in rows])
    )
    for id_, person_id in db.session.execute(members) if rows else ():
        teams.setdefault(id_, []).append(person_id)
    return [
        (
            use_case,
            day,
            tuple(dict.fromkeys([*filter(None, [use_case.owner_id]), *sorted(teams.get(use_case.id, []))])),
        )
        for use_case, day in rows
    ]


def own_unreported(reader: Any, person_id: int, on: date) -> Sequence[tuple[UseCase, date | None]]:
    """Return what a person owns or works on and should report on now, with the day of the last report."""
    last = (
        select(StatusReport.use_case_id, func.max(StatusReport.on).label("on"))
        .group_by(StatusReport.use_case_id)
        .subquery()
    )
    limit = on - timedelta(days=DEFAULT_LIMITS.silence_days - 7)
    team = select(team_member.c.use_case_id).where(team_member.c.person_id == person_id)
    statement = (
        select(UseCase, last.c.on)
        .outerjoin(last, last.c.use_case_id == UseCase.id)
        .where(
            is_readable(reader),
            UseCase.phase.in_(MIX_PHASES),
            or_(UseCase.owner_id == person_id, UseCase.id.in_(team)),
            or_(last.c.on.is_(None), last.c.on <= limit),
        )
        .order_by(last.c.on, UseCase.code)
        .limit(5)
    )
    return [(use_case, day) for use_case, day in db.session.execute(statement)]


def functions_to_choose() -> Sequence[SystemFunction]:
    """Return the system functions and their parts by code."""
    return db.session.scalars(select(SystemFunction).order_by(SystemFunction.code)).all()
