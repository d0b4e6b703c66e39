"""A first answer without branching: greedy by scarce means, or guided by the relaxed model.

The second takes the model without whole numbers as advice: what it chooses and when, and what its
prices say of the rest. On large questions it is within a percent of the bound in a second, which
is what makes them quick. The proof of the answer does not rest on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.formulation import Formulation
from portfolio.rules.selection.model import STRUCTURE
from portfolio.rules.selection.solver import Relaxed
from portfolio.rules.selection.terms import Candidate, MixMode
from portfolio.rules.selection.windows import Start
from portfolio.rules.terms import Size

NONE = Decimal(0)
SURE, SOME, ANY = 0.999, 0.01, -1.0


@dataclass(frozen=True, slots=True)
class Advice:
    """What the relaxed model says of one code: how much of it is chosen, its price, its starts best first."""

    share: float
    price: float
    starts: tuple[Start, ...]


def first_answer(formulation: Formulation, relaxed: Relaxed | None) -> list[int] | None:
    """Return the better of both answers that keep every row as whole columns, or None."""
    found = [formulation.values(Filling(formulation).fill())]
    if relaxed is not None:
        advice = advise(formulation, relaxed)
        found.append(formulation.values(Filling(formulation, advice).follow()))
    model = formulation.model
    sound = [values for values in found if not model.broken(values)]
    return max(sound, key=model.objective, default=None)


def advise(formulation: Formulation, relaxed: Relaxed) -> dict[str, Advice]:
    """Return the advice per code: shares, and worth less the price of the means that it takes."""
    model = formulation.model
    reduced = [float(worth) for worth in model.worth]
    for row, price in zip(model.rows, relaxed.prices, strict=True):
        if price and row.rule != STRUCTURE:
            for column, amount in row.entries:
                reduced[column] -= price * amount
    advice = {}
    for code, columns in formulation.columns.items():
        price = 0.0
        prices = []
        for _, column in reversed(columns):
            price += reduced[column]  # starting here sets this column and all later ones
            prices.append(round(price, 6))
        prices.reverse()
        begun = [round(relaxed.values[column], 6) for _, column in columns]
        started = [now - before for before, now in zip([0.0, *begun], begun, strict=False)]
        order = sorted(range(len(columns)), key=lambda k: (-started[k], -prices[k], k))
        advice[code] = Advice(begun[-1], max(prices), tuple(columns[k][0] for k in order))
    return advice


class Filling:
    """A portfolio being filled, with what is left of each limit."""

    def __init__(self, formulation: Formulation, advice: dict[str, Advice] | None = None) -> None:
        self.formulation = formulation
        self.advice = advice or {}
        self.heeds_mix = True
        self.terms = formulation.terms
        self.months = self.terms.budget_months
        self.cents = self.terms.budget_cents
        self.room: dict[tuple[str, Quarter], Decimal] = dict(self.terms.capacity)
        self.starts: dict[str, Start] = {}
        self.rivals: dict[str, set[str]] = {}
        for group in self.terms.either_or:
            for code in group:
                self.rivals.setdefault(code, set()).update(group - {code})
        self.counted = {Size.SMALL: NONE, Size.AMBITIOUS: NONE}

    def fill(self) -> dict[str, Start]:
        """Return starts: what is locked in, what system functions need, then the best per scarce means."""
        codes = sorted(self.formulation.columns, key=lambda code: (-self._density(code), code))
        for code in codes:
            if code in self.terms.locked_in:
                self._enter(code, forced=True)
        for function, least in sorted(self.terms.function_minimum.items()):
            builders = [c for c in codes if function in self.formulation.candidates[c].builds]
            for code in builders:
                if sum(other in self.starts for other in builders) < least:
                    self._enter(code)
        waiting = [code for code in codes if code not in self.starts]
        lanes: dict[Size | None, list[str]] = {size: [] for size in (Size.SMALL, Size.AMBITIOUS, None)}
        for code in waiting:
            lanes[self.formulation.candidates[code].size].append(code)
        for code in lanes[None]:
            self._enter(code)
        self._fill_lanes(lanes)
        return self.starts

    def follow(self, more: int = 0) -> dict[str, Start]:
        """Return starts by the advice: the ambitious it wants (and ``more``), the small, what still pays."""
        advice = self.advice
        codes = sorted(advice, key=lambda code: (-advice[code].share, -advice[code].price, code))
        for code in codes:
            if code in self.terms.locked_in:
                self._enter(code, forced=True)
        self.heeds_mix = False
        sizes = {code: self.formulation.candidates[code].size for code in codes}
        large = [code for code in codes if sizes[code] is Size.AMBITIOUS]
        wanted = round(sum(advice[code].share for code in large)) + more
        for share in (SURE, SOME, ANY):
            for code in large:
                if advice[code].share > share and sum(c in self.starts for c in large) < wanted:
                    self._enter(code)
        self._enter_all(code for code in codes if advice[code].share > SURE)
        self.heeds_mix = True
        self._enter_all(codes)
        self._enter_all(codes)  # again: what did not pay for the mix may do so now
        return self.starts

    def _enter_all(self, codes: Iterable[str]) -> None:
        for code in codes:
            self._enter(code)

    def _fill_lanes(self, lanes: dict[Size | None, list[str]]) -> None:
        """Take from the lane that brings the mix nearer its middle; stop when nothing more is worth it."""
        queues = {size: list(reversed(lanes[size])) for size in (Size.SMALL, Size.AMBITIOUS)}
        middle = (self.terms.mix.low + self.terms.mix.high) / 2
        while queues[Size.SMALL] or queues[Size.AMBITIOUS]:
            total = self.counted[Size.SMALL] + self.counted[Size.AMBITIOUS]
            first = Size.SMALL if self.counted[Size.SMALL] <= middle * total else Size.AMBITIOUS
            if self.terms.mix.mode is MixMode.OFF and all(queues.values()):
                first = max(queues, key=lambda size: self._density(queues[size][-1]))
            queue = queues[first] or queues[Size.SMALL] or queues[Size.AMBITIOUS]
            self._enter(queue.pop())

    def _density(self, code: str) -> Decimal:
        """Utility per share of the limits that it takes; larger is better."""
        candidate = self.formulation.candidates[code]
        taken = Decimal("0.000001")
        if self.terms.budget_months:
            taken += candidate.months / self.terms.budget_months
        if self.terms.budget_cents:
            taken += Decimal(candidate.cost) / self.terms.budget_cents
        if self.terms.capacity:
            mean = sum(self.terms.capacity.values(), NONE) / len(self.terms.capacity) or Decimal(1)
            taken += sum((load.person_months for load in candidate.load), NONE) / (12 * mean)
        return candidate.gain / taken

    def _enter(self, code: str, *, forced: bool = False, above: frozenset[str] = frozenset()) -> bool:
        """Choose a code with all that it depends on, at the first start with room; say whether it came in."""
        if code in self.starts:
            return True
        if code not in self.formulation.columns or code in self.terms.locked_out or code in above:
            return False
        candidate = self.formulation.candidates[code]
        if not forced and any(rival in self.starts for rival in self.rivals.get(code, ())):
            return False
        needed = sorted(candidate.depends_on - self.terms.already)
        if (
            not all(self._enter(other, forced=forced, above=above | {code}) for other in needed)
            and not forced
        ):
            return False
        start = self._place(candidate, needed)
        if start is False:
            if not forced:
                return False
            start = self._starts_of(code)[0]
        elif not forced and self._costs_more(candidate, start):
            return False
        self._take(candidate, start)
        return True

    def _place(self, candidate: Candidate, needed: list[str]) -> "Start | bool":
        if self.months is not None and candidate.months > self.months:
            return False
        if self.cents is not None and candidate.cost > self.cents:
            return False
        ends = [
            begun + self.formulation.candidates[other].duration
            for other in needed
            if self.terms.horizon is not None and (begun := self.starts.get(other)) is not None
        ]
        for start in self._starts_of(candidate.code):
            if start is None or (all(start >= end for end in ends) and self._fits(candidate, start)):
                return start
        return False

    def _starts_of(self, code: str) -> tuple[Start, ...]:
        if code in self.advice:
            return self.advice[code].starts
        return tuple(start for start, _ in self.formulation.columns[code])

    def _fits(self, candidate: Candidate, start: Quarter) -> bool:
        return all(
            load.person_months <= self.room.get((load.organisation, start + load.offset), load.person_months)
            for load in candidate.load
        )

    def _costs_more(self, candidate: Candidate, start: "Start | bool") -> bool:
        """Whether leaving the band costs more than the candidate brings."""
        size, weight = self.formulation.mix_weight(candidate.code)
        if not self.heeds_mix or size is None or isinstance(start, bool):
            return False
        before = self._outside(self.counted)
        after = self._outside({**self.counted, size: self.counted[size] + weight})
        price = self.formulation.mix_price * (after - before)
        return self.formulation.worth(candidate.code, start) < price

    def _outside(self, counted: dict[Size, Decimal]) -> Decimal:
        small, total = counted[Size.SMALL], counted[Size.SMALL] + counted[Size.AMBITIOUS]
        mix = self.terms.mix
        return max(NONE, mix.low * total - small) + max(NONE, small - mix.high * total)

    def _take(self, candidate: Candidate, start: "Start | bool") -> None:
        begun = None if isinstance(start, bool) else start
        self.starts[candidate.code] = begun
        if self.months is not None:
            self.months -= candidate.months
        if self.cents is not None:
            self.cents -= candidate.cost
        size, weight = self.formulation.mix_weight(candidate.code)
        if size is not None:
            self.counted[size] += weight
        if begun is None:
            return
        for load in candidate.load:
            key = (load.organisation, begun + load.offset)
            if key in self.room:
                self.room[key] -= load.person_months
