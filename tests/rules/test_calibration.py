"""Brier score and bands against worked examples: 0 is perfect, and saying 50 % each time scores a quarter."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.calibration import COIN, ENOUGH_FOR_BANDS, Ended, Result, calibrate, check_outcome

YES, PARTLY, NO = Result.SUCCEEDED, Result.PARTLY, Result.NOT
rows = st.lists(
    st.builds(
        Ended,
        st.just("A-1"),
        st.sampled_from([None, *range(0, 101, 5)]),
        st.sampled_from(list(Result)),
    ),
    max_size=60,
)


def ended(*pairs):
    return [Ended(f"A-{place}", chance, result) for place, (chance, result) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "brier"),
    [
        ([(100, YES), (0, NO)], "0"),
        ([(0, YES), (100, NO)], "1"),
        ([(50, YES), (50, NO), (50, YES)], "0.25"),
        ([(80, YES)], "0.04"),
        ([(80, NO)], "0.64"),
        ([(80, PARTLY)], "0.64"),
        ([(70, YES), (30, NO), (90, NO)], "0.33"),
    ],
)
def test_the_score_of_known_examples(pairs, brier):
    assert calibrate(ended(*pairs)).brier == Decimal(brier)


def test_without_anything_that_ended_there_is_no_score():
    found = calibrate([])
    assert (found.n, found.brier, found.forecast, found.succeeded, found.bands) == (0, None, None, None, ())


def test_what_had_no_chance_is_counted_apart():
    found = calibrate(ended((None, YES), (60, YES), (None, NO)))
    assert (found.n, found.without_chance, found.brier) == (1, 2, Decimal("0.16"))


def test_bands_come_from_twenty_on_and_hold_all():
    few = calibrate(ended(*[(70, YES)] * (ENOUGH_FOR_BANDS - 1)))
    enough = calibrate(ended(*[(100, YES)] * 10, *[(20, NO)] * 9, (20, YES)))
    assert few.bands == ()
    assert [(band.low, band.n) for band in enough.bands] == [(0, 0), (20, 10), (40, 0), (60, 0), (80, 10)]
    assert enough.bands[1].succeeded == Decimal("0.1")
    assert enough.bands[0].forecast is None


@given(rows)
def test_a_score_is_a_share_and_never_beats_perfect(many):
    found = calibrate(many)
    assert found.n + found.without_chance == len(many)
    if found.brier is not None:
        assert 0 <= found.brier <= 1
    assert sum(band.n for band in found.bands) in (0, found.n)


@given(rows)
def test_the_order_of_what_ended_does_not_matter(many):
    assert calibrate(many) == calibrate(list(reversed(many)))


@given(st.lists(st.sampled_from(list(Result)), min_size=1, max_size=30))
def test_a_coin_scores_a_quarter_and_the_share_does_as_well_or_better(results):
    found = calibrate(ended(*((50, result) for result in results)))
    assert found.brier == COIN
    assert found.always_the_share <= COIN


@pytest.mark.parametrize(
    ("explanation", "on", "codes"),
    [
        ("Gemeten", date(2026, 3, 1), []),
        (" ", date(2026, 3, 1), ["outcome_without_explanation"]),
        ("Gemeten", date(2026, 3, 9), ["outcome_in_future"]),
        ("Gemeten", date(2026, 2, 27), ["outcome_before_end"]),
    ],
)
def test_an_outcome_has_an_explanation_and_a_day_between_the_end_and_today(explanation, on, codes):
    found = check_outcome(explanation, on, date(2026, 2, 28), date(2026, 3, 2))
    assert [finding.code for finding in found] == codes
