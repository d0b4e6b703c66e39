"""The life of a proposal: every step from every state, by everyone; and what of a change waits."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.core_parts import (
    DEFAULT,
    MARKED,
    core_parts,
    definition_keys,
    overlay,
    part_names,
    same_parts,
    split,
    split_new,
    tidy_setting,
)
from wiki.rules.draft import Draft
from wiki.rules.review import OPEN, ProposalState, Situation, Step, Who, after, findings, refusal_of
from wiki.rules.terms import PageKind

S = ProposalState
WHO = {
    "anonymous": Who(),
    "contributor": Who(),
    "administrator": Who(),
    "author": Who(is_author=True, has_written=True),
    "curator": Who(is_curator=True),
    "curator who amended": Who(is_curator=True, has_written=True),
    "curator who wrote it": Who(is_author=True, is_curator=True, has_written=True),
    "owner of a use case": Who(may_object=True),
    "curator who owns one": Who(is_curator=True, may_object=True),
}
AUTHORS = {"author", "curator who wrote it"}
DECIDE = {"curator", "curator who amended", "curator who owns one"}
# By step: who may take it, from which states, and where it leads.
TABLE = {
    Step.EDIT: (AUTHORS, OPEN, S.SUBMITTED),
    Step.WITHDRAW: (AUTHORS, OPEN, S.WITHDRAWN),
    Step.ASK: (DECIDE, {S.SUBMITTED}, S.CHANGES_REQUESTED),
    Step.AMEND: (DECIDE, {S.SUBMITTED}, None),
    Step.APPROVE: (DECIDE - {"curator who amended"}, {S.SUBMITTED}, S.APPROVED),
    Step.REJECT: (DECIDE, OPEN, S.REJECTED),
    Step.OBJECT: ({"owner of a use case", "curator who owns one"}, OPEN, None),
}


@pytest.mark.parametrize(("step", "state", "who"), [*product(TABLE, S, WHO)])
def test_each_step_is_for_some_from_some_states(step, state, who):
    people, states, then = TABLE[step]
    assert (refusal_of(step, state, WHO[who]) is None) == (who in people and state in states)
    assert after(step, state) is (then or state)


@pytest.mark.parametrize(
    ("step", "situation", "codes"),
    [
        (Step.APPROVE, Situation(), []),
        (Step.APPROVE, Situation(is_clashing=True), ["review_clashes"]),
        (Step.APPROVE, Situation(unanswered=1), ["review_unanswered"]),
        (Step.APPROVE, Situation(is_waiting=True), ["review_may_object"]),
        (Step.APPROVE, Situation(is_waiting=True, is_urgent=True), ["review_reason_needed"]),
        (Step.APPROVE, Situation(is_waiting=True, is_urgent=True, reason="Brand"), []),
        (Step.REJECT, Situation(is_clashing=True, is_waiting=True, reason="Nee"), []),
        (Step.REJECT, Situation(unanswered=2, reason="Nee"), ["review_unanswered"]),
        (Step.REJECT, Situation(reason=" "), ["review_reason_needed"]),
        (Step.ASK, Situation(unanswered=1, reason="Korter"), []),
        (Step.ASK, Situation(), ["review_reason_needed"]),
        (Step.OBJECT, Situation(), ["review_reason_needed"]),
        (Step.AMEND, Situation(), []),
    ],
)
def test_a_decision_reckons_with_clashes_objections_and_reasons(step, situation, codes):
    assert findings(step, situation) == codes


DATASET = Draft(
    title="Bron", abstract="A", body="B", kind=PageKind.DATASET, fields={"access": "open", "standards": "X"}
)


@pytest.mark.parametrize(
    ("changes", "waiting"),
    [
        ({"body": "Anders"}, []),
        ({"aliases": ("b",)}, []),
        ({"title": "Nieuw"}, ["title"]),
        ({"title_en": "New"}, ["title_en"]),
        ({"abstract": "Nieuw", "body": "Anders"}, ["abstract"]),
        ({"fields": {"access": "closed", "standards": "X"}}, ["access"]),
        ({"fields": {"access": "open", "standards": "Y"}}, []),
        ({"fields": {"standards": "X"}}, ["access"]),
        ({"kind": PageKind.PAGE, "fields": {}}, ["kind"]),
        ({"is_core": True}, []),
    ],
)
def test_core_values_wait_and_the_rest_goes_live(changes, waiting):
    wanted = replace(DATASET, **changes)
    live, parts = split(DATASET, wanted, DEFAULT)
    assert part_names(parts) == waiting
    assert overlay(live, parts) == wanted
    assert split(DATASET, live, DEFAULT)[1] == {}


def test_a_plain_page_has_no_core_until_it_is_marked():
    page = Draft(title="Pagina", abstract="A")
    marked = replace(page, is_core=True)
    assert split(page, replace(page, abstract="B"), DEFAULT)[1] == {}
    assert split(page, replace(marked, abstract="B"), DEFAULT)[1] == {}
    assert part_names(split(marked, replace(marked, abstract="B"), DEFAULT)[1]) == ["abstract"]
    assert part_names(split(marked, page, DEFAULT)[1]) == ["is_core"]


def test_a_marked_page_has_all_its_fields_as_core():
    assert "answer_short" in core_parts(PageKind.FAQ, True, DEFAULT)
    assert not core_parts(PageKind.FAQ, False, DEFAULT)


def test_another_kind_of_a_core_page_goes_as_one():
    wanted = Draft(title="Bron", abstract="A", body="B", kind=PageKind.FAQ, fields={"answer_short": "Ja"})
    live, parts = split(DATASET, wanted, DEFAULT)
    assert (live.kind, live.fields) == (DATASET.kind, DATASET.fields)
    assert overlay(live, parts) == wanted


def test_a_new_page_shows_its_title_and_free_text():
    live, parts = split_new(DATASET, DEFAULT)
    assert (live.title, live.abstract, live.body, live.fields) == ("Bron", "", "B", {"standards": "X"})
    assert overlay(live, parts) == DATASET


def test_of_definitions_only_those_that_change_or_go_concern_others():
    rows = [{"key": key, "definition": key} for key in ("00000001", "00000002")]
    live = Draft(title="X", kind=PageKind.TERM, fields={"definitions": rows})
    new = {"fields": {"definitions": [{**rows[0], "definition": "Anders"}, rows[1], {"key": "00000003"}]}}
    assert definition_keys(live, new) == {"00000001"}
    assert definition_keys(live, {"abstract": "Anders", **new}) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"dataset": ["keys", "title", "zomaar"]}, {"dataset": ["title", "keys"]}),
        ({"zomaar": ["title"], "law": []}, {}),
        ({MARKED: ["fields", "body"]}, {MARKED: ["body", "fields"]}),
    ],
)
def test_a_setting_keeps_known_parts_in_order(given, kept):
    assert tidy_setting(given) == kept


TEXT = st.sampled_from(["", "a", "b", "c"])
FIELDS = st.fixed_dictionaries(
    {}, optional={"access": TEXT.filter(bool), "keys": TEXT.filter(bool), "standards": TEXT.filter(bool)}
)
DRAFTS = st.builds(
    Draft,
    title=TEXT.filter(bool),
    abstract=TEXT,
    body=TEXT,
    kind=st.sampled_from([PageKind.DATASET, PageKind.PAGE]),
    is_core=st.booleans(),
    fields=FIELDS,
)


@given(live=DRAFTS, wanted=DRAFTS)
def test_what_goes_live_and_what_waits_are_together_what_was_sent(live, wanted):
    now, parts = split(live, wanted, DEFAULT)
    assert overlay(now, parts) == wanted
    assert same_parts(now, overlay(now, parts), parts) == parts
    core = core_parts(live.kind, live.is_core, DEFAULT)
    if core and live.kind is wanted.kind:
        assert all(
            now.fields.get(name) == live.fields.get(name) for name in ("access", "keys") if name in core
        )
