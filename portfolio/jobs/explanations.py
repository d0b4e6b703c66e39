"""Explain a choice after it was made: by asking again under slightly other terms (methods.md §3).

What the board sees first comes first: the price of the mix rule and of its own word,
then the nearest thirty left out, then what each chosen one adds. The rest, the
frontier and the robustness are made when somebody asks. Each is committed by itself.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from core.database import db, reading
from core.jobs import Running
from portfolio.actions.scenario_results import record_detail
from portfolio.jobs.studies import context_of_run, paced, study_frontier, study_robustness
from portfolio.models import DetailKind
from portfolio.queries.scenarios import details_of
from portfolio.rules.scenario_prices import price_of_mix, price_of_override, price_to_enter, worth_of
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.proposal import Proposal, Reason, Status
from portfolio.rules.selection.terms import Candidate, Terms

NEAREST = 30
QUICK = 0.2
"""Seconds of a choice up to which the studies, hundreds of choices, are made without being asked for."""
FIRST_PERCENT, LAST_PERCENT = 60, 98
Work = tuple[DetailKind, str, Callable[[], Mapping[str, Any]]]


def explain_all(
    run_id: int, candidates: tuple[Candidate, ...], terms: Terms, proposal: Proposal, running: Running
) -> None:
    """Make every explanation that a page shows at first, as far as it is not there yet."""
    if proposal.status in (Status.INFEASIBLE, Status.NOTHING_FOUND):
        return
    with reading():
        there = details_of(run_id)
        db.session.rollback()
    own_word = {one["code"] for one in context_of_run(run_id)["overrides"]}
    works = [*_works(candidates, terms, proposal, own_word)]
    if proposal.seconds <= QUICK:
        goes_on = paced(lambda _percent: running.goes_on())
        frontier = _bound(study_frontier, run_id, candidates, terms, proposal, goes_on)
        robustness = _bound(study_robustness, run_id, candidates, terms, proposal, goes_on)
        works += [(DetailKind.FRONTIER, "", frontier), (DetailKind.ROBUSTNESS, "", robustness)]
    work = [(kind, key, make) for kind, key, make in works if key not in there[kind]]
    for place, (kind, key, make) in enumerate(work):
        percent = FIRST_PERCENT + (LAST_PERCENT - FIRST_PERCENT) * place // len(work)
        if not running.goes_on(percent):
            return
        data = make()
        if data:
            record_detail(run_id, kind, data, key=key)
            db.session.commit()


def make_detail(
    run_id: int,
    kind: DetailKind,
    key: str,
    candidates: tuple[Candidate, ...],
    terms: Terms,
    proposal: Proposal,
    running: Running,
) -> None:
    """Make one explanation or study; it is committed with the end of the job."""
    if kind is DetailKind.WHY_NOT:
        data: Mapping[str, Any] = price_to_enter(candidates, terms, proposal, key)
    elif kind is DetailKind.LOSS:
        data = worth_of(candidates, terms, proposal, key)
    elif kind is DetailKind.FRONTIER:
        data = study_frontier(run_id, candidates, terms, proposal, paced(running.goes_on))
    elif kind is DetailKind.ROBUSTNESS:
        data = study_robustness(run_id, candidates, terms, proposal, paced(running.goes_on))
    else:
        data = check_again(candidates, terms, proposal)
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


def _works(
    candidates: tuple[Candidate, ...], terms: Terms, proposal: Proposal, own_word: set[str]
) -> Iterator[Work]:
    yield DetailKind.MIX_RULE, "", lambda: price_of_mix(candidates, terms, proposal)
    for code in sorted(own_word & {*terms.locked_in, *terms.locked_out}):
        yield DetailKind.OVERRIDE, code, _bound(price_of_override, candidates, terms, proposal, code)
    by_code = {one.code: one for one in candidates}
    left = [one.code for one in proposal.left_out if one.reason is not Reason.LOCKED_OUT]
    left.sort(key=lambda code: (-by_code[code].gain, code))
    for code in left[:NEAREST]:
        yield DetailKind.WHY_NOT, code, _bound(price_to_enter, candidates, terms, proposal, code)
    for code in sorted(proposal.codes - set(terms.locked_in))[:NEAREST]:
        yield DetailKind.LOSS, code, _bound(worth_of, candidates, terms, proposal, code)


def _bound(function: Callable[..., Mapping[str, Any]], *arguments: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: function(*arguments)
