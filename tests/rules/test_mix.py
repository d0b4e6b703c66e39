from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.mix import (
    MixItem,
    MixRule,
    MixRuleNotValid,
    Verdict,
    can_fit,
    measure,
    measure_all,
    verdict_on,
)
from portfolio.rules.mix_repair import MAY_LEAVE, Outcome, repair
from portfolio.rules.terms import Basis, Kind, Phase, Size


def items(small=0, ambitious=0, phase=Phase.SELECTED, **figures):
    sizes = [Size.SMALL] * small + [Size.AMBITIOUS] * ambitious
    return [
        MixItem(f"{phase[:3]}-{size[0]}{place:02}", phase, size, **figures)
        for place, size in enumerate(sizes)
    ]


def candidates(**counts):
    return items(phase=Phase.CANDIDATE, **counts)


@pytest.mark.parametrize(
    ("small", "ambitious", "verdict"),
    [
        (0, 0, Verdict.EMPTY),
        (3, 1, Verdict.WITHIN),
        (2, 1, Verdict.WITHIN),
        (3, 2, Verdict.TOO_FEW_SMALL),
        (13, 7, Verdict.WITHIN),  # exactly 65 %
        (17, 3, Verdict.WITHIN),  # exactly 85 %
        (12, 7, Verdict.TOO_FEW_SMALL),
        (18, 3, Verdict.TOO_MANY_SMALL),
        (4, 0, Verdict.TOO_MANY_SMALL),
        (0, 4, Verdict.TOO_FEW_SMALL),
    ],
)
def test_the_mix_by_count(small, ambitious, verdict):
    mix = measure(items(small, ambitious), Basis.COUNT)

    assert mix.verdict is verdict
    assert (mix.small, mix.ambitious) == (small, ambitious)
    assert mix.share == (Decimal(100 * small) / (small + ambitious) if small + ambitious else None)


@pytest.mark.parametrize("phase", Phase)
def test_only_selected_to_scale_up_counts(phase):
    counted = {Phase.SELECTED, Phase.PREPARATION, Phase.PILOT, Phase.PRODUCTION, Phase.SCALE_UP}

    assert measure(items(3, 1, phase), Basis.COUNT).total == (4 if phase in counted else 0)


def test_initiatives_do_not_count():
    assert measure(items(3, 1, kind=Kind.INITIATIVE), Basis.COUNT).verdict is Verdict.EMPTY


def test_unknown_size_and_unknown_amount_stay_outside_and_are_named():
    chosen = [
        MixItem("B", Phase.PILOT, None, Decimal(3), 100),
        MixItem("A", Phase.PILOT, None, Decimal(3), 100),
        MixItem("C", Phase.PILOT, Size.SMALL, None, 300),
        MixItem("D", Phase.PILOT, Size.AMBITIOUS, Decimal(9), None),
    ]
    by = measure_all(chosen)

    assert [mix.unknown_size for mix in by.values()] == [("A", "B")] * 3
    assert (by[Basis.COUNT].unknown_amount, by[Basis.COUNT].total) == ((), 2)
    assert (by[Basis.EFFORT].unknown_amount, by[Basis.EFFORT].share) == (("C",), 0)
    assert (by[Basis.BUDGET].unknown_amount, by[Basis.BUDGET].share) == (("D",), 100)


def test_the_same_portfolio_may_be_fine_by_count_and_not_by_effort():
    chosen = [*items(3, 0, effort=Decimal(2)), MixItem("BIG", Phase.PILOT, Size.AMBITIOUS, Decimal(30))]
    by = measure_all(chosen)

    assert by[Basis.COUNT].verdict is Verdict.WITHIN
    assert by[Basis.EFFORT].verdict is Verdict.TOO_FEW_SMALL
    assert by[Basis.BUDGET].verdict is Verdict.EMPTY


@pytest.mark.parametrize(
    ("count", "fits"), [(0, True), (1, False), (2, False), (3, True), (4, True), (5, True), (6, True)]
)
def test_no_share_fits_for_one_or_two(count, fits):
    assert can_fit(count) is fits


def test_that_no_share_fits_is_said_with_the_mix():
    assert measure(items(1, 1), Basis.COUNT).has_no_fitting_share
    assert not measure(items(4, 0), Basis.COUNT).has_no_fitting_share
    assert not measure(items(1, 1, effort=Decimal(2)), Basis.EFFORT).has_no_fitting_share
    assert not measure([], Basis.COUNT).has_no_fitting_share


@given(st.integers(1, 60), st.integers(0, 100), st.integers(0, 40))
def test_whether_a_share_fits_agrees_with_trying_them_all(count, target, tolerance):
    rule = MixRule(Decimal(target), Decimal(tolerance))
    tried = [verdict_on(Decimal(small), Decimal(count), rule) for small in range(count + 1)]

    assert can_fit(count, rule) is (Verdict.WITHIN in tried)


@pytest.mark.parametrize(("target", "tolerance"), [(-1, 10), (101, 10), (75, -1), (75, 101)])
def test_a_rule_that_is_no_percentage_is_refused(target, tolerance):
    with pytest.raises(MixRuleNotValid):
        MixRule(Decimal(target), Decimal(tolerance))


@pytest.mark.parametrize(
    ("chosen", "pool", "outcome", "leave", "enter"),
    [
        (items(3, 1), candidates(small=2), Outcome.NOT_NEEDED, 0, 0),
        ([], candidates(small=2), Outcome.NOTHING_CHOSEN, 0, 0),
        (items(3, 2), candidates(small=2), Outcome.SUGGESTED, 0, 1),
        (items(2, 2), candidates(small=2), Outcome.SUGGESTED, 1, 1),
        (items(0, 4), candidates(small=9), Outcome.SUGGESTED, 3, 3),
        (items(6, 0), candidates(ambitious=3), Outcome.SUGGESTED, 1, 1),
        (items(5, 0), candidates(ambitious=3), Outcome.SUGGESTED, 0, 1),
        (items(9, 1), candidates(ambitious=3), Outcome.SUGGESTED, 0, 1),
        (items(1, 1), candidates(small=1), Outcome.SUGGESTED, 0, 1),
        (items(1, 1), candidates(ambitious=1), Outcome.NOT_FOUND, 0, 0),
        (items(4, 4), candidates(ambitious=4), Outcome.NOT_FOUND, 0, 0),
        (items(1, 0), candidates(), Outcome.NOT_FOUND, 0, 0),
    ],
)
def test_the_repair_by_count(chosen, pool, outcome, leave, enter):
    found = repair(chosen + pool, Basis.COUNT)

    assert found.outcome is outcome
    if outcome is Outcome.SUGGESTED:
        assert (len(found.suggestion.leave), len(found.suggestion.enter)) == (leave, enter)
        assert 65 <= found.suggestion.share <= 85
    else:
        assert found.suggestion is None


def test_the_first_candidate_enters_and_the_last_chosen_one_leaves():
    suggestion = repair(items(2, 2) + candidates(small=3), Basis.COUNT).suggestion

    assert suggestion.enter == ("can-s00",)
    assert suggestion.leave == ("sel-a03",)
    assert suggestion.is_swap


def test_a_running_pilot_does_not_leave():
    running = items(2, 2, Phase.PILOT)

    assert repair(running + candidates(small=1), Basis.COUNT).outcome is Outcome.NOT_FOUND
    assert repair(
        running + candidates(small=1), Basis.COUNT, may_leave=MAY_LEAVE | {Phase.PILOT}
    ).suggestion.is_swap


def test_by_effort_the_one_that_lands_nearest_to_the_target_is_suggested():
    chosen = [
        MixItem("S1", Phase.SELECTED, Size.SMALL, Decimal(10)),
        MixItem("A1", Phase.PILOT, Size.AMBITIOUS, Decimal(8)),
    ]
    pool = [
        MixItem(f"C{months}", Phase.CANDIDATE, Size.SMALL, Decimal(months)) for months in (1, 5, 14, 30, 90)
    ]

    assert repair(chosen + pool, Basis.EFFORT).suggestion.enter == ("C14",)


def test_candidates_without_size_or_amount_are_passed_over():
    pool = [MixItem("C1", Phase.CANDIDATE, None, Decimal(5)), MixItem("C2", Phase.CANDIDATE, Size.SMALL)]

    assert repair(items(1, 1, effort=Decimal(4)) + pool, Basis.EFFORT).outcome is Outcome.NOT_FOUND


def test_the_repair_of_a_large_portfolio_is_bounded():
    chosen = [MixItem(f"P{n:04}", Phase.SELECTED, Size.AMBITIOUS, Decimal(6 + n % 40)) for n in range(800)]
    pool = [MixItem(f"C{n:04}", Phase.CANDIDATE, Size.SMALL, Decimal(1 + n % 6)) for n in range(800)]

    assert repair(chosen + pool, Basis.EFFORT).outcome is Outcome.NOT_FOUND


phases = st.sampled_from([Phase.SELECTED, Phase.PILOT, Phase.CANDIDATE, Phase.IDEA])
portfolios = st.lists(
    st.tuples(phases, st.sampled_from([None, *Size]), st.one_of(st.none(), st.integers(0, 30))), max_size=12
).map(
    lambda rows: [
        MixItem(f"U{place:02}", phase, size, None if months is None else Decimal(months))
        for place, (phase, size, months) in enumerate(rows)
    ]
)


def carried_out(portfolio, leave, enter):
    moved = dict.fromkeys(leave, Phase.CANDIDATE) | dict.fromkeys(enter, Phase.SELECTED)
    return [MixItem(one.code, moved.get(one.code, one.phase), one.size, one.effort) for one in portfolio]


@given(portfolios, st.sampled_from([Basis.COUNT, Basis.EFFORT]))
def test_a_suggestion_carried_out_is_within_the_band_and_moves_only_what_may_move(portfolio, basis):
    found = repair(portfolio, basis)
    if found.suggestion is None:
        return
    by_code = {one.code: one for one in portfolio}
    mix = measure(carried_out(portfolio, found.suggestion.leave, found.suggestion.enter), basis)

    assert mix.verdict is Verdict.WITHIN
    assert mix.share == found.suggestion.share
    assert all(by_code[code].phase is Phase.SELECTED for code in found.suggestion.leave)
    assert all(by_code[code].phase is Phase.CANDIDATE for code in found.suggestion.enter)


@given(portfolios, st.sampled_from([Basis.COUNT, Basis.EFFORT]))
def test_no_smaller_addition_or_swap_exists(portfolio, basis):
    found = repair(portfolio, basis)
    if found.outcome in {Outcome.NOT_NEEDED, Outcome.NOTHING_CHOSEN}:
        return
    wanted = Size.SMALL if found.mix.verdict is Verdict.TOO_FEW_SMALL else Size.AMBITIOUS
    pool = [one.code for one in portfolio if one.phase is Phase.CANDIDATE and one.size is wanted]
    chosen = [one.code for one in portfolio if one.phase is Phase.SELECTED and one.size not in {None, wanted}]
    shorter = (len(found.suggestion.enter), len(found.suggestion.leave)) if found.suggestion else (3, 0)
    for enter_count in range(1, min(3, len(pool)) + 1):
        for leave_count in {0, enter_count}:
            if (enter_count, leave_count) >= shorter:
                continue
            for enter in combinations(pool, enter_count):
                for leave in combinations(chosen, leave_count):
                    assert measure(carried_out(portfolio, leave, enter), basis).verdict is not Verdict.WITHIN
