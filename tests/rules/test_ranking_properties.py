"""Properties of value and rank together: no figure moves by another, none sinks by a better level."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.effort import Effort
from portfolio.rules.lanes import Entry, Ranking, rank
from portfolio.rules.terms import Size
from portfolio.rules.value import weighted_value

WEIGHTS = {"a": Decimal("0.5"), "b": Decimal("0.3"), "c": Decimal("0.2")}
levels = st.fixed_dictionaries({code: st.none() | st.integers(0, 5) for code in WEIGHTS})
cases = st.tuples(
    levels,
    st.sampled_from(Size),
    st.integers(0, 20).map(lambda step: 5 * step),
    st.integers(1, 40).map(Decimal),
)
pools = st.lists(cases, min_size=1, max_size=9)


def entry(place: int, case) -> Entry:
    given_levels, size, chance, months = case
    return Entry(
        f"U-{place}", size, weighted_value(given_levels, WEIGHTS), chance, Effort.of(None, months, None)
    )


def ranking(pool) -> Ranking:
    return rank(entry(place, case) for place, case in enumerate(pool))


def ranks(found: Ranking) -> dict[str, int]:
    return {one.entry.code: one.rank for lane in (found.small, found.ambitious) for one in lane.placed}


@given(pools, cases)
def test_a_candidate_that_comes_or_goes_changes_no_figure_of_another(pool, newcomer):
    before, after = ranking(pool), ranking([*pool, newcomer])
    figures = {one.entry.code: one.entry for lane in (before.small, before.ambitious) for one in lane.placed}
    for lane in (after.small, after.ambitious):
        for one in lane.placed:
            assert figures.get(one.entry.code, one.entry) == one.entry
    order = sorted(ranks(before), key=lambda code: ranks(before)[code])
    kept = ranks(after)
    for lane in (before.small, before.ambitious):
        placed = [one.entry.code for one in lane.placed]
        assert placed == sorted(placed, key=lambda code: kept[code])
    assert set(order) <= set(kept)


@given(pools, st.data())
def test_a_better_level_never_lowers_a_rank(pool, data):
    place = data.draw(st.integers(0, len(pool) - 1))
    code = data.draw(st.sampled_from(sorted(WEIGHTS)))
    known, *rest = pool[place]
    now = known[code]
    better = data.draw(st.integers(now or 0, 5))
    before = ranks(ranking(pool))
    improved = [*pool[:place], ({**known, code: better}, *rest), *pool[place + 1 :]]
    after = ranks(ranking(improved))
    mine = f"U-{place}"
    if mine not in before:
        return
    if now is None:
        # What was open may turn out at the worst: its lower end can't fall, its upper end may.
        if mine in after:
            assert after[mine] <= before[mine]
        return
    assert after[mine] <= before[mine]


@given(pools, st.randoms(use_true_random=False))
def test_the_order_is_total_and_the_same_whatever_comes_first(pool, random):
    entries = [entry(place, case) for place, case in enumerate(pool)]
    shuffled = entries[:]
    random.shuffle(shuffled)
    found = rank(shuffled)
    assert found == rank(entries)
    for lane in (found.small, found.ambitious):
        assert [one.rank for one in lane.placed] == list(range(1, len(lane.placed) + 1))
        assert all(one.separated_by is not None for one in lane.placed[1:])
