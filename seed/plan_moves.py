"""Made-up re-plans for the demo, marked as such: moved by the action, after the promise, with a reason."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db, today, utc_now
from portfolio.actions.progress import move_plan
from portfolio.models import UseCase
from portfolio.models.progress import PlanMove
from portfolio.queries.progress_inputs import first_promises
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from seed.ledger import Item
from seed.lookups import find_use_case_id
from seed.reading import Shape, check_row, check_rows, is_filled, is_list, is_whole, read_yaml

FILE = "plan_moves.yaml"
WHOLE: Shape = {"moves": is_list}
MOVE: Shape = {
    "code": is_filled,
    "day": is_whole,
    "start": is_whole,
    "quarters": is_whole,
    "reason": ReplanReason,
    "note": is_filled,
}


def plan_move_items(content: Path, base: Quarter) -> Iterator[Item]:
    """Yield the re-plans of what was promised, oldest first."""
    if not (content / FILE).is_file():
        return
    known: dict[str, Any] = read_yaml(content / FILE)
    check_row(known, WHOLE, FILE)
    check_rows(known["moves"], MOVE, FILE)
    for row in known["moves"]:
        id_ = find_use_case_id(row["code"])
        if id_ is None or id_ not in first_promises(today(), [id_]):
            continue
        yield Item(
            key=f"plan-move:{row['code']}:{row['day']}",
            content=row,
            find=partial(_find, id_, row["note"]),
            add=partial(_add, id_, row, base),
            update=lambda _move: None,  # what was logged stays
        )


def _find(use_case_id: int, note: str) -> PlanMove | None:
    statement = select(PlanMove).where(PlanMove.use_case_id == use_case_id, PlanMove.note == note)
    return db.session.scalars(statement).first()


def _add(use_case_id: int, row: dict[str, Any], base: Quarter) -> PlanMove | UseCase:
    use_case = db.session.get_one(UseCase, use_case_id, options=EVERYTHING, populate_existing=True)
    day = base.first_day + timedelta(days=row["day"])
    moved = move_plan(
        use_case,
        start=(base + row["start"]).index,
        quarters=row["quarters"],
        reason=ReplanReason(row["reason"]),
        note=row["note"],
        at=min(datetime.combine(day, time(9), UTC), utc_now()),
        is_illustrative=True,
        by=SYSTEM,
    )
    return moved or use_case
