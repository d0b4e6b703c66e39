"""Explain a choice after it was made: by asking again under slightly other terms (methods.md §3).

What the board sees first comes first: the price of the mix rule and of its own word,
then the nearest thirty, left out or chosen. The rest is made when somebody asks. Each
is committed by itself. ``data`` of a detail is the plain form of what rules/selection gives.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from core.database import db, reading
from core.jobs import Running
from portfolio.actions.scenario_results import record_detail
from portfolio.jobs.studies import context_of_run, paced, study_frontier, study_robustness
from portfolio.models import DetailKind
from portfolio.queries.scenarios import details_of
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.explain import (
    NEAREST,
    nearest,
    price_of_mix,
    prices_of_overrides,
    why_in,
    why_not,
)
from portfolio.rules.selection.plain import to_plain
from portfolio.rules.selection.proposal import Proposal
from portfolio.rules.selection.terms import Candidate, Terms

QUICK = 0.2
"""Seconds of a choice up to which the studies, hundreds of choices, are made without being asked for."""
FIRST_PERCENT, LAST_PERCENT = 60, 98
Question = tuple[tuple[Candidate, ...], Terms, Proposal]
Made = Mapping[tuple[DetailKind, str], Mapping[str, Any]]


def explain_all(
    run_id: int, candidates: tuple[Candidate, ...], terms: Terms, proposal: Proposal, running: Running
) -> None:
    """Make every explanation that a page shows at first, as far as it is not there yet."""
    if proposal.objective is None:
        return
    with reading():
        there = {(kind, key) for kind, own in details_of(run_id).items() for key in own}
        db.session.rollback()
    question = (candidates, terms, proposal)
    work = list(_work(run_id, question, there, running))
    for place, make in enumerate(work):
        percent = FIRST_PERCENT + (LAST_PERCENT - FIRST_PERCENT) * place // len(work)
        if not running.goes_on(percent):
            return
        for (kind, key), data in make().items():
            if data:
                record_detail(run_id, kind, data, key=key)
        db.session.commit()


def make_detail(run_id: int, kind: DetailKind, key: str, question: Question, running: Running) -> None:
    """Make one explanation or study; it is committed with the end of the job."""
    goes_on = paced(running.goes_on)
    if kind is DetailKind.WHY_NOT:
        data = to_plain(why_not(*question, key))
    elif kind is DetailKind.LOSS:
        data = to_plain(why_in(*question, key))
    elif kind is DetailKind.FRONTIER:
        data = study_frontier(run_id, *question, goes_on)
    elif kind is DetailKind.ROBUSTNESS:
        data = study_robustness(run_id, *question, goes_on)
    else:
        data = check_again(*question)
    if data:
        record_detail(run_id, kind, data, key=key)


def check_again(candidates: tuple[Candidate, ...], terms: Terms, proposal: Proposal) -> Mapping[str, Any]:
    """Calculate a run again from what was kept, and tell what differs."""
    again = propose(candidates, terms)
    same = {
        "input_hash": again.input_hash == proposal.input_hash,
        "model_version": again.model_version == proposal.model_version,
        "chosen": again.chosen == proposal.chosen,
        "objective": again.objective == proposal.objective,
    }
    return {
        "is_same": all(same.values()),
        "differs": sorted(name for name, is_same in same.items() if not is_same),
        "is_reproducible": proposal.is_reproducible,
        "model_version": again.model_version,
        "objective": None if again.objective is None else str(again.objective),
        "codes": sorted(again.codes),
    }


def _work(
    run_id: int, question: Question, there: set[tuple[DetailKind, str]], running: Running
) -> Iterator[Callable[[], Made]]:
    _candidates, terms, proposal = question
    if (DetailKind.MIX_RULE, "") not in there:
        yield lambda: {(DetailKind.MIX_RULE, ""): to_plain(price_of_mix(*question))}
    own_word = {one["code"] for one in context_of_run(run_id)["overrides"]}
    own_word &= {*terms.locked_in, *terms.locked_out}
    if own_word - {key for kind, key in there if kind is DetailKind.OVERRIDE}:
        yield lambda: _overrides(question, own_word)
    began = set(terms.locked_in) - own_word
    for code in [code for code in nearest(*question) if code not in began][:NEAREST]:
        kind = DetailKind.LOSS if code in proposal.codes else DetailKind.WHY_NOT
        if (kind, code) not in there:
            yield _one(kind, code, question)
    if proposal.seconds > QUICK:
        return
    goes_on = paced(lambda _percent: running.goes_on())
    if (DetailKind.FRONTIER, "") not in there:
        yield lambda: {(DetailKind.FRONTIER, ""): study_frontier(run_id, *question, goes_on)}
    if (DetailKind.ROBUSTNESS, "") not in there:
        yield lambda: {(DetailKind.ROBUSTNESS, ""): study_robustness(run_id, *question, goes_on)}


def _one(kind: DetailKind, code: str, question: Question) -> Callable[[], Made]:
    explain = why_in if kind is DetailKind.LOSS else why_not
    return lambda: {(kind, code): to_plain(explain(*question, code))}


def _overrides(question: Question, own_word: set[str]) -> Made:
    """Return the price of each lock of the board; what only began before has none."""
    candidates, terms, proposal = question
    return {
        (DetailKind.OVERRIDE, override.rule.parts[0]): to_plain(override)
        for override in prices_of_overrides(candidates, terms, proposal)
        if override.rule.parts[0] in own_word
    }
