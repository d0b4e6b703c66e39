"""File a decision as it was taken elsewhere: under its own number, moving nothing. Does not commit."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db
from portfolio.actions.decisions import draft_decision
from portfolio.actions.decisions_publish import fix
from portfolio.actions.decisions_roadmap import take_roadmap
from portfolio.actions.progress import promise_milestones
from portfolio.models import Decision
from portfolio.rules.decisions import DecisionKind, number_of


def file_decision(
    domain: Domain,
    serial: int,
    values: Mapping[str, Any],
    *,
    items: Iterable[Any],
    dissents: Iterable[Any],
    revisits: Iterable[Any],
    by: Actor,
) -> Decision:
    """Publish a decision on its own day under the number of its year; use cases stay where they are.

    ``values`` are those of ``draft_decision``; its steps were told with the use cases themselves.
    """
    on = values["decided_on"]
    draft = draft_decision(domain=domain, by=by, items=items, dissents=dissents, revisits=revisits, **values)
    if draft.kind is DecisionKind.ROADMAP:
        take_roadmap(draft)
    db.session.flush()
    number = (number_of(domain.code, on.year, serial), on.year, serial)
    fix(draft, domain.code, domain.name, number, at=datetime.combine(on, time(16), UTC))
    if draft.adoption is not None:
        promise_milestones([row.use_case_id for row in draft.adoption.rows])
    audit.record("decision.published", draft, by=by)
    return draft
