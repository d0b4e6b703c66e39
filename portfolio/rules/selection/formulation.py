"""The model of methods.md §3: choice alone, or choice and start quarter in the step formulation.

A candidate has one column for each quarter q in which it may start, y_q = 1 if it has
started by then; they rise with q, and the last one says whether it is chosen at all.
Choice alone is the case of one column. Starting in q is y_q − y_(q−1), so that a load
that is even over its duration has two entries per row, as a dependency has.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.model import STRUCTURE, Model, scaled
from portfolio.rules.selection.proposal import Reason, Rule
from portfolio.rules.selection.terms import Candidate, MixMode, Terms
from portfolio.rules.selection.windows import Start, windows
from portfolio.rules.terms import Basis, Size

PLACES = Decimal("0.000001")
Worth = Callable[[Candidate, Start], Decimal]


@dataclass(frozen=True, slots=True)
class Outside:
    """The mix of a choice: d⁻ and d⁺, in use cases or person-months."""

    shortfall: Decimal
    excess: Decimal


class Formulation:
    """The model of one question, and the way back from columns to codes and quarters.

    ``columns[code]`` are (start, column) in order of time; a code that can't be chosen is in ``out``.
    """

    def __init__(self, ordered: Sequence[Candidate], terms: Terms, worth: Worth | None = None) -> None:
        self.terms = terms
        self.candidates = {candidate.code: candidate for candidate in ordered}
        starts, self.out = windows(ordered, terms)
        self.model = Model()
        self.columns: dict[str, list[tuple[Start, int]]] = {}
        self.mix_price = mix_price(ordered, terms)
        self._worth = worth or (lambda candidate, start: discounted(candidate, start, terms))
        for code, quarters in starts.items():
            self._add_steps(self.candidates[code], quarters)
        self.savings = self._add_savings()
        self._add_budgets()
        self._add_capacity()
        self.mix_columns = self._add_mix()
        self._add_dependencies()
        self._add_groups()

    def chosen_column(self, code: str) -> int | None:
        """Return the column that says whether the code is chosen, None when it can't be."""
        return self.columns[code][-1][1] if code in self.columns else None

    def worth(self, code: str, start: Start) -> Decimal:
        """Return what starting then adds to the objective."""
        return self._worth(self.candidates[code], start)

    def _add_steps(self, candidate: Candidate, quarters: Sequence[Start]) -> None:
        worths = [self._worth(candidate, quarter) for quarter in quarters]
        columns = []
        for place, quarter in enumerate(quarters):
            following = worths[place + 1] if place + 1 < len(worths) else Decimal(0)
            columns.append((quarter, self.model.column(worths[place] - following)))
        for (_, before), (_, after) in pairwise(columns):
            self.model.row(STRUCTURE, {before: 1, after: -1}, upper=0)
        self.columns[candidate.code] = columns
        if candidate.code in self.terms.locked_in:
            self.model.row(Rule("locked_in", (candidate.code,)), {columns[-1][1]: 1}, lower=1)
        if candidate.code in self.terms.locked_out:
            self.model.row(Rule("locked_out", (candidate.code,)), {columns[-1][1]: 1}, upper=0)

    def _add_savings(self) -> list[tuple[int, int, int, Decimal, int]]:
        """Columns for what two share: (column, of the first, of the second, person-months, cents)."""
        found = []
        for saving in sorted(self.terms.savings, key=lambda one: sorted((one.first, one.second))):
            first, second = self.chosen_column(saving.first), self.chosen_column(saving.second)
            if first is None or second is None:
                continue
            both = self.model.column(whole=False)
            self.model.row(STRUCTURE, {both: 1, first: -1}, upper=0)
            self.model.row(STRUCTURE, {both: 1, second: -1}, upper=0)
            found.append((both, first, second, saving.person_months, saving.cents))
        return found

    def _add_budgets(self) -> None:
        last = {code: columns[-1][1] for code, columns in self.columns.items()}
        months: dict[int, Decimal | int] = {last[code]: self.candidates[code].months for code in last}
        cents: dict[int, Decimal | int] = {last[code]: self.candidates[code].cost for code in last}
        for both, _, _, saved_months, saved_cents in self.savings:
            months[both], cents[both] = -saved_months, -saved_cents
        if self.terms.budget_months is not None:
            self.model.row(Rule("budget_months"), months, upper=self.terms.budget_months)
        if self.terms.budget_cents is not None:
            self.model.row(Rule("budget_cents"), cents, upper=self.terms.budget_cents)

    def _add_capacity(self) -> None:
        rows: dict[tuple[str, Quarter], dict[int, Decimal]] = {key: {} for key in self.terms.capacity}
        for code, columns in self.columns.items():
            for load in self.candidates[code].load:
                for place, (start, column) in enumerate(columns):
                    if start is None or (row := rows.get((load.organisation, start + load.offset))) is None:
                        continue
                    row[column] = row.get(column, Decimal(0)) + load.person_months
                    if place:
                        before = columns[place - 1][1]
                        row[before] = row.get(before, Decimal(0)) - load.person_months
        for organisation, quarter in sorted(rows):
            limit = self.terms.capacity[organisation, quarter]
            rule = Rule("capacity", (organisation, str(quarter)))
            self.model.row(rule, dict(sorted(rows[organisation, quarter].items())), upper=limit)

    def mix_weight(self, code: str) -> tuple[Size | None, Decimal]:
        """Return the size and how much the code counts for in the mix."""
        candidate = self.candidates[code]
        by_effort = self.terms.mix.basis is Basis.EFFORT
        return candidate.size, candidate.months if by_effort else Decimal(1)

    def _add_mix(self) -> tuple[tuple[int, Decimal], tuple[int, Decimal]] | None:
        """Add d⁻ and d⁺ as whole columns; return each with how much of d one of it is."""
        mix = self.terms.mix
        if mix.mode is MixMode.OFF:
            return None
        found = []
        for rule, share, sign in ((Rule("mix_low"), mix.low, 1), (Rule("mix_high"), mix.high, -1)):
            entries: dict[int, Decimal] = {}
            for code, columns in self.columns.items():
                size, weight = self.mix_weight(code)
                if size is not None:
                    entries[columns[-1][1]] = sign * weight * ((size is Size.SMALL) - share)
            entries = {column: coefficient for column, coefficient in entries.items() if coefficient}
            whole, one = scaled(entries.values())
            most = -sum(amount for amount in whole if amount < 0)
            column = self.model.column(-self.mix_price * one, upper=0 if mix.mode is MixMode.HARD else most)
            self.model.row(rule, {**entries, column: one}, lower=0)
            found.append((column, one))
        return found[0], found[1]

    def _add_dependencies(self) -> None:
        for code, columns in self.columns.items():
            candidate = self.candidates[code]
            for needed in sorted(candidate.depends_on - self.terms.already):
                rule = Rule("depends_on", (code, needed))
                if needed not in self.columns:
                    self.model.row(rule, {columns[-1][1]: 1}, upper=0)
                elif self.terms.horizon is None:
                    self.model.row(rule, {columns[-1][1]: 1, self.columns[needed][-1][1]: -1}, upper=0)
                else:
                    self._add_precedence(rule, columns, needed)

    def _add_precedence(self, rule: Rule, columns: list[tuple[Start, int]], needed: str) -> None:
        """Started by q only if what it needs started a duration before: the latest q for each such column."""
        duration = self.candidates[needed].duration
        latest: dict[int | None, int] = {}
        for start, column in columns:
            in_time = [
                c for s, c in self.columns[needed] if s is None or start is None or s + duration <= start
            ]
            latest[in_time[-1] if in_time else None] = column
        for before, column in latest.items():
            entries = {column: 1} if before is None else {column: 1, before: -1}
            self.model.row(rule, entries, upper=0)

    def _add_groups(self) -> None:
        for group in sorted(self.terms.either_or, key=sorted):
            members = [code for code in sorted(group) if code in self.columns]
            if len(members) > 1:
                rule = Rule("either_or", tuple(members))
                self.model.row(rule, {self.columns[code][-1][1]: 1 for code in members}, upper=1)
        for function, least in sorted(self.terms.function_minimum.items()):
            builders = [code for code in self.columns if function in self.candidates[code].builds]
            entries = {self.columns[code][-1][1]: 1 for code in builders}
            self.model.row(Rule("function_minimum", (function,)), entries, lower=least)

    def values(self, starts: "dict[str, Start]") -> list[int]:
        """Return the whole columns that say: these codes with these starts, and nothing else."""
        values = [0] * self.model.count
        for code, start in starts.items():
            reached = False
            for quarter, column in self.columns[code]:
                reached = reached or quarter == start
                values[column] = int(reached)
        self.complete(values)
        return values

    def complete(self, values: list[int]) -> None:
        """Fill in what follows from the choice: what is shared, and the mix outside its band."""
        for both, first, second, _, _ in self.savings:
            values[both] = min(values[first], values[second])
        if self.mix_columns and self.terms.mix.mode is MixMode.SOFT:
            wanted = {column for column, _ in self.mix_columns}
            for row in self.model.rows:
                if row.rule.name in ("mix_low", "mix_high"):
                    column, one = next(entry for entry in row.entries if entry[0] in wanted)
                    values[column] = 0
                    values[column] = -min(0, row.activity(values)) // one

    def starts(self, values: Sequence[int]) -> "dict[str, Start]":
        """Return start per chosen code."""
        found: dict[str, Start] = {}
        for code, columns in self.columns.items():
            reached = [quarter for quarter, column in columns if values[column]]
            if reached:
                found[code] = reached[0]
        return found

    def outside(self, values: Sequence[int]) -> Outside:
        """Return how far the choice lies outside the band."""
        if self.mix_columns is None:
            return Outside(Decimal(0), Decimal(0))
        (low, low_one), (high, high_one) = self.mix_columns
        return Outside(values[low] * low_one, values[high] * high_one)

    def reason(self, code: str) -> Reason:
        """Return why a code that is not chosen is out."""
        if code in self.terms.locked_out:
            return Reason.LOCKED_OUT
        if code in self.out:
            return self.out[code]
        if self.candidates[code].depends_on & self.terms.locked_out:
            return Reason.DEPENDENCY_MISSING
        return Reason.NOT_CHOSEN


def discounted(candidate: Candidate, start: Start, terms: Terms) -> Decimal:
    """Return the utility, in a horizon discounted from its first quarter to the end of the work."""
    if terms.horizon is None or start is None or not terms.discount:
        return candidate.gain
    late = max(0, start - terms.horizon.first + candidate.duration)
    return (candidate.gain * _factor(terms.discount, late)).quantize(PLACES)


@lru_cache(maxsize=4096)
def _factor(yearly: Decimal, quarters: int) -> Decimal:
    return (1 + yearly) ** (Decimal(-quarters) / 4)


def mix_price(ordered: Iterable[Candidate], terms: Terms) -> Decimal:
    """Return λ: as set, or the largest utility (by effort: the largest utility per person-month)."""
    if terms.mix.mode is not MixMode.SOFT:
        return Decimal(0)
    if terms.mix.price is not None:
        return terms.mix.price
    if terms.mix.basis is Basis.COUNT:
        return max((candidate.gain for candidate in ordered), default=Decimal(0))
    per_month = [candidate.gain / candidate.months for candidate in ordered if candidate.effort]
    return max(per_month, default=Decimal(0)).quantize(PLACES)
