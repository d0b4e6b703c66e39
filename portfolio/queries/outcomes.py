"""Read how use cases ended and the chance they were selected with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.database import db
from portfolio.models import Outcome, SelectionChance, UseCase
from portfolio.queries.narrowing import EVERYWHERE, Within
from portfolio.queries.visibility import is_readable, may_see_scores
from portfolio.rules.calibration import Ended, Result
from portfolio.rules.terms import Kind


@dataclass(frozen=True)
class EndedRow:
    """A use case that was selected and ended, as a reader may see it."""

    code: str
    title: str
    title_en: str
    result: Result
    ended_on: date
    explanation: str
    chance: int | None
    selected_on: date
    is_later: bool
    is_result_illustrative: bool
    is_chance_illustrative: bool

    @property
    def ended(self) -> Ended:
        """What the rules of calibration look at."""
        return Ended(self.code, self.chance, self.result)


def find_outcome(use_case_id: int) -> Outcome | None:
    """Return how a use case ended, as far as that is recorded."""
    return db.session.scalars(select(Outcome).where(Outcome.use_case_id == use_case_id)).one_or_none()


def find_selection_chance(use_case_id: int) -> SelectionChance | None:
    """Return the chance that a use case was selected with."""
    statement = select(SelectionChance).where(SelectionChance.use_case_id == use_case_id)
    return db.session.scalars(statement).one_or_none()


def list_ended(reader: Any, within: Within = EVERYWHERE) -> Sequence[EndedRow]:
    """Return what was selected and ended, and whose scores ``reader`` may see, by day: one query.

    Only use cases count; what ended without ever being selected had no chance to judge.
    """
    statement = (
        select(UseCase, Outcome, SelectionChance)
        .join(Outcome, Outcome.use_case_id == UseCase.id)
        .join(SelectionChance, SelectionChance.use_case_id == UseCase.id)
        .where(is_readable(reader), may_see_scores(reader), UseCase.kind == Kind.USE_CASE, *within.conditions)
        .order_by(Outcome.ended_on, UseCase.code)
    )
    return [
        EndedRow(
            use_case.code,
            use_case.title,
            use_case.title_en,
            outcome.result,
            outcome.ended_on,
            outcome.explanation,
            kept.chance,
            kept.selected_on,
            kept.is_later,
            "result" in outcome.illustrative,
            kept.is_illustrative,
        )
        for use_case, outcome, kept in db.session.execute(statement)
    ]
