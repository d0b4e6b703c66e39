"""Count use cases by phase on each of some days, in the database: one query however many there are."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import case, func, or_, select

from portfolio.models import PhaseChange, UseCase
from portfolio.queries.plain_rows import names, plain_rows, stored_word, words_of
from portfolio.queries.progress_charts import Asked
from portfolio.rules.terms import Kind, Phase

_PHASES = words_of(Phase)


def count_phases(asked: Asked, days: Sequence[date]) -> tuple[Mapping[Phase, Sequence[int]], bool]:
    """Return per phase how many use cases were in it at the end of each day, and whether a step is made up.

    A step holds until the next one of the same use case; of one day the last counts.
    """
    following = func.lead(PhaseChange.happened_on).over(
        partition_by=PhaseChange.use_case_id, order_by=(PhaseChange.happened_on, PhaseChange.id)
    )
    steps = (
        select(
            *(stored_word(PhaseChange.phase).label("phase"), PhaseChange.happened_on.label("begin")),
            following.label("until"),
            names(PhaseChange.illustrative, "happened_on", "phase").label("marked"),
        )
        .join(UseCase, UseCase.id == PhaseChange.use_case_id)
        .where(UseCase.kind == Kind.USE_CASE, *asked.conditions)
        .subquery()
    )
    totals = [
        func.sum(
            case(((steps.c.begin <= day) & or_(steps.c.until.is_(None), steps.c.until > day), 1), else_=0)
        )
        for day in days
    ]
    statement = select(steps.c.phase, func.max(steps.c.marked), *totals).group_by(steps.c.phase)
    found: dict[Phase, Sequence[int]] = {}
    is_made_up = False
    for phase, marked, *counts in plain_rows(statement):
        found[_PHASES[phase]] = [int(count) for count in counts]
        is_made_up = is_made_up or bool(marked)
    return found, is_made_up
