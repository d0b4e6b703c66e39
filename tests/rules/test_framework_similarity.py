"""Which earlier assessments are like this one: by shared data, laws, challenges and functions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.framework_similarity import (
    Trait,
    TraitKind,
    is_alike,
    laws_in,
    likeness,
    read_trait,
    traits,
)

kinds = st.sampled_from(list(TraitKind))
keys = st.sampled_from(["brp", "awb", "schuld", "fds-1", "hulp"])
sets = st.lists(st.builds(lambda kind, key: Trait(kind, key, key), kinds, keys), unique=True, max_size=12)


@pytest.mark.parametrize(
    ("mine", "theirs", "alike", "shared"),
    [
        ({"datasets": ["BRP"]}, {"datasets": ["Basisregistratie Personen (BRP)"]}, True, ["BRP"]),
        ({"datasets": ["Kenmerken van gebouwen"]}, {"datasets": ["kenmerken van Gebouwen "]}, True, None),
        ({"texts": ["artikel 3 Awb"]}, {"texts": ["de Algemene wet bestuursrecht"]}, True, ["Awb"]),
        ({"texts": ["AVG artikel 6"]}, {"texts": ["AVG artikel 6"]}, False, []),
        ({"texts": ["artikel 9 van de AVG"]}, {"texts": ["AVG artikel 9"]}, True, ["AVG artikel 9"]),
        ({"challenges": [("p", "Armoede")]}, {"challenges": [("p", "Armoede")]}, False, ["Armoede"]),
        ({"functions": [("F", "F")]}, {"functions": [("F", "F")]}, False, ["F"]),
        (
            {"challenges": [("p", "Armoede")], "functions": [("F", "FDS")]},
            {"challenges": [("p", "Armoede")], "functions": [("F", "FDS")]},
            True,
            ["Armoede", "FDS"],
        ),
        (
            {"purpose": "schulden voorkomen huishoudens"},
            {"purpose": "huishoudens schulden voorkomen"},
            False,
            None,
        ),
        ({"datasets": ["BRP"]}, {"datasets": ["BAG"]}, False, []),
    ],
)
def test_likeness_follows_from_what_is_shared(mine, theirs, alike, shared):
    found = likeness(traits(**mine), traits(**theirs))
    assert is_alike(found) is alike
    if shared is not None:
        assert [trait.words for trait in found.shared] == shared


@given(sets, sets)
def test_likeness_is_the_same_either_way_round_and_most_with_itself(mine, theirs):
    assert likeness(mine, theirs).points == likeness(theirs, mine).points
    assert likeness(mine, theirs).points <= likeness(mine, mine).points


@given(sets)
def test_a_trait_survives_being_kept_as_text(mine):
    assert [read_trait(str(trait)) for trait in mine] == mine


@pytest.mark.parametrize("text", ["", "dataset:", "onbekend:brp|BRP", "brp", ":|"])
def test_a_trait_that_is_not_understood_is_left_out(text):
    assert read_trait(text) is None


def test_the_weightiest_reason_comes_first_and_a_bar_in_a_name_does_no_harm():
    mine = traits(datasets=["A|B"], functions=[("F", "F")], purpose="samenwerking")
    found = likeness(mine, mine)
    assert [trait.kind for trait in found.shared] == ["dataset", "function", "purpose"]
    assert read_trait(str(found.shared[0])) == found.shared[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wpg", ["Wet politiegegevens"]),
        ("Wmo 2015 artikel 5.1", ["Wmo 2015"]),
        ("awb", []),
        ("De Jeugdwet en de Waterwet", ["Jeugdwet", "Waterwet"]),
        ("Jeugdwetten", []),
        ("", []),
    ],
)
def test_laws_are_found_by_their_names_as_whole_words(text, found):
    assert laws_in(text) == found
