"""What room a candidate lacks: shortages beside a proposal, and the most effort at which it enters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

from portfolio.rules.selection.formulation import Formulation
from portfolio.rules.selection.model import STRUCTURE, Row, scaled
from portfolio.rules.selection.proposal import Proposal, Rule
from portfolio.rules.selection.solver import Ended, Limits, solve
from portfolio.rules.selection.terms import Candidate, Terms
from portfolio.rules.terms import Basis

PLACES = Decimal("0.01")
ROOM = {"budget_months", "budget_cents", "capacity", "either_or", "depends_on", "mix_low", "mix_high"}


@dataclass(frozen=True, slots=True)
class Shortage:
    """How much of a limit is lacking: person-months, cents, or use cases for a group or dependency."""

    rule: Rule
    amount: Decimal


def shortages(
    ordered: Sequence[Candidate], terms: Terms, proposal: Proposal, code: str
) -> tuple[Shortage, ...]:
    """Return what is lacking to add ``code`` beside all that is chosen, at the start that lacks least."""
    opened = replace(terms, locked_in={**terms.locked_in, code: None}, locked_out=terms.locked_out - {code})
    formulation = Formulation(ordered, opened)
    if code not in formulation.columns or not set(proposal.starts) <= set(formulation.columns):
        return ()
    found = []
    for start, _ in formulation.columns[code]:
        values = formulation.values({**proposal.starts, code: start})
        rows = [row for row in formulation.model.broken(values) if row.rule.name in ROOM]
        lacking = tuple(Shortage(row.rule, abs(_over(row, values)) * row.unit) for row in rows)
        found.append((len(lacking), sum((one.amount for one in lacking), Decimal(0)), lacking))
    return min(found, key=lambda option: option[:2])[2]


def _over(row: Row, values: Sequence[int]) -> int:
    activity = row.activity(values)
    if row.upper is not None and activity > row.upper:
        return activity - row.upper
    return (row.lower or 0) - activity


def largest_effort(
    ordered: Sequence[Candidate], terms: Terms, proposal: Proposal, code: str
) -> Decimal | None:
    """Return the most person-months, in hundredths, at which ``code`` is as good in as out; None: none is.

    One more model: the code is in, the objective is at least the proposal's, and the share s of its
    effort (and of its load, which shrinks alike) is as large as it can be. For the choice alone.
    """
    candidate = next(one for one in ordered if one.code == code)
    if proposal.objective is None or terms.horizon is not None:
        return None
    formulation = Formulation(ordered, terms)
    column = formulation.chosen_column(code)
    if column is None:
        return None
    model = formulation.model
    share = model.column(whole=False)
    by_effort = terms.mix.basis is Basis.EFFORT
    scaling = {"budget_months", "capacity"} | ({"mix_low", "mix_high"} if by_effort else set())
    rows = [_moved(row, column, share) if row.rule.name in scaling else row for row in model.rows]
    kept, unit = scaled([*model.worth, proposal.objective])
    worths = tuple((place, amount) for place, amount in enumerate(kept[:-1]) if amount)
    rows += [
        Row(STRUCTURE, ((column, 1),), 1, None),
        Row(STRUCTURE, worths, kept[-1], None, unit),
    ]
    aim = [Decimal(0)] * model.count
    aim[share] = Decimal(1)
    limits = Limits(nodes=terms.nodes, work=terms.work, seconds=terms.seconds, seed=terms.seed)
    answer = solve(model, limits, worth=aim, rows=rows)
    if answer.values is None or answer.ended is not Ended.OPTIMAL:
        return None
    most = (Decimal(repr(answer.values[share])) * candidate.months).quantize(Decimal("0.000001"))
    return most.quantize(PLACES, ROUND_FLOOR) if most >= PLACES else None


def _moved(row: Row, column: int, share: int) -> Row:
    entries = tuple((share if place == column else place, amount) for place, amount in row.entries)
    return replace(row, entries=entries)
