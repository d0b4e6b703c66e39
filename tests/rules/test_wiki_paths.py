"""The way from one thing to another over relations, what is near it, and how FAIR a dataset is described."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.fair import CRITERIA, Letter, Mark, fair_of
from wiki.rules.neighbourhood import MOST, near, picture
from wiki.rules.paths import shared_keys, shortest_path
from wiki.rules.terms import RelationKind, RelationState

PLATE, VEHICLES, PEOPLE, COMPANIES, ADDRESSES, POSTCODE, WHOLE = range(1, 8)
RECORDED = [(VEHICLES, PLATE), (ADDRESSES, POSTCODE), (VEHICLES, 50), (ADDRESSES, 50)]


@dataclass(frozen=True)
class Edge:
    source: int
    target: int
    kind: RelationKind = RelationKind.JOINS_ON
    state: RelationState | None = RelationState.CONFIRMED
    row: dict = field(default_factory=dict)


JOINS = [Edge(VEHICLES, PEOPLE, row={"keys": "BSN"}), Edge(PEOPLE, ADDRESSES, row={"keys": "BAG"})]
PARTS = [Edge(source, WHOLE, RelationKind.PART_OF) for source in (VEHICLES, PEOPLE, ADDRESSES)]


def places(steps):
    return [steps[0].start, *(step.end for step in steps)]


def test_from_a_number_plate_one_gets_to_a_postcode_over_the_keys_of_each_step():
    steps = shortest_path([PLATE], [POSTCODE], [*JOINS, *PARTS], RECORDED)
    assert places(steps) == [PLATE, VEHICLES, PEOPLE, ADDRESSES, POSTCODE]
    assert [step.row.get("keys") for step in steps] == [None, "BSN", "BAG", None]
    assert [step.is_backwards for step in steps] == [True, False, False, False]


@pytest.mark.parametrize(
    ("relations", "recorded"),
    [
        ([], RECORDED),
        (PARTS, RECORDED),
        ([Edge(VEHICLES, ADDRESSES, RelationKind.DIFFERS)], RECORDED),
        ([Edge(VEHICLES, ADDRESSES, state=RelationState.ENDED)], RECORDED),
        (JOINS, []),
    ],
    ids=["nothing joins", "parts of one whole do not join", "differing is no way", "it is over", "no source"],
)
def test_there_is_no_way_where_nothing_leads(relations, recorded):
    assert shortest_path([PLATE], [POSTCODE], relations, recorded) is None


def test_a_confirmed_way_goes_before_a_disputed_one_and_a_longer_one_before_that():
    disputed = Edge(VEHICLES, ADDRESSES, state=RelationState.DISPUTED)
    assert len(shortest_path([VEHICLES], [ADDRESSES], [disputed, *JOINS])) == 2
    assert len(shortest_path([VEHICLES], [ADDRESSES], [disputed])) == 1
    assert len(shortest_path([VEHICLES], [ADDRESSES], [Edge(VEHICLES, ADDRESSES), *JOINS])) == 1


def test_who_is_there_already_needs_no_steps_and_a_step_up_is_a_way():
    assert shortest_path([PEOPLE], [PEOPLE], JOINS) == []
    assert places(shortest_path([PEOPLE], [WHOLE], PARTS)) == [PEOPLE, WHOLE]
    assert places(shortest_path([WHOLE], [PEOPLE], PARTS)) == [WHOLE, PEOPLE]


pairs = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=20)


@given(pairs, st.integers(1, 8), st.integers(1, 8))
def test_a_way_hangs_together_goes_nowhere_twice_and_exists_both_ways_round(found, start, goal):
    edges = [Edge(one, other) for one, other in found]
    steps = shortest_path([start], [goal], edges)
    back = shortest_path([goal], [start], edges)
    assert (steps is None) == (back is None)
    if steps:
        assert steps[0].start == start
        assert steps[-1].end == goal
        assert all(one.end == other.start for one, other in zip(steps, steps[1:], strict=False))
        assert len(set(places(steps))) == len(steps) + 1
        assert len(back) == len(steps)


def test_a_long_chain_is_bounded():
    edges = [Edge(number, number + 1) for number in range(1, 30)]
    assert shortest_path([1], [11], edges) is not None
    assert shortest_path([1], [12], edges) is None


def test_sources_with_a_key_in_common_are_a_hint():
    assert shared_keys({1: {"bsn"}, 2: {"kvk"}}, {3: {"bsn", "bag"}, 1: {"bsn"}}) == [(1, 3, "bsn")]


@given(pairs)
def test_what_is_near_is_bounded_and_every_box_stands_apart(found):
    steps = near(1, found)
    assert steps[1] == 0
    assert max(steps.values()) <= 2
    drawing = picture(steps, {page: f"Pagina {page} met een lange naam erbij" for page in steps}, [])
    spots = [(box.x, box.y) for box in drawing.boxes]
    assert len(set(spots)) == len(spots)
    assert all(0 <= box.x < drawing.width and 0 <= box.y < drawing.height for box in drawing.boxes)


def test_a_picture_shows_at_most_so_many_pages():
    assert len(near(1, [(1, number) for number in range(2, 200)])) == MOST


@dataclass
class Described:
    abstract: str = ""
    aliases: list = field(default_factory=list)
    fields: dict = field(default_factory=dict)


WHOLE_FIELDS = {
    "source_holder": "Kadaster",
    "access": "open",
    "access_how": "Download.",
    "contact_role": "Loket",
    "keys": "BAG",
    "standards": "GML",
    "objects": ["adres"],
    "relations": [{"relation": "part_of", "target": "x"}],
    "legal_basis": "Wet",
    "ground_processing": "Open",
    "update_rhythm": "Elke dag",
    "distributions": [{"title": "x", "address": "https://www.pdok.nl", "licence": "CC0"}],
    "quality": [{"aspect": "accuracy", "finding": "x", "method": "steekproef", "measured_on": "2026-01-01"}],
}


def test_an_empty_description_meets_nothing_and_a_whole_one_everything():
    empty, whole = fair_of(Described()), fair_of(Described("Wat het is.", ["BAG"], WHOLE_FIELDS))
    assert (empty.met, whole.met) == (0, whole.total)
    assert {one.mark for one in empty.principles} == {Mark.NOT}
    assert {one.mark for one in whole.principles} == {Mark.MET}


@pytest.mark.parametrize(
    ("missing", "letter", "code"),
    [
        ("access", Letter.ACCESSIBLE, "access"),
        ("keys", Letter.INTEROPERABLE, "keys"),
        ("ground_processing", Letter.REUSABLE, "grounds"),
        ("quality", Letter.REUSABLE, "measured"),
        ("source_holder", Letter.FINDABLE, "holder"),
    ],
)
def test_what_lacks_is_named(missing, letter, code):
    fields = {name: value for name, value in WHOLE_FIELDS.items() if name != missing}
    rated = {one.letter: one for one in fair_of(Described("x", ["y"], fields)).principles}
    assert rated[letter].mark is Mark.PARTLY
    assert rated[letter].lacking == [code]
    assert list(rated) == list(CRITERIA)
