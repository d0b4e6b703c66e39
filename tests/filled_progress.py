"""Progress in the filled database: a milestone and a report of each use case, in words of its own."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.progress import add_milestone, move_plan, report_status
from portfolio.actions.progress_computed import refresh_statuses
from portfolio.models import Benefit
from portfolio.rules.progress_status import Status
from portfolio.rules.progress_terms import MilestoneKind


def fill_progress(
    use_cases: Mapping[str, Any], titles: Mapping[str, tuple[str, Any]]
) -> dict[str, list[Any]]:
    """Fill it and commit; return what addresses name, of the candidate and of the open one."""
    found, benefits = {}, {}
    for name, use_case in use_cases.items():
        word = titles[name][0]
        found[name] = add_milestone(
            use_case,
            kind=MilestoneKind.SOCIETAL_VALUE,
            title=f"Mijlpaal van {word}",
            planned_on=today() + timedelta(days=30),
            by=SYSTEM,
        )
        benefits[name] = Benefit(use_case_id=use_case.id, text=f"Baat van {word}")
        db.session.add(benefits[name])
        report_status(use_case, status=Status.AMBER, note=f"Bericht over {word}", by=SYSTEM)
    refresh_statuses(today())
    db.session.commit()
    shown = ("candidate", "open")
    return {
        "milestone_id": [found[name].id for name in shown],
        "benefit_id": [benefits[name].id for name in shown],
    }


def fill_moves(candidate: Any) -> list[int]:
    """Move the plan of the candidate, which is a draft of the board; return the move."""
    move = move_plan(
        candidate,
        start=candidate.planned_start + 1,
        quarters=candidate.planned_quarters,
        note="Schuifgeheim",
        by=SYSTEM,
    )
    assert move is not None
    db.session.commit()
    return [move.id]
