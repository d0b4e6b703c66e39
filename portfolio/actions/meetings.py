"""Hold a meeting: agenda, opening (the figures freeze), outcomes, closing (a draft). None of this commits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Conflict, Invalid, Refusal
from core.versions import check_version, touch
from portfolio.actions.decisions import draft_decision
from portfolio.actions.meetings_freeze import freeze
from portfolio.models import AgendaItem, Decision, Meeting, MeetingSeat, MeetingState, UseCase
from portfolio.queries import meetings as queries
from portfolio.queries.scoring_models import current_model
from portfolio.queries.use_cases import load_fresh
from portfolio.rules.decisions import DecisionKind, Outcome
from portfolio.rules.terms import Phase

Rows = Sequence[Mapping[str, Any]]
KEPT = ("size", "value", "scored", "criteria", "chance", "effort", "verdict", "share")
"""What of the frozen figures goes along into the decision: no comments, no spread."""


def plan_meeting(
    domain: Domain, values: Mapping[str, Any], *, seats: Rows, agenda: Rows, by: Actor
) -> Meeting:
    """Add a meeting: ``values`` are held_on, place and notes; seats are seat, is_present, person_id;

    agenda rows are code and why, in order.
    """
    meeting = Meeting(domain_id=domain.id, held_on=values["held_on"], seats=[], items=[], illustrative=[])
    db.session.add(meeting)
    _write(meeting, values, seats, agenda)
    _record("meeting.planned", meeting, by)
    return meeting


def edit_meeting(
    meeting: Meeting,
    values: Mapping[str, Any],
    *,
    seats: Rows,
    agenda: Rows,
    version: int | None,
    by: Actor,
) -> Meeting:
    """Change a meeting that is not closed; what comes on the agenda of an open one is frozen at once."""
    check_version(meeting, version)
    _check_not_closed(meeting)
    _write(meeting, values, seats, agenda)
    touch(meeting)
    _record("meeting.edited", meeting, by)
    return meeting


def _check_not_closed(meeting: Meeting) -> None:
    if meeting.state is MeetingState.CLOSED:
        raise Refusal("meeting_is_closed")


def _record(verb: str, meeting: Meeting, by: Actor) -> None:
    db.session.flush()
    audit.record(verb, meeting, by=by)


def _write(meeting: Meeting, values: Mapping[str, Any], seats: Rows, agenda: Rows) -> None:
    for name in ("held_on", "place", "notes"):
        setattr(meeting, name, values[name])
    people = {row.seat: row.person_id for row in meeting.seats}
    meeting.seats = [
        MeetingSeat(
            position=place,
            seat=row["seat"],
            is_present=row["is_present"],
            person_id=row.get("person_id") or people.get(row["seat"]),
        )
        for place, row in enumerate(seats)
    ]
    _write_agenda(meeting, agenda)


def _write_agenda(meeting: Meeting, agenda: Rows) -> None:
    with db.session.no_autoflush:
        statement = select(UseCase).where(
            UseCase.code.in_([row["code"] for row in agenda]),
            UseCase.domain_id == meeting.domain_id,
            UseCase.merged_into_id.is_(None),
        )
        known = {use_case.code: use_case for use_case in db.session.scalars(statement)}
    wrong: list[tuple[str, str, dict[str, Any]]] = []
    before = {item.use_case_id: item for item in meeting.items}
    kept: dict[int, AgendaItem] = {}
    for place, row in enumerate(agenda):
        use_case = known.get(row["code"])
        if use_case is None:
            wrong.append(("agenda", "not_of_this_domain", {"name": row["code"]}))
            continue
        if use_case.id in kept:
            wrong.append(("agenda", "row_twice", {}))
            continue
        item = before.get(use_case.id) or AgendaItem(use_case_id=use_case.id, dissents=[], version=1)
        item.use_case = use_case
        item.position, item.why = place, row.get("why") or ""
        kept[use_case.id] = item
    if wrong:
        raise Invalid(wrong)
    meeting.items = list(kept.values())
    if meeting.state is MeetingState.OPEN:
        freeze_items(meeting)


def open_meeting(meeting: Meeting, *, version: int | None, by: Actor) -> Meeting:
    """Open a planned meeting: what is known of each use case on the agenda is kept from now on."""
    check_version(meeting, version)
    _check_not_closed(meeting)
    if not meeting.items:
        raise Refusal("meeting_without_items")
    if meeting.state is MeetingState.PLANNED:
        meeting.state, meeting.opened_at = MeetingState.OPEN, utc_now()
        freeze_items(meeting)
        _record("meeting.opened", meeting, by)
    return meeting


def freeze_items(meeting: Meeting) -> None:
    """Keep what is known of each use case that was not frozen before."""
    fresh = [item for item in meeting.items if item.frozen is None]
    if not fresh:
        return
    known = {use_case.id: use_case for use_case in load_fresh([item.use_case_id for item in fresh])}
    names = {one.code: one.name for one in current_model(meeting.domain_id).criteria}
    round_ = queries.last_round(meeting.domain_id)
    outcomes, shares = queries.outcomes_of(round_), queries.inclusion_of(meeting.domain_id)
    for item in fresh:
        use_case = known[item.use_case_id]
        item.frozen = freeze(
            use_case,
            names=names,
            outcome=outcomes.get(use_case.id),
            round_id=round_.id if round_ else None,
            share=shares.get(use_case.code),
        )


def record_outcome(
    item: AgendaItem,
    *,
    outcome: Outcome | None,
    aside: Phase | None,
    reason: str,
    dissents: Rows,
    version: int | None,
    by: Actor,
) -> AgendaItem:
    """Record what the board decided about one use case; its meeting must be open and loaded."""
    if version is not None and version != item.version:
        raise Conflict("stale")
    _check_not_closed(item.meeting)
    if item.meeting.state is not MeetingState.OPEN:
        raise Refusal("meeting_not_open")
    if outcome is not None and not reason.strip():
        raise Refusal("missing_outcome_reason", "reason")
    item.outcome, item.reason = outcome, reason.strip()
    item.aside = aside if outcome is Outcome.REJECTED else None
    item.dissents = [{"seat": row["seat"], "text": row["text"]} for row in dissents]
    _record("meeting.outcome_recorded", item.meeting, by)
    return item


def close_meeting(meeting: Meeting, *, subject: str, today: date, version: int | None, by: Actor) -> Decision:
    """Close an open meeting: what was decided becomes one draft, for the secretary to complete.

    It is dated on the day of the meeting, or today when that was held earlier than planned.
    """
    check_version(meeting, version)
    _check_not_closed(meeting)
    if meeting.state is not MeetingState.OPEN:
        raise Refusal("meeting_not_open")
    decided = [item for item in meeting.items if item.outcome is not None]
    if not decided:
        raise Refusal("meeting_without_outcome")
    people = {seat.seat: seat.person_id for seat in meeting.seats}
    draft = draft_decision(
        domain=meeting.domain,
        kind=DecisionKind.SELECTION,
        subject=subject,
        by=by,
        decided_on=min(meeting.held_on, today),
        meeting_id=meeting.id,
        items=[
            {
                "use_case": item.use_case,
                "outcome": item.outcome,
                "aside": item.aside,
                "reason": item.reason,
                "facts": {name: (item.frozen or {}).get(name) for name in KEPT},
            }
            for item in decided
        ],
        dissents=[
            {
                "seat": row["seat"],
                "text": row["text"],
                "code": item.use_case.code,
                "person_id": people.get(row["seat"]),
            }
            for item in decided
            for row in item.dissents
        ],
    )
    meeting.state, meeting.closed_at = MeetingState.CLOSED, utc_now()
    _record("meeting.closed", meeting, by)
    return draft
