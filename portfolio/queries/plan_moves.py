"""Read the first baselines and the log of plans, for roadmaps and what is told about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from accounts.queries import shown_name
from core.database import day_of, db
from portfolio.models import AdoptedRow, Decision, RoadmapAdoption, UseCase
from portfolio.models.progress import PlanMove
from portfolio.queries.plain_rows import plain_rows
from portfolio.queries.progress_inputs import IN_ORDER
from portfolio.queries.visibility import is_readable
from portfolio.rules.decisions import DecisionState
from portfolio.rules.plan_moves import Step, standing
from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.terms import Phase

_OFF = (Phase.PARKED, Phase.STOPPED, Phase.IDEA, Phase.CANDIDATE)
"""The phases in which no roadmap for everyone shows a use case."""


@dataclass(frozen=True, slots=True)
class Promise:
    """The first baseline of a use case, by which decision, and every re-plan since that was not undone."""

    use_case_id: int
    code: str
    title: str
    start: int
    quarters: int
    number: str
    decided_on: date
    is_illustrative: bool
    reasons: tuple[ReplanReason, ...] = ()

    @property
    def replans(self) -> int:
        """How often it was planned anew since."""
        return len(self.reasons)

    @property
    def first(self) -> Quarter:
        """The first quarter that was promised."""
        return Quarter.from_index(self.start)

    @property
    def last(self) -> Quarter:
        """The last quarter that was promised."""
        return Quarter.from_index(self.start + self.quarters - 1)


@dataclass(frozen=True, slots=True)
class Move:
    """A step of the log; ``can_undo`` when it is the last that stands and the plan is as it left it."""

    id: int
    code: str
    title: str
    title_en: str
    at: datetime
    before: tuple[int | None, int | None]
    after: tuple[int | None, int | None]
    reason: ReplanReason | None
    note: str
    by: str
    is_undo: bool
    is_illustrative: bool
    can_undo: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was promised and has no place on the roadmap any more."""

    promise: Promise
    phase: Phase
    title: str
    title_en: str

    @property
    def code(self) -> str:
        """Its code."""
        return self.promise.code


def standing_ids(use_case_id: int) -> tuple[int, ...]:
    """Return the moves of a use case that were not undone, newest first."""
    statement = (
        select(PlanMove.id, PlanMove.undoes_id)
        .where(PlanMove.use_case_id == use_case_id)
        .order_by(PlanMove.at, PlanMove.id)
    )
    return standing(Step(id_, undoes) for id_, undoes in db.session.execute(statement))


def list_promises(domain_id: int | None = None, on: date | None = None) -> dict[str, Promise]:
    """Return per code the first baseline of what ``domain_id`` (None: any) leads; two statements.

    ``on`` leaves out what was decided, and planned anew, after that day.
    """
    statement: Any = (
        select(
            *(UseCase.id, UseCase.code, AdoptedRow.title, AdoptedRow.start, AdoptedRow.quarters),
            *(Decision.number, Decision.decided_on, AdoptedRow.is_illustrative, Decision.published_at),
        )
        .join(AdoptedRow, AdoptedRow.use_case_id == UseCase.id)
        .join(RoadmapAdoption, RoadmapAdoption.id == AdoptedRow.adoption_id)
        .join(Decision, Decision.id == RoadmapAdoption.decision_id)
        .where(Decision.state == DecisionState.PUBLISHED, UseCase.merged_into_id.is_(None))
        .order_by(*IN_ORDER)
    )
    if domain_id is not None:
        statement = statement.where(UseCase.domain_id == domain_id)
    if on is not None:
        statement = statement.where(Decision.decided_on <= on)
    first: dict[int, Any] = {}
    for row in plain_rows(statement):
        first.setdefault(row[0], row)
    if not first:
        return {}
    reasons = _reasons({id_: row[8] for id_, row in first.items()}, domain_id, on)
    return {
        # the columns stand in the order of the fields, which no type tells
        row[1]: Promise(*row[:8], reasons=tuple(reasons.get(id_, ())))  # type: ignore[misc]
        for id_, row in first.items()
    }


def _reasons(
    since: dict[int, datetime], domain_id: int | None, on: date | None
) -> dict[int, list[ReplanReason]]:
    """Return per use case why it was planned anew since its first baseline, oldest first."""
    statement: Any = (
        select(PlanMove.use_case_id, PlanMove.id, PlanMove.undoes_id, PlanMove.at, PlanMove.reason)
        .join(UseCase, UseCase.id == PlanMove.use_case_id)
        .order_by(PlanMove.at, PlanMove.id)
    )
    if domain_id is not None:
        statement = statement.where(UseCase.domain_id == domain_id)
    by_case: dict[int, list[Any]] = {}
    for row in plain_rows(statement):
        moment = since.get(row[0])
        if moment is not None and row[3] >= moment and (on is None or day_of(row[3]) <= on):
            by_case.setdefault(row[0], []).append(row)
    found: dict[int, list[ReplanReason]] = {}
    for id_, rows in by_case.items():
        kept = set(standing(Step(row[1], row[2]) for row in rows))
        found[id_] = [row[4] or ReplanReason.OTHER for row in rows if row[1] in kept]
    return found


def list_moves(reader: Any, domain_id: int, most: int, *, promised_only: bool) -> Sequence[Move]:
    """Return the last moves within a domain of what ``reader`` may read, newest first.

    ``promised_only`` leaves out those of before a first baseline: a draft is the board's.
    """
    statement: Any = (
        select(
            *(PlanMove, UseCase.id, UseCase.code, UseCase.title, UseCase.title_en),
            *(UseCase.planned_start, UseCase.planned_quarters),
            shown_name(PlanMove.by_id, PlanMove.by_label),
        )
        .join(UseCase, UseCase.id == PlanMove.use_case_id)
        .where(UseCase.domain_id == domain_id, is_readable(reader), UseCase.merged_into_id.is_(None))
        .order_by(PlanMove.at.desc(), PlanMove.id.desc())
    )
    if promised_only:
        statement = statement.where(PlanMove.reason.is_not(None))
    rows = list(db.session.execute(statement.limit(most)))
    last = {id_: kept[0] for id_, kept in _standing([row[1] for row in rows]).items() if kept}
    return [_move(*row, last=last) for row in rows]


def standing_ids_of(ids: Iterable[int]) -> frozenset[int]:
    """Return the moves of these use cases that were not undone: one query."""
    return frozenset(id_ for kept in _standing(ids).values() for id_ in kept)


def _standing(ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    statement = (
        select(PlanMove.use_case_id, PlanMove.id, PlanMove.undoes_id)
        .where(PlanMove.use_case_id.in_(set(ids)))
        .order_by(PlanMove.at, PlanMove.id)
    )
    steps: dict[int, list[Step]] = {}
    for id_, move_id, undoes in db.session.execute(statement):
        steps.setdefault(id_, []).append(Step(move_id, undoes))
    return {id_: standing(found) for id_, found in steps.items()}


def _move(
    move: PlanMove,
    id_: int,
    code: str,
    title: str,
    title_en: str,
    start: int | None,
    quarters: int | None,
    by: str,
    *,
    last: dict[int, int],
) -> Move:
    after = (move.to_start, move.to_quarters)
    return Move(
        *(move.id, code, title, title_en, move.at, (move.from_start, move.from_quarters), after),
        *(move.reason, move.note, by, move.undoes_id is not None, move.is_illustrative),
        can_undo=last.get(id_) == move.id and after == (start, quarters),
    )


def find_move(use_case_domain_id: int, move_id: int) -> tuple[PlanMove, str] | None:
    """Return a move of a use case that a domain leads, and its code."""
    statement = (
        select(PlanMove, UseCase.code)
        .join(UseCase, UseCase.id == PlanMove.use_case_id)
        .where(PlanMove.id == move_id, UseCase.domain_id == use_case_domain_id)
    )
    row = db.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None


def list_dropped(reader: Any, promises: Iterable[Promise]) -> list[Dropped]:
    """Return what was promised and is aside, an idea again or without a quarter, as ``reader`` sees it."""
    known = {promise.use_case_id: promise for promise in promises}
    statement = (
        select(UseCase.id, UseCase.phase, UseCase.title, UseCase.title_en)
        .where(
            UseCase.id.in_(list(known)),
            is_readable(reader),
            or_(
                UseCase.phase.in_(_OFF),
                and_(UseCase.planned_start.is_(None), UseCase.phase != Phase.FINISHED),
            ),
        )
        .order_by(UseCase.code)
    )
    return [
        Dropped(known[id_], phase, title, title_en)
        for id_, phase, title, title_en in db.session.execute(statement)
    ]
