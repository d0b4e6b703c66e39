"""Two texts side by side: which words went and which came."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.text_diff import word_pieces

CASES = [
    # old, new, what went, what came
    ("een oud huis", "een nieuw huis", ["oud "], ["nieuw "]),
    ("een huis", "een huis aan zee", [], ["aan zee"]),
    ("", "nieuw", [], ["nieuw"]),
    ("weg", "", ["weg"], []),
    ("gelijk", "gelijk", [], []),
    ("twee  woorden", "twee woorden", [], []),
]


@pytest.mark.parametrize(("old", "new", "gone", "came"), CASES)
def test_only_the_words_that_differ_are_marked(old, new, gone, came):
    old_pieces, new_pieces = word_pieces(old, new)

    assert [text for kind, text in old_pieces if kind == "del"] == gone
    assert [text for kind, text in new_pieces if kind == "ins"] == came


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_the_pieces_of_each_side_are_that_text(old, new):
    old_pieces, new_pieces = word_pieces(old, new)

    assert "".join(text for _kind, text in old_pieces) == old
    assert "".join(text for _kind, text in new_pieces) == new
    assert {kind for kind, _text in old_pieces} <= {"same", "del"}
    assert {kind for kind, _text in new_pieces} <= {"same", "ins"}


@pytest.mark.parametrize("word", ["a ", "a b ", "a\n", "a b\n"])
def test_a_hostile_pair_of_texts_takes_no_time(word):
    old = word * (20_000 // len(word))
    new = "x " + word[::-1] * (20_000 // len(word))

    started = time.perf_counter()
    word_pieces(old, new)

    assert time.perf_counter() - started < 3
