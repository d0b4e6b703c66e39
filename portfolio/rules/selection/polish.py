"""Make a first answer better, a few candidates at a time: all others stay as they are.

Large questions are won here rather than in the search: a part of some twenty candidates that the
relaxed model is unsure of is solved exactly in a moment, again and again with another part. Parts
are drawn by the seed; there are a fixed number of rounds and no clock, so it is reproducible.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from portfolio.rules.selection.formulation import Formulation
from portfolio.rules.selection.greedy import Advice
from portfolio.rules.selection.model import Model, Row
from portfolio.rules.selection.solver import Ended, Limits, solve

ROUNDS = 60
PATIENCE = 20
PART, SHARE = 24, 6
WORK = 8_000


def polish(
    formulation: Formulation,
    values: list[int],
    advice: dict[str, Advice],
    enough: Callable[[Decimal], bool],
    should_stop: Callable[[], bool],
    seed: int,
) -> list[int]:
    """Return columns at least as good: until it is ``enough``, told to stop, or without gain for long."""
    model = formulation.model
    chance = Random(seed)  # noqa: S311 – reproducible, nothing secret
    steps = {column for columns in formulation.columns.values() for _, column in columns}
    others = [column for column in range(model.count) if column not in steps]
    best, waited = model.objective(values), 0
    unsure = sorted(advice, key=lambda code: (abs(advice[code].price), code))
    size = min(PART, len(unsure) // SHARE + 1)
    by_place = _by_organisation(formulation)
    for number in range(ROUNDS):
        if enough(best) or should_stop() or waited >= PATIENCE:
            break
        pool = unsure[: max(size, len(unsure) // 3)]
        if number % 2:
            place = chance.choice(sorted(by_place)) if by_place else ""
            pool = [code for code in pool if code in by_place.get(place, pool)] or pool
        part = chance.sample(pool, min(size, len(pool)))
        columns = [column for code in part for _, column in formulation.columns[code]] + others
        found = _solve_part(model, values, columns, seed)
        waited += 1
        if found is not None:
            formulation.complete(found)
            worth = model.objective(found)
            if worth > best and not model.broken(found):
                values, best, waited = found, worth, 0
    return values


def _by_organisation(formulation: Formulation) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code in formulation.columns:
        for load in formulation.candidates[code].load:
            found.setdefault(load.organisation, set()).add(code)
    return found


def _solve_part(model: Model, values: Sequence[int], columns: Sequence[int], seed: int) -> list[int] | None:
    """Solve for these columns alone; what the others take of each row is taken off its limits."""
    place = {column: number for number, column in enumerate(columns)}
    part = Model(
        upper=[model.upper[column] for column in columns],
        lower=[model.lower[column] for column in columns],
        whole=[model.whole[column] for column in columns],
        worth=[model.worth[column] for column in columns],
    )
    for row in model.rows:
        entries = tuple((place[column], amount) for column, amount in row.entries if column in place)
        if entries:
            taken = sum(amount * values[column] for column, amount in row.entries if column not in place)
            part.rows.append(_less(row, entries, taken))
    start = [values[column] for column in columns]
    limits = Limits(gap=Decimal("0.0005"), nodes=50, work=WORK, seed=seed)
    answer = solve(part, limits, start=start)
    if answer.values is None or answer.ended is Ended.INFEASIBLE:
        return None
    found = list(values)
    for column, value in zip(columns, answer.values, strict=True):
        found[column] = round(value)
    return found


def _less(row: Row, entries: tuple[tuple[int, int], ...], taken: int) -> Row:
    lower = None if row.lower is None else row.lower - taken
    upper = None if row.upper is None else row.upper - taken
    return replace(row, entries=entries, lower=lower, upper=upper)
