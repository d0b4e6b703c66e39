"""An answer by trying everything, and small random questions: written from methods.md, not from the product.

Nothing here uses the product's model: only its candidates and terms.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from random import Random

from portfolio.rules.effort import Effort
from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.terms import Candidate, Horizon, Load, MixMode, MixTerms, Saving, Terms
from portfolio.rules.terms import Basis, Size

FIRST = Quarter(2027, 1)
OUT = "out"


def best_by_trying(candidates: list[Candidate], terms: Terms) -> Decimal | None:
    """Return the best objective of all choices (and starts) that keep every rule; None when there is none."""
    price = _price(candidates, terms)
    best = None
    for choice in _choices(candidates, terms):
        if broken(candidates, terms, choice):
            continue
        worth = sum(
            (_worth(one, choice[one.code], terms) for one in candidates if one.code in choice), Decimal(0)
        )
        worth -= price * sum(outside(candidates, terms, choice))
        best = worth if best is None else max(best, worth)
    return best


def _choices(candidates: list[Candidate], terms: Terms) -> Iterator[dict]:
    options = []
    for one in candidates:
        starts: list = []
        lock = terms.locked_in.get(one.code, OUT)
        is_free = one.utility is not None and one.effort is not None and not one.is_blocked
        if lock not in (OUT, None):
            starts = [lock]
        elif is_free or lock is None:
            if terms.horizon is None:
                known = [quarter for quarter in (one.planned_start, one.ready_from) if quarter]
                starts = [max(known, default=None)]
            else:
                starts = [
                    quarter
                    for quarter in terms.horizon.quarters
                    if (one.ready_from is None or quarter >= one.ready_from)
                    and (
                        not terms.horizon.must_finish
                        or quarter + one.duration <= terms.horizon.first + terms.horizon.count
                    )
                ]
        if one.code in terms.locked_out:
            starts = []
        options.append([OUT, *starts] if lock is OUT else starts)
    for combination in product(*options):
        yield {
            one.code: start for one, start in zip(candidates, combination, strict=True) if start is not OUT
        }


def broken(candidates: list[Candidate], terms: Terms, choice: dict) -> str | None:
    """Return the name of the first rule that a choice breaks."""
    known = {one.code: one for one in candidates}
    chosen = [known[code] for code in choice]
    saved = [saving for saving in terms.savings if saving.first in choice and saving.second in choice]
    months = sum(one.months for one in chosen) - sum(saving.person_months for saving in saved)
    cents = sum(one.cost for one in chosen) - sum(saving.cents for saving in saved)
    if terms.budget_months is not None and months > terms.budget_months:
        return "budget_months"
    if terms.budget_cents is not None and cents > terms.budget_cents:
        return "budget_cents"
    used: dict = {}
    for one in chosen:
        for load in one.load:
            if choice[one.code] is not None:
                key = (load.organisation, choice[one.code] + load.offset)
                used[key] = used.get(key, 0) + load.person_months
    if any(used.get(key, 0) > limit for key, limit in terms.capacity.items()):
        return "capacity"
    for one in chosen:
        for other in one.depends_on - terms.already:
            if other not in choice:
                return "depends_on"
            if terms.horizon is not None and choice[other] + known[other].duration > choice[one.code]:
                return "depends_on"
    if any(len(group & set(choice)) > 1 for group in terms.either_or):
        return "either_or"
    for function, least in terms.function_minimum.items():
        if sum(function in one.builds for one in chosen) < least:
            return "function_minimum"
    if terms.mix.mode is MixMode.HARD and any(outside(candidates, terms, choice)):
        return "mix"
    return None


def outside(candidates: list[Candidate], terms: Terms, choice: dict) -> tuple[Decimal, Decimal]:
    """Return how far the mix lies below and above its band."""
    if terms.mix.mode is MixMode.OFF:
        return Decimal(0), Decimal(0)
    sized = [one for one in candidates if one.code in choice and one.size is not None]
    weight = {one.code: one.months if terms.mix.basis is Basis.EFFORT else Decimal(1) for one in sized}
    total = sum(weight.values(), Decimal(0))
    small = sum((weight[one.code] for one in sized if one.size is Size.SMALL), Decimal(0))
    return max(Decimal(0), terms.mix.low * total - small), max(Decimal(0), small - terms.mix.high * total)


def _price(candidates: list[Candidate], terms: Terms) -> Decimal:
    if terms.mix.price is not None:
        return terms.mix.price
    if terms.mix.basis is Basis.EFFORT:
        each = [one.gain / one.months for one in candidates if one.effort]
        return max(each, default=Decimal(0)).quantize(Decimal("0.000001"))
    return max((one.gain for one in candidates), default=Decimal(0))


def _worth(one: Candidate, start: Quarter | None, terms: Terms) -> Decimal:
    if terms.horizon is None or start is None or not terms.discount:
        return one.gain
    late = max(0, start + one.duration - terms.horizon.first)
    return (one.gain * (1 + terms.discount) ** (Decimal(-late) / 4)).quantize(Decimal("0.000001"))


def question(seed: int, count: int, quarters: int = 0) -> tuple[list[Candidate], Terms]:
    """Return a small question with every kind of rule in it; ``quarters`` > 0 asks for starts too."""
    chance = Random(seed)
    codes = [f"U{number:02}" for number in range(count)]
    candidates = []
    for place, code in enumerate(codes):
        effort = Decimal(chance.randint(1, 20)) / 2
        duration = chance.randint(1, 2)
        candidates.append(
            Candidate(
                code=code,
                size=chance.choice((Size.SMALL, Size.SMALL, Size.SMALL, Size.AMBITIOUS, None)),
                utility=Decimal(chance.randint(0, 400)) / 4 if chance.random() < 0.95 else None,
                effort=Effort.exact(effort),
                cost=chance.randint(0, 50) * 1000,
                load=tuple(
                    Load(chance.choice("PQ"), offset, Decimal(chance.randint(0, 12)) / 4)
                    for offset in range(duration)
                ),
                builds=frozenset(chance.sample("FGH", chance.randint(0, 2))),
                depends_on=frozenset(chance.sample(codes[:place], 1))
                if place and chance.random() < 0.2
                else frozenset(),
                is_blocked=chance.random() < 0.06,
                ready_from=FIRST + chance.randint(0, 2) if chance.random() < 0.2 else None,
                planned_start=FIRST + chance.randint(0, 2) if chance.random() < 0.8 else None,
                duration=duration,
            )
        )
    total = sum(one.months for one in candidates)
    pair = chance.sample(codes, 2)
    locks = chance.sample(codes, 2)
    basis = chance.choice((Basis.COUNT, Basis.COUNT, Basis.EFFORT))
    return candidates, Terms(
        budget_months=(total * chance.randint(3, 7) / 10).quantize(Decimal("0.5"))
        if chance.random() < 0.8
        else None,
        budget_cents=sum(one.cost for one in candidates) // 2 if chance.random() < 0.5 else None,
        capacity={
            (name, FIRST + step): Decimal(chance.randint(4, 5 + count)) / 2
            for name in "PQ"
            for step in range(3)
            if chance.random() < 0.8
        },
        mix=MixTerms(
            mode=chance.choice((MixMode.SOFT, MixMode.SOFT, MixMode.HARD, MixMode.OFF)),
            basis=basis,
            price=chance.choice((None, Decimal(chance.randint(0, 40)))),
        ),
        function_minimum={name: 1 for name in "FGH" if chance.random() < 0.3},
        either_or=(frozenset(chance.sample(codes, min(3, count))),) if chance.random() < 0.5 else (),
        savings=(Saving(pair[0], pair[1], Decimal("0.5"), 1000),) if chance.random() < 0.6 else (),
        locked_in={locks[0]: None} if chance.random() < 0.3 else {},
        locked_out=frozenset(locks[1:]) if chance.random() < 0.3 else frozenset(),
        horizon=Horizon(FIRST, quarters) if quarters else None,
        gap=Decimal(0),
    )
