"""Say who keeps a page right, and that it still is. None of this commits."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from core import audit
from core.audit import Actor
from core.database import day_of, db, today, utc_now
from core.errors import Conflict, Invalid
from search.outbox import note
from wiki.models import Page, PageConfirmation, PageLife, UpkeepInterval
from wiki.queries.life import get_life, months_by_kind, months_of
from wiki.rules.life import LONGEST_MONTHS, stale_from
from wiki.rules.terms import PageKind


def begin_life(page: Page) -> None:
    """Give a new page its upkeep: who made it says that it is right; follow a change of its kind."""
    life = db.session.get(PageLife, page.id)
    if life is None:
        first = stale_from(today(), months_of(page.kind))
        db.session.add(PageLife(page_id=page.id, stale_from=first))
        db.session.flush()
    elif life.interval_months is None:
        _settle(life, page, months_of(page.kind))


def set_owner(
    page: Page,
    *,
    organisation_id: int | None,
    function: str,
    interval_months: int | None,
    by: Actor,
    is_illustrative: bool = False,
) -> None:
    """Make a role of an organisation the owner of a page, and say how often it is asked to confirm it."""
    if function and organisation_id is None:
        raise Invalid([("organisation", "function_without_organisation", {})])
    if interval_months is not None and not 1 <= interval_months <= LONGEST_MONTHS:
        raise Invalid([("interval_months", "interval_out_of_range", {"most": LONGEST_MONTHS})])
    life = get_life(page.id)
    life.organisation_id, life.function = organisation_id, function
    life.interval_months, life.is_illustrative = interval_months, is_illustrative
    _settle(life, page, months_of(page.kind))
    audit.record("page.owner_set", page, by=by, organisation=organisation_id)


def confirm_page(
    page: Page, *, base_revision: int | None, by: Actor, text: str = "", on: date | None = None
) -> None:
    """Say that a page is still right as it reads in ``base_revision``; refuse when it reads otherwise now.

    ``on`` is an earlier day, for what is loaded.
    """
    if base_revision != page.revision:
        raise Conflict("stale")
    at = utc_now()
    if on is not None:
        at = at.replace(year=on.year, month=on.month, day=on.day)
    db.session.add(
        PageConfirmation(
            page_id=page.id,
            revision=page.revision,
            at=at,
            by_id=by.actor_id,
            by_label=by.actor_label,
            note=text,
        )
    )
    life = get_life(page.id)
    life.confirmed_at, life.confirmed_revision = at, page.revision
    _settle(life, page, months_of(page.kind))
    audit.record("page.confirmed", page, by=by, revision=page.revision)


def set_intervals(months: Mapping[PageKind, int], *, by: Actor) -> int:
    """Choose per kind how long "still right" holds; return how many pages got another day."""
    known = months_by_kind()
    changed = {kind: number for kind, number in months.items() if known[kind] != number}
    for kind, number in changed.items():
        row = db.session.get(UpkeepInterval, kind)
        if row is None:
            row = UpkeepInterval(kind=kind, months=number)
            db.session.add(row)
        row.months = number
        audit.record("upkeep_interval.set", row, by=by, label=kind.value, months=number)
    rows = db.session.execute(
        select(PageLife, Page)
        .join(Page, Page.id == PageLife.page_id)
        .where(Page.kind.in_(changed), PageLife.interval_months.is_(None))
    ).all()
    for life, page in rows:
        _settle(life, page, changed[page.kind])
        note("page", page.id)
    return len(rows)


def _settle(life: PageLife, page: Page, months: int) -> None:
    since = day_of(life.confirmed_at or page.created_at)
    life.stale_from = stale_from(since, life.interval_months or months)
