"""Read which sources planned use cases wait for: used, and by their page in the wiki not open to all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.database import db
from core.links import Reference, access_of
from portfolio.models import Dataset, Precondition, UseCase
from portfolio.queries.roadmap import is_on_roadmap
from portfolio.rules.roadmap import Shut
from portfolio.rules.terms import PreconditionKind, PreconditionState

OPEN = "open"
_SETTLED = (PreconditionState.MET, PreconditionState.NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class ShutSource:
    """A dataset that a use case uses and that is not open: its name there, and how one gets at it."""

    id: int
    name: str
    access: str
    opens_on: date | None
    is_illustrative: bool = False

    @property
    def shut(self) -> Shut:
        """The source as the rules see it."""
        return Shut(f"source:{self.id}", self.opens_on)


def list_shut_sources(reader: Any, domain_id: int | None = None) -> Mapping[str, list[ShutSource]]:
    """Return by code what planned use cases use and can't get at yet: four queries at most.

    The technical preconditions of a use case tell when its sources are arranged: met is
    arranged, a date is when, none or one without a date is not known.
    """
    statement: Any = (
        select(UseCase.id, UseCase.code, Dataset.id, Dataset.name, Dataset.definition, Dataset.illustrative)
        .join(Dataset, Dataset.use_case_id == UseCase.id)
        .where(is_on_roadmap(reader), UseCase.planned_start.is_not(None))
        .order_by(UseCase.code, Dataset.position, Dataset.id)
    )
    if domain_id is not None:
        statement = statement.where(UseCase.domain_id == domain_id)
    used = db.session.execute(statement).all()
    access = access_of([reference for row in used for reference in _references(row)], reader)
    ways = {row[2]: next((access[one] for one in _references(row) if one in access), OPEN) for row in used}
    closed = [row for row in used if ways[row[2]] != OPEN]
    if not closed:
        return {}
    arranged = _arranged({row[0] for row in closed})
    found: dict[str, list[ShutSource]] = {}
    for id_, code, dataset_id, name, definition, marks in closed:
        is_arranged, opens_on = arranged.get(id_, (False, None))
        if not is_arranged:
            is_marked = bool(definition) and "definition" in marks
            source = ShutSource(dataset_id, name, ways[dataset_id], opens_on, is_marked)
            found.setdefault(code, []).append(source)
    return found


def _references(row: Any) -> list[Reference]:
    """Return how the wiki may know a dataset: by the definition that is pinned, else by its own name."""
    pinned = [Reference("definition", row[4])] if row[4] else []
    return [*pinned, Reference("data-page", row[3])]


def _arranged(ids: set[int]) -> dict[int, tuple[bool, date | None]]:
    """Return per use case whether its technical preconditions are all met, and else the last date."""
    statement = select(Precondition.use_case_id, Precondition.state, Precondition.due_on).where(
        Precondition.use_case_id.in_(ids), Precondition.kind == PreconditionKind.TECHNICAL
    )
    states: dict[int, list[tuple[PreconditionState, date | None]]] = {}
    for id_, state, due_on in db.session.execute(statement):
        states.setdefault(id_, []).append((state, due_on))
    found = {}
    for id_, rows in states.items():
        waiting = [due_on for state, due_on in rows if state not in _SETTLED]
        dates = [due_on for due_on in waiting if due_on is not None]
        found[id_] = (not waiting, max(dates) if len(dates) == len(waiting) and dates else None)
    return found
