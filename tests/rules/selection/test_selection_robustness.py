"""SMAA-2 and the frontier: closed forms, seeds, order and bounds, and what a budget can do."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portfolio.rules.effort import Effort
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.draws import Judged, Weighting, WeightsNotPossible, draw_efforts, draw_weights
from portfolio.rules.selection.frontier import frontier
from portfolio.rules.selection.robustness import Group, inclusion, rank_acceptability
from portfolio.rules.selection.solver import Watch
from portfolio.rules.selection.terms import MixMode, MixTerms
from tests.rules.selection.reference import question

TWO = Weighting(("k1", "k2"))
CLOSED = [
    Judged("A", {"k1": (100.0,), "k2": (0.0,)}),
    Judged("B", {"k1": (0.0,), "k2": (100.0,)}),
    Judged("C", {"k1": (60.0,), "k2": (60.0,)}),
]
NO_MIX = MixTerms(MixMode.OFF)


def test_ranks_are_those_of_the_closed_form():
    ranks = rank_acceptability(CLOSED, TWO)
    assert ranks.codes == ("A", "B", "C")
    assert [shares[0] for shares in ranks.acceptability] == pytest.approx([0.4, 0.4, 0.2], abs=0.015)
    assert ranks.central[0] == pytest.approx((0.8, 0.2), abs=0.01)
    assert ranks.central[1] == pytest.approx((0.2, 0.8), abs=0.01)
    assert ranks.before[0][1] == pytest.approx(0.5, abs=0.015)
    assert ranks.before[2][0] == pytest.approx(0.6, abs=0.015)
    assert 0 < ranks.error <= 0.005
    for shares in (*ranks.acceptability, *zip(*ranks.acceptability, strict=True)):
        assert sum(shares) == pytest.approx(1)


def test_the_same_seed_gives_the_same_ranks_in_any_order_and_another_seed_others():
    assert rank_acceptability(CLOSED, TWO) == rank_acceptability(CLOSED[::-1], TWO)
    assert rank_acceptability(CLOSED, TWO) != rank_acceptability(CLOSED, TWO, seed=2)


def test_a_stated_order_is_kept_and_leaves_the_middle_of_its_triangle():
    import numpy as np

    drawn = draw_weights(Weighting(("a", "b", "c"), order=("b", "a", "c")), 20_000, np.random.default_rng(1))
    assert (np.diff(drawn[:, [1, 0, 2]], axis=1) <= 0).all()
    # the centre of the ordered simplex is the rank-order centroid
    assert drawn.mean(axis=0) == pytest.approx([5 / 18, 11 / 18, 2 / 18], abs=0.005)


def test_bounds_are_kept():
    import numpy as np

    weighting = Weighting(("a", "b", "c"), order=("a", "c"), bounds={"a": (0.3, 0.5), "b": (0.1, 1.0)})
    drawn = draw_weights(weighting, 500, np.random.default_rng(1))
    assert drawn.shape == (500, 3)
    assert drawn.sum(axis=1) == pytest.approx(np.ones(500))
    assert (drawn[:, 0] >= 0.3).all() and (drawn[:, 0] <= 0.5).all() and (drawn[:, 1] >= 0.1).all()
    assert (drawn[:, 0] >= drawn[:, 2]).all()


@pytest.mark.parametrize(
    "bounds",
    [
        {"a": (0.6, 1.0), "b": (0.6, 1.0)},
        {"a": (0.0, 0.3), "b": (0.0, 0.3)},
        {"a": (0.5, 0.2)},
    ],
)
def test_bounds_that_leave_nothing_are_refused(bounds):
    import numpy as np

    with pytest.raises(WeightsNotPossible, match="bounds_leave_nothing"):
        draw_weights(Weighting(("a", "b"), bounds=bounds), 10, np.random.default_rng(1))


def test_no_criteria_are_refused_and_nobody_to_rank_is_fine():
    with pytest.raises(WeightsNotPossible, match="no_criteria"):
        rank_acceptability(CLOSED, Weighting(()))
    assert rank_acceptability([], TWO).codes == ()


def test_scorers_that_differ_make_ranks_uncertain_and_chance_counts():
    sure = [Judged("A", {"k1": (60.0,)}, (50.0,)), Judged("B", {"k1": (40.0,)}, (50.0,))]
    one = Weighting(("k1",))
    assert rank_acceptability(sure, one).acceptability[0][0] == 1
    split = [Judged("A", {"k1": (20.0, 100.0)}, (50.0,)), sure[1]]
    # the mean of two drawn scorers is 20, 60 or 100: below 40 one time in four
    assert rank_acceptability(split, one).acceptability[0][0] == pytest.approx(0.75, abs=0.015)
    likelier = [sure[0], replace(sure[1], chances=(90.0,))]
    assert rank_acceptability(likelier, one).acceptability[1][0] == 1


def test_effort_comes_from_its_triangle():
    import numpy as np

    efforts = [Effort(Decimal(1), Decimal(2), Decimal(6)), Effort.exact(3), None]
    drawn = draw_efforts(efforts, 20_000, np.random.default_rng(1))
    assert drawn[:, 0].mean() == pytest.approx(3, abs=0.03)  # (1 + 2 + 6) / 3
    assert drawn[:, 0].min() >= 1 and drawn[:, 0].max() <= 6
    assert (drawn[:, 1] == 3).all() and (drawn[:, 2] == 0).all()


def test_inclusion_tells_core_from_out_from_what_to_discuss(small_choice):
    candidates, terms = small_choice(
        ("SURE", 95, 1), ("EVEN-1", 50, 4), ("EVEN-2", 50, 4), ("NEVER", 1, 5), budget=5
    )
    terms = replace(terms, mix=NO_MIX)
    judged = [
        Judged("EVEN-1", {"k1": (100.0,), "k2": (0.0,)}),
        Judged("EVEN-2", {"k1": (0.0,), "k2": (100.0,)}),
    ]
    found = inclusion(candidates, terms, judged, TWO, propose(candidates, terms), draws=100)
    groups = {one.code: one.group for one in found.inclusion}
    assert groups == {
        "SURE": Group.CORE,
        "EVEN-1": Group.DISCUSS,
        "EVEN-2": Group.DISCUSS,
        "NEVER": Group.OUT,
    }
    shares = {one.code: one.share for one in found.inclusion}
    assert shares["EVEN-1"] + shares["EVEN-2"] == pytest.approx(1)
    assert found.draws == 100 and found.infeasible == 0 and found.unproven == 0
    assert found.inclusion[1].error == pytest.approx((shares["EVEN-1"] * shares["EVEN-2"] / 100) ** 0.5)
    assert found == inclusion(candidates[::-1], terms, judged, TWO, propose(candidates, terms), draws=100)


def test_inclusion_stops_when_it_is_told_to(small_choice):
    candidates, terms = small_choice(("A", 5, 1), budget=1)
    told = []
    watch = Watch(should_stop=lambda: len(told) >= 3)
    found = inclusion(
        candidates,
        terms,
        [],
        TWO,
        propose(candidates, terms),
        draws=50,
        watch=watch,
        show=lambda *at: told.append(at),
    )
    assert found.draws == 3 and told[-1] == (3, 50)


def test_the_frontier_has_twenty_points_that_never_fall_and_marks():
    candidates, terms = question(5, 10)
    terms = replace(terms, locked_in={}, function_minimum={}, mix=NO_MIX)
    proposal = propose(candidates, terms)
    found = frontier(candidates, terms, portfolios={"proposed": proposal.codes, "current": ["U01"]})
    assert len(found.points) == 20 and found.is_complete
    reached = [point.utility for point in found.points]
    assert reached == sorted(reached)
    assert all(point.effort <= point.budget for point in found.points)
    marks = {mark.name: mark for mark in found.marks}
    assert marks["proposed"].utility == proposal.utility and marks["proposed"].effort == proposal.effort
    assert marks["current"].codes == ("U01",)


def test_the_frontier_begins_at_what_is_locked_in(small_choice):
    candidates, terms = small_choice(("A", 5, 1), ("B", 5, 9), budget=10)
    locked = replace(terms, locked_in={"B": None}, mix=NO_MIX)
    found = frontier(candidates, locked, budgets=4)
    assert [point.utility for point in found.points] == [5, 5, 5, 10]
    assert [point.budget for point in found.points][::3] == [9, 10]


def test_the_frontier_says_where_nothing_fits_and_when_it_was_stopped(small_choice):
    (first, second), terms = small_choice(("A", 5, 1), ("B", 5, 9), budget=10)
    candidates = (first, replace(second, depends_on=frozenset({"A"})))
    locked = replace(terms, locked_in={"B": None}, mix=NO_MIX)
    found = frontier(candidates, locked, budgets=4)
    assert [point.utility for point in found.points] == [None, None, None, 10]
    stopped = frontier(candidates, terms, watch=Watch(should_stop=lambda: True))
    assert stopped.points == () and not stopped.is_complete
