"""Which rules hold a proposal back: those without room for the smallest thing they keep out."""

from collections.abc import Sequence
from decimal import Decimal

from portfolio.rules.selection.formulation import Formulation
from portfolio.rules.selection.model import Row
from portfolio.rules.selection.proposal import Reason, Tight

LIMITS = {"budget_months", "budget_cents", "capacity"}
SHARES = {"mix_low", "mix_high"}
GROUPS = {"either_or", "function_minimum"}


def tight_rules(formulation: Formulation, values: Sequence[int]) -> tuple[Tight, ...]:
    """Return the tight rules, in the order of the model.

    A limit is tight when the least that one of the candidates left out asks of it is more than the
    room there is; an end of the mix when it is reached; a group or minimum when it is just met and
    that keeps something out or in.
    """
    left_out = {
        column
        for code, columns in formulation.columns.items()
        if not values[columns[-1][1]] and formulation.reason(code) is Reason.NOT_CHOSEN
        for _, column in columns
    }
    found = []
    for row in formulation.model.rows:
        if row.rule.name in LIMITS:
            is_tight = _limit_is_tight(row, values, left_out)
        elif row.rule.name in SHARES:
            is_tight = _share_is_tight(formulation, row, values)
        elif row.rule.name in GROUPS:
            is_tight = _group_is_tight(row, values, left_out)
        else:
            continue
        if is_tight:
            found.append(_described(formulation, row, values))
    return tuple(found)


def _limit_is_tight(row: Row, values: Sequence[int], left_out: set[int]) -> bool:
    asked = [amount for column, amount in row.entries if column in left_out and amount > 0]
    room = (row.upper or 0) - row.activity(values)
    return bool(asked) and min(asked) > room


def _share_is_tight(formulation: Formulation, row: Row, values: Sequence[int]) -> bool:
    """Whether the share lies at or past that end: one more of the wrong size would cost or not be allowed."""
    outside = {column for column, _ in formulation.mix_columns or ()}
    inside = sum(amount * values[column] for column, amount in row.entries if column not in outside)
    wrong = [-amount for column, amount in row.entries if column not in outside and amount < 0]
    return bool(wrong) and any(values) and inside < max(wrong)


def _group_is_tight(row: Row, values: Sequence[int], left_out: set[int]) -> bool:
    if row.upper is not None:
        return row.activity(values) == row.upper and any(column in left_out for column, _ in row.entries)
    return row.lower is not None and row.lower > 0 and row.activity(values) == row.lower


def _described(formulation: Formulation, row: Row, values: Sequence[int]) -> Tight:
    if row.rule.name in SHARES:
        mix = formulation.terms.mix
        share = _share(formulation, values)
        return Tight(row.rule, share, mix.low if row.rule.name == "mix_low" else mix.high)
    limit = row.upper if row.upper is not None else row.lower or 0
    return Tight(row.rule, row.activity(values) * row.unit, limit * row.unit)


def _share(formulation: Formulation, values: Sequence[int]) -> Decimal:
    small = total = Decimal(0)
    for code, columns in formulation.columns.items():
        size, weight = formulation.mix_weight(code)
        if size is not None and values[columns[-1][1]]:
            total += weight
            small += weight if size.value == "small" else 0
    return (small / total).quantize(Decimal("0.0001")) if total else Decimal(0)
