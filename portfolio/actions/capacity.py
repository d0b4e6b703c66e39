"""Note what an organisation can do per quarter. Does not commit."""

from collections.abc import Mapping
from decimal import Decimal

from accounts.models import Domain, Organisation
from core import audit
from core.audit import Actor
from core.database import db, lock, utc_now
from core.errors import Conflict, Invalid
from portfolio.models import CapacityQuarter, OrganisationCapacity
from portfolio.queries.capacity import find_capacity
from portfolio.rules.quarters import Quarter

MOST_MONTHS = 100_000


def note_capacity(
    domain: Domain | None,
    organisation: Organisation,
    *,
    months: Decimal,
    own: Mapping[Quarter, Decimal],
    note: str,
    by: Actor,
    version: int | None,
    is_illustrative: bool = False,
) -> OrganisationCapacity:
    """Write the person-months per quarter of an organisation, for a domain or for all together (None).

    ``own`` are the quarters that differ; ``version`` is None for what was not noted yet.
    """
    known = _seen(domain, organisation, version)
    if any(not 0 <= amount <= MOST_MONTHS for amount in (months, *own.values())):
        raise Invalid([("months", "capacity_not_valid", {})])
    if known is None:
        known = OrganisationCapacity(
            domain_id=domain.id if domain else None, organisation_id=organisation.id, quarters=[]
        )
        db.session.add(known)
    known.months, known.note, known.is_illustrative = months, note.strip(), is_illustrative
    known.updated_at = utc_now()
    wanted = {quarter.index: amount for quarter, amount in own.items()}
    for row in list(known.quarters):
        if row.quarter in wanted:
            row.months = wanted.pop(row.quarter)
        else:
            known.quarters.remove(row)
    known.quarters += [CapacityQuarter(quarter=quarter, months=amount) for quarter, amount in wanted.items()]
    audit.record("capacity.noted", known, by=by, label=_label(domain, organisation))
    return known


def forget_capacity(
    domain: Domain | None, organisation: Organisation, *, by: Actor, version: int | None
) -> None:
    """Take away what was noted: from then on nothing is checked for this organisation."""
    known = _seen(domain, organisation, version)
    if known is None:
        return
    audit.record("capacity.forgotten", known, by=by, label=_label(domain, organisation))
    db.session.delete(known)


def _seen(
    domain: Domain | None, organisation: Organisation, version: int | None
) -> OrganisationCapacity | None:
    lock(Organisation, [organisation.id])  # no constraint keeps two from being the first for all domains
    known = find_capacity(domain.id if domain else None, organisation.id)
    if (known.version if known else None) != version:
        raise Conflict("stale")
    return known


def _label(domain: Domain | None, organisation: Organisation) -> str:
    return f"{organisation.name} ({domain.name if domain else '*'})"
