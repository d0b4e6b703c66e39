"""Read meetings of a board and what is worth putting on the agenda; for those who read drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Domain
from core.database import db
from portfolio.models import (
    AgendaItem,
    Decision,
    Meeting,
    MeetingSeat,
    RoundUseCase,
    RunDetail,
    Scenario,
    ScenarioRun,
    ScoringRound,
    UseCase,
)
from portfolio.models.scenario import DetailKind
from portfolio.queries.round_scores import Outcome, whole_reveal
from portfolio.queries.rounds import excluded_ids
from portfolio.queries.visibility import is_readable
from portfolio.rules.round_terms import READABLE
from portfolio.rules.terms import Phase

WHOLE = (
    joinedload(Meeting.domain),
    selectinload(Meeting.seats).joinedload(MeetingSeat.person),
    selectinload(Meeting.items).joinedload(AgendaItem.use_case),
)
CORE, OUT = Decimal("0.95"), Decimal("0.05")  # methods.md §3: between these, discuss


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A use case worth talking about: why, as a code with its number, for the views to word."""

    code: str
    title: str
    why: str
    share: Decimal | None = None


def list_meetings(domain_id: int) -> Sequence[Meeting]:
    """Return the meetings of a board, newest first, with their items: two queries."""
    statement = (
        select(Meeting)
        .where(Meeting.domain_id == domain_id)
        .options(selectinload(Meeting.items))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    return db.session.scalars(statement).all()


def find_meeting(domain_id: int, meeting_id: int) -> Meeting | None:
    """Return a meeting of this board with everything loaded."""
    statement = (
        select(Meeting).where(Meeting.id == meeting_id, Meeting.domain_id == domain_id).options(*WHOLE)
    )
    return db.session.scalars(statement, execution_options={"populate_existing": True}).unique().one_or_none()


def decisions_of(meeting_id: int) -> Sequence[Decision]:
    """Return the decisions, drafts too, that came out of a meeting."""
    return db.session.scalars(
        select(Decision).where(Decision.meeting_id == meeting_id).order_by(Decision.id)
    ).all()


def last_round(domain_id: int) -> ScoringRound | None:
    """Return the round of a board that was revealed last, with its use cases."""
    statement = (
        select(ScoringRound)
        .where(ScoringRound.domain_id == domain_id, ScoringRound.state.in_(READABLE))
        .options(selectinload(ScoringRound.use_cases).joinedload(RoundUseCase.use_case))
        .order_by(ScoringRound.revealed_at.desc(), ScoringRound.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def outcomes_of(round_: ScoringRound | None) -> dict[int, Outcome]:
    """Return what a round gave per use case; nothing without a round."""
    return dict(whole_reveal(round_).outcomes) if round_ else {}


def hidden_from(round_id: int | None, reader: Any) -> frozenset[int]:
    """Return the use cases whose scoring ``reader`` may not see, for an interest in them."""
    round_ = db.session.get(ScoringRound, round_id) if round_id else None
    return excluded_ids(round_, reader) if round_ else frozenset()


def inclusion_of(domain_id: int) -> dict[str, Decimal]:
    """Return, by code, the share of best portfolios that hold it, of the board's newest robustness study."""
    statement = (
        select(RunDetail)
        .join(RunDetail.run)
        .join(ScenarioRun.scenario)
        .where(Scenario.domain_id == domain_id, RunDetail.kind == DetailKind.ROBUSTNESS)
        .order_by(RunDetail.id.desc())
        .limit(1)
    )
    detail = db.session.scalars(statement).first()
    shares = detail.data.get("inclusion", {}) if detail else {}
    return {code: Decimal(str(share)) for code, share in shares.items()}


def suggestions(domain: Domain, reader: Any) -> list[Suggestion]:
    """Return what is worth talking about: what can tip, then what scorers differ on, then the rest.

    Of the candidates that ``reader`` may read; each once.
    """
    statement = (
        select(UseCase)
        .where(UseCase.domain_id == domain.id, UseCase.phase == Phase.CANDIDATE, is_readable(reader))
        .order_by(UseCase.code)
    )
    candidates = db.session.scalars(statement).all()
    shares = inclusion_of(domain.id)
    outcomes = outcomes_of(last_round(domain.id))
    tipping = [one for one in candidates if OUT < shares.get(one.code, Decimal(1)) < CORE]
    tipping.sort(key=lambda one: (abs(shares[one.code] - Decimal("0.5")), one.code))
    wide = [one for one in candidates if one.id in outcomes and outcomes[one.id].is_wide]
    found = {one.code: Suggestion(one.code, one.title, "tips", shares[one.code]) for one in tipping}
    for one in wide:
        found.setdefault(one.code, Suggestion(one.code, one.title, "spread"))
    for one in candidates:
        found.setdefault(one.code, Suggestion(one.code, one.title, "candidate"))
    return list(found.values())
