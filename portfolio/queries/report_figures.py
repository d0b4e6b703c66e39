"""Count per domain what a progress report tells, as everyone may read it.

A report is for all, so its figures start from what a visitor sees. Each function is one
statement, however many use cases, milestones and dated statuses there are. A figure means what
it means on the page of the programme (queries/programme.py), and is equal for a same period.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.sql.selectable import Subquery

from accounts.models import Domain
from accounts.queries import list_domains
from core.database import db
from portfolio.models import AdoptedRow, Benefit, Decision, PhaseChange, RoadmapAdoption, UseCase
from portfolio.models.progress import BenefitDue, ComputedStatus, Milestone
from portfolio.queries.measured import is_overdue, is_up_to_date
from portfolio.queries.progress_inputs import IN_ORDER
from portfolio.queries.visibility import is_readable
from portfolio.rules.decisions import DecisionState
from portfolio.rules.programme import is_rosier
from portfolio.rules.progress_status import DEFAULT_LIMITS, Status, middle_drift
from portfolio.rules.quarters import Quarter
from portfolio.rules.reports import Period, month_ends
from portfolio.rules.terms import BEGUN, MIX_PHASES, RUNNING, Kind, Phase, Size

VISITOR = None
NO_FIGURES: dict[str, Any] = {
    **dict.fromkeys(("running", "running_before", "running_promised", "promised_begun", "chosen"), 0),
    **dict.fromkeys(("finished", "stopped"), 0),
    **dict.fromkeys(("promised", "kept", "reached", "promised_ever", "reached_ever"), 0),
    **dict.fromkeys(("drift_median", "drift_low", "drift_high"), None),
    **dict.fromkeys(("drift_count", "late", "small", "sized", "measured", "due"), 0),
    **dict.fromkeys(("followed", "silent", "green", "amber", "red", "said_green", "red_said_green"), 0),
    "worse_than_said": 0,
}
"""The figures of a domain, and of all together. Counts, and days for drift; None is unknown."""


@dataclass(frozen=True)
class Asked:
    """What a report is about: a period and the domains, in the order in which they are shown."""

    period: Period
    domains: Sequence[Domain]
    _ids: list[int] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._ids.extend(domain.id for domain in self.domains)

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What a use case must meet to be counted."""
        return [*self.of_both_kinds, UseCase.kind == Kind.USE_CASE]

    @property
    def of_both_kinds(self) -> list[ColumnElement[bool]]:
        """The same for what initiatives promised as well: milestones, their plans, and benefits."""
        return [is_readable(VISITOR), UseCase.domain_id.in_(self._ids)]


def domains_of(ids: Sequence[int]) -> Sequence[Domain]:
    """Return the domains in use with these ids, by name; all of them when none is named."""
    return [domain for domain in list_domains() if not ids or domain.id in ids]


def standing(on: date) -> Subquery:
    """Return (use_case_id, phase, is_made_up) of the phase that held on a day."""
    place = func.row_number().over(
        partition_by=PhaseChange.use_case_id, order_by=(PhaseChange.happened_on.desc(), PhaseChange.id.desc())
    )
    rows = (
        select(
            PhaseChange.use_case_id,
            PhaseChange.phase,
            has_marks(PhaseChange.illustrative).label("is_made_up"),
            place.label("place"),
        )
        .where(PhaseChange.happened_on <= on)
        .subquery()
    )
    last = select(rows.c.use_case_id, rows.c.phase, rows.c.is_made_up).where(rows.c.place == 1)
    return last.subquery()


def has_marks(marks: Any) -> ColumnElement[int]:
    """Tell in the database whether a list of made-up fields names any: 1 or 0."""
    return case((cast(marks, String) != "[]", 1), else_=0)


def holds(row: Any, on: date) -> ColumnElement[bool]:
    """Return the condition under which a dated status holds on a day."""
    return and_(row.on <= on, or_(row.until.is_(None), row.until >= on))


def figures(asked: Asked) -> dict[str, Any]:
    """Return ``{"domains": [figures with slug and names], "total": figures}``: nine statements."""
    by_id: dict[int, dict[str, Any]] = {
        domain.id: {
            "slug": domain.slug,
            "name": domain.name,
            "name_en": domain.name_en,
            **NO_FIGURES,
            "is_illustrative": False,
        }
        for domain in asked.domains
    }
    drifts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for part in (_phases, _phases_before, _baselines, _endings, _milestones, _statuses, _benefits):
        for id_, found in part(asked):
            row = by_id[id_]
            is_made_up = bool(found.pop("is_illustrative", False))
            row["is_illustrative"] = row["is_illustrative"] or is_made_up
            for name, number in found.items():
                row[name] += number
    for id_, drift, total in _drifts(asked):
        drifts[id_].append((drift, total))
    rows = list(by_id.values())
    whole: dict[str, Any] = {**NO_FIGURES, "is_illustrative": any(row["is_illustrative"] for row in rows)}
    for row in rows:
        for name in NO_FIGURES:
            if not name.startswith("drift_"):
                whole[name] += row[name]
    for id_, row in by_id.items():
        row.update(_spread(drifts[id_]))
    whole.update(_spread([pair for pairs in drifts.values() for pair in pairs]))
    return {"domains": rows, "total": whole}


Counted = Iterable[tuple[int, dict[str, Any]]]


def _phases(asked: Asked) -> Counted:
    for id_, phase, size, is_made_up, total in _standing_counts(asked, asked.period.last):
        yield (
            id_,
            {
                "running": total if phase in RUNNING else 0,
                "chosen": total if phase is Phase.SELECTED else 0,
                "sized": total if size is not None and phase in MIX_PHASES else 0,
                "small": total if size is Size.SMALL and phase in MIX_PHASES else 0,
                "is_illustrative": is_made_up and phase in MIX_PHASES,
            },
        )


def _phases_before(asked: Asked) -> Counted:
    for id_, phase, _size, _is_made_up, total in _standing_counts(asked, asked.period.before):
        if phase in RUNNING:
            yield id_, {"running_before": total}


def _baselines(asked: Asked) -> Counted:
    """Count what would run at the end of the period by its first baseline, and what of that began."""
    quarter = Quarter.of(asked.period.last).index
    place = func.row_number().over(partition_by=AdoptedRow.use_case_id, order_by=IN_ORDER)
    first = (
        select(
            *(UseCase.domain_id, AdoptedRow.use_case_id, AdoptedRow.start, AdoptedRow.quarters),
            place.label("place"),
        )
        .join(RoadmapAdoption, RoadmapAdoption.id == AdoptedRow.adoption_id)
        .join(Decision, Decision.id == RoadmapAdoption.decision_id)
        .join(UseCase, UseCase.id == AdoptedRow.use_case_id)
        .where(
            *asked.conditions,
            Decision.state == DecisionState.PUBLISHED,
            Decision.decided_on <= asked.period.last,
        )
        .subquery()
    )
    phase = (
        select(PhaseChange.phase)
        .where(PhaseChange.use_case_id == first.c.use_case_id, PhaseChange.happened_on <= asked.period.last)
        .order_by(PhaseChange.happened_on.desc(), PhaseChange.id.desc())
        .limit(1)
        .correlate(first)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(first.c.domain_id, func.count(), func.sum(case((phase.in_(BEGUN), 1), else_=0)))
        .where(first.c.place == 1, first.c.start <= quarter, first.c.start + first.c.quarters > quarter)
        .group_by(first.c.domain_id)
    )
    for id_, total, begun in rows:
        yield id_, {"running_promised": total, "promised_begun": int(begun)}


def _standing_counts(asked: Asked, on: date) -> Iterable[Any]:
    now = standing(on)
    return db.session.execute(
        select(UseCase.domain_id, now.c.phase, UseCase.size, func.max(now.c.is_made_up), func.count())
        .join(now, now.c.use_case_id == UseCase.id)
        .where(*asked.conditions)
        .group_by(UseCase.domain_id, now.c.phase, UseCase.size)
    )


def _endings(asked: Asked) -> Counted:
    rows = db.session.execute(
        select(UseCase.domain_id, PhaseChange.phase, func.count(UseCase.id.distinct()))
        .join(PhaseChange, PhaseChange.use_case_id == UseCase.id)
        .where(
            *asked.conditions,
            PhaseChange.phase.in_((Phase.FINISHED, Phase.STOPPED)),
            PhaseChange.happened_on.between(asked.period.first, asked.period.last),
        )
        .group_by(UseCase.domain_id, PhaseChange.phase)
    )
    for id_, phase, total in rows:
        yield id_, {phase.value: total}


def _milestones(asked: Asked) -> Counted:
    """Count against the first promise: what was due in the period, and of that what is there at its end."""
    first, last = asked.period.first, asked.period.last
    is_promised = Milestone.first_planned_on.between(first, last)
    is_there = Milestone.reached_on <= last
    counts = {
        "promised": is_promised,
        "kept": and_(is_promised, is_there),
        "reached": Milestone.reached_on.between(first, last),
        "promised_ever": Milestone.first_planned_on <= last,
        "reached_ever": is_there,
    }
    rows = db.session.execute(
        select(
            UseCase.domain_id,
            *(func.sum(case((condition, 1), else_=0)) for condition in counts.values()),
            func.max(has_marks(Milestone.illustrative)),
        )
        .join(Milestone, Milestone.use_case_id == UseCase.id)
        .where(*asked.of_both_kinds, Milestone.first_planned_on.is_not(None))
        .group_by(UseCase.domain_id)
    )
    for id_, *numbers, is_made_up in rows:
        found = {name: int(number) for name, number in zip(counts, numbers, strict=True)}
        yield id_, {**found, "is_illustrative": is_made_up}


def _statuses(asked: Asked) -> Counted:
    """Count what still runs at the end of the period: by computed status, said to be fine, and silent."""
    now = standing(asked.period.last)
    is_silent = or_(ComputedStatus.reported_on.is_(None), ComputedStatus.reported_on < silent_before(asked))
    counts = {
        "followed": ComputedStatus.use_case_id.is_not(None),
        "silent": is_silent,
        "said_green": ComputedStatus.declared == Status.GREEN,
        "red_said_green": and_(ComputedStatus.declared == Status.GREEN, ComputedStatus.status == Status.RED),
        "worse_than_said": or_(*(_are(said, found) for said, found in _WORSE)),
        **{one.value: ComputedStatus.status == one for one in (Status.GREEN, Status.AMBER, Status.RED)},
    }
    rows = db.session.execute(
        select(
            UseCase.domain_id,
            *(func.sum(case((condition, 1), else_=0)) for condition in counts.values()),
            func.max(case((ComputedStatus.is_illustrative.is_(True), 1), else_=0)),
        )
        .join(ComputedStatus, ComputedStatus.use_case_id == UseCase.id)
        .join(now, now.c.use_case_id == UseCase.id)
        .where(*asked.conditions, holds(ComputedStatus, asked.period.last), now.c.phase.in_(MIX_PHASES))
        .group_by(UseCase.domain_id)
    )
    for id_, *numbers, is_made_up in rows:
        found = {name: int(number) for name, number in zip(counts, numbers, strict=True)}
        yield id_, {**found, "is_illustrative": is_made_up}


_WORSE = [
    (said, found)
    for said in Status
    for found in (Status.GREEN, Status.AMBER, Status.RED)
    if is_rosier(said, found)
]


def _are(said: Status, found: Status) -> ColumnElement[bool]:
    return and_(ComputedStatus.declared == said, ComputedStatus.status == found)


def silent_before(asked: Asked) -> date:
    """Return the day before which a last report counts as silence. Source: methods.md §5."""
    return asked.period.last - timedelta(days=DEFAULT_LIMITS.silence_days)


def _benefits(asked: Asked) -> Counted:
    """Count benefits measured in the period, and those whose measurement fell due and is not there."""
    is_measured = is_up_to_date(asked.period.first, asked.period.last)
    is_due = or_(is_measured, is_overdue(asked.period.last))
    rows = db.session.execute(
        select(
            UseCase.domain_id,
            func.sum(case((is_measured, 1), else_=0)),
            func.sum(case((is_due, 1), else_=0)),
            func.max(case((BenefitDue.is_illustrative.is_(True), 1), else_=0)),
        )
        .join(Benefit, Benefit.use_case_id == UseCase.id)
        .outerjoin(BenefitDue, BenefitDue.benefit_id == Benefit.id)
        .where(*asked.of_both_kinds)
        .group_by(UseCase.domain_id)
    )
    for id_, measured, due, is_made_up in rows:
        yield id_, {"measured": int(measured), "due": int(due), "is_illustrative": bool(is_made_up and due)}


def _drifts(asked: Asked) -> Iterable[Any]:
    """Count each drift of all that was promised by the end, as the page of the programme does."""
    return db.session.execute(
        select(UseCase.domain_id, ComputedStatus.drift, func.count())
        .join(ComputedStatus, ComputedStatus.use_case_id == UseCase.id)
        .where(
            *asked.of_both_kinds,
            holds(ComputedStatus, asked.period.last),
            ComputedStatus.drift.is_not(None),
        )
        .group_by(UseCase.domain_id, ComputedStatus.drift)
    )


def _spread(counted: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Return the lower quartile, the median and the upper quartile in days, and how many are late."""
    days = sorted(drift for drift, total in counted for _time in range(total))
    if not days:
        return {"drift_count": 0}
    last = len(days) - 1
    return {
        "drift_count": len(days),
        "drift_low": days[last // 4],
        "drift_median": middle_drift(days),
        "drift_high": days[(last * 3 + 3) // 4],
        "late": sum(day > DEFAULT_LIMITS.amber_days for day in days),
    }


def _ended_by(on: date) -> Subquery:
    """Return (use_case_id, on) of what no longer ran on a day, and since when."""
    now = standing(on)
    return (
        select(PhaseChange.use_case_id, func.max(PhaseChange.happened_on).label("on"))
        .join(now, now.c.use_case_id == PhaseChange.use_case_id)
        .where(now.c.phase.not_in(MIX_PHASES), PhaseChange.happened_on <= on)
        .group_by(PhaseChange.use_case_id)
        .subquery()
    )


def course_of_status(asked: Asked) -> list[dict[str, Any]]:
    """Return on each month's end what was followed, said to go well, and went well: two statements."""
    days = month_ends(asked.period)
    found = {day: {"followed": 0, "said": 0, "computed": 0} for day in days}
    over = _ended_by(asked.period.last)
    cut = and_(over.c.on.is_not(None), or_(ComputedStatus.until.is_(None), ComputedStatus.until >= over.c.on))
    ends = case((cut, over.c.on), else_=ComputedStatus.until)
    for column, is_cut, sign in ((ComputedStatus.on, literal(0), 1), (ends, case((cut, 1), else_=0), -1)):
        rows: Iterable[Any] = db.session.execute(
            select(ComputedStatus.declared, ComputedStatus.status, column, is_cut, func.count())
            .join(UseCase, UseCase.id == ComputedStatus.use_case_id)
            .outerjoin(over, over.c.use_case_id == UseCase.id)
            .where(
                *asked.conditions,
                column <= asked.period.last,
                or_(over.c.on.is_(None), ComputedStatus.on < over.c.on),
                # What was over before the first point counts at none of them.
                or_(ComputedStatus.until.is_(None), ComputedStatus.until >= asked.period.before),
            )
            .group_by(ComputedStatus.declared, ComputedStatus.status, column, is_cut)
        )
        for declared, status, on, was_cut, total in rows:
            for day, row in found.items():
                # A row still counts on its last day; a use case not on the day on which it ended.
                if on <= day if sign > 0 or was_cut else on < day:
                    row["followed"] += sign * total
                    row["said"] += sign * total * (declared is Status.GREEN)
                    row["computed"] += sign * total * (status is Status.GREEN)
    return [{"on": day.isoformat(), **found[day]} for day in days]


def course_of_milestones(asked: Asked) -> list[dict[str, Any]]:
    """Return on each month's end how many were promised by then and reached: two statements."""
    days = month_ends(asked.period)
    found: Mapping[date, dict[str, int]] = {day: {"promised": 0, "reached": 0} for day in days}
    for name, column in (("promised", Milestone.first_planned_on), ("reached", Milestone.reached_on)):
        rows: Iterable[Any] = db.session.execute(
            select(column, func.count())
            .join(UseCase, UseCase.id == Milestone.use_case_id)
            .where(*asked.of_both_kinds, Milestone.first_planned_on.is_not(None), column <= asked.period.last)
            .group_by(column)
        )
        for on, total in rows:
            for day, row in found.items():
                if on <= day:
                    row[name] += total
    return [{"on": day.isoformat(), **found[day]} for day in days]
