"""Read what use cases wait for, by the value it holds up: counted in the database, filtered first.

A thing is one shared precondition, or one of a single use case. Only hard ones that
are not met hold up; of value counts what the reader may see of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.sql.selectable import CTE

from core.database import db
from portfolio.models import Assessment, PhaseChange, Precondition, UseCase
from portfolio.models.progress import PreconditionChange, PreconditionShare, SharedPrecondition
from portfolio.queries.plain_rows import names
from portfolio.queries.progress_charts import Asked
from portfolio.queries.shared_preconditions import WAITS_NO_MORE
from portfolio.queries.visibility import may_see_scores
from portfolio.rules.precondition_course import UNMET
from portfolio.rules.terms import PreconditionKind, PreconditionState


@dataclass(frozen=True, slots=True)
class Blocking:
    """One thing that use cases wait for. ``shared_id`` is None for one of a single use case, ``code``.

    ``goes_on`` counts the use cases for which it is the last hard precondition. Values
    are sums of what is known and may be seen, ``valued`` of how many use cases.
    """

    shared_id: int | None
    precondition_id: int
    code: str
    kind: PreconditionKind
    text: str
    text_en: str
    state: PreconditionState
    due_on: date | None
    illustrative: Sequence[str]
    use_cases: int
    goes_on: int
    valued: int
    value_low: Decimal
    value_high: Decimal
    is_value_illustrative: bool

    @property
    def is_illustrative(self) -> bool:
        """Tell whether its state or date was made up to show the software at work."""
        return bool({"state", "due_on", "due_quarter"} & set(self.illustrative))


def list_blocking(
    asked: Asked, *, is_dated: bool = False, most: int | None = None, start: int = 0
) -> list[Blocking]:
    """Return the things by value held up, then by number of use cases: three queries.

    ``is_dated`` asks how it stood on the day; the values are those of now.
    """
    waits = _waits(asked, is_dated=is_dated)
    totals = _by_thing(waits)
    if most is not None:
        totals = totals.limit(most).offset(start)
    rows: list[Any] = list(db.session.execute(totals))
    shared = _shared([-row.thing for row in rows if row.thing < 0])
    own = _own([row.thing for row in rows if row.thing > 0])
    then = _then(rows, asked.on) if is_dated else {}
    found = []
    for row in rows:
        code, thing = ("", shared[-row.thing]) if row.thing < 0 else own[row.thing]
        state, due_on = then.get(row.first, (thing.state, thing.due_on))
        found.append(
            Blocking(
                -row.thing if row.thing < 0 else None,
                row.first,
                code,
                thing.kind,
                thing.text,
                thing.text_en,
                state,
                due_on,
                thing.illustrative,
                row.use_cases,
                int(row.goes_on),
                row.valued,
                row.low or Decimal(0),
                row.high or Decimal(0),
                bool(row.made_up),
            )
        )
    return found


def find_freed(asked: Asked, shared_id: int) -> tuple[int, int]:
    """Return how many use cases wait for a shared precondition, and for how many it is the last one."""
    waits = _waits(asked, is_dated=False)
    totals = _by_thing(waits).where(waits.c.thing == -shared_id)
    row: Any = db.session.execute(totals).one_or_none()
    return (row.use_cases, int(row.goes_on)) if row else (0, 0)


def count_blocking(asked: Asked, *, is_dated: bool = False) -> tuple[int, int]:
    """Return how many things hold something up, and how many use cases wait: one query."""
    waits = _waits(asked, is_dated=is_dated)
    statement = select(
        func.count(func.distinct(waits.c.thing)), func.count(func.distinct(waits.c.use_case_id))
    )
    things, use_cases = db.session.execute(statement).one()
    return things, use_cases


def _waits(asked: Asked, *, is_dated: bool) -> CTE:
    """Return (use case, thing, a precondition of it, value) for each hard one that is not met."""
    thing = case(
        (PreconditionShare.shared_id.is_not(None), -PreconditionShare.shared_id), else_=Precondition.id
    )
    sees = may_see_scores(asked.reader)
    made_up = Assessment.is_illustrative.is_(True) | (names(UseCase.illustrative, "scores") == 1)
    state: Any = _state_on(asked.on) if is_dated else Precondition.state
    phase: Any = _phase_on(asked.on) if is_dated else UseCase.phase
    statement = (
        select(
            UseCase.id.label("use_case_id"),
            thing.label("thing"),
            func.min(Precondition.id).label("first"),
            func.max(case((sees, UseCase.value_low))).label("low"),
            func.max(case((sees, UseCase.value_high))).label("high"),
            func.max(case((sees & made_up, 1), else_=0)).label("made_up"),
        )
        .select_from(Precondition)
        .join(UseCase, UseCase.id == Precondition.use_case_id)
        .outerjoin(PreconditionShare, PreconditionShare.precondition_id == Precondition.id)
        .outerjoin(Assessment, Assessment.use_case_id == UseCase.id)
        .where(
            Precondition.is_hard.is_(True),
            state.in_(UNMET),
            phase.not_in(WAITS_NO_MORE),
            *asked.conditions,
        )
        .group_by(UseCase.id, thing)
    )
    return statement.cte("waits")


def _by_thing(waits: CTE) -> Any:
    left = select(waits.c.use_case_id, func.count().label("total")).group_by(waits.c.use_case_id).cte("left")
    low = func.sum(waits.c.low)
    return (
        select(
            waits.c.thing,
            func.min(waits.c.first).label("first"),
            func.count().label("use_cases"),
            func.sum(case((left.c.total == 1, 1), else_=0)).label("goes_on"),
            func.count(waits.c.low).label("valued"),
            low.label("low"),
            func.sum(waits.c.high).label("high"),
            func.max(waits.c.made_up).label("made_up"),
        )
        .join(left, left.c.use_case_id == waits.c.use_case_id)
        .group_by(waits.c.thing)
        .order_by(func.coalesce(low, 0).desc(), func.count().desc(), func.min(waits.c.first))
    )


def _state_on(on: date) -> ColumnElement[Any]:
    """Return the state of a precondition at the end of a day, as far as a change was recorded."""
    then = (
        select(PreconditionChange.state)
        .where(PreconditionChange.precondition_id == Precondition.id, PreconditionChange.on <= on)
        .order_by(PreconditionChange.on.desc(), PreconditionChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(then, Precondition.state)


def _phase_on(on: date) -> ColumnElement[Any]:
    """Return the phase of a use case at the end of a day; nothing for what was not there yet."""
    return (
        select(PhaseChange.phase)
        .where(PhaseChange.use_case_id == UseCase.id, PhaseChange.happened_on <= on)
        .order_by(PhaseChange.happened_on.desc(), PhaseChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _then(rows: Sequence[Any], on: date) -> dict[int, tuple[PreconditionState, date | None]]:
    statement = (
        select(PreconditionChange.precondition_id, PreconditionChange.state, PreconditionChange.due_on)
        .where(
            PreconditionChange.precondition_id.in_([row.first for row in rows]), PreconditionChange.on <= on
        )
        .order_by(PreconditionChange.on, PreconditionChange.id)
    )
    found: Iterable[Any] = db.session.execute(statement)
    return {id_: (state, due_on) for id_, state, due_on in found}


def _shared(ids: Sequence[int]) -> dict[int, SharedPrecondition]:
    statement = select(SharedPrecondition).where(SharedPrecondition.id.in_(ids))
    return {row.id: row for row in db.session.scalars(statement)}


def _own(ids: Sequence[int]) -> dict[int, tuple[str, Precondition]]:
    statement = (
        select(UseCase.code, Precondition)
        .join(UseCase, UseCase.id == Precondition.use_case_id)
        .where(Precondition.id.in_(ids))
    )
    return {row.id: (code, row) for code, row in db.session.execute(statement)}
