"""Read what the charts of progress are made of: counted in the database, by what a reader may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, case, func, or_, select

from accounts.models import Domain
from core.database import db, today
from portfolio.models import PhaseChange, UseCase
from portfolio.models.progress import ComputedStatus, Milestone, MilestonePlan
from portfolio.queries.narrowing import EVERYWHERE, Within
from portfolio.queries.plain_rows import first_true, plain_rows, stored_word, words_of
from portfolio.queries.visibility import is_readable
from portfolio.rules.progress_status import Status
from portfolio.rules.terms import MIX_PHASES


@dataclass(frozen=True)
class Asked:
    """For whom, of which day and of what: see Within; ``code`` is a use case when only that is wanted."""

    reader: Any
    on: date
    within: Within = EVERYWHERE
    code: str = ""

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What a use case must meet."""
        return [is_readable(self.reader), *self.within.conditions]


class StatusRow(NamedTuple):
    """How one use case stood on a day."""

    code: str
    title: str
    title_en: str
    domain: str
    status: Status
    declared: Status
    drift: int | None
    reported_on: date | None
    unchanged_for: int
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class PlanPoint:
    """One expectation of one milestone."""

    milestone_id: int
    title: str
    title_en: str
    code: str
    on: date
    planned_on: date
    first_planned_on: date | None
    reached_on: date | None
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class DomainIndex:
    """Milestones of a domain that were reached, and that the first baseline had, by a day."""

    slug: str
    name: str
    name_en: str
    reached: int
    promised: int
    is_illustrative: bool


def holds(on: date) -> ColumnElement[bool]:
    """Return the condition for the rows that hold on a day; of today those that hold still."""
    if on >= today():
        return ComputedStatus.until.is_(None)
    return (ComputedStatus.on <= on) & or_(ComputedStatus.until.is_(None), ComputedStatus.until >= on)


def ran(on: date) -> ColumnElement[bool]:
    """Return the condition for what was chosen and had not ended on a day."""
    if on >= today():
        return UseCase.phase.in_(MIX_PHASES)
    phase = (
        select(PhaseChange.phase)
        .where(PhaseChange.use_case_id == UseCase.id, PhaseChange.happened_on <= on)
        .order_by(PhaseChange.happened_on.desc(), PhaseChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return phase.in_(MIX_PHASES)


def list_statuses(asked: Asked, *, is_running: bool = False, most: int | None = None) -> list[StatusRow]:
    """Return how each use case stood on the day, the latest first; only what ran then when asked so."""
    statement = (
        select(
            *(UseCase.code, UseCase.title, UseCase.title_en, Domain.slug),
            *(stored_word(ComputedStatus.status), stored_word(ComputedStatus.declared)),
            *(ComputedStatus.drift, ComputedStatus.reported_on),
            *(ComputedStatus.unchanged_for, ComputedStatus.is_illustrative),
        )
        .join(ComputedStatus, ComputedStatus.use_case_id == UseCase.id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(holds(asked.on), *asked.conditions)
        .order_by(func.coalesce(ComputedStatus.drift, -100_000).desc(), UseCase.code)
    )
    if is_running:
        statement = statement.where(ran(asked.on))
    if most is not None:
        statement = statement.limit(most)
    return [
        StatusRow(code, title, title_en, slug, _STATUSES[status], _STATUSES[declared], *rest)
        for code, title, title_en, slug, status, declared, *rest in plain_rows(statement)
    ]


def count_drift(asked: Asked) -> dict[int | None, int]:
    """Return how many use cases have each drift in days; None for those without a first promise."""
    return _counts(asked, ComputedStatus.drift, is_running=False)


def count_reports(asked: Asked) -> dict[date | None, int]:
    """Return how many running use cases have each day of their last report; None for never."""
    return _counts(asked, ComputedStatus.reported_on, is_running=True)


def _counts(asked: Asked, column: Any, *, is_running: bool) -> dict[Any, int]:
    statement = (
        select(column, func.count())
        .select_from(ComputedStatus)
        .join(UseCase, UseCase.id == ComputedStatus.use_case_id)
        .where(holds(asked.on), *asked.conditions)
        .group_by(column)
    )
    if is_running:
        statement = statement.where(ran(asked.on))
    rows: Iterable[Any] = db.session.execute(statement)
    return dict(iter(rows))


Steps = dict[tuple[Status, Status], dict[date, int]]
_STATUSES = words_of(Status)


def status_steps(asked: Asked, days: Sequence[date]) -> Steps:
    """Return by (declared, computed) how many more or fewer there are on each of ``days``: one query.

    What holds on the first day counts as a change on that day. The days must rise.
    """
    ends = ComputedStatus.until
    counts_from = first_true([ComputedStatus.on <= day for day in days])
    counts_until = first_true([ends < day for day in days])
    said, given = stored_word(ComputedStatus.declared), stored_word(ComputedStatus.status)
    statement = (
        select(said, given, counts_from, counts_until, func.count())
        .join(UseCase, UseCase.id == ComputedStatus.use_case_id)
        .where(ComputedStatus.on <= days[-1], or_(ends.is_(None), ends >= days[0]), *asked.conditions)
        .group_by(said, given, counts_from, counts_until)
    )
    found: Steps = {}
    for declared, status, first, end, total in plain_rows(statement):
        own = found.setdefault((_STATUSES[declared], _STATUSES[status]), dict.fromkeys(days, 0))
        own[days[first]] += total
        if end < len(days):
            own[days[end]] -= total
    return found


def milestone_days(asked: Asked) -> dict[str, dict[date, int]]:
    """Return how many promised milestones fall on each day: "first" promised, "planned" now, "reached".

    A milestone without a first promise counts nowhere; a dropped one only as promised.
    """
    found: dict[str, dict[date, int]] = {}
    for name, column in (
        ("first", Milestone.first_planned_on),
        ("planned", Milestone.planned_on),
        ("reached", Milestone.reached_on),
    ):
        statement = (
            select(column, func.count())
            .join(UseCase, UseCase.id == Milestone.use_case_id)
            .where(Milestone.first_planned_on.is_not(None), column.is_not(None), *asked.conditions)
            .group_by(column)
        )
        if name != "first":
            statement = statement.where(Milestone.dropped_on.is_(None))
        if name == "planned":
            statement = statement.where(or_(Milestone.reached_on.is_(None), Milestone.reached_on > asked.on))
        if name == "reached":
            statement = statement.where(column <= asked.on)
        rows: Iterable[Any] = db.session.execute(statement)
        found[name] = dict(iter(rows))
    return found


def milestones_are_illustrative(asked: Asked) -> bool:
    """Tell whether any plan that counts was made up."""
    statement = (
        select(MilestonePlan.id)
        .join(Milestone, Milestone.id == MilestonePlan.milestone_id)
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .where(MilestonePlan.is_illustrative.is_(True), *asked.conditions)
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def statuses_are_illustrative(asked: Asked) -> bool:
    """Tell whether any status that holds on the day rests on what was made up."""
    statement = (
        select(ComputedStatus.use_case_id)
        .join(UseCase, UseCase.id == ComputedStatus.use_case_id)
        .where(holds(asked.on), ComputedStatus.is_illustrative.is_(True), *asked.conditions)
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def list_indexes(asked: Asked) -> list[DomainIndex]:
    """Return per domain what the baseline execution index divides: one query."""
    is_promised = Milestone.first_planned_on <= asked.on
    is_reached = (Milestone.reached_on <= asked.on) & Milestone.first_planned_on.is_not(None)
    each = (
        select(
            UseCase.domain_id.label("id"),
            func.coalesce(func.sum(case((is_reached, 1), else_=0)), 0).label("reached"),
            func.coalesce(func.sum(case((is_promised, 1), else_=0)), 0).label("promised"),
        )
        .join(Milestone, Milestone.use_case_id == UseCase.id)
        .where(*asked.conditions)
        .group_by(UseCase.domain_id)
        .subquery()
    )
    statement = (
        select(Domain.slug, Domain.name, Domain.name_en, each.c.reached, each.c.promised)
        .join(each, each.c.id == Domain.id)
        .order_by(Domain.name)
    )
    made_up = milestones_are_illustrative(asked)
    return [
        DomainIndex(slug, name, name_en, int(reached), int(promised), made_up)
        for slug, name, name_en, reached, promised in db.session.execute(statement)
    ]


def _planned(asked: Asked) -> Subquery:
    """Return (milestone_id, plans): how often each milestone got a day, counted before anything is joined."""
    return (
        select(MilestonePlan.milestone_id, func.count().label("plans"))
        .where(MilestonePlan.on <= asked.on)
        .group_by(MilestonePlan.milestone_id)
        .subquery()
    )


def _of(asked: Asked) -> list[ColumnElement[bool]]:
    return [*asked.conditions, *([UseCase.code == asked.code] if asked.code else [])]


def count_moved(asked: Asked) -> tuple[int, int]:
    """Return how many milestones had been given another day, and how many had one at all: one query."""
    each = _planned(asked)
    statement = (
        select(func.sum(case((each.c.plans > 1, 1), else_=0)), func.count())
        .select_from(each)
        .join(Milestone, Milestone.id == each.c.milestone_id)
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .where(*_of(asked))
    )
    found, total = db.session.execute(statement).one()
    return int(found or 0), total


def list_plan_points(asked: Asked, most: int = 12) -> Sequence[PlanPoint]:
    """Return what was expected of the milestones that moved most often, by milestone and day: one query."""
    each = _planned(asked)
    chosen = (
        select(Milestone.id)
        .join(each, each.c.milestone_id == Milestone.id)
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .where(*_of(asked))
        .order_by(each.c.plans.desc(), Milestone.planned_on.desc(), Milestone.id)
        .limit(most)
    )
    statement = (
        select(Milestone, UseCase.code, MilestonePlan)
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .join(MilestonePlan, MilestonePlan.milestone_id == Milestone.id)
        .where(Milestone.id.in_(chosen.scalar_subquery()), MilestonePlan.on <= asked.on)
        .order_by(UseCase.code, Milestone.id, MilestonePlan.on, MilestonePlan.id)
    )
    return [
        PlanPoint(
            milestone.id,
            milestone.title,
            milestone.title_en,
            code,
            plan.on,
            plan.planned_on,
            milestone.first_planned_on,
            milestone.reached_on if milestone.reached_on and milestone.reached_on <= asked.on else None,
            plan.is_illustrative,
        )
        for milestone, code, plan in db.session.execute(statement)
    ]
