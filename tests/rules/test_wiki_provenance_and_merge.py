import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.lines import split_lines
from wiki.rules.merge import Conflict, merge
from wiki.rules.provenance import ProvenanceMismatch, carry_origins, first_origins, origins_by_line

texts = st.lists(st.sampled_from(["een", "twee", "drie", "vier", ""]), max_size=8).map("\n".join)


def history(*revisions):
    origins = first_origins(revisions[0], 1)
    for number, (old, new) in enumerate(zip(revisions, revisions[1:], strict=False), start=2):
        origins = carry_origins(old, origins, new, number)
    return origins_by_line(origins)


@pytest.mark.parametrize(
    ("revisions", "expected"),
    [
        (["a\nb"], [1, 1]),
        (["a\nb", "a\nx\nb"], [1, 2, 1]),
        (["a\nb", "a\nB", "a\nB\nc"], [1, 2, 3]),
        (["a\nb", "b"], [1]),
        (["a", "b", "a"], [3]),
        (["a\r\nb", "a\nb"], [1, 1]),
        ([""], [1]),
    ],
)
def test_an_unchanged_line_keeps_its_revision(revisions, expected):
    assert history(*revisions) == expected


def test_of_two_lines_that_changed_places_one_is_new():
    assert sorted(history("a\nb", "b\na")) == [1, 2]


def test_origins_are_kept_as_runs():
    assert carry_origins("a\nb\nc", [(1, 3)], "a\nx\ny\nc", 2) == [(1, 1), (2, 2), (1, 1)]


def test_origins_of_another_text_are_refused():
    with pytest.raises(ProvenanceMismatch):
        carry_origins("a\nb", [(1, 3)], "a", 2)


@given(texts, texts, texts)
def test_every_line_has_an_origin_and_a_line_of_an_old_revision_was_in_it(first, second, third):
    found = history(first, second, third)
    lines = split_lines(third)

    assert len(found) == len(lines)
    for line, revision in zip(lines, found, strict=True):
        assert line in split_lines((first, second, third)[revision - 1])


@given(texts, st.integers(2, 9))
def test_saving_the_same_text_changes_no_origin(text, revision):
    assert carry_origins(text, first_origins(text, 1), text, revision) == first_origins(text, 1)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a\nb\nc", "a\nB\nc", "a\nb\nc", "a\nB\nc"),
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("a\nb\nc", "a\nB\nc", "a\nB\nc", "a\nB\nc"),
        ("a\nb", "a\nb\n", "x\na\nb", "x\na\nb\n"),
        ("a\nb\nc", "b\nc", "a\nb", "b"),
        ("", "mijn", "", "mijn"),
        ("a\r\nb", "a\nB", "a\r\nb", "a\nB"),
    ],
)
def test_changes_in_different_places_go_together(base, mine, theirs, merged):
    assert merge(base, mine, theirs).text == merged


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("a\nb\nc", "a\nX\nc", "a\nY\nc", (Conflict(2, ("b",), ("X",), ("Y",)),)),
        ("a\nb", "a\nX\nb", "a\nY\nb", (Conflict(2, (), ("X",), ("Y",)),)),
        ("a\nb\nc", "a\nc", "a\nB\nc", (Conflict(2, ("b",), (), ("B",)),)),
        ("a\nb\nc", "A\nb\nc", "a\nB\nc", (Conflict(1, ("a", "b"), ("A", "b"), ("a", "B")),)),
        ("", "mijn", "uw", (Conflict(1, ("",), ("mijn",), ("uw",)),)),
    ],
)
def test_changes_that_touch_are_a_conflict(base, mine, theirs, expected):
    found = merge(base, mine, theirs)

    assert found.conflicts == expected
    assert found.text is None


def test_around_a_conflict_the_rest_is_agreed():
    found = merge("a\nb\nc\nd\ne", "A\nb\nX\nd\ne", "a\nb\nY\nd\nE")

    assert found.pieces == (("A", "b"), Conflict(3, ("c",), ("X",), ("Y",)), ("d", "E"))


@given(texts, texts)
def test_when_only_one_changed_or_both_did_the_same_there_is_no_conflict(base, changed):
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed


@given(texts, texts, texts)
def test_it_does_not_matter_whose_change_is_called_mine(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)

    assert one.text == other.text
    assert [(c.line, c.base, c.mine, c.theirs) for c in one.conflicts] == [
        (c.line, c.base, c.theirs, c.mine) for c in other.conflicts
    ]


@given(texts, texts, texts)
def test_taking_one_side_everywhere_keeps_every_line_of_its_conflicts(base, mine, theirs):
    found = merge(base, mine, theirs)
    chosen = [
        line for piece in found.pieces for line in (piece.mine if isinstance(piece, Conflict) else piece)
    ]

    written = set(split_lines(base)) | set(split_lines(mine)) | set(split_lines(theirs))
    assert set(chosen) <= written
    if found.text is None:
        assert all(piece.mine != piece.theirs for piece in found.conflicts)
