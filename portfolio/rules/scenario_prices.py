"""What a choice costs: the same question under slightly other terms, and the difference (methods.md §3).

Every price is a difference of two exact sums: forcing a use case in and solving
again gives exactly the printed price. Prices are points of the objective, ≥ 0 unless
the first answer was not the best. Results are plain JSON values, codes in order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.plain import to_plain
from portfolio.rules.selection.proposal import Proposal, Status
from portfolio.rules.selection.terms import Candidate, MixMode, Terms

FOUND = frozenset({Status.OPTIMAL, Status.NODE_LIMIT, Status.TIME_LIMIT})
Answer = Mapping[str, Any]


def price_to_enter(candidates: Iterable[Candidate], terms: Terms, proposal: Proposal, code: str) -> Answer:
    """Return what it costs to have ``code`` in: the price, who leaves, who joins, what would change it.

    ``extra_months`` is a wider budget in which it fits while nobody leaves (checked by solving);
    ``needs_gain`` the utility from which it enters without loss.
    """
    every = tuple(candidates)
    own = next(one for one in every if one.code == code)
    asked = replace(terms, locked_in={**terms.locked_in, code: None}, locked_out=terms.locked_out - {code})
    found = propose(every, asked)
    answer = _difference(proposal, found, code)
    if not answer["is_possible"]:
        return answer
    price = Decimal(answer["price"])
    answer["needs_gain"] = str(own.gain + max(price, Decimal(0)))
    answer["extra_months"] = _extra_months(every, asked, proposal, own)
    return answer


def worth_of(candidates: Iterable[Candidate], terms: Terms, proposal: Proposal, code: str) -> Answer:
    """Return what is lost without ``code``, who leaves along with it and who takes its place."""
    locked_in = {one: start for one, start in terms.locked_in.items() if one != code}
    asked = replace(terms, locked_in=locked_in, locked_out=terms.locked_out | {code})
    return _difference(proposal, propose(candidates, asked), code)


def price_of_mix(candidates: Iterable[Candidate], terms: Terms, proposal: Proposal) -> Answer:
    """Return how many points of value the rule of the mix costs, and which choice it changes."""
    if terms.mix.mode is MixMode.OFF:
        return {"is_possible": True, "price": "0", "leaves": [], "joins": [], "is_exact": True}
    found = propose(candidates, replace(terms, mix=replace(terms.mix, mode=MixMode.OFF)))
    if found.status not in FOUND:
        return _not_found(found)
    return {
        "is_possible": True,
        "price": str(found.utility - proposal.utility),
        "leaves": sorted(proposal.codes - found.codes),
        "joins": sorted(found.codes - proposal.codes),
        "is_exact": found.gap == 0 and proposal.gap == 0,
    }


def price_of_override(candidates: Iterable[Candidate], terms: Terms, proposal: Proposal, code: str) -> Answer:
    """Return what the board's own word on ``code`` costs: the best without it minus the best with it."""
    locked_in = {one: start for one, start in terms.locked_in.items() if one != code}
    asked = replace(terms, locked_in=locked_in, locked_out=terms.locked_out - {code})
    found = propose(candidates, asked)
    if found.status not in FOUND or found.objective is None or proposal.objective is None:
        return _not_found(found)
    return {
        "is_possible": True,
        "price": str(found.objective - proposal.objective),
        "leaves": sorted(proposal.codes - found.codes - {code}),
        "joins": sorted(found.codes - proposal.codes - {code}),
        "is_exact": found.gap == 0 and proposal.gap == 0,
    }


def _difference(proposal: Proposal, found: Proposal, code: str) -> dict[str, Any]:
    if found.status not in FOUND or found.objective is None or proposal.objective is None:
        return _not_found(found)
    return {
        "is_possible": True,
        "price": str(proposal.objective - found.objective),
        "leaves": sorted(proposal.codes - found.codes - {code}),
        "joins": sorted(found.codes - proposal.codes - {code}),
        "objective": str(found.objective),
        "is_exact": found.gap == 0 and proposal.gap == 0,
    }


def _not_found(found: Proposal) -> dict[str, Any]:
    conflict = to_plain(found.conflict) if found.conflict else None
    return {"is_possible": False, "price": None, "leaves": [], "joins": [], "conflict": conflict}


def _extra_months(
    candidates: tuple[Candidate, ...], asked: Terms, proposal: Proposal, own: Candidate
) -> str | None:
    """Return the wider budget in which everyone fits; None when something else is in the way."""
    if asked.budget_months is None:
        return None
    extra = proposal.effort + own.months - asked.budget_months
    if extra <= 0:
        return None
    stay = {**dict.fromkeys(proposal.codes), **asked.locked_in}
    wider = replace(asked, budget_months=asked.budget_months + extra, locked_in=stay)
    return str(extra) if propose(candidates, wider).status in FOUND else None
