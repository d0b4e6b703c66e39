"""How far organisations of the demo are with a step plan; all of it illustrative."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db, today
from seed.ledger import Item
from seed.lookups import Lookups
from seed.reading import Shape, check_rows, is_filled, is_text, is_whole, read_yaml
from wiki.actions.plans import set_progress
from wiki.models import Page, PlanProgress
from wiki.queries.pages import read_page
from wiki.rules.plan import StepState, steps_of

FILE = "plan_progress.yaml"
SHAPE: Shape = {
    "page": is_filled,
    "organisation": is_filled,
    "done": is_whole,
    "busy": is_whole,
    "days_ago": is_whole,
    "note": is_text,
}


def plan_items(content: Path) -> Iterator[Item]:
    """Yield one item per plan and organisation, for what is there; what people said stays as it is."""
    path = content / FILE
    rows: list[dict[str, Any]] = read_yaml(path) if path.is_file() else []
    check_rows(rows, SHAPE, FILE)
    known = Lookups()
    for row in rows:
        page = read_page(Page.slug == row["page"])
        ids = known.organisation_ids([row["organisation"]])
        if page is not None and ids:
            yield Item(
                key=f"plan-progress:{page.slug}:{row['organisation']}",
                content=row,
                find=partial(_find, page.id, ids[0]),
                add=partial(_add, page, ids[0], row),
                update=_leave,
            )


def _find(page_id: int, organisation_id: int) -> PlanProgress | None:
    statement = select(PlanProgress).where(
        PlanProgress.page_id == page_id, PlanProgress.organisation_id == organisation_id
    )
    return db.session.scalars(statement.order_by(PlanProgress.id)).first()


def _add(page: Page, organisation_id: int, row: dict[str, Any]) -> PlanProgress:
    """Say of the first steps that they are done and of the next that one is busy; return the first."""
    steps = steps_of(page.fields)[: row["done"] + row["busy"]]
    day = today() - timedelta(days=row["days_ago"])
    said = [
        set_progress(
            page,
            step.key,
            organisation_id=organisation_id,
            state=StepState.DONE if step.number <= row["done"] else StepState.BUSY,
            on=min(day + timedelta(days=20 * step.number), today()),
            note=row["note"] if step.number == len(steps) else "",
            today=today(),
            seen_version=0,
            by=SYSTEM,
            is_illustrative=True,
        )
        for step in steps
    ]
    return said[0]


def _leave(_present: Any) -> None:
    """Leave what people said since as it is."""
