"""Made-up capacity of organisations for the demo, marked as such."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from accounts.models import Domain, Organisation
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.capacity import note_capacity
from portfolio.models import OrganisationCapacity
from portfolio.queries.capacity import find_capacity
from portfolio.rules.quarters import Quarter
from seed.ledger import Item
from seed.lookups import Lookups
from seed.reading import Shape, check_row, check_rows, is_filled, is_list, is_number, is_text, read_yaml

FILE = "capacity.yaml"
WHOLE: Shape = {"capacity": is_list}
ROW: Shape = {
    "domain": is_text,
    "organisation": is_filled,
    "months": is_number,
    "own": is_list,
    "note": is_text,
}


def capacity_items(content: Path, base: Quarter) -> Iterator[Item]:
    """Yield what is noted, of organisations and domains that are there."""
    if not (content / FILE).is_file():
        return
    known: dict[str, Any] = read_yaml(content / FILE)
    check_row(known, WHOLE, FILE)
    check_rows(known["capacity"], ROW, f"{FILE}.capacity")
    lookups = Lookups()
    for row in known["capacity"]:
        organisation_id = lookups.organisations.get(row["organisation"])
        domain = lookups.domain(row["domain"]) if row["domain"] else None
        if organisation_id is None or (row["domain"] and domain is None):
            continue
        yield Item(
            key=f"capacity:{row['domain']}:{row['organisation']}",
            content=row,
            find=partial(find_capacity, domain.id if domain else None, organisation_id),
            add=partial(_note, row, domain, organisation_id, base, None),
            update=partial(_note, row, domain, organisation_id, base),
        )


def _note(
    row: dict[str, Any],
    domain: Domain | None,
    organisation_id: int,
    base: Quarter,
    known: OrganisationCapacity | None,
) -> OrganisationCapacity:
    return note_capacity(
        domain,
        db.session.get_one(Organisation, organisation_id),
        months=Decimal(str(row["months"])),
        own={base + quarter: Decimal(str(months)) for quarter, months in row["own"]},
        note=row["note"],
        by=SYSTEM,
        version=known.version if known else None,
        is_illustrative=True,
    )
