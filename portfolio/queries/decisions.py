"""Read decisions: what is published is for everyone, a draft for those who prepare and decide."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Domain
from accounts.permissions import Permission, rights
from core.database import db
from core.web.paging import Page, page_of
from portfolio.models import (
    AdoptedRow,
    Decision,
    DecisionItem,
    DecisionPerson,
    DecisionRevisit,
    RoadmapAdoption,
    UseCase,
)
from portfolio.queries.visibility import is_readable
from portfolio.rules.decisions import NOT_CHOSEN, DecisionKind, DecisionState, is_number

WHOLE = (
    joinedload(Decision.domain),
    joinedload(Decision.supersedes),
    selectinload(Decision.items).joinedload(DecisionItem.use_case),
    selectinload(Decision.overrides),
    selectinload(Decision.dissents),
    selectinload(Decision.revisits).joinedload(DecisionRevisit.use_case),
    selectinload(Decision.people).joinedload(DecisionPerson.person),
    joinedload(Decision.adoption).selectinload(RoadmapAdoption.rows).joinedload(AdoptedRow.use_case),
)
_PUBLISHED = Decision.state == DecisionState.PUBLISHED
_NEWEST = (Decision.decided_on.desc(), Decision.published_at.desc(), Decision.id.desc())


@dataclass(frozen=True)
class Narrowed:
    """What the register is narrowed to; empty means all."""

    q: str = ""
    board: str = ""
    year: int | None = None
    kind: DecisionKind | None = None


def may_read_draft(reader: Any) -> ColumnElement[bool]:
    """Return the condition for drafts: of the own board, its secretary, and the programme manager."""
    domains = rights(reader).domains_where(Permission.USE_CASE_READ_DRAFT)
    if domains is None:
        return true()
    return Decision.domain_id.in_(domains) if domains else false()


def is_decision_readable(reader: Any) -> ColumnElement[bool]:
    """Return the condition under which ``reader`` may read a decision at all."""
    return or_(_PUBLISHED, may_read_draft(reader))


def find_decision(number: str) -> Decision | None:
    """Return a published decision by its number, with everything loaded."""
    if not is_number(number):
        return None
    return _one(and_(Decision.number == number, _PUBLISHED))


def find_draft(domain_id: int, draft_id: int, reader: Any) -> Decision | None:
    """Return a decision of a board by its id, draft or not, where ``reader`` may read it."""
    return _one(and_(Decision.id == draft_id, Decision.domain_id == domain_id, is_decision_readable(reader)))


def _one(condition: ColumnElement[bool]) -> Decision | None:
    statement = select(Decision).where(condition).options(*WHOLE)
    found = db.session.scalars(statement, execution_options={"populate_existing": True})
    return found.unique().one_or_none()


def find_by_id(id_: int) -> str | None:
    """Return the number of the published decision with this id."""
    return db.session.scalar(select(Decision.number).where(Decision.id == id_, _PUBLISHED))


def followed_by(decision: Decision) -> Decision | None:
    """Return the published decision that follows this one."""
    return db.session.scalars(
        select(Decision).where(Decision.supersedes_id == decision.id, _PUBLISHED)
    ).first()


def followers(ids: Collection[int]) -> dict[int, str]:
    """Return, by the id of a decision, the number of the one that follows it: one query."""
    statement = select(Decision.supersedes_id, Decision.number).where(
        Decision.supersedes_id.in_(ids), _PUBLISHED
    )
    return {row[0]: row[1] for row in db.session.execute(statement) if row[0] and row[1]}


def published(narrowed: Narrowed) -> Select[Decision]:
    """Return the statement for the register, newest first."""
    statement = select(Decision).where(_PUBLISHED, *_conditions(narrowed)).order_by(*_NEWEST)
    return statement.options(
        joinedload(Decision.domain), selectinload(Decision.items).joinedload(DecisionItem.use_case)
    )


def page_of_decisions(narrowed: Narrowed, number: int) -> Page[Decision]:
    """Return one page of the register."""
    return page_of(published(narrowed), number)


def all_decisions(narrowed: Narrowed, *, whole: bool = False) -> Sequence[Decision]:
    """Return all that the filters leave, for an export; ``whole`` loads every row of each."""
    statement = published(narrowed)
    return db.session.scalars(statement.options(*WHOLE) if whole else statement).unique().all()


def _conditions(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if narrowed.board:
        found.append(Decision.domain_id.in_(select(Domain.id).where(Domain.slug == narrowed.board)))
    if narrowed.year is not None:
        found.append(Decision.year == narrowed.year)
    if narrowed.kind is not None:
        found.append(Decision.kind == narrowed.kind)
    return found + [_mentions(word) for word in narrowed.q.split()[:8]]


def _mentions(word: str) -> ColumnElement[bool]:
    """Find a word in the decision, or in the title, code or reason of what it is about."""
    texts = (
        *(Decision.number, Decision.subject, Decision.subject_en, Decision.summary, Decision.summary_en),
        *(Decision.text, Decision.reasons, Decision.conditions, Decision.alternatives),
    )
    about = (
        select(DecisionItem.decision_id)
        .join(UseCase, UseCase.id == DecisionItem.use_case_id)
        .where(
            or_(
                *(
                    column.icontains(word, autoescape=True)
                    for column in (UseCase.code, DecisionItem.title, DecisionItem.reason)
                )
            )
        )
    )
    return or_(*(column.icontains(word, autoescape=True) for column in texts), Decision.id.in_(about))


@dataclass(frozen=True)
class Choices:
    """What the register can be narrowed to: boards and years that have a published decision."""

    boards: Sequence[Domain]
    years: Sequence[int]


def filter_choices() -> Choices:
    """Return the boards by name and the years, newest first: two queries."""
    boards = select(Domain).where(Domain.id.in_(select(Decision.domain_id).where(_PUBLISHED)))
    years = select(Decision.year).where(_PUBLISHED).distinct().order_by(Decision.year.desc())
    return Choices(
        db.session.scalars(boards.order_by(Domain.name, Domain.id)).all(),
        [year for year in db.session.scalars(years) if year is not None],
    )


def latest_decisions(most: int, domain_id: int | None = None) -> Sequence[Decision]:
    """Return the newest published decisions, of one board or of all, with their items: two queries."""
    statement = published(Narrowed()).limit(most)
    if domain_id is not None:
        statement = statement.where(Decision.domain_id == domain_id)
    return db.session.scalars(statement).unique().all()


def list_drafts(domain_id: int, reader: Any) -> Sequence[Decision]:
    """Return the drafts of a board, newest first, where ``reader`` may read them."""
    statement = (
        select(Decision)
        .where(Decision.domain_id == domain_id, Decision.state == DecisionState.DRAFT, may_read_draft(reader))
        .order_by(Decision.changed_at.desc(), Decision.id)
    )
    return db.session.scalars(statement).all()


def items_about(use_case_id: int) -> Sequence[DecisionItem]:
    """Return what was decided about a use case in published decisions, newest first: one query."""
    statement = (
        select(DecisionItem)
        .join(DecisionItem.decision)
        .where(DecisionItem.use_case_id == use_case_id, _PUBLISHED)
        .options(joinedload(DecisionItem.decision))
        .order_by(*_NEWEST)
    )
    return db.session.scalars(statement).all()


def list_not_chosen(domain_id: int) -> Sequence[DecisionItem]:
    """Return what a board did not choose, and why: the last published word on each use case, newest first."""
    statement = (
        select(DecisionItem)
        .join(DecisionItem.decision)
        .where(Decision.domain_id == domain_id, _PUBLISHED)
        .options(joinedload(DecisionItem.decision), joinedload(DecisionItem.use_case))
        .order_by(*_NEWEST)
    )
    last: dict[int, DecisionItem] = {}
    for item in db.session.scalars(statement):
        last.setdefault(item.use_case_id, item)
    return [
        item for item in last.values() if item.outcome in NOT_CHOSEN and item.use_case.merged_into_id is None
    ]


def list_followable(domain_id: int) -> Sequence[Decision]:
    """Return the published decisions of a board that no other follows yet, newest first."""
    followed = select(Decision.supersedes_id).where(Decision.supersedes_id.is_not(None), _PUBLISHED)
    statement = (
        select(Decision)
        .where(Decision.domain_id == domain_id, _PUBLISHED, Decision.id.not_in(followed))
        .order_by(*_NEWEST)
    )
    return db.session.scalars(statement).all()


def by_numbers(numbers: Iterable[str]) -> dict[str, Decision]:
    """Return published decisions by number: one query, or none."""
    wanted = {number for number in numbers if is_number(number)}
    if not wanted:
        return {}
    statement = select(Decision).where(Decision.number.in_(wanted), _PUBLISHED)
    return {decision.number: decision for decision in db.session.scalars(statement) if decision.number}


def adopted_roadmap(domain_id: int | None) -> Decision | None:
    """Return the last published decision by which a board (None: any) adopted its roadmap, with its rows."""
    statement = (
        select(Decision)
        .where(Decision.kind == DecisionKind.ROADMAP, _PUBLISHED)
        .options(
            joinedload(Decision.adoption).selectinload(RoadmapAdoption.rows).joinedload(AdoptedRow.use_case)
        )
        .order_by(*_NEWEST)
        .limit(1)
    )
    if domain_id is not None:
        statement = statement.where(Decision.domain_id == domain_id)
    return db.session.scalars(statement).unique().first()


def drafts_about(use_case_id: int, reader: Any) -> Sequence[Decision]:
    """Return the drafts that hold a use case, where ``reader`` may read them."""
    statement = (
        select(Decision)
        .join(DecisionItem, DecisionItem.decision_id == Decision.id)
        .where(
            DecisionItem.use_case_id == use_case_id,
            Decision.state == DecisionState.DRAFT,
            may_read_draft(reader),
        )
        .order_by(Decision.changed_at.desc(), Decision.id)
    )
    return db.session.scalars(statement).all()


def codes_of(domain_id: int, reader: Any) -> list[tuple[str, str]]:
    """Return (code, title) of the use cases of a domain that ``reader`` may read, for a choice: one query."""
    statement = (
        select(UseCase.code, UseCase.title)
        .where(UseCase.domain_id == domain_id, is_readable(reader))
        .order_by(UseCase.code)
    )
    return [(code, title) for code, title in db.session.execute(statement)]
