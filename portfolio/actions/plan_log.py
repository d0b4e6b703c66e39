"""The log of plans: every change of a planned quarter is kept, whatever form, file or button it came by."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accounts.models import Person
from core.audit import Actor
from core.database import db, today, utc_now
from core.errors import Invalid
from portfolio.models import UseCase
from portfolio.models.progress import Milestone, PlanMove
from portfolio.queries.progress_inputs import first_promises
from portfolio.rules.progress_terms import ReplanReason

Plan = tuple[int | None, int | None]
FIELDS = ("planned_start", "planned_quarters")


def plan_of(use_case: UseCase) -> Plan:
    """Return its first quarter, counted as year * 4 + quarter - 1, and its length."""
    return use_case.planned_start, use_case.planned_quarters


def is_promised(use_case: UseCase) -> bool:
    """Tell whether it stands in an adopted roadmap."""
    return use_case.id in first_promises(today(), [use_case.id])


def has_promise(use_case: UseCase) -> bool:
    """Tell whether it stands in an adopted roadmap, or has a milestone with a first plan."""
    milestone = select(Milestone.id).where(
        Milestone.use_case_id == use_case.id, Milestone.first_planned_on.is_not(None)
    )
    return is_promised(use_case) or db.session.scalar(milestone.limit(1)) is not None


def check_plan_free(use_case: UseCase, values: Mapping[str, Any], by: Actor) -> None:
    """Refuse a person who changes a promised plan along with other values: a move asks for its reason."""
    changed = [name for name in FIELDS if name in values and values[name] != getattr(use_case, name)]
    if changed and isinstance(by, Person) and is_promised(use_case):
        raise Invalid([(name, "plan_in_editor", {}) for name in changed])


def log_plan(use_case: UseCase, before: Plan, *, by: Actor, note: str = "") -> None:
    """Keep that the plan changed along with other values; only the system does so with a promised one."""
    if plan_of(use_case) == before:
        return
    reason = ReplanReason.OTHER if is_promised(use_case) else None
    keep_move(use_case, before, by=by, reason=reason, note=note)


def keep_move(
    use_case: UseCase,
    before: Plan,
    *,
    by: Actor,
    reason: ReplanReason | None = None,
    note: str = "",
    undoes: PlanMove | None = None,
    at: datetime | None = None,
    is_illustrative: bool = False,
) -> PlanMove:
    """Add the step from ``before`` to the plan of now to the log."""
    move = PlanMove(
        use_case_id=use_case.id,
        at=at or utc_now(),
        from_start=before[0],
        from_quarters=before[1],
        to_start=use_case.planned_start,
        to_quarters=use_case.planned_quarters,
        reason=reason,
        note=note.strip(),
        by_id=by.actor_id,
        by_label=by.actor_label,
        undoes_id=undoes.id if undoes else None,
        is_illustrative=is_illustrative,
    )
    db.session.add(move)
    return move
