"""How use cases of the content ended; illustrative, as no source says whether they succeeded."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.outcomes import ENDED, record_outcome
from portfolio.models import Outcome, UseCase
from portfolio.queries.outcomes import find_outcome
from portfolio.queries.use_cases import EVERYTHING
from portfolio.rules.calibration import Result
from seed.ledger import Item
from seed.lookups import find_use_case_id
from seed.reading import Shape, check_rows, is_filled, read_yaml

FILE = "outcomes.yaml"
SHAPE: Shape = {"code": is_filled, "result": Result, "explanation": is_filled}


def outcome_items(content: Path) -> Iterator[Item]:
    """Yield the outcomes of use cases that are there and have ended."""
    path = content / FILE
    rows = read_yaml(path) if path.is_file() else []
    check_rows(rows, SHAPE, FILE)
    for row in rows:
        id_ = find_use_case_id(row["code"])
        phase = db.session.scalar(select(UseCase.phase).where(UseCase.id == id_))
        if id_ is None or phase not in ENDED:
            continue
        yield Item(
            key=f"outcome:{row['code']}",
            content=row,
            find=partial(find_outcome, id_),
            add=partial(_record, row, id_),
            update=partial(_record, row, id_),
        )


def _record(row: dict[str, Any], use_case_id: int, _present: Outcome | None = None) -> Outcome:
    statement = select(UseCase).where(UseCase.id == use_case_id).options(*EVERYTHING)
    use_case = db.session.scalars(statement).unique().one()
    return record_outcome(
        use_case,
        result=Result(row["result"]),
        ended_on=use_case.phase_changes[-1].happened_on,
        explanation=row["explanation"],
        today=today(),
        by=SYSTEM,
        illustrative=("result", "explanation"),
    )
