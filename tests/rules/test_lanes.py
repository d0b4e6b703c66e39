from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.effort import Effort
from portfolio.rules.interval import Interval
from portfolio.rules.lanes import Entry, Floors, Measure, RankingNotPossible, rank
from portfolio.rules.terms import Kind, Size
from portfolio.rules.value import Value


def entry(code, size=Size.SMALL, value=60, chance=50, effort=4, high=None, scored=5, kind=Kind.USE_CASE):
    interval = Interval(Decimal(value), Decimal(value if high is None else high))
    return Entry(code, size, Value(interval, scored, 5), chance, effort and Effort.exact(effort), kind)


def ambitious(code, **figures):
    return entry(code, size=Size.AMBITIOUS, **figures)


def codes(placed):
    return [row.entry.code for row in placed]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([entry("SOC-001", chance=40), entry("SOC-002", chance=80)], ["SOC-002", "SOC-001"]),
        (
            [entry("SOC-001", value=40, chance=80), entry("SOC-002", value=100, chance=75)],
            ["SOC-001", "SOC-002"],
        ),
        ([entry("SOC-001", effort=6), entry("SOC-002", effort=2)], ["SOC-002", "SOC-001"]),
        ([entry("SOC-001", value=40, high=90), entry("SOC-002", value=41)], ["SOC-002", "SOC-001"]),
        ([entry("SOC-002"), entry("SOC-001")], ["SOC-001", "SOC-002"]),
    ],
)
def test_small_ones_go_by_chance_then_by_value_per_month_then_by_code(entries, expected):
    assert codes(rank(entries).small.placed) == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (
            [ambitious("ENE-001", value=60, chance=90), ambitious("ENE-002", value=80, chance=20)],
            ["ENE-002", "ENE-001"],
        ),
        ([ambitious("ENE-001", value=50, high=100), ambitious("ENE-002", value=51)], ["ENE-002", "ENE-001"]),
        ([ambitious("ENE-001", chance=30), ambitious("ENE-002", chance=60)], ["ENE-002", "ENE-001"]),
        ([ambitious("ENE-002", effort=1), ambitious("ENE-001", effort=90)], ["ENE-001", "ENE-002"]),
    ],
)
def test_ambitious_ones_go_by_value_then_by_chance_then_by_code(entries, expected):
    assert codes(rank(entries).ambitious.placed) == expected


def test_each_row_tells_what_it_was_ordered_by_and_what_set_it_below_the_one_above():
    placed = rank(
        [
            entry("A", chance=80),
            entry("B", chance=60),
            entry("C", chance=60, effort=5),
            entry("D", chance=60, effort=5),
        ]
    ).small.placed

    assert [row.rank for row in placed] == [1, 2, 3, 4]
    assert [row.separated_by for row in placed] == [
        None,
        Measure.CHANCE,
        Measure.VALUE_PER_MONTH,
        Measure.CODE,
    ]
    assert placed[1].ordered_by == (
        (Measure.CHANCE, 60),
        (Measure.VALUE_PER_MONTH, Decimal(15)),
        (Measure.CODE, "B"),
    )


def test_expected_value_is_a_column_of_its_own_and_value_per_month_uses_the_lower_end():
    half_known = entry("A", value=40, high=80, chance=50, effort=8)

    assert half_known.expected_value == Interval(Decimal(20), Decimal(40))
    assert half_known.value_per_month == 5


@pytest.mark.parametrize(
    ("figures", "missing"),
    [
        ({"chance": None}, (Measure.CHANCE,)),
        ({"effort": None}, (Measure.EFFORT,)),
        ({"value": 0, "high": 100, "scored": 0}, (Measure.VALUE,)),
        ({"chance": None, "effort": None}, (Measure.CHANCE, Measure.EFFORT)),
    ],
)
@pytest.mark.parametrize("size", Size)
def test_what_is_unknown_waits_below_the_lane_and_says_for_what(figures, missing, size):
    ranking = rank([entry("A", size=size, **figures), entry("B", size=size)])
    lane = ranking.small if size is Size.SMALL else ranking.ambitious

    assert codes(lane.placed) == ["B"]
    assert [(waiting.code, waiting.missing) for waiting in lane.not_yet_rankable] == [("A", missing)]
    assert lane.below_floor == ()


def test_an_entry_without_size_stands_apart():
    ranking = rank([entry("A", size=None, effort=None), entry("B")])

    assert [waiting.code for waiting in ranking.unsized] == ["A"]
    assert codes(ranking.small.placed) == ["B"]


@pytest.mark.parametrize(
    ("given_entry", "is_out"),
    [
        (entry("A", value=19), True),
        (entry("A", value=20), False),
        (entry("A", value=5, high=20, scored=3), False),
        (entry("A", value=5, high=19, scored=4), True),
        (entry("A", value=80, chance=0), False),
        (entry("A", value=10, chance=None), True),
        (ambitious("A", chance=15), True),
        (ambitious("A", chance=20), False),
        (ambitious("A", value=10, chance=90), False),
        (ambitious("A", chance=15, effort=None), True),
    ],
)
def test_a_floor_keeps_out_only_what_can_never_reach_it(given_entry, is_out):
    ranking = rank([given_entry])
    below = ranking.small.below_floor + ranking.ambitious.below_floor

    assert [row.entry.code for row in below] == (["A"] if is_out else [])


def test_what_a_floor_keeps_out_says_which_floor_and_by_how_much():
    ranking = rank([entry("A", value=30), ambitious("B", chance=35)], Floors(value=Decimal(40), chance=50))

    (small,), (large,) = ranking.small.below_floor, ranking.ambitious.below_floor
    assert (small.measure, small.found, small.floor) == (Measure.VALUE, 30, 40)
    assert (large.measure, large.found, large.floor) == (Measure.CHANCE, 35, 50)


def test_initiatives_are_not_ranked():
    ranking = rank([entry("A", kind=Kind.INITIATIVE), entry("B", size=None, kind=Kind.INITIATIVE)])

    assert ranking.small.placed == ()
    assert ranking.unsized == ()


def test_a_code_that_occurs_twice_is_refused():
    with pytest.raises(RankingNotPossible, match="code_twice"):
        rank([entry("A"), entry("A", chance=10)])


def test_an_empty_ranking_has_two_empty_lanes():
    ranking = rank([])

    assert ranking.small.placed == ranking.ambitious.placed == ranking.unsized == ()


@st.composite
def entries(draw):
    low = draw(st.integers(0, 100))
    scored = draw(st.integers(0, 5))
    return Entry(
        draw(st.text("ABC", min_size=1, max_size=3)),
        draw(st.sampled_from([None, *Size])),
        Value(Interval(Decimal(low), Decimal(draw(st.integers(low, 100)))), scored, 5),
        draw(st.sampled_from([None, 0, 20, 50, 95])),
        draw(st.sampled_from([None, Effort.exact(2), Effort.exact(7)])),
    )


pools = st.lists(entries(), max_size=12, unique_by=lambda one: one.code)


@given(pools, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter_and_nobody_gets_lost(pool, random):
    shuffled = list(pool)
    random.shuffle(shuffled)
    ranking = rank(pool)

    assert rank(shuffled) == ranking
    found = [row.code for row in ranking.unsized]
    for lane in (ranking.small, ranking.ambitious):
        found += codes(lane.placed) + codes(lane.below_floor) + [row.code for row in lane.not_yet_rankable]
    assert sorted(found) == sorted(one.code for one in pool)


@given(pools, st.data())
def test_taking_one_out_changes_no_other_figure_and_no_order(pool, data):
    if not pool:
        return
    gone = data.draw(st.sampled_from(pool))
    before, after = rank(pool), rank([one for one in pool if one is not gone])

    for old, new in ((before.small, after.small), (before.ambitious, after.ambitious)):
        left = [(row.entry, row.ordered_by) for row in old.placed if row.entry is not gone]
        assert [(row.entry, row.ordered_by) for row in new.placed] == left
        assert [row for row in old.below_floor if row.entry is not gone] == list(new.below_floor)
