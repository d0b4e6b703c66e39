"""Each constraint of capacity and of scheduling runs is broken once."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from core.database import db
from portfolio.models import CapacityQuarter, OrganisationCapacity, RunState, ScheduleRun

HASH = "a" * 64


def refused(*rows):
    db.session.add_all(rows)
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_capacity_is_not_negative_and_noted_once_per_domain_and_organisation(make_domain, make_organisation):
    ids = {"domain_id": make_domain().id, "organisation_id": make_organisation().id}
    refused(OrganisationCapacity(**ids, months=Decimal(-1)))
    kept = OrganisationCapacity(**ids, months=Decimal(1))
    db.session.add(kept)
    db.session.commit()
    refused(OrganisationCapacity(**ids, months=Decimal(2)))
    refused(CapacityQuarter(capacity_id=kept.id, quarter=8100, months=Decimal(-1)))
    refused(*(CapacityQuarter(capacity_id=kept.id, quarter=8100, months=Decimal(1)) for _time in range(2)))


@pytest.mark.parametrize(
    "values",
    [
        {"aim": "fame"},
        {"input_hash": "short"},
        {"state": RunState.DONE},
        {"ended_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_scheduling_run_is_whole(make_domain, values):
    given = {"domain_id": make_domain().id, "aim": "value", "input_hash": HASH, "model_version": "x"}
    refused(ScheduleRun(**(given | values)))
