"""Count use cases by phase on each of some days, in the database: one query however many there are."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

from sqlalchemy import func, select

from portfolio.models import PhaseChange, UseCase
from portfolio.queries.plain_rows import first_true, names, plain_rows, stored_word, words_of
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
    counts_from = first_true([steps.c.begin <= day for day in days])
    counts_until = first_true([steps.c.until <= day for day in days])
    statement = select(
        steps.c.phase, counts_from, counts_until, func.count(), func.max(steps.c.marked)
    ).group_by(steps.c.phase, counts_from, counts_until)
    changes: dict[Phase, list[int]] = {}
    is_made_up = False
    for phase, first, end, total, marked in plain_rows(statement):
        own = changes.setdefault(_PHASES[phase], [0] * (len(days) + 1))
        own[first] += total
        own[end] -= total
        is_made_up = is_made_up or bool(marked)
    return {phase: list(accumulate(own))[:-1] for phase, own in changes.items()}, is_made_up
