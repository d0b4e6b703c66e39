"""Write what the rules make of the dates: one row from each day that something changed. Never commits."""

from collections.abc import Collection
from datetime import date, timedelta

from core.database import db, lock
from portfolio.models import UseCase
from portfolio.models.progress import ComputedStatus
from portfolio.queries.progress_inputs import Known, list_known, list_open_rows
from portfolio.rules.progress_status import (
    DEFAULT_LIMITS,
    Computed,
    Status,
    compute_status,
    gap,
    unchanged_for,
)

DRIFT_STEP = 7  # days by which drift must have grown before it is a new row


def refresh_statuses(on: date, use_case_ids: Collection[int] | None = None) -> int:
    """Compute the status of what is followed, as known on the day ``on``; return how many rows were written.

    Call it with rising days: a row holds from its day until the next one. A day
    before the last row of a use case leaves that use case alone. What is followed no
    more, for it was set aside before anything was promised, keeps its rows of before.
    """
    if use_case_ids is not None:  # the worker and an owner may do so at the same moment
        lock(UseCase, use_case_ids)
    rows = list_open_rows(use_case_ids)
    written = 0
    for known in list_known(on, use_case_ids):
        written += _write(rows.pop(known.use_case_id, None), known, _computed(known, on), on)
    for row in rows.values():
        _close(row, on)
    return written


def outdated_statuses(on: date) -> list[int]:
    """Return the ids of the use cases whose status of ``on`` was not written yet; writes nothing."""
    rows = list_open_rows()
    ids = [
        known.use_case_id
        for known in list_known(on)
        if not _stands(rows.pop(known.use_case_id, None), known, _computed(known, on), on)
    ]
    return [*ids, *(id_ for id_, row in rows.items() if row.on <= on)]


def _computed(known: Known, on: date) -> Computed:
    return compute_status(known.situation, on, ended_on=known.ended_on, is_delivered=known.is_delivered)


def _close(row: ComputedStatus, on: date) -> None:
    if row.on < on:
        row.until = on - timedelta(days=1)
    elif row.on == on:
        db.session.delete(row)


def declared_on(known: Known, on: date) -> Status:
    """Return the declared status that still counts: a report older than the limit is none."""
    reported_on = known.situation.reported_on
    if reported_on is None or not known.reports:
        return Status.NOT_REPORTED
    if known.ended_on is None and (on - reported_on).days > DEFAULT_LIMITS.silence_days:
        return Status.NOT_REPORTED
    return known.reports[-1]


def _write(row: ComputedStatus | None, known: Known, computed: Computed, on: date) -> bool:
    if _stands(row, known, computed, on):
        return False
    declared = declared_on(known, on)
    if row is None or row.on < on:
        if row is not None:
            row.until = on - timedelta(days=1)
        row = ComputedStatus(use_case_id=known.use_case_id, on=on)
        db.session.add(row)
    row.status, row.declared = computed.status, declared
    row.gap = gap(declared, computed.status)
    row.drift = computed.drift
    row.causes = [cause.value for cause in computed.causes]
    row.reported_on = known.situation.reported_on
    row.unchanged_for = unchanged_for(known.reports)
    row.is_illustrative = known.is_illustrative
    return True


def _stands(row: ComputedStatus | None, known: Known, computed: Computed, on: date) -> bool:
    """Tell whether the row that is there says the same, or is of a later day."""
    if row is None:
        return False
    if row.on > on:
        return True
    declared = declared_on(known, on)
    if (row.drift is None) != (computed.drift is None):
        return False
    step = 0 if row.drift is None or computed.drift is None else abs(computed.drift - row.drift)
    return (
        row.status is computed.status
        and row.declared is declared
        and row.causes == [cause.value for cause in computed.causes]
        and row.reported_on == known.situation.reported_on
        and step < DRIFT_STEP
    )
