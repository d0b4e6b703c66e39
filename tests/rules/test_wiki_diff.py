import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.diff import MOST_LINES, Level, LineKind, Span, compare

SAME, REMOVED, ADDED = LineKind
SIGNS = {SAME: " ", REMOVED: "-", ADDED: "+"}


def shown(diff):
    return [[SIGNS[line.kind] + line.text for line in hunk.lines] for hunk in diff.hunks]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("een", "een", []),
        ("een", "een\n", []),
        ("een\r\ntwee", "een\ntwee", []),
        ("", "een", [["+een"]]),
        ("een", "", [["-een"]]),
        ("een\ntwee", "een\ndrie\ntwee", [[" een", "+drie", " twee"]]),
        ("een\ntwee\ndrie", "een\nvier\ndrie", [[" een", "-twee", "+vier", " drie"]]),
        ("een\n\ntwee", "een\ntwee", [[" een", "-", " twee"]]),
    ],
)
def test_lines_that_differ_are_shown_with_their_context(old, new, expected):
    assert shown(compare(old, new)) == expected


def test_changes_far_apart_have_hunks_of_their_own_and_near_ones_share_one():
    old = [str(n) for n in range(40)]
    far = [*old]
    far[5], far[30] = "x", "y"
    near = [*old]
    near[5], near[11] = "x", "y"

    assert [len(lines) for lines in shown(compare("\n".join(old), "\n".join(far)))] == [8, 8]
    assert [len(lines) for lines in shown(compare("\n".join(old), "\n".join(near)))] == [15]


def test_lines_carry_their_numbers_in_both_texts():
    (hunk,) = compare("a\nb\nc", "a\nx\ny\nc").hunks

    assert [(line.old_number, line.new_number) for line in hunk.lines] == [
        (1, 1),
        (2, None),
        (None, 2),
        (None, 3),
        (3, 4),
    ]


def test_words_that_differ_are_marked_within_their_line():
    (hunk,) = compare("De bron is elke dag bijgewerkt.", "De bron is elke week bijgewerkt.").hunks
    old, new = hunk.lines

    assert old.spans == (Span("De bron is elke "), Span("dag", True), Span(" bijgewerkt."))
    assert new.spans == (Span("De bron is elke "), Span("week", True), Span(" bijgewerkt."))


def test_a_space_between_two_changed_words_is_marked_with_them():
    (hunk,) = compare("De gemeente Den Haag deelt dit model", "De gemeente Sint Anna deelt dit model").hunks

    assert hunk.lines[1].spans[1] == Span("Sint Anna", True)


def test_lines_that_are_too_unlike_are_not_marked():
    (hunk,) = compare("geheel iets anders", "wat hier nu staat, lijkt nergens op").hunks

    assert [line.spans[0].is_changed for line in hunk.lines] == [False, False]
    assert compare("geheel iets anders", "wat hier nu staat, lijkt nergens op").level is Level.WORDS


def test_lines_that_are_too_long_are_compared_as_lines():
    diff = compare("woord " * 5000 + "a", "woord " * 5000 + "b")

    assert diff.level is Level.LINES
    assert (diff.removed, diff.added) == (1, 1)


def test_texts_that_are_too_large_are_one_change():
    diff = compare("a\n" * 1_500_000, "b\n" * 1_500_000)

    assert diff.level is Level.WHOLE
    assert (diff.removed, diff.added, diff.is_cut) == (1_500_000, 1_500_000, True)


def test_a_large_text_that_did_not_change_has_no_differences():
    assert compare("a\n" * 3_000_000, "a\n" * 3_000_000).is_empty


def test_only_so_many_lines_are_shown_and_the_rest_is_counted():
    diff = compare("", "\n".join(str(n) for n in range(10_000)))

    assert sum(len(hunk.lines) for hunk in diff.hunks) == MOST_LINES
    assert (diff.added, diff.is_cut) == (10_000, True)


def test_what_would_take_too_long_is_coarser_and_says_so():
    old, new = ("\n".join("ab"[n * n % k % 2] for n in range(4_000)) for k in (7, 11))
    diff = compare(old, new)

    assert diff.is_coarse
    assert diff.added - diff.removed == 0
    assert not compare("een\ntwee", "een\ndrie").is_coarse


texts = st.lists(st.sampled_from(["een", "twee", "drie vier", ""]), max_size=12).map("\n".join)


@given(texts, texts)
def test_both_texts_can_be_read_back_from_the_difference(old, new):
    diff = compare(old, new, context=100)
    if diff.is_empty:
        return
    (hunk,) = diff.hunks

    assert "\n".join(line.text for line in hunk.lines if line.kind is not ADDED) == old.removesuffix("\n")
    assert "\n".join(line.text for line in hunk.lines if line.kind is not REMOVED) == new.removesuffix("\n")


@given(texts, texts)
def test_counts_agree_with_what_is_shown_and_numbers_rise(old, new):
    diff = compare(old, new)
    lines = [line for hunk in diff.hunks for line in hunk.lines]

    assert diff.added == sum(line.kind is ADDED for line in lines)
    assert diff.removed == sum(line.kind is REMOVED for line in lines)
    assert not diff.is_cut
    for numbers in ([line.old_number for line in lines], [line.new_number for line in lines]):
        known = [number for number in numbers if number]
        assert known == sorted(set(known))


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert compare(text, text).hunks == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared(old, new):
    for hunk in compare(old, new).hunks:
        assert all(line.spans for line in hunk.lines)
