"""Portfolios to try the solver on, made from a seed: realistic sizes, no real names."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from portfolio.rules.effort import Effort
from portfolio.rules.interval import Interval
from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.terms import Candidate, Horizon, Saving, Terms, expected_utility, spread
from portfolio.rules.terms import Size

FIRST = Quarter(2027, 1)


@dataclass(frozen=True)
class Shape:
    """How many of what; ``tightness`` is the share of all work for which there is room."""

    candidates: int = 200
    organisations: int = 10
    functions: int = 8
    quarters: int = 12
    tightness: float = 0.35
    scheduled: bool = True


def generated(seed: int, shape: Shape) -> tuple[list[Candidate], Terms]:
    """Return candidates and terms; the same for the same seed and shape."""
    chance = Random(seed)
    functions = [f"F{number:02}" for number in range(1, shape.functions + 1)]
    codes = [f"UC-{number:04}" for number in range(1, shape.candidates + 1)]
    candidates = [_candidate(chance, codes, place, functions, shape) for place in range(len(codes))]
    asked: dict[str, Decimal] = {}
    for candidate in candidates:
        for load in candidate.load:
            asked[load.organisation] = asked.get(load.organisation, Decimal(0)) + load.person_months
    share = Decimal(str(shape.tightness))
    quarters = [FIRST + step for step in range(shape.quarters)]
    capacity = {
        (name, quarter): (total * share / shape.quarters * Decimal("1.2")).quantize(Decimal("0.1"))
        for name, total in asked.items()
        for quarter in quarters
    }
    everything = sum((candidate.months for candidate in candidates), Decimal(0))
    pairs = [tuple(sorted(chance.sample(codes, 2))) for _ in range(shape.candidates // 20)]
    return candidates, Terms(
        budget_months=(everything * share).quantize(Decimal(1)),
        budget_cents=sum(candidate.cost for candidate in candidates) * 2 // 5,
        capacity=capacity,
        function_minimum=dict.fromkeys(functions, 1),
        either_or=tuple({frozenset(chance.sample(codes, 2)) for _ in range(shape.candidates // 25)}),
        savings=tuple(Saving(one, other, Decimal("0.5")) for one, other in sorted(set(pairs))),
        horizon=Horizon(FIRST, shape.quarters) if shape.scheduled else None,
    )


def _candidate(chance: Random, codes: list[str], place: int, functions: list[str], shape: Shape) -> Candidate:
    is_small = chance.random() < 0.7
    months = Decimal(chance.randint(2, 12) if is_small else chance.randint(13, 60)) / 2
    duration = chance.randint(1, 3) if is_small else chance.randint(3, 6)
    names = chance.sample(range(1, shape.organisations + 1), 1 if is_small else min(3, shape.organisations))
    value = Interval.exact(chance.randint(20, 95) if is_small else chance.randint(40, 100))
    odds = chance.randrange(30, 96, 5)
    late = chance.random() < 0.15
    return Candidate(
        code=codes[place],
        size=Size.SMALL if is_small else Size.AMBITIOUS,
        utility=expected_utility(value, odds),
        effort=Effort(months / 2, months, months * 2),
        value=value,
        chance=odds,
        cost=int(months * 1_000_000 * Decimal(str(round(chance.uniform(0.5, 1.5), 2)))),
        load=spread({f"ORG-{name:02}": months / len(names) for name in names}, duration),
        builds=frozenset(chance.sample(functions, chance.randint(0, 2))),
        depends_on=frozenset(chance.sample(codes[:place], 1))
        if place and chance.random() < 0.15
        else frozenset(),
        ready_from=FIRST + chance.randint(1, 6) if late else None,
        is_blocked=chance.random() < 0.05,
        planned_start=FIRST + chance.randint(0, 5),
        duration=duration,
    )
