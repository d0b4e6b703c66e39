"""List what a progress report tells by name: what moved and why, what was silent, what was measured.

As everyone may read it. Lists are cut at ``MOST`` rows; each comes with how many there are.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Domain
from core.database import day_of, db, start_of
from portfolio.models import Benefit, Decision, PhaseChange, UseCase
from portfolio.models.progress import (
    BenefitDue,
    BenefitMeasurement,
    ComputedStatus,
    Milestone,
    MilestonePlan,
    PlanMove,
)
from portfolio.queries.plan_moves import standing_ids_of
from portfolio.queries.report_figures import Asked, holds, silent_before, standing
from portfolio.rules.benefit_figures import BenefitState, Measurement, realised
from portfolio.rules.decisions import DecisionState
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.terms import MIX_PHASES

MOST = 200
WORSE = (BenefitState.WORSE.value, BenefitState.NOT_HELD.value)
LONGEST = 400
Rows = list[dict[str, Any]]
_WHO = (UseCase.code, UseCase.title, UseCase.title_en, Domain.slug)


def listed(rows: Rows, total: int) -> dict[str, Any]:
    """Return a list as it is kept: at most MOST rows, and how many there are."""
    return {"total": total, "rows": rows[:MOST]}


def _about(row: Sequence[Any]) -> dict[str, Any]:
    return {"code": row[0], "title": row[1], "title_en": row[2], "domain": row[3]}


def _count(statement: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


def phase_changes(asked: Asked) -> dict[str, Any]:
    """Return the steps from phase to phase within the period, the first first."""
    statement: Any = (
        select(
            *_WHO, PhaseChange.phase, PhaseChange.happened_on, PhaseChange.reason, PhaseChange.illustrative
        )
        .join(UseCase, UseCase.id == PhaseChange.use_case_id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(*asked.conditions, PhaseChange.happened_on.between(asked.period.first, asked.period.last))
        .order_by(PhaseChange.happened_on, UseCase.code, PhaseChange.id)
    )
    found = [
        _about(row)
        | {
            "phase": row[4].value,
            "on": row[5].isoformat(),
            "reason": _cut(row[6]),
            "is_illustrative": bool(row[7]),
        }
        for row in db.session.execute(statement.limit(MOST))
    ]
    return listed(found, len(found) if len(found) < MOST else _count(statement))


def decisions(asked: Asked) -> dict[str, Any]:
    """Return what boards decided and published within the period, the first first."""
    statement: Any = (
        select(
            *(Decision.number, Decision.subject, Decision.subject_en, Domain.slug, Decision.kind),
            *(Decision.decided_on, Decision.summary, Decision.summary_en, Decision.illustrative),
        )
        .join(Domain, Domain.id == Decision.domain_id)
        .where(
            Decision.state == DecisionState.PUBLISHED,
            Decision.domain_id.in_([domain.id for domain in asked.domains]),
            Decision.decided_on.between(asked.period.first, asked.period.last),
        )
        .order_by(Decision.decided_on, Decision.id)
    )
    found = [
        {
            **{"number": row[0], "title": row[1], "title_en": row[2], "domain": row[3]},
            **{"kind": row[4].value, "on": row[5].isoformat()},
            **{"summary": _cut(row[6]), "summary_en": _cut(row[7]), "is_illustrative": bool(row[8])},
        }
        for row in db.session.execute(statement.limit(MOST))
    ]
    return listed(found, len(found) if len(found) < MOST else _count(statement))


def replans(asked: Asked) -> dict[str, Any]:
    """Return what was planned anew within the period and was not undone, with reason and quarters."""
    start, end = start_of(asked.period.first), start_of(asked.period.last + timedelta(days=1))
    statement: Any = (
        select(*_WHO, PlanMove, UseCase.id)
        .join(UseCase, UseCase.id == PlanMove.use_case_id)
        .join(Domain, Domain.id == UseCase.domain_id)
        .where(*asked.of_both_kinds, PlanMove.reason.is_not(None), PlanMove.at >= start, PlanMove.at < end)
        .order_by(PlanMove.at, PlanMove.id)
    )
    rows = db.session.execute(statement.limit(MOST)).all()
    kept = standing_ids_of([row[5] for row in rows])
    found = [
        _about(row)
        | {
            "on": day_of(move.at).isoformat(),
            "reason": move.reason.value if move.reason else None,
            "note": _cut(move.note),
            "before": [move.from_start, move.from_quarters],
            "after": [move.to_start, move.to_quarters],
            "is_illustrative": move.is_illustrative,
        }
        for row in rows
        for move in (row[4],)
        if move.id in kept
    ]
    return listed(found, len(found) if len(rows) < MOST else _count(statement))


def reasons(asked: Asked) -> dict[str, int]:
    """Return how often each reason was given for planning a milestone anew within the period."""
    rows: Iterable[Any] = db.session.execute(
        select(MilestonePlan.reason, func.count())
        .join(Milestone, Milestone.id == MilestonePlan.milestone_id)
        .join(UseCase, UseCase.id == Milestone.use_case_id)
        .where(
            *asked.of_both_kinds,
            MilestonePlan.reason.is_not(None),
            MilestonePlan.on.between(asked.period.first, asked.period.last),
        )
        .group_by(MilestonePlan.reason)
    )
    found = {reason.value: total for reason, total in rows}
    return {reason.value: found[reason.value] for reason in ReplanReason if reason.value in found}


def status_changes(asked: Asked) -> dict[str, Any]:
    """Return what stands otherwise at the end than before the period, the latest first."""
    before, now = aliased(ComputedStatus), aliased(ComputedStatus)
    statement: Any = (
        select(*_WHO, before.status, now.status, now.declared, now.drift, now.causes, now.is_illustrative)
        .join(Domain, Domain.id == UseCase.domain_id)
        .join(now, now.use_case_id == UseCase.id)
        .join(before, before.use_case_id == UseCase.id)
        .where(
            *asked.conditions,
            holds(now, asked.period.last),
            holds(before, asked.period.before),
            before.status != now.status,
        )
        .order_by(func.coalesce(now.drift, -100_000).desc(), UseCase.code)
    )
    found = [
        _about(row)
        | {
            **{"before": row[4].value, "status": row[5].value, "declared": row[6].value},
            **{"drift": row[7], "causes": list(row[8]), "is_illustrative": bool(row[9])},
        }
        for row in db.session.execute(statement.limit(MOST))
    ]
    return listed(found, len(found) if len(found) < MOST else _count(statement))


def silent(asked: Asked) -> dict[str, Any]:
    """Return what runs and was not reported on for 35 days or ever, the longest first."""
    now = standing(asked.period.last)
    statement: Any = (
        select(*_WHO, ComputedStatus.reported_on, ComputedStatus.is_illustrative)
        .join(Domain, Domain.id == UseCase.domain_id)
        .join(ComputedStatus, ComputedStatus.use_case_id == UseCase.id)
        .join(now, now.c.use_case_id == UseCase.id)
        .where(
            *asked.conditions,
            holds(ComputedStatus, asked.period.last),
            now.c.phase.in_(MIX_PHASES),
            or_(ComputedStatus.reported_on.is_(None), ComputedStatus.reported_on < silent_before(asked)),
        )
        .order_by(func.coalesce(ComputedStatus.reported_on, date(1900, 1, 1)), UseCase.code)
    )
    found = [
        _about(row) | {"on": row[4].isoformat() if row[4] else None, "is_illustrative": bool(row[5])}
        for row in db.session.execute(statement.limit(MOST))
    ]
    return listed(found, len(found) if len(found) < MOST else _count(statement))


def unmeasured(asked: Asked) -> dict[str, Any]:
    """Return the benefits whose measurement fell due by the end of the period and is not there."""
    statement: Any = (
        select(*_WHO, Benefit.text, Benefit.text_en, BenefitDue.due_on, BenefitDue.is_illustrative)
        .join(Domain, Domain.id == UseCase.domain_id)
        .join(Benefit, Benefit.use_case_id == UseCase.id)
        .join(BenefitDue, BenefitDue.benefit_id == Benefit.id)
        .where(*asked.of_both_kinds, BenefitDue.due_on <= asked.period.last)
        .order_by(BenefitDue.due_on, UseCase.code, Benefit.id)
    )
    found = [
        _about(row)
        | {
            **{"text": row[4], "text_en": row[5]},
            **{"on": row[6].isoformat(), "is_illustrative": bool(row[7])},
        }
        for row in db.session.execute(statement.limit(MOST))
    ]
    return listed(found, len(found) if len(found) < MOST else _count(statement))


def benefits(asked: Asked) -> dict[str, Any]:
    """Return the benefits that were ever measured by the end of the period, with their last value.

    Those that go the wrong way come first, then the latest.
    """
    place = func.row_number().over(
        partition_by=BenefitMeasurement.benefit_id, order_by=BenefitMeasurement.on.desc()
    )
    last = (
        select(
            *(BenefitMeasurement.benefit_id, BenefitMeasurement.on, BenefitMeasurement.value),
            *(BenefitMeasurement.is_illustrative, place.label("place")),
        )
        .where(BenefitMeasurement.on <= asked.period.last)
        .subquery()
    )
    statement: Any = (
        select(*_WHO, Benefit, last.c.on, last.c.value, last.c.is_illustrative)
        .join(Domain, Domain.id == UseCase.domain_id)
        .join(Benefit, Benefit.use_case_id == UseCase.id)
        .join(last, last.c.benefit_id == Benefit.id)
        .where(*asked.of_both_kinds, last.c.place == 1)
        .order_by(last.c.on.desc(), UseCase.code, Benefit.id)
    )
    found = [_benefit(row, asked.period.last) for row in db.session.execute(statement.limit(MOST))]
    found.sort(key=lambda row: row["state"] not in WORSE)  # what goes wrong is read first
    return listed(found, len(found) if len(found) < MOST else _count(statement))


def _benefit(row: Sequence[Any], on: date) -> dict[str, Any]:
    benefit, measured_on, value = row[4], row[5], row[6]
    found = realised(benefit.baseline, benefit.target, [Measurement(measured_on, value)], on)
    return _about(row) | {
        **{"text": benefit.text, "text_en": benefit.text_en, "indicator": benefit.indicator},
        **{"unit": benefit.unit, "is_disbenefit": benefit.is_disbenefit, "on": measured_on.isoformat()},
        **{"baseline": _number(benefit.baseline), "target": _number(benefit.target)},
        **{"value": _number(value), "ratio": _number(found.ratio), "state": found.state.value},
        "is_illustrative": bool(row[7]) or bool(benefit.illustrative),
    }


def _number(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
