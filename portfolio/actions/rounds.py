"""The secretary's side of a scoring round: prepare, open, extend, cancel, reveal. None of these commits.

Events name the round and never a use case, a value or who gave what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid
from portfolio.actions.fields import check_seen
from portfolio.actions.round_criteria import frozen_criteria
from portfolio.actions.round_sheets import erase_sheets
from portfolio.models import (
    RoundInterest,
    RoundReminder,
    RoundScorer,
    RoundUseCase,
    ScoringRound,
)
from portfolio.queries import rounds as queries
from portfolio.rules import findings as rule
from portfolio.rules.round_terms import InterestKind, RoundState, Viewpoint
from portfolio.rules.rounds import check_opening, may_reveal, reminder_due, state_at


@dataclass(frozen=True)
class Plan:
    """What a secretary fills in: use cases in order, and who scores for which viewpoint."""

    title: str
    deadline: datetime
    use_case_ids: Sequence[int]
    scorers: Mapping[int, Viewpoint]


def create_round(
    domain: Domain, plan: Plan, *, by: Actor, previous: ScoringRound | None = None
) -> ScoringRound:
    """Add a draft; with ``previous`` it is the second round on (some of) the same use cases."""
    if previous is not None:
        _check_second(previous)
    round_ = ScoringRound(
        domain_id=domain.id,
        series=domain.code,
        number=queries.next_number(domain),
        title=plan.title.strip(),
        deadline=plan.deadline,
        previous_id=previous.id if previous else None,
        scoring_model_id=previous.scoring_model_id if previous else None,
        criteria=previous.criteria if previous else {},
        extensions=[],
        use_cases=[],
        scorers=[],
    )
    db.session.add(round_)
    with db.session.no_autoflush:
        _fill(round_, plan, domain, previous)
    audit.record("scoring_round.created", round_, by=by)
    return round_


def edit_round(round_: ScoringRound, plan: Plan, *, by: Actor, version: int | None) -> ScoringRound:
    """Change a draft; once open, use cases, scorers and criteria are fixed."""
    check_seen(round_, version)
    _require(round_.state is RoundState.DRAFT, "round_not_draft")
    round_.title, round_.deadline, round_.updated_at = plan.title.strip(), plan.deadline, utc_now()
    with db.session.no_autoflush:
        _fill(round_, plan, round_.domain, round_.previous)
    audit.record("scoring_round.edited", round_, by=by)
    return round_


def _check_second(previous: ScoringRound) -> None:
    locked = queries.lock_round(previous.id)
    _require(locked.previous_id is None, "round_third")
    _require(locked.state is RoundState.REVEALED, "round_not_revealed")
    _require(queries.successor_of(previous) is None, "round_second_exists")


def _fill(round_: ScoringRound, plan: Plan, domain: Domain, previous: ScoringRound | None) -> None:
    """Set use cases and scorers; refuse who or what does not belong to the board."""
    if not round_.title:
        raise Invalid([("title", "missing_title", {})])
    kept = [entry.use_case_id for entry in round_.use_cases]
    if previous is not None:
        allowed = set(
            db.session.scalars(select(RoundUseCase.use_case_id).where(RoundUseCase.round_id == previous.id))
        )
    else:
        allowed = {row[0] for row in queries.list_candidates(domain.id, kept)}
    if not set(plan.use_case_ids) <= allowed:
        raise Invalid([("use_cases", "round_not_candidate", {})])
    members = {member.person_id: member for member in queries.list_members(domain.id)}
    if not plan.scorers.keys() <= members.keys():
        raise Invalid([("", "round_not_in_board", {})])
    known = {entry.use_case_id: entry for entry in round_.use_cases}
    wanted = list(dict.fromkeys(plan.use_case_ids))
    round_.use_cases[:] = [
        known.get(id_) or RoundUseCase(use_case_id=id_, finals=[], position=place)
        for place, id_ in enumerate(wanted)
    ]
    for place, entry in enumerate(round_.use_cases):
        entry.position = place
    scoring = {scorer.person_id: scorer for scorer in round_.scorers}
    rows = []
    for person_id, viewpoint in plan.scorers.items():
        scorer = scoring.get(person_id) or RoundScorer(person_id=person_id, interests=[])
        scorer.viewpoint, scorer.layer = viewpoint, members[person_id].layer
        rows.append(scorer)
    round_.scorers[:] = rows


def open_round(round_: ScoringRound, *, by: Actor, version: int | None, now: datetime) -> ScoringRound:
    """Open: freeze the criteria, leave out who has a part in a use case, take scores until the deadline."""
    check_seen(round_, version)
    _require(round_.state is RoundState.DRAFT, "round_not_draft")
    found = check_opening(
        use_cases=len(round_.use_cases), scorers=len(round_.scorers), deadline=round_.deadline, now=now
    )
    stopping = [one.code for one in rule.blocking(found)]
    if stopping:
        raise Invalid([("", code, {}) for code in stopping])
    ids = [entry.use_case_id for entry in round_.use_cases]
    still = {row[0] for row in queries.list_candidates(round_.domain_id)}
    _require(round_.previous_id is not None or set(ids) <= still, "round_not_candidate")
    members = {member.person_id: member for member in queries.list_members(round_.domain_id)}
    _require({scorer.person_id for scorer in round_.scorers} <= members.keys(), "round_not_in_board")
    if round_.previous_id is None:
        round_.scoring_model_id, round_.criteria = frozen_criteria(round_.domain_id)
    _require(bool(round_.criteria.get("criteria")), "no_criteria")
    for scorer in round_.scorers:
        scorer.layer = members[scorer.person_id].layer
    _leave_out_the_involved(round_, ids)
    round_.state, round_.opened_at = RoundState.OPEN, now
    audit.record("scoring_round.opened", round_, by=by, scorers=len(round_.scorers), use_cases=len(ids))
    return round_


def _leave_out_the_involved(round_: ScoringRound, ids: Sequence[int]) -> None:
    """Owner, team and submitter have a part in it; and what was declared in the first round still holds."""
    involved = queries.involved_people(ids)
    left_out = {
        (scorer.id, use_case_id): InterestKind.TEAM
        for scorer in round_.scorers
        for use_case_id, people in involved.items()
        if scorer.person_id in people
    }
    if round_.previous_id is not None:
        earlier = (
            select(RoundScorer.person_id, RoundInterest.use_case_id, RoundInterest.kind)
            .join(RoundInterest, RoundInterest.scorer_id == RoundScorer.id)
            .where(RoundScorer.round_id == round_.previous_id, RoundInterest.use_case_id.in_(ids))
        )
        by_person = {scorer.person_id: scorer.id for scorer in round_.scorers}
        for person_id, use_case_id, kind in db.session.execute(earlier):
            if person_id in by_person:
                left_out.setdefault((by_person[person_id], use_case_id), kind)
    for (scorer_id, use_case_id), kind in left_out.items():
        db.session.add(RoundInterest(scorer_id=scorer_id, use_case_id=use_case_id, kind=kind, is_known=True))


def extend_deadline(
    round_: ScoringRound, to: datetime, *, reason: str, by: Actor, version: int | None, now: datetime
) -> ScoringRound:
    """Move the deadline on, with a reason; a closed round that was not revealed opens again."""
    check_seen(round_, version)
    _require(
        state_at(round_.state, round_.deadline, now) in (RoundState.OPEN, RoundState.CLOSED), "round_over"
    )
    if to <= now or to <= round_.deadline:
        raise Invalid([("day", "round_deadline_not_later", {})])
    if not reason.strip():
        raise Invalid([("reason", "missing_reason", {})])
    step = {
        "at": now.isoformat(),
        "from": round_.deadline.isoformat(),
        "to": to.isoformat(),
        "reason": reason.strip(),
    }
    round_.extensions = [*round_.extensions, step]
    audit.record(
        "scoring_round.extended", round_, by=by, before=step["from"], after=step["to"], reason=step["reason"]
    )
    round_.deadline, round_.state, round_.closed_at = to, RoundState.OPEN, None
    return round_


def cancel_round(
    round_: ScoringRound, *, reason: str, by: Actor, version: int | None, now: datetime
) -> ScoringRound:
    """End a round before its reveal; what was filled in is erased, unread."""
    check_seen(round_, version)
    _require(round_.state in (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED), "round_over")
    if not reason.strip():
        raise Invalid([("reason", "missing_reason", {})])
    erase_sheets(round_)
    round_.state, round_.cancelled_at, round_.cancel_reason = RoundState.CANCELLED, now, reason.strip()
    audit.record("scoring_round.cancelled", round_, by=by, reason=reason.strip()[:300])
    return round_


def reveal_round(round_: ScoringRound, *, by: Actor, version: int | None, now: datetime) -> ScoringRound:
    """Show all totals at once, to the whole board; from here nobody can score any more."""
    locked = queries.lock_round(round_.id)
    check_seen(locked, version)
    waiting = select(RoundScorer.id).where(
        RoundScorer.round_id == round_.id, RoundScorer.submitted_at.is_(None)
    )
    are_all_done = db.session.scalars(waiting.limit(1)).first() is None
    _require(
        may_reveal(locked.state, locked.deadline, now, are_all_done=are_all_done), "round_not_yet_revealed"
    )
    round_.closed_at = round_.closed_at or min(now, locked.deadline)
    round_.state, round_.revealed_at = RoundState.REVEALED, now
    audit.record("scoring_round.revealed", round_, by=by)
    return round_


def close_overdue(now: datetime) -> int:
    """Write down that the deadline of open rounds passed; return how many."""
    rounds = queries.list_overdue(now)
    for round_ in rounds:
        round_.state, round_.closed_at = RoundState.CLOSED, round_.deadline
        audit.record("scoring_round.closed", round_, by=audit.SYSTEM)
    return len(rounds)


def note_reminders(now: datetime) -> list[tuple[RoundScorer, int]]:
    """Return (scorer, days before the deadline) for each reminder due now, and write down that it went out.

    A second call finds nothing: each reminder is a row, also for the database.
    """
    scorers = queries.list_unsubmitted(now)
    sent = queries.reminders_sent([scorer.id for scorer in scorers])
    due = []
    for scorer in scorers:
        deadline = scorer.round.deadline
        days = reminder_due(deadline, now, sent.get((scorer.id, deadline), ()))
        if days is not None:
            db.session.add(
                RoundReminder(scorer_id=scorer.id, days_before=days, deadline=deadline, sent_at=now)
            )
            due.append((scorer, days))
    return due


def follow_merged_domains(source_id: int, target_id: int) -> None:
    """Number the rounds that came along with another domain after those that were there."""
    domain = db.session.get_one(Domain, target_id)
    moved = (
        select(ScoringRound)
        .where(ScoringRound.domain_id == target_id, ScoringRound.series != domain.code)
        .order_by(ScoringRound.series, ScoringRound.number)
    )
    for round_ in db.session.scalars(moved).all():
        round_.series, round_.number = domain.code, queries.next_number(domain)
        db.session.flush()


def _require(holds: bool, code: str, **params: Any) -> None:
    if not holds:
        raise Invalid([("", code, params)])
