"""Made-up progress for the demo, marked as such: a year of reports, moved milestones, measurements."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db, today
from portfolio.actions.progress_filing import (
    ToldMilestone,
    ToldPlan,
    ToldProgress,
    compute_anew,
    file_progress,
)
from portfolio.models import Benefit, Decision, PhaseChange, Precondition, UseCase
from portfolio.models.progress import Milestone, PlanMove, PreconditionChange, StatusReport
from portfolio.rules.progress_status import DEFAULT_LIMITS, Status
from portfolio.rules.progress_terms import ReplanReason
from seed.ledger import Item, Ledger
from seed.lookups import Lookups, find_use_case_id
from seed.reading import Shape, check_row, check_rows, is_filled, is_list, is_mapping, is_text, read_yaml

FILE = "progress.yaml"
BASE_DAY = "base-day"
CENTS = 100_000  # in a thousand euros
MONTH = 30
WEEKS = 9  # about as long as the first promises are old
LAST = 9  # days before the first load of the newest report
STATUSES = {"g": Status.GREEN, "a": Status.AMBER, "r": Status.RED}
WHOLE: Shape = {"notes": is_mapping, "use_cases": is_list}
ROW: Shape = {
    "code": is_filled,
    "reports": is_text,
    **dict.fromkeys(("milestones", "measured", "due", "worth", "costs"), is_list),
}
MILESTONE: Shape = {
    "is": is_filled,
    "en": is_filled,
    "fn": is_text,
    "plans": is_list,
    "reached": lambda value: value is None or isinstance(value, int),
}


def base_day(ledger: Ledger) -> date:
    """Return the day of the first load of progress, from which all days are counted."""
    known = ledger.hash_of(BASE_DAY)
    if known is None:
        known = today().isoformat()
        ledger.note(BASE_DAY, known)
    return date.fromisoformat(known)


def read_progress(content: Path) -> dict[str, Any]:
    """Return the checked file."""
    known: dict[str, Any] = read_yaml(content / FILE)
    check_row(known, WHOLE, FILE)
    check_rows(known["use_cases"], ROW, f"{FILE}.use_cases")
    for row in known["use_cases"]:
        check_rows(row["milestones"], MILESTONE, f"{FILE}.{row['code']}.milestones")
    return known


def progress_items(content: Path) -> Iterator[Item]:
    """Yield the progress of use cases that are there; at the end compute the year month by month."""
    if not (content / FILE).is_file():
        return
    known = read_progress(content)
    base = base_day(Ledger())
    functions = Lookups().functions
    added: list[int] = []
    for row in known["use_cases"]:
        id_ = find_use_case_id(row["code"])
        if id_ is None:
            continue
        yield Item(
            key=f"progress:{row['code']}",
            content=row,
            find=partial(_find, id_),
            add=partial(_add, id_, row, known["notes"], base, functions, added),
            update=lambda thing: thing,
        )
    if added:
        db.session.flush()
        compute_anew(sorted(_days(base)))


def _days(base: date) -> set[date]:
    """Return the days of the year before the first load on which a status may have become another.

    Reports, and the day that one of them is too old; what was promised, planned anew or moved to
    another phase; a precondition that came too late; and each week, for what is overdue gets later.
    """
    months = {base - timedelta(days=LAST + MONTH * place) for place in range(13)}
    silent = {day + timedelta(days=DEFAULT_LIMITS.silence_days + 1) for day in months}
    found = months | silent | {base - timedelta(days=7 * week) for week in range(WEEKS)}
    for column, later in (
        (PlanMove.at, 0),
        (Decision.decided_on, 0),
        (PhaseChange.happened_on, 0),
        (PreconditionChange.on, 0),
        (Precondition.due_on, 1),
    ):
        for day in db.session.scalars(select(column).distinct()):
            if day is not None:
                found.add((day.date() if isinstance(day, datetime) else day) + timedelta(days=later))
    return {base, *(day for day in found if min(months) <= day < base)}


def _find(use_case_id: int) -> Milestone | StatusReport | None:
    """Return what anybody told of it, if anything."""
    milestone = select(Milestone).where(Milestone.use_case_id == use_case_id).limit(1)
    report = select(StatusReport).where(StatusReport.use_case_id == use_case_id).limit(1)
    return db.session.scalars(milestone).first() or db.session.scalars(report).first()


def _add(
    use_case_id: int,
    row: dict[str, Any],
    notes: dict[str, list[str]],
    base: date,
    functions: dict[str, int],
    added: list[int],
) -> Milestone | StatusReport | UseCase:
    use_case = db.session.get(UseCase, use_case_id)
    assert use_case is not None  # noqa: S101 (found a moment ago)
    statement = select(Benefit.id).where(Benefit.use_case_id == use_case_id)
    benefits = list(db.session.scalars(statement.order_by(Benefit.position, Benefit.id)))
    added.append(use_case_id)
    filed = file_progress(use_case, _told(row, notes, base, functions, benefits), by=SYSTEM)
    return filed[0] if filed else use_case


def _told(
    row: dict[str, Any],
    notes: dict[str, list[str]],
    base: date,
    functions: dict[str, int],
    benefits: list[int],
) -> ToldProgress:
    def day(offset: int) -> date:
        return base + timedelta(days=offset)

    def there(rows: list[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
        return ((benefits[place], rest) for place, *rest in rows if place < len(benefits))

    return ToldProgress(
        reports=_reports(row["reports"], notes, base),
        milestones=[
            ToldMilestone(
                one["is"],
                one["en"],
                functions.get(one["fn"]),
                [
                    ToldPlan(day(on), day(expected), ReplanReason(why[0]) if why else None)
                    for on, expected, *why in one["plans"]
                ],
                None if one["reached"] is None else day(one["reached"]),
            )
            for one in row["milestones"]
        ],
        measured=[(id_, day(on), Decimal(str(value))) for id_, (on, value) in there(row["measured"])],
        due=[(id_, day(on), months) for id_, (on, months) in there(row["due"])],
        worth={
            id_: (low * CENTS, high * CENTS, base.year + first, base.year + last, text)
            for id_, (low, high, first, last, text) in there(row["worth"])
        },
        costs=[(base.year + year, low * CENTS, high * CENTS, text) for year, low, high, text in row["costs"]],
    )


def _reports(letters: str, notes: dict[str, list[str]], base: date) -> list[tuple[date, Status, str]]:
    found = []
    for place, letter in enumerate(letters):
        if letter == ".":
            continue
        status = STATUSES[letter]
        on = base - timedelta(days=LAST + MONTH * (len(letters) - 1 - place))
        choice = notes[status.value]
        found.append((on, status, choice[place % len(choice)]))
    return found
