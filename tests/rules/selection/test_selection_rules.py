"""Each rule of the model on a question so small that the answer can be read off; each broken once."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portfolio.rules.interval import Interval
from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.proposal import Reason, Rule, Status
from portfolio.rules.selection.terms import (
    Horizon,
    Load,
    MixMode,
    MixTerms,
    Saving,
    Terms,
    TermsNotValid,
    expected_utility,
    spread,
)
from portfolio.rules.terms import Basis, Size

Q1 = Quarter(2027, 1)
NO_MIX = MixTerms(MixMode.OFF)
NO_TERMS = Terms(mix=NO_MIX)
ROWS = (("A", 10, 4), ("B", 9, 4), ("C", 8, 4))


def codes(proposal):
    return "".join(sorted(proposal.codes))


def reasons(proposal):
    return {one.code: one.reason for one in proposal.left_out}


def test_without_limits_all_that_has_a_utility_is_chosen(small_choice):
    candidates, _ = small_choice(*ROWS, ("Z", 0, 1))
    proposal = propose(candidates, NO_TERMS)
    assert codes(proposal) == "ABC" and proposal.objective == proposal.utility == 27
    assert proposal.tight == ()


RULES = {
    "budget in person-months": ({"budget_months": Decimal(8)}, {}, "AB", 19, "budget_months"),
    "budget in cents": (
        {"budget_cents": 250},
        {"B": {"cost": 200}, "A": {"cost": 100}, "C": {"cost": 150}},
        "AC",
        18,
        "budget_cents",
    ),
    "capacity of an organisation in a quarter": (
        {"capacity": {("P", Q1): Decimal(3)}},
        {code: {"load": (Load("P", 0, Decimal(2)),), "planned_start": Q1} for code in "AB"},
        "AC",
        18,
        "capacity:P:2027-Q1",
    ),
    "a dependency brings what it needs, or stays out": (
        {"budget_months": Decimal(8)},
        {"A": {"depends_on": frozenset("C")}},
        "AC",
        18,
        "budget_months",
    ),
    "at most one of a group": ({"either_or": (frozenset("AB"),)}, {}, "AC", 18, "either_or:A:B"),
    "a system function asks for a builder": (
        {"budget_months": Decimal(4), "function_minimum": {"F": 1}},
        {"C": {"builds": frozenset("F")}},
        "C",
        8,
        "function_minimum:F",
    ),
    "locked in": ({"budget_months": Decimal(4), "locked_in": {"C": None}}, {}, "C", 8, "budget_months"),
    "locked out": ({"locked_out": frozenset("A")}, {}, "BC", 17, None),
    "what is shared is spent once": (
        {"budget_months": Decimal(7), "savings": (Saving("B", "C", Decimal(1)),)},
        {},
        "BC",
        17,
        "budget_months",
    ),
    "a hard precondition without a date": ({}, {"A": {"is_blocked": True}}, "BC", 17, None),
    "an unknown utility is never 0 and never chosen": ({}, {"A": {"utility": None}}, "BC", 17, None),
    "an unknown effort": ({}, {"A": {"effort": None}}, "BC", 17, None),
    "what it depends on is not there": ({}, {"A": {"depends_on": frozenset("X")}}, "BC", 17, None),
    "what it depends on is there already": (
        {"already": frozenset("X")},
        {"A": {"depends_on": frozenset("X")}},
        "ABC",
        27,
        None,
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_holds(name, small_choice):
    terms, changes, expected, objective, tight = RULES[name]
    candidates, _ = small_choice(*ROWS)
    candidates = [replace(one, **changes.get(one.code, {})) for one in candidates]
    proposal = propose(candidates, replace(NO_TERMS, **terms))
    assert codes(proposal) == expected
    assert proposal.objective == objective
    if tight:
        assert tight in {str(one.rule) for one in proposal.tight}
    # without the rule the answer is another one
    assert codes(propose(small_choice(*ROWS)[0], NO_TERMS)) == "ABC"


@pytest.mark.parametrize(
    ("change", "terms", "reason"),
    [
        ({"utility": None}, {}, Reason.NOT_RANKABLE),
        ({"is_blocked": True}, {}, Reason.BLOCKED),
        ({"depends_on": frozenset("X")}, {}, Reason.DEPENDENCY_MISSING),
        ({}, {"locked_out": frozenset("A")}, Reason.LOCKED_OUT),
        ({"ready_from": Q1 + 9}, {"horizon": Horizon(Q1, 4)}, Reason.TOO_LATE),
        ({"duration": 5}, {"horizon": Horizon(Q1, 4)}, Reason.TOO_LATE),
        ({}, {"budget_months": Decimal(3)}, Reason.NOT_CHOSEN),
    ],
)
def test_who_is_left_out_is_told_why(change, terms, reason, small_choice):
    candidates, _ = small_choice(("A", 10, 4))
    proposal = propose([replace(candidates[0], **change)], replace(NO_TERMS, **terms))
    assert reasons(proposal) == {"A": reason}


def test_what_depends_on_something_out_is_out_too(small_choice):
    candidates, _ = small_choice(*ROWS)
    candidates[1] = replace(candidates[1], depends_on=frozenset("A"))
    candidates[2] = replace(candidates[2], depends_on=frozenset("B"))
    blocked = [replace(candidates[0], is_blocked=True), *candidates[1:]]
    assert reasons(propose(blocked, NO_TERMS)) == {
        "A": Reason.BLOCKED,
        "B": Reason.DEPENDENCY_MISSING,
        "C": Reason.DEPENDENCY_MISSING,
    }
    locked = propose(candidates, replace(NO_TERMS, locked_out=frozenset("A")))
    assert reasons(locked)["B"] is Reason.DEPENDENCY_MISSING


def test_the_board_may_lock_in_what_is_blocked_or_has_no_figures(small_choice):
    candidates, _ = small_choice(*ROWS)
    candidates = [replace(candidates[0], is_blocked=True, utility=None, effort=None), *candidates[1:]]
    proposal = propose(candidates, replace(NO_TERMS, locked_in={"A": None}))
    assert codes(proposal) == "ABC" and proposal.utility == 17


def mixed(small_choice, small, ambitious):
    candidates, _ = small_choice(
        *((f"S{n}", 10, 1) for n in range(small)), *((f"T{n}", 12, 1) for n in range(ambitious))
    )
    return [replace(one, size=Size.AMBITIOUS) if one.code[0] == "T" else one for one in candidates]


def test_the_mix_is_soft_and_costs_its_price_outside_the_band(small_choice):
    candidates = mixed(small_choice, 4, 4)
    free = propose(candidates, replace(NO_TERMS, budget_months=Decimal(4)))
    assert codes(free) == "T0T1T2T3" and free.mix_price == 0
    soft = propose(candidates, Terms(budget_months=Decimal(4)))
    assert codes(soft) == "S0S1S2T0"
    assert soft.mix_price == 12 and soft.shortfall_small == soft.excess_small == 0
    cheap = propose(candidates, Terms(budget_months=Decimal(4), mix=MixTerms(price=Decimal("0.5"))))
    assert codes(cheap) == "T0T1T2T3"
    assert cheap.shortfall_small == Decimal("2.60")  # 0.65 of four
    assert cheap.objective == 48 - Decimal("0.5") * Decimal("2.60")


def test_a_hard_band_without_ambitious_candidates_leaves_nothing_and_a_soft_one_does_not(small_choice):
    candidates = mixed(small_choice, 3, 0)
    assert codes(propose(candidates, Terms(mix=MixTerms(MixMode.HARD)))) == ""
    soft = propose(candidates, Terms())
    assert codes(soft) == "S0S1S2" and soft.excess_small == Decimal("0.45")
    assert {str(one.rule) for one in soft.tight} == {"mix_high"}


def test_the_mix_by_effort_counts_person_months_and_what_has_no_size_stays_outside(small_choice):
    candidates = mixed(small_choice, 3, 1)
    candidates[3] = replace(
        candidates[3], effort=replace(candidates[3].effort, likely=Decimal(6), high=Decimal(6))
    )
    by_count = propose(candidates, Terms())
    by_effort = propose(candidates, Terms(mix=MixTerms(basis=Basis.EFFORT)))
    assert codes(by_count) == "S0S1S2T0"
    assert codes(by_effort) == "S0S1S2" and by_effort.mix_price == 10
    unsized = [replace(one, size=None) for one in candidates]
    assert codes(propose(unsized, Terms(mix=MixTerms(MixMode.HARD)))) == "S0S1S2T0"


def test_with_a_horizon_a_start_waits_for_capacity_precondition_and_dependency(small_choice):
    candidates, _ = small_choice(*ROWS)
    load = (Load("P", 0, Decimal(2)), Load("P", 1, Decimal(2)))
    first, second, third = (replace(one, load=load, duration=2) for one in candidates)
    second = replace(second, ready_from=Q1 + 1)
    third = replace(third, depends_on=frozenset("B"), load=())
    capacity = {("P", Q1 + step): Decimal(3) for step in range(12)}
    terms = replace(NO_TERMS, capacity=capacity, horizon=Horizon(Q1, 12), gap=Decimal(0))
    starts = propose([first, second, third], terms).starts
    assert starts == {"A": Q1, "B": Q1 + 2, "C": Q1 + 4}


def test_a_horizon_that_is_too_short_leaves_out_what_does_not_finish_unless_it_may(small_choice):
    candidates, _ = small_choice(("A", 10, 4))
    long = [replace(candidates[0], duration=6)]
    assert codes(propose(long, replace(NO_TERMS, horizon=Horizon(Q1, 4)))) == ""
    assert propose(long, replace(NO_TERMS, horizon=Horizon(Q1, 4, must_finish=False))).starts == {"A": Q1}


def test_a_locked_start_is_kept_and_the_choice_alone_does_not_start_before_a_precondition(small_choice):
    candidates, _ = small_choice(("A", 10, 4))
    locked = propose(candidates, replace(NO_TERMS, horizon=Horizon(Q1, 4), locked_in={"A": Q1 + 2}))
    assert locked.starts == {"A": Q1 + 2}
    planned = replace(candidates[0], planned_start=Q1, ready_from=Q1 + 3)
    assert propose([planned], NO_TERMS).starts == {"A": Q1 + 3}


CONFLICTS = {
    "two locks and a budget": (
        {"budget_months": Decimal(7), "locked_in": {"A": None, "B": None}},
        {"budget_months", "locked_in:A", "locked_in:B"},
        1,
    ),
    "two locks in one group": (
        {"either_or": (frozenset("AB"),), "locked_in": {"A": None, "B": None}},
        {"either_or:A:B", "locked_in:A", "locked_in:B"},
        1,
    ),
    "a lock on what depends on something locked out": (
        {"locked_in": {"C": None}, "locked_out": frozenset("A")},
        {"depends_on:C:A", "locked_in:C", "locked_out:A"},
        1,
    ),
    "nobody builds the function": ({"function_minimum": {"F": 1, "G": 0}}, {"function_minimum:F"}, 1),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_terms_that_contradict_each_other_are_named(name, small_choice):
    terms, together, given_up = CONFLICTS[name]
    candidates, _ = small_choice(*ROWS)
    candidates[2] = replace(candidates[2], depends_on=frozenset("A"))
    proposal = propose(candidates, replace(NO_TERMS, **terms))
    assert proposal.status is Status.INFEASIBLE and proposal.objective is None
    assert {str(rule) for rule in proposal.conflict.together} == together
    assert len(proposal.conflict.give_up) == given_up
    assert set(proposal.conflict.give_up) <= set(proposal.conflict.together)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"locked_in": {"X": None}}, "code_not_known"),
        ({"locked_in": {"A": None}, "locked_out": frozenset("A")}, "locked_in_and_out"),
        ({"mix": MixTerms(low=Decimal("0.9"))}, "mix_band_not_valid"),
        ({"mix": MixTerms(basis=Basis.BUDGET)}, "mix_basis_not_valid"),
        ({"horizon": Horizon(Q1, 0)}, "horizon_not_valid"),
        ({"budget_months": Decimal(-1)}, "limit_not_valid"),
        ({"budget_months": Decimal("nan")}, "limit_not_valid"),
        ({"nodes": 0}, "limit_not_valid"),
        ({"savings": (Saving("A", "A"),)}, "saving_not_valid"),
    ],
)
def test_terms_that_make_no_sense_are_refused(change, code, small_choice):
    candidates, terms = small_choice(*ROWS)
    with pytest.raises(TermsNotValid, match=code):
        propose(candidates, replace(terms, **change))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"utility": Decimal(-1)}, "figure_not_valid"),
        ({"cost": -1}, "figure_not_valid"),
        ({"duration": -1}, "duration_not_valid"),
        ({"load": (Load("P", -1, Decimal(1)),)}, "duration_not_valid"),
        ({"depends_on": frozenset("A")}, "depends_on_itself"),
        ({"code": "B"}, "code_twice"),
    ],
)
def test_candidates_that_make_no_sense_are_refused(change, code, small_choice):
    candidates, terms = small_choice(*ROWS)
    with pytest.raises(TermsNotValid, match=code):
        propose([replace(candidates[0], **change), *candidates[1:]], terms)


def test_a_load_is_spread_so_that_nothing_is_lost():
    loads = spread({"P": Decimal(10), "Q": Decimal("0.01")}, 3)
    assert [(one.organisation, one.offset, str(one.person_months)) for one in loads] == [
        ("P", 0, "3.34"),
        ("P", 1, "3.33"),
        ("P", 2, "3.33"),
        ("Q", 0, "0.01"),
    ]


def test_expected_utility_goes_by_the_low_end_and_is_never_zero_for_unknown():
    assert expected_utility(Interval(Decimal(40), Decimal(60)), 50) == 20
    assert expected_utility(None, 50) is None and expected_utility(Interval.exact(40), None) is None


def test_a_rule_prints_as_its_parts():
    assert str(Rule("capacity", ("P", "2027-Q1"))) == "capacity:P:2027-Q1"
