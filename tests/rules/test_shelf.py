"""The shelf of texts in memory: bounded, and never more than what lies on it."""

from hypothesis import given
from hypothesis import strategies as st

from wiki.rendering.memory import Shelf


def test_what_was_put_is_found_until_the_shelf_is_cleared():
    shelf = Shelf(most=100)
    shelf.put("a", 1, 10)
    assert shelf.find("a") == 1
    shelf.put("a", 2, 10)
    assert (shelf.find("a"), shelf.signs, len(shelf)) == (2, 10, 1)
    shelf.clear()
    assert (shelf.find("a"), shelf.signs, len(shelf)) == (None, 0, 0)


def test_the_oldest_leaves_first_and_too_large_a_thing_stays_off():
    shelf = Shelf(most=80)
    for name in "abcdefghij":
        shelf.put(name, name, 10)
    shelf.put("large", "large", 11)
    assert shelf.find("a") is None
    assert shelf.find("j") == "j"
    assert shelf.find("large") is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), max_size=60))
def test_it_never_holds_more_than_it_may(puts):
    shelf = Shelf(most=100)
    for key, signs in puts:
        shelf.put(key, key, signs)
        assert 0 <= shelf.signs <= 100
        assert shelf.find(key) in (None, key)
