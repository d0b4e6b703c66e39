"""Choose: one question, one proposal (methods.md §3)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from portfolio.rules.selection.conflicts import find_conflict
from portfolio.rules.selection.formulation import Formulation, Worth
from portfolio.rules.selection.greedy import advise, first_answer
from portfolio.rules.selection.model import STRUCTURE, Row, scaled
from portfolio.rules.selection.plain import input_hash
from portfolio.rules.selection.polish import polish
from portfolio.rules.selection.proposal import Chosen, Conflict, LeftOut, Proposal, Status
from portfolio.rules.selection.solver import (
    Answer,
    Ended,
    Limits,
    Progress,
    Relaxed,
    Watch,
    relax,
    solve,
    version,
)
from portfolio.rules.selection.terms import MODEL_VERSION, Candidate, Terms, check
from portfolio.rules.selection.tightness import tight_rules
from portfolio.rules.selection.windows import Start

STATUS = {
    Ended.OPTIMAL: Status.OPTIMAL,
    Ended.INFEASIBLE: Status.INFEASIBLE,
    Ended.NODES: Status.NODE_LIMIT,
    Ended.TIME: Status.TIME_LIMIT,
    Ended.STOPPED: Status.CANCELLED,
}
LITTLE_TIME = 10.0  # seconds
TIE_NODES = 200
"""Nodes to spend on which of several equally good answers it is; a node limit keeps that reproducible."""


def propose(
    candidates: Iterable[Candidate],
    terms: Terms,
    *,
    watch: Watch | None = None,
    worth: Worth | None = None,
    hint: Mapping[str, Start] | None = None,
) -> Proposal:
    """Return the best choice under these terms; the same question gives the same answer, in any order.

    ``watch`` is shown progress and may stop it: then the best found comes back with its gap. ``worth``
    replaces utility (discounted) by a figure per start. ``hint`` is an answer to begin from (start per
    code): it makes things faster, and another hint may lead to another answer within the gap.
    TermsNotValid when the terms make no sense; terms that contradict each other are an answer: INFEASIBLE.
    """
    ordered = check(candidates, terms)
    formulation = Formulation(ordered, terms, worth)
    limits = Limits(terms.gap_allowed, terms.nodes, terms.work, terms.seconds, terms.seed)
    answer = _solve(formulation, limits, watch, hint)
    if answer.ended is Ended.OPTIMAL and not terms.gap_allowed and answer.values:
        answer = _settle_ties(formulation, limits, answer, watch)
    conflict = find_conflict(formulation, limits) if answer.ended is Ended.INFEASIBLE else None
    return _report(formulation, ordered, answer, conflict)


def _solve(
    formulation: Formulation, limits: Limits, watch: Watch | None, hint: Mapping[str, Start] | None
) -> Answer:
    """Begin with the relaxed model; when an answer guided by it is near enough, it needs no search."""
    model = formulation.model
    relaxed = relax(model)
    start = _hinted(formulation, hint) or first_answer(formulation, relaxed)
    if relaxed is None:
        return solve(model, limits, start=start, watch=watch)
    if start is not None:
        _show(watch, relaxed, model.objective(start))
        if limits.gap:
            start = _polished(formulation, start, relaxed, limits, watch)
            _show(watch, relaxed, model.objective(start))
            if _is_near(model.objective(start), relaxed, limits):
                values = [float(value) for value in start]
                return Answer(Ended.OPTIMAL, values, relaxed.bound, 0, relaxed.seconds)
    answer = solve(model, limits, start=start, watch=watch)
    return replace(answer, bound=min(answer.bound, relaxed.bound))


def _polished(
    formulation: Formulation, start: list[int], relaxed: Relaxed, limits: Limits, watch: Watch | None
) -> list[int]:
    """Better the answer until it is near enough; with little time on the clock, leave it to the search."""
    if limits.seconds is not None and limits.seconds < LITTLE_TIME:
        return start

    def is_told_to_stop() -> bool:
        return watch is not None and watch.should_stop is not None and watch.should_stop()

    advice = advise(formulation, relaxed)
    return polish(
        formulation, start, advice, lambda best: _is_near(best, relaxed, limits), is_told_to_stop, limits.seed
    )


def _is_near(objective: Decimal, relaxed: Relaxed, limits: Limits) -> bool:
    return relaxed.bound - float(objective) <= float(limits.gap) * abs(float(objective))


def _show(watch: Watch | None, relaxed: Relaxed, objective: Decimal) -> None:
    if watch is not None and watch.show is not None:
        found = float(objective)
        gap = (relaxed.bound - found) / abs(found) if found else None
        watch.show(Progress(found, relaxed.bound, gap, 0, relaxed.seconds))


def _hinted(formulation: Formulation, hint: Mapping[str, Start] | None) -> list[int] | None:
    known = formulation.columns
    if hint is None:
        return None
    starts = {code: start for code, start in hint.items() if code in known}
    if any(start not in dict(known[code]) for code, start in starts.items()):
        return None
    values = formulation.values(starts)
    return None if formulation.model.broken(values) else values


def _settle_ties(formulation: Formulation, limits: Limits, answer: Answer, watch: Watch | None) -> Answer:
    """Among answers that are equally good: the fewest, of the lowest codes, started earliest.

    A second solve with the objective kept. Costs rise with the place of the code; a hash of the
    code as a small extra keeps two sets from costing the same.
    """
    model = formulation.model
    values = whole_values(formulation, answer)
    best = model.objective(values)
    kept, unit = scaled([*model.worth, best])
    entries = tuple((column, amount) for column, amount in enumerate(kept[:-1]) if amount)
    at_least = Row(STRUCTURE, entries, kept[-1], None, unit)
    costs = [Decimal(0)] * model.count
    count = len(formulation.columns)
    for place, (code, columns) in enumerate(formulation.columns.items()):
        noise = int.from_bytes(sha256(code.encode()).digest()[:2]) % 1000
        costs[columns[-1][1]] = Decimal(-(1000 * (count + place) + noise))
        for _, column in columns[:-1]:
            costs[column] = Decimal(1000)
    budget = replace(limits, gap=Decimal(0), nodes=TIE_NODES)
    second = solve(model, budget, worth=costs, extra=[at_least], start=values, watch=watch)
    if second.values is None or second.ended in (Ended.TIME, Ended.STOPPED):
        return replace(answer, is_settled=False)
    return replace(
        answer,
        values=second.values,
        nodes=answer.nodes + second.nodes,
        seconds=answer.seconds + second.seconds,
    )


def whole_values(formulation: Formulation, answer: Answer) -> list[int]:
    """Return the answer in whole numbers, with what follows from the choice filled in again."""
    values = [round(value) for value in answer.values or []]
    formulation.complete(values)
    return values


def _report(
    formulation: Formulation, ordered: tuple[Candidate, ...], answer: Answer, conflict: Conflict | None
) -> Proposal:
    terms, model = formulation.terms, formulation.model
    status = STATUS[answer.ended]
    has_answer = answer.values is not None
    if not has_answer and status is not Status.INFEASIBLE:
        status = Status.NOTHING_FOUND
    values = whole_values(formulation, answer) if has_answer else [0] * model.count
    if has_answer and (broken := model.broken(values)):
        raise ArithmeticError(f"the answer breaks {broken[0].rule}")
    starts = formulation.starts(values) if has_answer else {}
    objective = model.objective(values) if has_answer else None
    outside = formulation.outside(values)
    shared = [(months, cents) for both, _, _, months, cents in formulation.savings if values[both]]
    bound, gap = _bound_and_gap(answer, objective, terms)
    return Proposal(
        status=status,
        chosen=tuple(Chosen(code, starts[code]) for code in sorted(starts)),
        left_out=tuple(
            LeftOut(one.code, formulation.reason(one.code)) for one in ordered if one.code not in starts
        ),
        objective=objective,
        bound=bound,
        gap=gap,
        utility=sum((formulation.worth(code, start) for code, start in starts.items()), Decimal(0)),
        effort=sum((formulation.candidates[code].months for code in starts), Decimal(0))
        - sum((months for months, _ in shared), Decimal(0)),
        cost=sum(formulation.candidates[code].cost for code in starts) - sum(cents for _, cents in shared),
        mix_price=formulation.mix_price,
        shortfall_small=outside.shortfall,
        excess_small=outside.excess,
        tight=tight_rules(formulation, values) if has_answer else (),
        conflict=conflict,
        is_reproducible=answer.is_settled and answer.ended in (Ended.OPTIMAL, Ended.INFEASIBLE, Ended.NODES),
        nodes=answer.nodes,
        seconds=round(answer.seconds, 3),
        seed=terms.seed,
        model_version=MODEL_VERSION,
        solver=version(),
        input_hash=input_hash(ordered, terms),
    )


def _bound_and_gap(
    answer: Answer, objective: Decimal | None, terms: Terms
) -> tuple[Decimal | None, Decimal | None]:
    if answer.ended is Ended.OPTIMAL and not terms.gap_allowed:
        return objective, Decimal(0)
    if objective is None or abs(answer.bound) > 1e30:
        return None, None
    bound = max(objective, Decimal(repr(answer.bound)).quantize(Decimal("0.000001")))
    if not objective:
        return bound, None if bound else Decimal(0)
    return bound, ((bound - objective) / abs(objective)).quantize(Decimal("0.000001"))
