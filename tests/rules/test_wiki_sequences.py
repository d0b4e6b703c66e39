from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules import sequences
from wiki.rules.sequences import Match, Work, matches

letters = st.lists(st.sampled_from("abcd"), max_size=14)


def common(old, found):
    return [item for match in found for item in old[match.old : match.old + match.size]]


def longest_common(old, new):
    """The textbook table, as the yardstick."""
    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            best[i + 1][j + 1] = best[i][j] + 1 if a == b else max(best[i][j + 1], best[i + 1][j])
    return best[-1][-1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("abc", "", []),
        ("abc", "abc", [Match(0, 0, 3)]),
        ("abc", "abxc", [Match(0, 0, 2), Match(2, 3, 1)]),
        ("abxc", "abc", [Match(0, 0, 2), Match(3, 2, 1)]),
        ("axc", "ayc", [Match(0, 0, 1), Match(2, 2, 1)]),
        ("abc", "xyz", []),
        ("1a2b3", "9a8b7", [Match(1, 1, 1), Match(3, 3, 1)]),
    ],
)
def test_what_two_sequences_have_in_common(old, new, expected):
    assert matches(old, new) == expected


@given(letters, letters)
def test_matches_are_equal_in_order_and_as_long_as_they_get(old, new):
    found = matches(old, new)

    at_old = at_new = 0
    for match in found:
        assert match.size > 0
        assert match.old >= at_old
        assert match.new >= at_new
        assert (match.old, match.new) != (at_old, at_new) or match.old == 0
        assert old[match.old : match.old + match.size] == new[match.new : match.new + match.size]
        at_old, at_new = match.old + match.size, match.new + match.size


@given(letters, letters)
def test_without_splitting_the_common_part_is_the_longest_there_is(old, new):
    with patch.object(sequences, "DEEPEST", 0):
        assert len(common(old, matches(old, new))) == longest_common(old, new)


@given(st.permutations(range(9)))
def test_of_lines_that_are_all_different_as_many_as_can_keep_their_order(new):
    old = list(range(9))

    assert len(common(old, matches(old, new))) == longest_common(old, new)


@given(letters, letters)
def test_without_any_work_left_the_answer_is_coarse_and_still_right(old, new):
    found = matches(old, new, Work(0))

    assert common(old, found) == common(new, [Match(match.new, match.old, match.size) for match in found])


@given(letters)
def test_a_sequence_matches_itself(items):
    assert matches(items, items) == ([Match(0, 0, len(items))] if items else [])


def test_a_moved_item_does_not_hide_the_rest():
    old = [str(n) for n in range(1000)]
    new = [*old[1:], "0"]

    assert matches(old, new) == [Match(1, 0, 999)]
