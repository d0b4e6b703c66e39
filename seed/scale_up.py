"""Who adopted which use case in the demo: as the sources tell it, else made up and marked."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.models import Organisation
from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.scale_up import find, record_adoption
from portfolio.models import UseCase
from portfolio.models.progress import OrganisationAdoption
from portfolio.rules.progress_terms import AdoptionStage
from seed.ledger import Item, Ledger
from seed.lookups import Lookups, find_use_case_id
from seed.progress import base_day
from seed.reading import Shape, check_rows, is_filled, is_list, is_text, read_yaml

FILE = "scale_up.yaml"
SHAPE: Shape = {
    "code": is_filled,
    "organisation": is_filled,
    "steps": is_list,
    "contact": is_text,
    "note": is_text,
}


def scale_up_items(content: Path) -> Iterator[Item]:
    """Yield one item per use case and organisation that are there; what people said stays as it is."""
    path = content / FILE
    rows: list[dict[str, Any]] = read_yaml(path) if path.is_file() else []
    check_rows(rows, SHAPE, FILE)
    if not rows:
        return
    known, base = Lookups(), base_day(Ledger())
    for row in rows:
        use_case_id = find_use_case_id(row["code"])
        ids = known.organisation_ids([row["organisation"]])
        if use_case_id is not None and ids and _is_published(use_case_id):
            yield Item(
                key=f"adoption:{row['code']}:{row['organisation']}",
                content=row,
                find=partial(find, use_case_id, ids[0]),
                add=partial(_add, use_case_id, ids[0], row, base),
                update=lambda thing: thing,
            )


def _is_published(use_case_id: int) -> bool:
    """Tell whether anything can be recorded; what people took back is left alone."""
    published = select(UseCase.published_on).where(UseCase.id == use_case_id)
    return db.session.scalar(published) is not None


def _add(use_case_id: int, organisation_id: int, row: dict[str, Any], base: date) -> OrganisationAdoption:
    use_case = db.session.get_one(UseCase, use_case_id)
    organisation = db.session.get_one(Organisation, organisation_id)
    told: list[OrganisationAdoption] = []
    for when, stage in row["steps"]:
        is_sourced = isinstance(when, date)
        told.append(
            record_adoption(
                use_case,
                organisation,
                stage=AdoptionStage(stage),
                on=when if is_sourced else min(base + timedelta(days=when), today()),
                contact=row["contact"],
                note=row["note"],
                is_illustrative=not is_sourced,
                by=SYSTEM,
            )
        )
    return told[-1]
