"""Definitions side by side: kept, compared, merged, split; and what old fields become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.definitions import (
    definitions_of,
    find_definition,
    merged,
    modern,
    name_of_definition,
    said,
    split,
    with_definition,
    without_definition,
)
from wiki.rules.draft import Draft, checked
from wiki.rules.key_names import key_names
from wiki.rules.row_keys import is_key, key_of
from wiki.rules.side_by_side import side_by_side
from wiki.rules.terms import PageKind
from wiki.rules.word_diff import Op, word_diff

ONE = {"key": "aaaaaaaa", "name": "CBS", "definition": "Samen wonen en eten."}
TWO = {"key": "bbbbbbbb", "name": "Bijstand", "definition": "Samen kosten delen."}
THREE = {"key": "cccccccc", "name": "BRP", "definition": "Op één adres."}
FIELDS = {"definitions": [ONE, TWO, THREE]}


def test_a_term_of_before_has_its_definitions_as_rows():
    old = {
        "definition": "Een.",
        "source_label": "CBS",
        "other_definitions": [{"definition": "Twee.", "scope": "Zorg"}],
    }
    rows = modern(PageKind.TERM, old)["definitions"]
    assert [(row["definition"], row.get("source_label")) for row in rows] == [
        ("Een.", "CBS"),
        ("Twee.", None),
    ]
    assert all(is_key(row["key"]) for row in rows)
    assert modern(PageKind.TERM, old) == modern(PageKind.TERM, old)
    assert modern(PageKind.TERM, {"definitions": rows}) == {"definitions": rows}
    assert modern(PageKind.LESSON, {"definition": "x"}) == {"definition": "x"}


def test_an_old_revision_is_read_as_a_new_one():
    draft = Draft.of("Gezin", "", {"kind": "term", "fields": {"definition": "Een."}})
    kept, found = checked(draft)
    assert not found
    assert kept.fields["definitions"][0]["definition"] == "Een."
    assert checked(kept) == (kept, [])


def test_each_row_has_a_key_of_its_own_even_when_one_came_twice():
    twice = [{"key": "aaaaaaaa", "definition": "x"}, {"key": "aaaaaaaa", "definition": "x"}]
    kept, _found = checked(Draft("t", kind=PageKind.OBJECT, fields={"definitions": twice}))
    keys = [row["key"] for row in kept.fields["definitions"]]
    assert len(set(keys)) == 2
    assert keys[0] == "aaaaaaaa"


@given(st.dictionaries(st.sampled_from(["name", "definition", "scope"]), st.text(max_size=8)))
def test_a_key_follows_from_what_is_written_and_is_never_taken(row):
    key = key_of(row)
    assert is_key(key)
    assert key == key_of({**row, "key": "anders"})
    assert key_of(row, {key}) != key


@pytest.mark.parametrize(
    ("row", "name"),
    [(ONE, "CBS"), ({"source_label": "Wet"}, "Wet"), ({"scope": "Zorg"}, "Zorg"), ({"definition": "x"}, "")],
)
def test_a_definition_is_called_by_its_name_else_by_its_source(row, name):
    assert name_of_definition(row) == name


def test_merging_keeps_one_says_where_the_words_came_from_and_leads_there():
    row = {**ONE, "definition": "Samen wonen, eten en kosten delen."}
    fields = merged(FIELDS, "aaaaaaaa", "bbbbbbbb", row, "Uit CBS en Bijstand.")
    first = definitions_of(fields)[0]
    assert [one["key"] for one in definitions_of(fields)] == ["aaaaaaaa", "cccccccc"]
    assert first["definition"] == row["definition"]
    assert first["origin"] == "Uit CBS en Bijstand."
    assert find_definition(fields, "bbbbbbbb") == first
    again = merged(fields, "cccccccc", "aaaaaaaa", THREE, "Nog eens.")
    assert find_definition(again, "bbbbbbbb")["key"] == "cccccccc"


def test_merging_moves_relations_along_and_ends_those_between_the_two():
    relations = [
        {"key": "11111111", "relation": "differs", "target": "x", "own": "aaaaaaaa", "theirs": "bbbbbbbb"},
        {"key": "22222222", "relation": "differs", "target": "x", "own": "bbbbbbbb", "theirs": "cccccccc"},
    ]
    fields = merged({**FIELDS, "relations": relations}, "aaaaaaaa", "bbbbbbbb", ONE, "")
    assert [(row["key"], row["own"]) for row in fields["relations"]] == [("22222222", "aaaaaaaa")]


@pytest.mark.parametrize("other", ["aaaaaaaa", "dddddddd"])
def test_only_two_that_are_there_can_be_merged(other):
    with pytest.raises(KeyError):
        merged(FIELDS, "aaaaaaaa", other, ONE, "")


def test_splitting_keeps_the_key_of_the_first_and_tells_where_the_second_came_from():
    fields, new = split(FIELDS, "bbbbbbbb", TWO, {"name": "Nieuw", "definition": "Anders."}, "Van Bijstand.")
    assert [row["key"] for row in definitions_of(fields)] == ["aaaaaaaa", "bbbbbbbb", new, "cccccccc"]
    assert find_definition(fields, new)["origin"] == "Van Bijstand."


def test_putting_back_the_fields_of_before_undoes_a_merge():
    fields = merged(FIELDS, "aaaaaaaa", "bbbbbbbb", ONE, "")
    assert find_definition(fields, "bbbbbbbb")["key"] == "aaaaaaaa"
    assert find_definition(FIELDS, "bbbbbbbb") == TWO


def test_one_definition_is_changed_added_or_taken_away_and_the_others_stay():
    assert (
        with_definition(FIELDS, {**TWO, "definition": "Nieuw."})["definitions"][1]["definition"] == "Nieuw."
    )
    assert len(with_definition(FIELDS, {"definition": "Nieuw."})["definitions"]) == 4
    assert without_definition(FIELDS, "bbbbbbbb")["definitions"] == [ONE, THREE]
    assert said({**ONE, "origin": "x", "follows": "y"}) == {"name": "CBS", "definition": ONE["definition"]}


def test_columns_are_compared_with_the_first_to_the_word():
    rows = {
        row.field: row for row in side_by_side([{**ONE, "scope": "Nederland"}, {**TWO, "scope": "Nederland"}])
    }
    assert rows["scope"].is_same
    cell = rows["definition"].cells[1]
    assert [(one.op, one.text) for one in cell.stretches][:2] == [
        (Op.SAME, "Samen "),
        (Op.GONE, "wonen en eten"),
    ]
    assert "moment" not in rows


@pytest.mark.parametrize(
    ("old", "new", "is_marked"),
    [("", "", True), ("a b c", "a b d", True), ("appel peer", "wet en recht", False), ("x", "x", True)],
)
def test_words_are_marked_only_where_texts_are_alike(old, new, is_marked):
    assert (word_diff(old, new) is not None) == is_marked


@given(st.text("ab \n.", max_size=40), st.text("ab \n.", max_size=40))
def test_a_difference_reads_as_either_text(old, new):
    found = word_diff(old, new)
    if found is not None:
        assert "".join(one.text for one in found if one.op is not Op.NEW) == old
        assert "".join(one.text for one in found if one.op is not Op.GONE) == new


def test_a_key_is_known_by_each_of_its_names():
    found = key_names("Burgerservicenummer (BSN); postcode met huisnummer;;")
    assert found == {
        "burgerservicenummer": "Burgerservicenummer (BSN)",
        "bsn": "Burgerservicenummer (BSN)",
        "postcode-met-huisnummer": "postcode met huisnummer",
    }
