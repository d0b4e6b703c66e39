"""When to do what: a schedule of everything that is given (methods.md §4).

Two ways to one answer. Exact: the step model that chooses portfolios, with all of it locked in, and
for the shortest completion an end that waits for everything. Fast: serial schedule generation by
several priority rules, improved by justification (Valls, Ballestín and Quintanilla 2005); its gap to
the exact answer is what the benchmark prints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.formulation import Worth, discounted
from portfolio.rules.selection.proposal import Proposal, Status
from portfolio.rules.selection.serial import Board
from portfolio.rules.selection.solver import Watch
from portfolio.rules.selection.terms import Candidate, Horizon, MixMode, Terms, TermsNotValid, check
from portfolio.rules.selection.windows import Start

END = "~end"


class Aim(StrEnum):
    """What a schedule is good for: early value, or being done early."""

    VALUE = "value"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Starts per code; what found no place; the end (first quarter after all work); discounted value.

    ``bound``: no schedule ends earlier (a number of quarters) or brings more; None for the fast way.
    """

    aim: Aim
    starts: Mapping[str, Quarter]
    unplaced: tuple[str, ...]
    end: Quarter
    quarters: int
    value: Decimal
    bound: Decimal | None
    is_proven: bool
    status: Status | None


def schedule(
    candidates: Iterable[Candidate],
    terms: Terms,
    aim: Aim = Aim.VALUE,
    *,
    exact: bool = False,
    watch: Watch | None = None,
) -> Schedule:
    """Return when each candidate starts, within the horizon, capacity, dependencies and preconditions.

    Budget, mix and minima play no part: what is to be done is given. A start in ``locked_in`` is kept.
    The fast way may leave some unplaced where the horizon is tight; the exact way says INFEASIBLE then.
    """
    ordered = check(candidates, terms)
    if terms.horizon is None:
        raise TermsNotValid("horizon_needed")
    fast = _fast(ordered, terms, terms.horizon, aim)
    return _exact(ordered, terms, terms.horizon, aim, fast, watch) if exact else fast


def measured(
    candidates: Iterable[Candidate], terms: Terms, aim: Aim, starts: Mapping[str, Quarter]
) -> Schedule:
    """Return a given plan with its end and its value, told as a schedule, so that it can be compared."""
    ordered = check(candidates, terms)
    if terms.horizon is None:
        raise TermsNotValid("horizon_needed")
    return _described(ordered, terms, terms.horizon, aim, starts)


def _fast(ordered: tuple[Candidate, ...], terms: Terms, horizon: Horizon, aim: Aim) -> Schedule:
    board = Board(ordered, terms, horizon)
    found = []
    for order in board.orders():
        starts = board.place(order)
        found.append(starts)
        found += board.justified(starts)
    schedules = [_described(ordered, terms, horizon, aim, starts) for starts in found]
    return min(schedules, key=_badness)


def _badness(one: Schedule) -> tuple[int, Decimal, Decimal]:
    quarters = Decimal(one.quarters)
    if one.aim is Aim.VALUE:
        return len(one.unplaced), -one.value, quarters
    return len(one.unplaced), quarters, -one.value


def _described(
    ordered: tuple[Candidate, ...], terms: Terms, horizon: Horizon, aim: Aim, starts: Mapping[str, Quarter]
) -> Schedule:
    ends = [starts[one.code] + one.duration for one in ordered if one.code in starts]
    end = max(ends, default=horizon.first)
    value = sum(
        (discounted(one, starts[one.code], terms) for one in ordered if one.code in starts), Decimal(0)
    )
    return Schedule(
        aim=aim,
        starts=dict(sorted(starts.items())),
        unplaced=tuple(one.code for one in ordered if one.code not in starts),
        end=end,
        quarters=end - horizon.first,
        value=value,
        bound=None,
        is_proven=False,
        status=None,
    )


def _exact(
    ordered: tuple[Candidate, ...],
    terms: Terms,
    horizon: Horizon,
    aim: Aim,
    fast: Schedule,
    watch: Watch | None,
) -> Schedule:
    is_whole = not fast.unplaced
    wanted = replace(
        terms,
        budget_months=None,
        budget_cents=None,
        mix=replace(terms.mix, mode=MixMode.OFF),
        function_minimum={},
        either_or=(),
        savings=(),
        locked_out=frozenset(),
        locked_in={one.code: terms.locked_in.get(one.code) for one in ordered},
    )
    if aim is Aim.VALUE:
        found = propose(ordered, wanted, watch=watch, hint=_hint(fast))
        return _answered(ordered, terms, horizon, fast, found)
    last = Candidate(END, None, None, None, depends_on=frozenset(one.code for one in ordered), duration=0)
    count = fast.quarters + 1 if is_whole else horizon.count + 1
    ending = replace(
        wanted,
        locked_in={**wanted.locked_in, END: None},
        horizon=Horizon(horizon.first, count),
        gap=terms.gap if terms.gap is not None else Decimal(0),
    )
    found = propose((*ordered, last), ending, watch=watch, worth=_lateness(horizon), hint=_hint(fast, END))
    return _answered(ordered, terms, horizon, fast, found)


def _lateness(horizon: Horizon) -> Worth:
    def worth(candidate: Candidate, start: Start) -> Decimal:
        return Decimal(horizon.first - start) if candidate.code == END and start is not None else Decimal(0)

    return worth


def _hint(fast: Schedule, end: str | None = None) -> dict[str, Start] | None:
    if fast.unplaced:
        return None
    return {**fast.starts, **({end: fast.end} if end else {})}


def _answered(
    ordered: tuple[Candidate, ...], terms: Terms, horizon: Horizon, fast: Schedule, found: Proposal
) -> Schedule:
    if found.objective is None:
        return replace(fast, status=found.status, is_proven=found.status is Status.INFEASIBLE)
    starts = {one.code: one.start for one in found.chosen if one.start is not None and one.code != END}
    made = _described(ordered, terms, horizon, fast.aim, starts)
    bound = found.bound if fast.aim is Aim.VALUE or found.bound is None else -found.bound
    return replace(made, bound=bound, is_proven=found.status is Status.OPTIMAL, status=found.status)
