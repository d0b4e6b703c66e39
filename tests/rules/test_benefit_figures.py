"""Benefits and their return: tables of examples."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.benefit_figures import (
    BenefitState,
    Flow,
    Measurement,
    ReturnNotPossible,
    realised,
    societal_return,
)

TODAY = date(2026, 6, 1)


def measured(*values: int) -> list[Measurement]:
    return [Measurement(date(2026, 1 + month, 1), Decimal(value)) for month, value in enumerate(values)]


@pytest.mark.parametrize(
    ("baseline", "target", "values", "state", "ratio"),
    [
        (100, 50, (), BenefitState.NOT_MEASURED, None),
        (None, 50, (70,), BenefitState.NOT_MEASURED, None),
        (100, None, (70,), BenefitState.NOT_MEASURED, None),
        (100, 50, (100,), BenefitState.UNDERWAY, 0),
        (100, 50, (90, 75), BenefitState.UNDERWAY, Decimal("0.5")),
        (100, 50, (50,), BenefitState.REACHED, 1),
        (100, 50, (25,), BenefitState.REACHED, Decimal("1.5")),
        (100, 50, (120,), BenefitState.WORSE, Decimal("-0.4")),
        (0, 10, (5,), BenefitState.UNDERWAY, Decimal("0.5")),
        (80, 80, (80,), BenefitState.HELD, None),
        (80, 80, (79,), BenefitState.NOT_HELD, None),
    ],
)
def test_a_benefit_is_measured_from_baseline_to_target(baseline, target, values, state, ratio):
    found = realised(
        None if baseline is None else Decimal(baseline),
        None if target is None else Decimal(target),
        measured(*values),
        TODAY,
    )
    assert (found.state, found.ratio) == (state, ratio)


def test_a_measurement_of_later_does_not_count_yet():
    later = [Measurement(date(2026, 7, 1), Decimal(50))]
    assert realised(Decimal(100), Decimal(50), later, TODAY).state is BenefitState.NOT_MEASURED


@pytest.mark.parametrize(
    ("benefits", "costs", "low", "high"),
    [
        ([Flow(2026, 200, 200)], [Flow(2026, 100, 100)], 1, 1),
        ([Flow(2026, 100, 300)], [Flow(2026, 100, 100)], 0, 2),
        ([Flow(2026, 100, 300)], [Flow(2026, 100, 200)], Decimal("-0.5"), 2),
        ([], [Flow(2026, 100, 100)], -1, -1),
        ([Flow(2026, -50, -50)], [Flow(2026, 50, 100)], -2, Decimal("-1.5")),
        ([Flow(2027, 110, 110)], [Flow(2026, 100, 100)], 0, 0),
    ],
)
def test_the_return_is_a_range_over_the_life(benefits, costs, low, high):
    found = societal_return(benefits, costs, first_year=2026, discount=Decimal("0.1"))
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("costs", [[], [Flow(2026, 0, 10)]])
def test_without_costs_there_is_no_return(costs):
    with pytest.raises(ReturnNotPossible):
        societal_return([Flow(2026, 1, 1)], costs, first_year=2026)


def test_a_range_that_runs_backwards_is_refused():
    with pytest.raises(ReturnNotPossible):
        Flow(2026, 2, 1)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**9))
def test_a_wider_range_of_benefits_never_narrows_the_return(low, width, cost, more):
    narrow = societal_return([Flow(2026, low, low + width)], [Flow(2026, cost, cost)], first_year=2026)
    wide = societal_return([Flow(2026, low, low + width + more)], [Flow(2026, cost, cost)], first_year=2026)
    assert narrow.low == wide.low
    assert narrow.high <= wide.high
