"""Decisions and meetings in the filled database: one published, one draft, one open meeting."""

from datetime import date
from typing import Any

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.decisions_filing import file_decision
from portfolio.actions.meetings import open_meeting, plan_meeting
from portfolio.queries.meetings import find_meeting
from tests.factories.decisions import make_draft, whole

DAY = date(2026, 3, 1)
WORD = "Besluitgeheim"


def fill_decisions(domain: Any, codes: dict[str, str]) -> dict[str, list[Any]]:
    """Fill the register, and return the values of its addresses."""
    words = {"decision": "Openbare tekst", "reasons": "Openbare redenen", "decided_on": DAY}
    decision = file_decision(
        domain,
        1,
        {"kind": "selection", "subject": "Openbaar besluit", **words},
        items=[(codes["open"], "continued", "Openbare reden")],
        dissents=[("zetel gemeenten", "Openbaar bezwaar")],
        revisits=[{"kind": "date", "due_on": date(2099, 1, 1)}],
        by=SYSTEM,
    )
    db.session.commit()
    decision = whole(decision)
    draft = make_draft(
        domain,
        kind="roadmap",
        subject=f"{WORD} onderwerp",
        decision=f"{WORD} tekst",
        items=[(codes["candidate"], "rejected", f"{WORD} reden")],
    )
    values = {"held_on": DAY, "place": WORD, "notes": f"{WORD} notitie"}
    agenda = [{"code": codes["candidate"], "why": f"{WORD} waarom"}]
    seats = [{"seat": "zetel gemeenten", "is_present": True}]
    planned = plan_meeting(domain, values, seats=seats, agenda=agenda, by=SYSTEM)
    db.session.commit()
    meeting = find_meeting(domain.id, planned.id)
    open_meeting(meeting, version=meeting.version, by=SYSTEM)
    db.session.commit()
    return {
        "number /decisions": [decision.number],
        "revisit_id": [decision.revisits[0].id],
        "decision_id": [draft.id],
        "meeting_id": [planned.id],
        "place": [1],
    }
