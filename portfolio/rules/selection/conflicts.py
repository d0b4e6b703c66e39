"""Why nothing fits: which rules contradict each other, and a smallest set to give up.

Two answers to two questions. *Give up* comes from an elastic model: each rule may be let go at a
price, those of the board and of the field before those of nature. *Together* is a set that
contradicts itself, and no longer does when any one of it is dropped (QuickXplain, Junker 2004).
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio.rules.selection.formulation import Formulation
from portfolio.rules.selection.model import STRUCTURE, Model, Row
from portfolio.rules.selection.proposal import Conflict, Rule
from portfolio.rules.selection.solver import Ended, Limits, solve

PRICES = {"locked_in": 10, "locked_out": 10, "function_minimum": 10, "mix_low": 10, "mix_high": 10}
DEARER = {"budget_months": 11, "budget_cents": 11, "capacity": 12, "either_or": 13, "depends_on": 14}


def find_conflict(formulation: Formulation, limits: Limits) -> Conflict:
    """Return the conflict of a model that has no answer."""
    named: dict[Rule, list[Row]] = {}
    for row in formulation.model.rows:
        if row.rule != STRUCTURE:
            named.setdefault(row.rule, []).append(row)
    fixed = [row for row in formulation.model.rows if row.rule == STRUCTURE]
    tester = _Tester(formulation.model, fixed, named, limits)
    together = tester.explain(sorted(named, key=_order))
    return Conflict(tuple(sorted(together, key=str)), _give_up(formulation.model, named, fixed, limits))


def _order(rule: Rule) -> tuple[int, str]:
    """The rules that we would rather see named come last: QuickXplain keeps those it met first."""
    return -(PRICES | DEARER).get(rule.name, 20), str(rule)


def _give_up(
    model: Model, named: dict[Rule, list[Row]], fixed: Sequence[Row], limits: Limits
) -> tuple[Rule, ...]:
    elastic = Model(list(model.upper), list(model.lower), list(model.whole), [Decimal(0)] * model.count)
    elastic.rows = list(fixed)
    let_go: dict[Rule, int] = {}
    for rule, rows in sorted(named.items(), key=lambda item: str(item[0])):
        let_go[rule] = elastic.column(Decimal(-(PRICES | DEARER).get(rule.name, 20)))
        elastic.rows += [_elastic(row, let_go[rule], model) for row in rows]
    answer = solve(elastic, replace(limits, gap=Decimal(0)))
    if answer.values is None:
        return ()
    return tuple(rule for rule, column in let_go.items() if round(answer.values[column]))


def _elastic(row: Row, column: int, model: Model) -> Row:
    """The row, with a column that lets it go."""
    least = sum(amount * model.upper[c] for c, amount in row.entries if amount < 0)
    most = sum(amount * model.upper[c] for c, amount in row.entries if amount > 0)
    if row.upper is not None:
        return replace(row, entries=(*row.entries, (column, -max(0, most - row.upper))))
    return replace(row, entries=(*row.entries, (column, max(0, (row.lower or 0) - least))))


class _Tester:
    """Finds a smallest contradicting set by solving with some rules left out."""

    def __init__(self, model: Model, fixed: list[Row], named: dict[Rule, list[Row]], limits: Limits) -> None:
        self.model, self.fixed, self.named = model, fixed, named
        self.limits = replace(limits, gap=Decimal(0))
        self.nothing = [Decimal(0)] * model.count

    def explain(self, rules: list[Rule]) -> list[Rule]:
        return self._split([], [], rules)

    def _contradicts(self, rules: list[Rule]) -> bool:
        rows = self.fixed + [row for rule in rules for row in self.named[rule]]
        answer = solve(self.model, self.limits, worth=self.nothing, rows=rows)
        return answer.ended is Ended.INFEASIBLE

    def _split(self, background: list[Rule], added: list[Rule], rules: list[Rule]) -> list[Rule]:
        if added and self._contradicts(background):
            return []
        if len(rules) == 1:
            return rules
        first, second = rules[: len(rules) // 2], rules[len(rules) // 2 :]
        of_second = self._split(background + first, first, second)
        of_first = self._split(background + of_second, of_second, first)
        return of_first + of_second
