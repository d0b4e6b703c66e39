"""Dated steps of adoption, and n of N from what a source counted and what is known by name."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.likeness import nearness
from accounts.rules.terms import Layer, OrganisationKind
from portfolio.rules.adoption import Total
from portfolio.rules.progress_terms import AdoptionStage
from portfolio.rules.scale_up import Counted, Standing, Step, is_change, reach, standing

EXPLORING, PREPARING, IN_USE, STOPPED = AdoptionStage
MUNICIPALITY = OrganisationKind.MUNICIPALITY
STEPS = st.lists(
    st.builds(Step, st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.sampled_from(AdoptionStage)),
    unique_by=lambda step: step.on,
)


def day(month: int) -> date:
    return date(2026, month, 1)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], None),
        ([(1, EXPLORING)], Standing(EXPLORING, day(1), None, None)),
        ([(3, IN_USE), (1, PREPARING)], Standing(IN_USE, day(3), day(3), None)),
        ([(1, IN_USE), (3, IN_USE)], Standing(IN_USE, day(1), day(1), None)),
        ([(1, IN_USE), (4, STOPPED)], Standing(STOPPED, day(4), day(1), day(4))),
        ([(1, IN_USE), (4, STOPPED), (6, IN_USE)], Standing(IN_USE, day(6), day(6), None)),
        ([(1, EXPLORING), (2, STOPPED)], Standing(STOPPED, day(2), None, day(2))),
    ],
)
def test_the_newest_step_counts_and_holds_since_its_first_day(steps, expected):
    assert standing([Step(day(month), stage) for month, stage in steps]) == expected


@given(STEPS)
def test_the_order_in_which_steps_are_told_makes_no_difference(steps):
    assert standing(steps) == standing(list(reversed(steps)))


@given(STEPS)
def test_who_uses_it_always_has_a_day_of_first_use(steps):
    found = standing(steps)
    assert found is None or found.stage is not IN_USE or found.in_use_on is not None


@given(STEPS)
def test_a_step_that_is_no_change_changes_nothing(steps):
    new = Step(date(2026, 6, 1), IN_USE)
    if not is_change(steps, new):
        assert standing([*steps, new]) == standing(steps)


TOTALS = [Total(date(2021, 10, 1), 352)]
OLD, NEW = Counted(date(2018, 12, 31), 1, None), Counted(date(2019, 2, 1), 80, None)


@pytest.mark.parametrize(
    ("on", "named", "counted", "totals", "adopted", "is_counted", "total"),
    [
        (day(1), 4, [OLD, NEW], TOTALS, 80, True, 352),  # those by name are some of the 80
        (day(1), 90, [OLD, NEW], TOTALS, 90, False, 352),  # more are known by now
        (date(2019, 1, 1), 0, [OLD, NEW], TOTALS, 1, True, 352),  # the figure of that day
        (date(2018, 1, 1), 0, [OLD, NEW], TOTALS, 0, False, 352),  # nothing was counted yet
        (day(1), 3, [], [], 3, False, None),  # N is not known
        (day(1), 400, [], TOTALS, 400, False, None),  # more than N: then N is not this one
        (day(1), 0, [Counted(day(1), 5, 12)], [], 5, True, 12),  # N as the source gave it
    ],
)
def test_n_is_what_a_source_counted_or_more_that_are_known_by_name(
    on, named, counted, totals, adopted, is_counted, total
):
    found = reach(MUNICIPALITY, on, named=named, counted=counted, totals=totals)
    assert (found.adopted, found.counted is not None, found.total) == (adopted, is_counted, total)
    assert found.share == (Decimal(adopted) / total if total else None)


@given(st.integers(0, 400), st.lists(st.builds(Counted, st.dates(), st.integers(0, 400), st.none())))
def test_n_is_never_less_than_what_is_known_by_name(named, counted):
    found = reach(MUNICIPALITY, day(1), named=named, counted=counted, totals=TOTALS)
    assert found.adopted >= named
    assert found.share is None or 0 <= found.share <= 1


def test_one_of_the_same_kind_is_nearer_than_one_of_the_same_layer():
    agency, ministry = OrganisationKind.AGENCY, OrganisationKind.MINISTRY
    assert nearness(agency, Layer.NATIONAL, agency, Layer.NATIONAL) == 0
    assert nearness(agency, Layer.NATIONAL, ministry, Layer.NATIONAL) == 1
    assert nearness(agency, Layer.NATIONAL, MUNICIPALITY, Layer.MUNICIPAL) == 2
    assert nearness(OrganisationKind.COMPANY, Layer.NONE, OrganisationKind.FOUNDATION, Layer.NONE) == 2
