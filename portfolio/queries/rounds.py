"""Read scoring rounds: what is scored, by whom, until when. What was scored: ``round_scores.py``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Domain, Membership, Person
from accounts.permissions import Permission, Scope, may, rights
from accounts.queries import get_domain, list_board
from accounts.rules.terms import Layer, Role
from core.database import db, today
from core.errors import NotFound
from portfolio.models import (
    RoundReminder,
    RoundScorer,
    RoundUseCase,
    ScoringRound,
    UseCase,
    team_member,
)
from portfolio.rules.round_terms import RoundState
from portfolio.rules.terms import Kind, Phase

WHOLE = (
    joinedload(ScoringRound.domain),
    joinedload(ScoringRound.previous),
    selectinload(ScoringRound.use_cases).joinedload(RoundUseCase.use_case),
    selectinload(ScoringRound.use_cases).selectinload(RoundUseCase.finals),
    selectinload(ScoringRound.scorers).joinedload(RoundScorer.person).joinedload(Person.organisation),
)


@dataclass(frozen=True)
class Member:
    """A member of a board who can score, with the layer of government of his organisation."""

    person_id: int
    name: str
    organisation: str
    layer: Layer


def scope_of_domain(slug: str) -> Scope:
    """Return the scope of a domain for a guard; who does not sit in its board gets "not found"."""
    scope = Scope(frozenset({get_domain(slug).id}))
    if not may(Permission.ROUND_READ, scope):
        raise NotFound("not_found")
    return scope


def get_round(slug: str, number: int, reader: Any) -> ScoringRound:
    """Return a round of a domain with all but what was scored, as it is now; else NotFound.

    A draft is the secretary's.
    """
    domain = get_domain(slug)
    found = (
        select(ScoringRound)
        .where(
            ScoringRound.domain_id == domain.id,
            ScoringRound.series == domain.code,
            ScoringRound.number == number,
        )
        .options(*WHOLE)
        .execution_options(populate_existing=True)
    )
    round_ = db.session.scalars(found).unique().one_or_none()
    scope = Scope(frozenset({domain.id}))
    if round_ is None or not may(Permission.ROUND_READ, scope, reader):
        raise NotFound("not_found")
    if round_.state is RoundState.DRAFT and not may(Permission.ROUND_OPEN, scope, reader):
        raise NotFound("not_found")
    return round_


def find_round(domain: Domain, number: int) -> ScoringRound | None:
    """Return a round whoever asks, for what is published of it and for the loader."""
    found = select(ScoringRound).where(ScoringRound.series == domain.code, ScoringRound.number == number)
    return db.session.scalars(found.options(*WHOLE)).unique().one_or_none()


def list_rounds(domain: Domain, reader: Any) -> Sequence[ScoringRound]:
    """Return the rounds of a domain, newest first; drafts only for its secretary."""
    found = (
        select(ScoringRound)
        .where(ScoringRound.domain_id == domain.id)
        .options(selectinload(ScoringRound.use_cases))
        .order_by(ScoringRound.number.desc())
    )
    if not may(Permission.ROUND_OPEN, Scope(frozenset({domain.id})), reader):
        found = found.where(ScoringRound.state != RoundState.DRAFT)
    return db.session.scalars(found).all()


def next_number(domain: Domain) -> int:
    """Return the next free number in a domain; its row is locked, so two never get the same."""
    db.session.execute(select(Domain.id).where(Domain.id == domain.id).with_for_update())
    last = db.session.scalar(select(func.max(ScoringRound.number)).where(ScoringRound.series == domain.code))
    return (last or 0) + 1


@dataclass(frozen=True, slots=True)
class Locked:
    """A round as the database has it now."""

    state: RoundState
    deadline: datetime
    previous_id: int | None
    version: int


def lock_round(round_id: int) -> Locked:
    """Lock a round until the transaction ends, and return how it stands now."""
    found = (
        select(ScoringRound.state, ScoringRound.deadline, ScoringRound.previous_id, ScoringRound.version)
        .where(ScoringRound.id == round_id)
        .with_for_update()
    )
    return Locked(*db.session.execute(found).one())


def successor_of(round_: ScoringRound) -> ScoringRound | None:
    """Return the second round that follows on this one, unless it was cancelled."""
    found = select(ScoringRound).where(
        ScoringRound.previous_id == round_.id, ScoringRound.state != RoundState.CANCELLED
    )
    return db.session.scalars(found.options(selectinload(ScoringRound.use_cases))).first()


def list_candidates(domain_id: int, kept: Sequence[int] = ()) -> Sequence[tuple[int, str, str, str]]:
    """Return (id, code, title, English title) of the candidates of a domain, and of those in ``kept``."""
    is_candidate = (
        (UseCase.domain_id == domain_id)
        & (UseCase.phase == Phase.CANDIDATE)
        & (UseCase.kind == Kind.USE_CASE)
        & UseCase.is_draft.is_(False)
        & UseCase.merged_into_id.is_(None)
    )
    found = select(UseCase.id, UseCase.code, UseCase.title, UseCase.title_en).order_by(UseCase.code)
    rows = db.session.execute(found.where(or_(is_candidate, UseCase.id.in_(list(kept)))))
    return [(row.id, row.code, row.title, row.title_en) for row in rows]


def list_members(domain_id: int) -> list[Member]:
    """Return the members of a board today who can score, by name, each once."""
    seats: list[Membership] = [
        seat for seat in list_board(domain_id, today()) if seat.role is Role.BOARD_MEMBER
    ]
    found = {}
    for seat in seats:
        body = seat.person.organisation
        found[seat.person_id] = Member(
            seat.person_id, seat.person.name, body.name if body else "", body.layer if body else Layer.NONE
        )
    return list(found.values())


def find_scorer(round_: ScoringRound, reader: Any) -> RoundScorer | None:
    """Return the place of ``reader`` in a round, with what he declared; None when not named in it."""
    found = (
        select(RoundScorer)
        .where(RoundScorer.round_id == round_.id, RoundScorer.person_id == rights(reader).person_id)
        .options(selectinload(RoundScorer.interests))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(found).one_or_none()


def get_scorer(round_: ScoringRound, reader: Any) -> RoundScorer:
    """Return the place of ``reader`` in a round; else NotFound."""
    scorer = find_scorer(round_, reader)
    if scorer is None:
        raise NotFound("not_found")
    return scorer


def entry_of(round_: ScoringRound, code: str) -> RoundUseCase:
    """Return a use case of a round by its code; else NotFound."""
    for entry in round_.use_cases:
        if entry.use_case.code == code:
            return entry
    raise NotFound("not_found")


def excluded_ids(round_: ScoringRound, reader: Any) -> frozenset[int]:
    """Return the use cases whose scoring ``reader`` may not see, for an interest in it (also a round ago)."""
    rounds = [id_ for id_ in (round_.id, round_.previous_id) if id_]
    found = (
        select(RoundScorer)
        .where(RoundScorer.round_id.in_(rounds), RoundScorer.person_id == rights(reader).person_id)
        .options(selectinload(RoundScorer.interests))
    )
    return frozenset(
        interest.use_case_id for scorer in db.session.scalars(found) for interest in scorer.interests
    )


def involved_people(use_case_ids: Sequence[int]) -> dict[int, set[int]]:
    """Return, by use case, who owns it, works on it or submitted it."""
    found: dict[int, set[int]] = {id_: set() for id_ in use_case_ids}
    owners = select(UseCase.id, UseCase.owner_id, UseCase.submitter_id).where(UseCase.id.in_(use_case_ids))
    for id_, owner_id, submitter_id in db.session.execute(owners):
        found[id_] |= {person for person in (owner_id, submitter_id) if person}
    team = select(team_member.c.use_case_id, team_member.c.person_id).where(
        team_member.c.use_case_id.in_(use_case_ids)
    )
    for id_, person_id in db.session.execute(team):
        found[id_].add(person_id)
    return found


def list_to_score(reader: Any, now: datetime) -> Sequence[tuple[ScoringRound, int]]:
    """Return (open round, its number of use cases) that wait for ``reader``'s scores: one query, or none."""
    domains = rights(reader).domains_where(Permission.ROUND_SCORE)
    if not domains:
        return []
    total = (
        select(func.count(RoundUseCase.id)).where(RoundUseCase.round_id == ScoringRound.id).scalar_subquery()
    )
    found = (
        select(ScoringRound, total)
        .join(ScoringRound.scorers)
        .where(
            ScoringRound.domain_id.in_(domains),
            ScoringRound.state == RoundState.OPEN,
            ScoringRound.deadline > now,
            RoundScorer.person_id == rights(reader).person_id,
            RoundScorer.submitted_at.is_(None),
        )
        .options(joinedload(ScoringRound.domain))
        .order_by(ScoringRound.deadline, ScoringRound.id)
    )
    return [(round_, count) for round_, count in db.session.execute(found).unique()]


def list_to_conclude(reader: Any, now: datetime) -> Sequence[ScoringRound]:
    """Return the rounds that wait for their secretary: to be revealed or settled: one query, or none."""
    domains = rights(reader).domains_where(Permission.ROUND_OPEN)
    if not domains:
        return []
    waits = select(RoundScorer.id).where(
        RoundScorer.round_id == ScoringRound.id, RoundScorer.submitted_at.is_(None)
    )
    is_over = (ScoringRound.state == RoundState.OPEN) & ((ScoringRound.deadline <= now) | ~waits.exists())
    ended = ScoringRound.state.in_((RoundState.CLOSED, RoundState.REVEALED))
    found = (
        select(ScoringRound)
        .where(ScoringRound.domain_id.in_(domains), is_over | ended)
        .options(joinedload(ScoringRound.domain))
        .order_by(ScoringRound.deadline, ScoringRound.id)
    )
    return db.session.scalars(found).all()


def list_overdue(now: datetime) -> Sequence[ScoringRound]:
    """Return open rounds whose deadline has passed."""
    found = select(ScoringRound).where(ScoringRound.state == RoundState.OPEN, ScoringRound.deadline <= now)
    return db.session.scalars(found.order_by(ScoringRound.id).with_for_update()).all()


def list_unsubmitted(now: datetime) -> Sequence[RoundScorer]:
    """Return who still has to score in a round that is open, with person and round."""
    found = (
        select(RoundScorer)
        .join(RoundScorer.round)
        .where(
            ScoringRound.state == RoundState.OPEN,
            ScoringRound.deadline > now,
            RoundScorer.submitted_at.is_(None),
        )
        .options(
            joinedload(RoundScorer.round).joinedload(ScoringRound.domain), joinedload(RoundScorer.person)
        )
        .order_by(RoundScorer.id)
    )
    return db.session.scalars(found).all()


def reminders_sent(scorer_ids: Sequence[int]) -> dict[tuple[int, datetime], set[int]]:
    """Return the numbers of days for which (scorer, deadline) was reminded already."""
    sent: dict[tuple[int, datetime], set[int]] = {}
    for row in db.session.scalars(select(RoundReminder).where(RoundReminder.scorer_id.in_(scorer_ids))):
        sent.setdefault((row.scorer_id, row.deadline), set()).add(row.days_before)
    return sent


def rounds_by_key(keys: Iterable[str], reader: Any) -> dict[str, ScoringRound]:
    """Return rounds by "SOC-2", those of boards in which ``reader`` sits no drafts: one query, or none."""
    domains = rights(reader).domains_where(Permission.ROUND_READ)
    wanted = {(key.rpartition("-")[0], key.rpartition("-")[2]) for key in keys}
    numbers = {int(number) for _series, number in wanted if number.isdecimal() and len(number) < 9}
    if not domains or not numbers:
        return {}
    found = (
        select(ScoringRound)
        .where(
            ScoringRound.domain_id.in_(domains),
            ScoringRound.number.in_(numbers),
            ScoringRound.series.in_({series for series, _number in wanted}),
            ScoringRound.state != RoundState.DRAFT,
        )
        .options(joinedload(ScoringRound.domain))
    )
    return {f"{row.series}-{row.number}": row for row in db.session.scalars(found)}
