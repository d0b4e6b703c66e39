"""Make decisions, through the actions."""

from datetime import date

from accounts.models import Domain
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.decisions import draft_decision
from portfolio.actions.decisions_publish import publish_decision
from portfolio.models import Decision
from portfolio.queries.decisions import WHOLE

DAY = date(2026, 3, 1)


def make_draft(domain: Domain, *, by=SYSTEM, **values) -> Decision:
    """Make a draft that lacks nothing but its items; values are those of ``draft_decision``."""
    defaults = {
        "kind": "other",
        "subject": "Een keuze",
        "decision": "Wij besluiten dit.",
        "reasons": "Omdat het zo beter gaat.",
        "decided_on": DAY,
    }
    draft = draft_decision(domain=domain, by=by, **(defaults | values))
    db.session.commit()
    return whole(draft)


def make_decision(domain: Domain, *, by=SYSTEM, today: date = DAY, **values) -> Decision:
    """Make a published decision."""
    draft = make_draft(domain, by=by, **values)
    publish_decision(draft, by=by, today=max(today, draft.decided_on), version=draft.version)
    db.session.commit()
    return whole(draft)


def whole(decision: Decision) -> Decision:
    """Return the decision with everything loaded."""
    return db.session.get_one(Decision, decision.id, options=WHOLE, populate_existing=True)
