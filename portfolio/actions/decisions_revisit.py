"""Look again: mark what a board agreed to come back to when it is time. None of this commits."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from core import audit
from core.audit import SYSTEM, Actor
from core.database import db, today
from core.errors import Refusal
from core.links import Reference
from core.notices import notify
from portfolio.models import Decision, DecisionRevisit
from portfolio.queries import decisions_revisit as queries
from portfolio.queries.scoring_models import Models
from portfolio.rules.decisions import Revisit, is_due


def remind_revisits(day: date, *, by: Actor = SYSTEM) -> list[DecisionRevisit]:
    """Mark every agreement of a published decision that is due now and was not before; return those.

    A second call on the same day marks nothing more.
    """
    waiting = queries.list_unmarked()
    news = queries.news_of(waiting)
    models = Models()
    due = [
        row
        for row in waiting
        if is_due(_rule_of(row), day, news[row.id], models.current(row.decision.domain_id).label)
    ]
    for row in due:
        row.due_since = day
        audit.record("decision.revisit_due", row.decision, by=by, revisit=row.id)
    tell(due)
    return due


def tell(due: Iterable[DecisionRevisit]) -> None:
    """Tell the board and its secretary that it is time to look again."""
    for row in due:
        decision = row.decision
        if decision.number is not None:
            notify(
                queries.people_of_board(decision.domain_id, today()),
                "decision.revisit",
                Reference("decision", decision.number),
                dedupe=f"revisit-{row.id}",
            )


def settle_revisit(revisit: DecisionRevisit, *, note: str, on: date, by: Actor) -> DecisionRevisit:
    """Record that the board looked again, and what came of it; a new decision is another thing."""
    if revisit.settled_on is not None:
        raise Refusal("revisit_is_settled", "note")
    if not note.strip():
        raise Refusal("missing_revisit_note", "note")
    revisit.settled_on, revisit.settled_note, revisit.settled_by = on, note.strip(), by.actor_label
    audit.record("decision.revisit_settled", revisit.decision, by=by, revisit=revisit.id)
    return revisit


def find_revisit(decision: Decision, revisit_id: int) -> DecisionRevisit | None:
    """Return an agreement of this decision, with the decision loaded."""
    statement = select(DecisionRevisit).where(
        DecisionRevisit.id == revisit_id, DecisionRevisit.decision_id == decision.id
    )
    return db.session.scalars(statement).one_or_none()


def _rule_of(row: DecisionRevisit) -> Revisit:
    return Revisit(
        kind=row.kind,
        since=row.decision.decided_on or date.max,
        due_on=row.due_on,
        phase=row.phase,
        model_version=row.model_version,
    )
