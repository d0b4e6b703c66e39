"""Tell how preconditions and risks of a use case stand now, without its long form. None of this commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.audit import Actor
from core.errors import Conflict, Invalid
from portfolio.actions.part_changes import drop_marks, note_changes, stood
from portfolio.actions.writing import settle
from portfolio.models import UseCase
from portfolio.queries.part_history import preconditions_version, risks_version, shared_of
from portfolio.rules.terms import Grade, PreconditionState


@dataclass(frozen=True)
class PreconditionNews:
    """How one precondition stands now, and what was done about it."""

    id: int
    state: PreconditionState
    due_on: date | None
    note: str = ""


@dataclass(frozen=True)
class RiskNews:
    """How one risk is graded now, what is done against it, and why it changed."""

    id: int
    likelihood: Grade
    impact: Grade
    mitigation: str
    note: str = ""


def tell_preconditions(
    use_case: UseCase, news: Sequence[PreconditionNews], *, version: int | None, by: Actor
) -> int:
    """Write what is new of preconditions; return how many stand otherwise or got a note.

    ``use_case`` must be loaded whole. A shared one is told where it is shared, so here
    it is refused. Errors: Conflict when one changed since ``version``; Invalid.
    """
    if version is not None and version != preconditions_version(use_case):
        raise Conflict("stale")
    rows = {row.id: row for row in use_case.preconditions}
    wrong = _unknown("preconditions", [one.id for one in news], rows)
    shared = shared_of(list(rows)) if rows else {}
    for place, one in enumerate(news):
        row = rows.get(one.id)
        if row is not None and row.id in shared and (row.state, row.due_on) != (one.state, one.due_on):
            wrong.append((f"preconditions-{place}-state", "precondition_is_shared", {}))
    if wrong:
        raise Invalid(wrong)
    before = stood(use_case)
    for one in news:
        row = rows[one.id]
        if row.state != one.state:
            row.state = one.state
            drop_marks(row, "state")
        if row.due_on != one.due_on:
            row.due_on = one.due_on
            drop_marks(row, "due_on", "due_quarter")
    notes = {one.id: one.note.strip() for one in news if one.note.strip()}
    is_told = bool(notes) or stood(use_case).preconditions != before.preconditions
    if not is_told:
        return 0
    settle(use_case, use_case.domain, by, "use_case.preconditions_told", "")
    return note_changes(use_case, before, by=by, precondition_notes=notes)


def tell_risks(use_case: UseCase, news: Sequence[RiskNews], *, version: int | None, by: Actor) -> int:
    """Write what is new of risks; return how many are graded otherwise or got a note.

    ``use_case`` must be loaded whole. Errors: Conflict when one changed since
    ``version``; Invalid.
    """
    if version is not None and version != risks_version(use_case):
        raise Conflict("stale")
    rows = {row.id: row for row in use_case.risks}
    wrong = _unknown("risks", [one.id for one in news], rows)
    if wrong:
        raise Invalid(wrong)
    before = stood(use_case)
    is_changed = False
    for one in news:
        row = rows[one.id]
        for name in ("likelihood", "impact", "mitigation"):
            value = getattr(one, name)
            if getattr(row, name) != value:
                setattr(row, name, value)
                drop_marks(row, name)
                is_changed = True
    notes = {one.id: one.note.strip() for one in news if one.note.strip()}
    if not (notes or is_changed):
        return 0
    settle(use_case, use_case.domain, by, "use_case.risks_told", "")
    return max(note_changes(use_case, before, by=by, risk_notes=notes), int(is_changed))


def _unknown(part: str, ids: Sequence[int], rows: dict[int, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(f"{part}-{place}-id", "part_unknown", {}) for place, id_ in enumerate(ids) if id_ not in rows]
