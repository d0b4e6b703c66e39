"""The steps of a plan have keys, also where they were written without, so that changes go together."""

from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.definitions import modern
from wiki.rules.draft import Draft, checked
from wiki.rules.page_merge import merge_pages
from wiki.rules.terms import PageKind

OLD = {"steps": [{"title": "Een", "text": "a"}, {"title": "Twee"}, {"title": "Drie"}]}


@given(st.lists(st.fixed_dictionaries({"title": st.text(min_size=1, max_size=5)}), max_size=5))
def test_each_step_gets_a_key_of_its_own_that_stays(rows):
    once = modern(PageKind.STEP_PLAN, {"steps": rows})
    assert modern(PageKind.STEP_PLAN, once) == once
    keys = [row["key"] for row in once.get("steps", [])]
    assert len({*keys}) == len(keys) == len(rows)


def test_two_changes_of_an_old_plan_go_together():
    def draft(**changes):
        fields = modern(PageKind.STEP_PLAN, OLD)
        rows = [{**row, **changes.get(row["title"], {})} for row in fields["steps"]]
        return checked(Draft(title="Plan", kind=PageKind.STEP_PLAN, fields={"steps": rows}))[0]

    merged = merge_pages(draft(), draft(Een={"title": "Eerst"}), draft(Drie={"text": "c"}))
    assert merged.is_settled
    titles = [(row["title"], row.get("text")) for row in merged.draft.fields["steps"]]
    assert titles == [("Eerst", "a"), ("Twee", None), ("Drie", "c")]


def test_what_is_no_list_of_steps_is_left_for_the_check():
    assert modern(PageKind.STEP_PLAN, {"steps": "x"}) == {"steps": "x"}
    assert modern(PageKind.STEP_PLAN, {"steps": [{"title": ["x"]}]}) == {"steps": [{"title": ["x"]}]}
