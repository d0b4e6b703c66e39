"""Capacity in the filled database: too little, for the domain and for all together."""

from decimal import Decimal
from typing import Any

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.capacity import note_capacity
from portfolio.rules.quarters import Quarter


def fill_capacity(domain: Any, organisation: Any) -> dict[str, list[Any]]:
    """Fill it and commit; return the values of its addresses."""
    for scope in (domain, None):
        note_capacity(
            scope,
            organisation,
            months=Decimal("0.5"),
            own={Quarter(2040, 1): Decimal(2)},
            note="Openbare toelichting",
            by=SYSTEM,
            version=None,
        )
    db.session.commit()
    return {"organisation_slug": [organisation.slug]}
