"""Explanations: every printed price is the price, and every printed figure is enough and not too much."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portfolio.rules.interval import Interval
from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.explain import (
    WhyIn,
    WhyNot,
    explain,
    forced_in,
    forced_out,
    free,
    nearest,
    pinned,
    price_of_all_overrides,
    price_of_mix,
    prices_of_overrides,
    why_in,
    why_not,
)
from portfolio.rules.selection.plain import from_plain, to_plain
from portfolio.rules.selection.proposal import Reason, Status
from portfolio.rules.selection.terms import Load, MixMode, MixTerms, Terms
from portfolio.rules.terms import Size
from tests.rules.selection.reference import best_by_trying, question

Q1 = Quarter(2027, 1)
ROWS = (("A", 50, 4), ("B", 30, 4), ("C", 20, 4))


def feasible(seeds, count=7, quarters=0):
    found = []
    for seed in seeds:
        candidates, terms = question(seed, count, quarters)
        proposal = propose(candidates, terms)
        if proposal.status is Status.OPTIMAL:
            found.append((candidates, terms, proposal))
    return found


@pytest.mark.parametrize("quarters", [0, 3])
def test_forcing_a_code_in_or_out_and_trying_everything_gives_exactly_the_printed_price(quarters):
    checked = 0
    for candidates, terms, proposal in feasible(range(8), 4 if quarters else 6, quarters):
        fixed = pinned(terms, proposal)
        for found in explain(candidates, terms, proposal, most=None):
            force = forced_out if isinstance(found, WhyIn) else forced_in
            difference = found.if_out if isinstance(found, WhyIn) else found.if_in
            if difference is None:
                continue
            expected = best_by_trying(candidates, force(fixed, found.code))
            price = None if expected is None else proposal.objective - expected
            assert difference.price == price
            assert difference.is_exact or price is None
            checked += 1
    assert checked > 15


def test_prices_are_never_below_zero_unless_a_lock_or_precondition_keeps_it_out():
    for candidates, terms, proposal in feasible(range(20, 30)):
        for found in explain(candidates, terms, proposal, most=None):
            if (
                isinstance(found, WhyNot)
                and found.reason is Reason.NOT_CHOSEN
                and found.if_in.price is not None
            ):
                assert found.if_in.price >= 0


def test_the_utility_needed_is_enough_and_less_is_not():
    checked = 0
    for candidates, terms, proposal in feasible(range(40, 52)):
        fixed = pinned(terms, proposal)
        for left in proposal.left_out:
            if left.reason is not Reason.NOT_CHOSEN:
                continue
            found = why_not(candidates, terms, proposal, left.code)
            if found.utility_needed is None:
                continue
            hundredth = Decimal("0.01")
            for utility, is_in in (
                (found.utility_needed + hundredth, True),
                (found.utility_needed - hundredth, False),
            ):
                changed = [
                    replace(one, utility=utility) if one.code == left.code else one for one in candidates
                ]
                assert (left.code in propose(changed, fixed).codes) is is_in
            checked += 1
    assert checked > 5


def test_the_effort_needed_is_as_good_in_as_out_and_more_is_worse(small_choice):
    candidates, terms = small_choice(*ROWS, budget=9)
    terms = replace(terms, mix=MixTerms(MixMode.OFF))
    proposal = propose(candidates, terms)
    found = why_not(candidates, terms, proposal, "C")
    assert found.effort_needed == 1  # beside A and B there is room for one
    assert found.if_in.leaves == ("B",) and found.if_in.price == 10
    assert found.shortages[0].rule.name == "budget_months" and found.shortages[0].amount == 3
    for months, is_in in ((Decimal(1), True), (Decimal("1.01"), False)):
        changed = [
            replace(one, effort=replace(one.effort, low=months, likely=months)) if one.code == "C" else one
            for one in candidates
        ]
        assert ("C" in propose(changed, terms).codes) is is_in


def test_chance_and_value_needed_follow_from_the_utility(small_choice):
    candidates, terms = small_choice(("A", 50, 4), ("B", 20, 4), budget=4)
    candidates[1] = replace(candidates[1], value=Interval.exact(80), chance=25)
    found = why_not(candidates, terms, propose(candidates, terms), "B")
    assert found.utility_needed == 50
    assert found.chance_needed == 65  # 62.5 % of 80, in steps of five
    assert found.value_needed is None  # 200 is no value
    surer = [candidates[0], replace(candidates[1], value=Interval.exact(25), chance=80)]
    found = why_not(surer, terms, propose(surer, terms), "B")
    assert found.value_needed == Decimal("62.50") and found.chance_needed is None
    other = [candidates[0], replace(candidates[1], utility=Decimal(19))]
    found = why_not(other, terms, propose(other, terms), "B")
    assert found.utility_needed == 50 and found.chance_needed is None  # utility is not p·V here


def test_who_waits_for_a_precondition_is_told_whether_it_would_enter(small_choice):
    candidates, terms = small_choice(("A", 50, 4), ("B", 30, 4), budget=4)
    waiting = [replace(candidates[0], is_blocked=True), candidates[1]]
    found = why_not(waiting, terms, propose(waiting, terms), "A")
    assert found.reason is Reason.BLOCKED and found.enters_once_ready and found.if_in.price < 0
    waiting = [candidates[0], replace(candidates[1], is_blocked=True)]
    found = why_not(waiting, terms, propose(waiting, terms), "B")
    assert not found.enters_once_ready and found.if_in.price > 0


def test_who_has_no_figures_or_no_way_in_is_told_so(small_choice):
    candidates, terms = small_choice(*ROWS, budget=8)
    candidates[2] = replace(candidates[2], utility=None)
    proposal = propose(candidates, terms)
    assert why_not(candidates, terms, proposal, "C").if_in is None
    heavy = [
        *candidates[:2],
        replace(candidates[2], utility=Decimal(20), load=(Load("P", 0, Decimal(9)),), planned_start=Q1),
    ]
    limited = replace(terms, capacity={("P", Q1): Decimal(3)})
    found = why_not(heavy, limited, propose(heavy, limited), "C")
    assert found.if_in.price is None
    assert {str(rule) for rule in found.if_in.obstacle} == {"capacity:P:2027-Q1", "locked_in:C"}


def test_what_is_lost_without_a_code_is_its_worth_less_that_of_its_replacement(small_choice):
    candidates, terms = small_choice(*ROWS, budget=8)
    found = why_in(candidates, terms, propose(candidates, terms), "A")
    assert found.if_out.price == 30 and found.if_out.enters == ("C",)


def test_the_price_of_the_mix_is_the_utility_it_costs(small_choice):
    candidates, terms = small_choice(
        *((f"S{n}", 10, 1) for n in range(4)), *((f"T{n}", 12, 1) for n in range(4)), budget=4
    )
    candidates = [replace(one, size=Size.AMBITIOUS) if one.code[0] == "T" else one for one in candidates]
    found = price_of_mix(candidates, terms, propose(candidates, terms))
    assert found.price == 48 - 42
    assert found.without.enters == ("T1", "T2", "T3") and found.without.leaves == ("S0", "S1", "S2")


def test_each_override_has_the_price_that_taking_it_away_gives_back():
    for candidates, terms, proposal in feasible(range(60, 75)):
        fixed = pinned(terms, proposal)
        for found in prices_of_overrides(candidates, terms, proposal):
            expected = best_by_trying(candidates, free(fixed, found.rule.parts[0]))
            assert found.without.price == expected - proposal.objective >= 0
        unlocked = replace(fixed, locked_in={}, locked_out=frozenset())
        both = price_of_all_overrides(candidates, terms, proposal)
        assert both.price == best_by_trying(candidates, unlocked) - proposal.objective


def test_the_nearest_come_first_and_the_impossible_last(small_choice):
    candidates, terms = small_choice(
        ("FAR", 1, 4), ("NEAR", 29, 4), ("A", 30, 4), ("STAR", 90, 4), ("X", 9, 1), budget=8
    )
    candidates[4] = replace(candidates[4], is_blocked=True)
    terms = replace(terms, mix=MixTerms(MixMode.OFF))
    order = nearest(candidates, terms, propose(candidates, terms))
    assert set(order[:2]) == {"A", "NEAR"} and order[-1] == "X"
    assert len(list(explain(candidates, terms, propose(candidates, terms), most=2))) == 2


def test_a_proposal_without_an_answer_has_its_conflict_for_an_explanation(small_choice):
    candidates, terms = small_choice(*ROWS, budget=3)
    terms = replace(terms, locked_in={"A": None})
    proposal = propose(candidates, terms)
    assert list(explain(candidates, terms, proposal)) == []
    assert price_of_mix(candidates, terms, proposal).price is None


def test_explanations_survive_json(small_choice):
    candidates, terms = small_choice(*ROWS, budget=8)
    for found in explain(candidates, terms, propose(candidates, terms), most=None):
        assert from_plain(type(found), to_plain(found)) == found


def test_terms_forced_and_freed_keep_the_other_locks():
    terms = Terms(locked_in={"A": Q1}, locked_out=frozenset("B"))
    assert forced_in(terms, "A").locked_in == {"A": Q1}
    assert forced_in(terms, "B").locked_out == frozenset()
    assert forced_out(terms, "A").locked_in == {} and forced_out(terms, "A").locked_out == {"A", "B"}
