"""What a calculation may draw from anew: lists of a revealed round, without people, from three up."""

import pytest

from portfolio.queries.round_scores import given_by_code
from portfolio.rules.round_terms import CHANCE
from tests.round_play import Play


@pytest.fixture
def scored(database):
    return Play(members=4).open().score_all()


def test_before_the_reveal_there_is_nothing_to_draw_from(scored):
    assert given_by_code(scored.codes) == {}


def test_after_the_reveal_each_list_is_in_order_of_size(scored):
    scored.reveal()
    given = given_by_code(scored.codes)
    assert set(given) == set(scored.codes)
    for lists in given.values():
        assert CHANCE in lists
        for values in lists.values():
            assert len(values) >= 3 and list(values) == sorted(values)


def test_two_scorers_are_too_few_to_draw_from(database):
    play = Play(members=2).open().score_all()
    play.reveal()
    assert given_by_code(play.codes) == {code: {} for code in play.codes}
