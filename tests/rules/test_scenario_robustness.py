"""SMAA-2: the closed form from the literature, and shares that add up."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.effort import Effort
from portfolio.rules.interval import Interval
from portfolio.rules.scenario import Yardstick
from portfolio.rules.scenario_robustness import (
    Scored,
    draw_weights,
    inclusion,
    rank_acceptability,
    robustness_of,
)
from portfolio.rules.selection.terms import Candidate, MixMode, MixTerms, Terms
from portfolio.rules.terms import Size

THREE = [Scored("A", (1.0, 0.0)), Scored("B", (0.0, 1.0)), Scored("C", (0.6, 0.6))]
EQUAL = [Decimal("0.5"), Decimal("0.5")]


def candidate(code: str, value: int, effort: int, *, spread: int = 0) -> Candidate:
    """Return a small one with chance 100 %, so that it is worth its value."""
    effort_range = Effort(Decimal(effort), Decimal(effort), Decimal(effort + spread))
    return Candidate(code, Size.SMALL, Decimal(value), effort_range, Interval.exact(value), 100)


def test_the_closed_form_is_found():
    found = rank_acceptability(THREE, EQUAL, lambda _code, value: value, seed=1)

    shares = {code: row[0] for code, row in found["ranks"].items()}
    assert shares == pytest.approx({"A": 0.4, "B": 0.4, "C": 0.2}, abs=0.015)
    assert found["central"]["A"] == pytest.approx([0.8, 0.2], abs=0.015)
    assert found["before"]["A"]["B"] == pytest.approx(0.5, abs=0.015)


def test_the_same_seed_gives_the_same_and_another_does_not():
    def run(seed: int):
        return rank_acceptability(THREE, EQUAL, lambda _code, value: value, seed=seed, draws=500)

    assert run(1) == run(1)
    assert run(1) != run(2)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 99))
def test_weights_add_up_and_keep_the_stated_order(parts, seed):
    stated = [Decimal(part) / sum(parts) for part in parts]
    drawn = draw_weights(stated, Random(seed))

    assert sum(drawn) == pytest.approx(1)
    for first, one in enumerate(stated):
        for second, other in enumerate(stated):
            if one > other and len(set(stated)) > 1:
                assert drawn[first] >= drawn[second]


def test_every_rank_is_taken_once_in_every_draw():
    found = rank_acceptability(THREE, EQUAL, lambda _code, value: value, seed=3, draws=400)

    for row in found["ranks"].values():
        assert sum(row) == pytest.approx(1)
    for place in range(3):
        assert sum(row[place] for row in found["ranks"].values()) == pytest.approx(1)


def test_what_always_wins_is_core_and_what_never_fits_is_out():
    every = [candidate("A", 90, 2), candidate("B", 40, 5), candidate("C", 60, 50)]
    terms = Terms(budget_months=Decimal(6), mix=MixTerms(MixMode.OFF))
    found = inclusion(every, terms, {}, EQUAL, Yardstick.EXPECTED, seed=1, portfolios=20)

    assert found["inclusion"] == {"A": 1.0, "B": 0.0, "C": 0.0}
    assert found["errors"] == {"A": 0.0, "B": 0.0, "C": 0.0}
    assert found["portfolios"] == 20


def test_draws_in_which_nothing_fits_are_told_apart():
    every = [candidate("A", 90, 5, spread=4)]
    terms = Terms(budget_months=Decimal(6), mix=MixTerms(MixMode.OFF), locked_in={"A": None})
    found = inclusion(every, terms, {}, EQUAL, Yardstick.EXPECTED, seed=1, portfolios=40)

    assert 0 < found["without_portfolio"] < 40
    assert found["portfolios"] + found["without_portfolio"] == 40


def test_a_level_that_is_not_scored_makes_the_ranks_shift():
    every = [candidate("A", 50, 2), candidate("B", 50, 2)]
    levels = {"A": {"x": 3}, "B": {"x": None}}
    found = robustness_of(
        every, Terms(), levels, {"x": Decimal(1)}, Yardstick.EXPECTED, draws=600, portfolios=4
    )

    assert 0.2 < found["ranks"]["B"][0] < 0.8
    assert found["is_bootstrapped"] is False


def test_it_stops_when_it_is_told_to():
    found = robustness_of(
        [candidate("A", 50, 2)], Terms(), {}, {"x": Decimal(1)}, Yardstick.EXPECTED, lambda percent: False
    )

    assert found == {}
