"""Merging whole pages: what goes together without a word, what a person decides, and that nothing is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.clashes import Answer, Take
from wiki.rules.draft import Draft
from wiki.rules.page_merge import merge_list, merge_pages
from wiki.rules.terms import Category, PageKind

BASE = Draft(
    title="Adres",
    body="een\n\ntwee\n\ndrie",
    abstract="Waar iets is.",
    categories=(Category.LOCATION,),
    domains=("energie",),
    aliases=("Locatie",),
    sources=({"source": "000", "passage": "3"},),
)
DATASET = replace(BASE, kind=PageKind.DATASET, fields={"source_holder": "Kadaster", "quality_note": "a\n\nb"})
STEPS = [{"title": "Begin", "text": "Zo."}, {"title": "Midden", "text": "Dan."}, {"title": "Eind"}]
PLAN = replace(BASE, kind=PageKind.STEP_PLAN, fields={"steps": STEPS})


def with_fields(draft: Draft, **fields) -> Draft:
    return replace(draft, fields={**draft.fields, **fields})


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        (BASE, replace(BASE, title="Nieuw"), replace(BASE, abstract="Anders."), {"title": "Nieuw"}),
        (
            BASE,
            replace(BASE, body="EEN\n\ntwee\n\ndrie"),
            replace(BASE, body="een\n\ntwee\n\nDRIE"),
            {"body": "EEN\n\ntwee\n\nDRIE"},
        ),
        (
            BASE,
            replace(BASE, aliases=("Locatie", "Plek")),
            replace(BASE, aliases=("Plaats",)),
            {"aliases": ("Plaats", "Plek")},
        ),
        (
            BASE,
            replace(BASE, categories=(Category.LOCATION, Category.PERSON)),
            replace(BASE, categories=(Category.SENSOR,)),
            {"categories": (Category.PERSON, Category.SENSOR)},
        ),
        (
            BASE,
            replace(BASE, domains=("energie", "wonen")),
            replace(BASE, domains=()),
            {"domains": ("wonen",)},
        ),
        (
            BASE,
            replace(BASE, sources=({"source": "000", "passage": "4"},)),
            replace(BASE, sources=({"source": "000", "passage": "3"}, {"source": "001"})),
            {"sources": ({"source": "001"}, {"source": "000", "passage": "4"})},
        ),
        (
            BASE,
            replace(BASE, is_core=True),
            replace(BASE, title="Nieuw"),
            {"is_core": True, "title": "Nieuw"},
        ),
        (
            DATASET,
            with_fields(DATASET, source_holder="CBS"),
            with_fields(DATASET, keys="BSN", quality_note="a\n\nB"),
            {"fields": {"source_holder": "CBS", "keys": "BSN", "quality_note": "a\n\nB"}},
        ),
        (
            PLAN,
            with_fields(PLAN, steps=[{"title": "Vooraf"}, *STEPS]),
            with_fields(PLAN, steps=[*STEPS[:2], {"title": "Slot"}]),
            {"fields": {"steps": [{"title": "Vooraf"}, *STEPS[:2], {"title": "Slot"}]}},
        ),
        (BASE, replace(BASE, kind=PageKind.TOOL), replace(BASE, title="Nieuw"), {"kind": PageKind.TOOL}),
    ],
)
def test_changes_in_different_places_go_together(base, mine, theirs, merged):
    found = merge_pages(base, mine, theirs)
    assert found.clashes == ()
    assert found.is_settled
    assert {name: getattr(found.draft, name) for name in merged} == merged


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "part"),
    [
        (BASE, replace(BASE, title="Een"), replace(BASE, title="Twee"), "title"),
        (BASE, replace(BASE, abstract=""), replace(BASE, abstract="Twee"), "abstract"),
        (BASE, replace(BASE, body="x\n\ntwee\n\ndrie"), replace(BASE, body="y\n\ntwee\n\ndrie"), "body"),
        (
            DATASET,
            with_fields(DATASET, source_holder="x"),
            with_fields(DATASET, source_holder="y"),
            "source_holder",
        ),
        (
            DATASET,
            with_fields(DATASET, quality_note="a\n\nx"),
            with_fields(DATASET, quality_note="a\n\ny"),
            "quality_note",
        ),
        (PLAN, replace(PLAN, fields={}), with_fields(PLAN, steps=[*STEPS[:2], {"title": "x"}]), "steps"),
        (
            DATASET,
            replace(DATASET, kind=PageKind.TOOL, fields={}),
            with_fields(DATASET, keys="BSN"),
            "kind",
        ),
    ],
)
def test_the_same_place_changed_otherwise_is_asked_and_each_answer_is_followed(base, mine, theirs, part):
    asked = merge_pages(base, mine, theirs)
    assert [clash.part for clash in asked.clashes] == [part]
    assert not asked.is_settled
    assert asked.draft == mine, "what I wrote stands in"
    for take, expected in ((Take.MINE, mine), (Take.THEIRS, theirs)):
        settled = merge_pages(base, mine, theirs, {asked.clashes[0].key: Answer(take)})
        assert settled.is_settled
        assert settled.draft == expected


def test_lines_may_be_taken_both_or_written_anew():
    mine, theirs = replace(BASE, body="x\n\ntwee\n\ndrie"), replace(BASE, body="y\n\ntwee\n\ndrie")
    key = merge_pages(BASE, mine, theirs).clashes[0].key
    for answer, first in ((Answer(Take.BOTH), "y\nx"), (Answer(Take.TEXT, "z\r\nzz"), "z\nzz")):
        assert merge_pages(BASE, mine, theirs, {key: answer}).draft.body == f"{first}\n\ntwee\n\ndrie"


def test_an_answer_to_another_clash_settles_nothing():
    mine, theirs = replace(BASE, title="x"), replace(BASE, title="y")
    key = merge_pages(BASE, mine, theirs).clashes[0].key
    assert not merge_pages(BASE, mine, replace(BASE, title="z"), {key: Answer(Take.MINE)}).is_settled
    assert not merge_pages(BASE, mine, theirs, {key: Answer(Take.BOTH)}).is_settled, "a title is not doubled"


def definition(key: str, **texts: str) -> dict[str, str]:
    return {"key": key * 8, "definition": f"Definitie {key}.", **texts}


def test_rows_with_a_key_merge_part_by_part():
    rows = [definition("a"), definition("b"), definition("c")]
    base = Draft(title="Adres", kind=PageKind.TERM, fields={"definitions": rows})
    mine = with_fields(base, definitions=[definition("a", scope="BAG"), definition("d"), *rows[1:]])
    theirs = with_fields(base, definitions=[definition("a", source_label="Wet"), rows[1]])
    merged = merge_pages(base, mine, theirs)
    assert merged.clashes == ()
    assert merged.draft.fields["definitions"] == [
        definition("a", scope="BAG", source_label="Wet"),
        definition("d"),
        rows[1],
    ]


def test_a_row_that_one_changed_and_the_other_took_away_is_asked():
    base = Draft(
        title="Adres", kind=PageKind.TERM, fields={"definitions": [definition("a"), definition("b")]}
    )
    mine = with_fields(base, definitions=[definition("a")])
    theirs = with_fields(base, definitions=[definition("a"), definition("b", scope="BAG")])
    asked = merge_pages(base, mine, theirs)
    (clash,) = asked.clashes
    assert (clash.mine, clash.theirs) == ([], [definition("b", scope="BAG")])
    kept = merge_pages(base, mine, theirs, {clash.key: Answer(Take.THEIRS)})
    assert kept.draft.fields == theirs.fields


items = st.lists(st.integers(0, 6), unique=True, max_size=6)


@given(items, items, items)
def test_a_merged_list_has_what_either_added_and_lacks_what_either_took_away(base, mine, theirs):
    merged = merge_list(base, mine, theirs)
    assert len(merged) == len({*merged})
    assert {*merged} == (({*mine} | {*theirs}) - ({*base} - {*mine}) - ({*base} - {*theirs}))


bodies = st.lists(st.sampled_from("abcd"), max_size=6).map("\n".join)
drafts = st.builds(
    Draft,
    title=st.sampled_from(["Adres", "Plek", "Huis"]),
    body=bodies,
    abstract=st.sampled_from(["", "x", "y"]),
    aliases=st.lists(st.sampled_from("pqr"), unique=True).map(tuple),
)


@given(drafts, drafts, drafts)
def test_taking_one_side_everywhere_is_possible_and_unchanged_sides_ask_nothing(base, mine, theirs):
    assert merge_pages(base, mine, base).draft == mine
    assert merge_pages(base, base, theirs).draft == theirs
    asked = merge_pages(base, mine, theirs)
    for take in (Take.MINE, Take.THEIRS):
        answers = {clash.key: Answer(take) for clash in asked.clashes}
        assert merge_pages(base, mine, theirs, answers).is_settled
