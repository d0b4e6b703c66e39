"""Same question, same answer: hashes, JSON, order, limits, progress, stopping, other threads."""

import json
import threading
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.selection_instances import Shape, generated
from portfolio.rules.selection import choose
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.formulation import Formulation
from portfolio.rules.selection.greedy import advise, first_answer
from portfolio.rules.selection.plain import from_plain, input_from_plain, input_hash, input_to_plain, to_plain
from portfolio.rules.selection.polish import polish
from portfolio.rules.selection.proposal import Proposal, Status
from portfolio.rules.selection.solver import Ended, Watch, relax
from portfolio.rules.selection.terms import MODEL_VERSION, Terms, check
from tests.rules.selection.reference import question

HARD = Shape(24, organisations=4, functions=2)


def without_time(proposal: Proposal) -> Proposal:
    return replace(proposal, seconds=0.0)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), quarters=st.sampled_from([0, 3]))
def test_the_same_question_in_any_order_has_the_same_answer_and_hash(seed, quarters):
    candidates, terms = question(seed, 6, quarters)
    mixed = Random(seed).sample(candidates, len(candidates))
    turned = replace(terms, capacity=dict(reversed(terms.capacity.items())), savings=terms.savings[::-1])
    assert input_hash(candidates, terms) == input_hash(mixed, turned)
    assert without_time(propose(candidates, terms)) == without_time(propose(mixed, turned))


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), quarters=st.sampled_from([0, 3]))
def test_question_and_answer_survive_json(seed, quarters):
    candidates, terms = question(seed, 5, quarters)
    text = json.dumps(input_to_plain(candidates, terms))
    again, terms_again = input_from_plain(json.loads(text))
    assert terms_again == terms
    assert json.dumps(input_to_plain(again, terms_again)) == text
    assert input_hash(again, terms_again) == input_hash(candidates, terms)
    proposal = propose(candidates, terms)
    assert from_plain(Proposal, json.loads(json.dumps(to_plain(proposal)))) == proposal


def test_every_part_of_the_question_is_in_the_hash_but_a_time_limit_is_not():
    candidates, terms = question(1, 5)
    hashes = {input_hash(candidates, terms), input_hash(candidates, replace(terms, seconds=9.0))}
    assert len(hashes) == 1
    for change in ({"budget_months": Decimal(1)}, {"seed": 2}, {"already": frozenset("X")}, {"nodes": 7}):
        hashes.add(input_hash(candidates, replace(terms, **change)))
    hashes.add(input_hash([replace(candidates[0], cost=1), *candidates[1:]], terms))
    assert len(hashes) == 6
    same = replace(terms, discount=terms.discount * 1, budget_months=Decimal("10.0"))
    assert input_hash(candidates, same) == input_hash(candidates, replace(same, budget_months=Decimal(10)))


def test_what_was_stored_before_a_field_came_gets_its_default():
    assert from_plain(Terms, {"budget_months": "4.5"}) == Terms(budget_months=Decimal("4.5"))


def test_ties_break_by_code_and_nothing_useless_is_chosen(small_choice):
    candidates, terms = small_choice(
        ("B", 5, 2), ("D", 5, 2), ("A", 5, 2), ("C", 5, 2), ("0", 0, 0.5), budget=4
    )
    assert sorted(propose(candidates, terms).codes) == ["A", "B"]


def test_the_answer_says_how_it_was_made():
    candidates, terms = question(3, 6)
    proposal = propose(candidates, terms)
    assert proposal.model_version == MODEL_VERSION and proposal.solver.startswith("HiGHS ")
    assert proposal.input_hash == input_hash(candidates, terms) and proposal.seed == terms.seed
    assert proposal.is_reproducible and proposal.bound == proposal.objective and proposal.gap == 0


@pytest.mark.parametrize("limit", [{"nodes": 1}, {"work": 6_000}])
def test_a_run_that_stops_on_nodes_or_work_gives_the_same_best_found_with_its_gap(limit):
    candidates, terms = generated(1, HARD)
    terms = replace(terms, gap=Decimal(0), **limit)
    first, second = propose(candidates, terms), propose(candidates, terms)
    assert first.status is Status.NODE_LIMIT and first.is_reproducible and not first.is_exact
    assert first.gap > 0 and first.bound > first.objective
    assert without_time(first) == without_time(second)


def test_a_run_that_stops_on_time_says_that_it_is_not_reproducible():
    candidates, terms = generated(1, HARD)
    proposal = propose(candidates, replace(terms, gap=Decimal(0), seconds=0.02))
    assert proposal.status is Status.TIME_LIMIT and not proposal.is_reproducible
    assert proposal.objective is not None and proposal.gap > 0


def test_a_run_can_be_watched_and_stopped_and_gives_the_best_found():
    candidates, terms = generated(1, HARD)
    seen = []
    watch = Watch(seen.append, lambda: len(seen) >= 2)
    proposal = propose(candidates, replace(terms, gap=Decimal(0)), watch=watch)
    assert proposal.status is Status.CANCELLED and not proposal.is_reproducible
    assert proposal.codes and proposal.gap > 0
    assert seen[0].objective is not None and seen[0].bound >= seen[0].objective and seen[0].seconds >= 0


def test_a_run_that_is_stopped_while_ties_are_settled_says_so(monkeypatch):
    candidates, terms = question(3, 6)
    calls = []
    real = choose.solve

    def stopped_at_the_second(model, limits, **rest):
        calls.append(limits)
        answer = real(model, limits, **rest)
        return replace(answer, ended=Ended.STOPPED, values=None) if len(calls) == 2 else answer

    monkeypatch.setattr(choose, "solve", stopped_at_the_second)
    proposal = propose(candidates, terms)
    assert len(calls) == 2 and proposal.is_exact and not proposal.is_reproducible


def test_a_run_that_is_stopped_before_it_began_still_has_the_simple_answer():
    candidates, terms = generated(1, HARD)
    proposal = propose(candidates, replace(terms, gap=Decimal(0)), watch=Watch(should_stop=lambda: True))
    assert proposal.status is Status.CANCELLED and proposal.codes


def test_other_threads_go_on_while_it_solves_and_two_may_solve_at_once():
    candidates, terms = generated(1, HARD)
    terms = replace(terms, gap=Decimal(0), work=6_000)
    answers, turns = [], 0
    solving = [threading.Thread(target=lambda: answers.append(propose(candidates, terms))) for _ in range(2)]
    for thread in solving:
        thread.start()
    while any(thread.is_alive() for thread in solving):
        solving[0].join(0.001)
        turns += 1
    assert turns > 20
    assert without_time(answers[0]) == without_time(answers[1])


def test_within_the_allowed_gap_a_large_question_needs_no_branching():
    candidates, terms = generated(2, Shape(150, organisations=3))
    proposal = propose(candidates, terms)
    assert proposal.status is Status.OPTIMAL and proposal.gap <= Decimal("0.01")
    assert proposal.bound >= proposal.objective


def test_a_first_answer_is_bettered_part_by_part_and_the_same_each_time():
    candidates, terms = generated(5, Shape(60, organisations=3))
    formulation = Formulation(check(candidates, terms), terms)
    relaxed = relax(formulation.model)
    first = first_answer(formulation, relaxed)
    advice = advise(formulation, relaxed)
    better = [polish(formulation, first, advice, lambda _: False, lambda: False, seed=1) for _ in range(2)]
    assert better[0] == better[1] and not formulation.model.broken(better[0])
    assert formulation.model.objective(better[0]) > formulation.model.objective(first)
    assert polish(formulation, first, advice, lambda _: True, lambda: False, seed=1) == first
    assert polish(formulation, first, advice, lambda _: False, lambda: True, seed=1) == first
