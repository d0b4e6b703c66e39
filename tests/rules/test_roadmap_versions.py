"""Two roadmaps beside each other: a table of examples, and that nothing goes missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.progress_terms import ReplanReason
from portfolio.rules.quarters import Quarter
from portfolio.rules.roadmap_versions import Change, Planned, VersionNotValid, compare, summary
from portfolio.rules.terms import Size

Q1 = Quarter(2026, 1)


def item(code="SOC-001", start=0, quarters=4, size=Size.SMALL):
    return Planned(code, code, Q1 + start, quarters, size)


@pytest.mark.parametrize(
    ("before", "after", "changes", "slip"),
    [
        (None, item(), {Change.NEW}, None),
        (item(), None, {Change.GONE}, None),
        (item(), item(), set(), 0),
        (item(), item(start=2), {Change.LATER}, 2),
        (item(start=2), item(), {Change.EARLIER}, -2),
        (item(), item(quarters=6), {Change.LONGER}, 2),
        (item(), item(quarters=3), {Change.SHORTER}, -1),
        (item(), item(start=1, quarters=3), {Change.LATER, Change.SHORTER}, 0),
        (item(), item(size=Size.AMBITIOUS), {Change.SIZE}, 0),
    ],
)
def test_each_change_of_an_item_is_named(before, after, changes, slip):
    (one,) = compare([before] if before else [], [after] if after else [])
    assert (set(one.changes), one.slip) == (changes, slip)


def test_what_changed_comes_first_with_its_reasons_once():
    moves = [("B", ReplanReason.LEGAL), ("B", ReplanReason.MONEY), ("B", ReplanReason.LEGAL)]
    found = compare([item("A"), item("B")], [item("A"), item("B", start=1)], moves)
    assert [one.code for one in found] == ["B", "A"]
    assert found[0].reasons == (ReplanReason.LEGAL, ReplanReason.MONEY)


@pytest.mark.parametrize("items", [[item(), item()], [item(quarters=0)]])
def test_a_version_that_contradicts_itself_is_refused(items):
    with pytest.raises(VersionNotValid):
        compare(items, [])


versions = st.dictionaries(
    st.sampled_from("ABCDEFGH"), st.tuples(st.integers(0, 11), st.integers(1, 8)), max_size=8
).map(lambda rows: [item(code, start, length) for code, (start, length) in rows.items()])


@given(versions, versions)
def test_every_item_of_either_version_is_told_once(before, after):
    found = compare(before, after)
    assert sorted(one.code for one in found) == sorted({one.code for one in (*before, *after)})
    counts = summary(found)
    assert counts.new + len(before) == counts.gone + len(after)
    back = summary(compare(after, before))
    assert (back.new, back.gone, back.later, back.earlier) == (
        counts.gone,
        counts.new,
        counts.earlier,
        counts.later,
    )
