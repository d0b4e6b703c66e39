"""The fields of structured pages, and what a draft must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.rules.draft import LONGEST_BODY, Draft, checked
from wiki.rules.fields import FIELDS, check_fields, fields_of, missing_fields, texts_of
from wiki.rules.terms import Category, PageKind

GOOD = [
    (PageKind.DATASET, {"source_holder": " CBS ", "access": "open", "objects": ["huishouden", ""]}),
    (PageKind.LESSON, {"lesson": "Begin klein.", "use_cases": ["soc-001"], "functions": ["FDS-1", "TAL"]}),
    (PageKind.TERM, {"definitions": [{"definition": "x"}, {"definition": "y", "scope": "AVG"}, {}]}),
    (
        PageKind.DATASET,
        {"quality": [{"aspect": "accuracy", "finding": "Goed", "measured_on": "2026-03-31"}]},
    ),
    (PageKind.FAQ, {"question": "Mag dit?", "answer_short": "Ja."}),
    (PageKind.STEP_PLAN, {"steps": [{"title": "Een", "text": "Doe dit."}]}),
    (PageKind.PAGE, {}),
]
BAD = [
    (PageKind.DATASET, {"access": "soms"}, "access", "field_not_a_choice"),
    (PageKind.DATASET, {"access": 3}, "access", "field_malformed"),
    (PageKind.DATASET, {"keys": "x" * 201}, "keys", "field_too_long"),
    (PageKind.DATASET, {"objects": "huishouden"}, "objects", "field_malformed"),
    (PageKind.DATASET, {"objects": [str(n) for n in range(51)]}, "objects", "field_too_many"),
    (PageKind.DATASET, {"objects": ["x" * 201]}, "objects", "field_too_long"),
    (PageKind.LESSON, {}, "lesson", "field_needed"),
    (PageKind.LESSON, {"lesson": "x", "use_cases": ["overal"]}, "use_cases", "field_not_a_code"),
    (PageKind.LESSON, {"lesson": "x", "functions": ["FDS-"]}, "functions", "field_not_a_code"),
    (PageKind.LESSON, {"lesson": "x", "phases": ["later"]}, "phases", "field_not_a_choice"),
    (
        PageKind.TERM,
        {"definitions": [{"definition": "x"}, {"scope": "AVG"}]},
        "definitions",
        "field_needed",
    ),
    (PageKind.TERM, {"definitions": ["y"]}, "definitions", "field_malformed"),
    (
        PageKind.DATASET,
        {"quality": [{"aspect": "accuracy", "finding": "x", "measured_on": "31-3-2026"}]},
        "quality",
        "field_not_a_day",
    ),
    (
        PageKind.OBJECT,
        {"relations": [{"relation": "rijmt_op", "target": "x"}]},
        "relations",
        "field_not_a_choice",
    ),
    (
        PageKind.TERM,
        {"definitions": [{"definition": "y"}] * 51},
        "definitions",
        "field_too_many",
    ),
    (PageKind.PAGE, {"lesson": "x"}, "lesson", "field_unknown"),
]


@pytest.mark.parametrize(("kind", "values"), GOOD)
def test_what_fits_its_kind_is_kept(kind, values):
    kept, found = check_fields(kind, values)
    assert not found
    assert check_fields(kind, kept) == (kept, [])


@pytest.mark.parametrize(("kind", "values", "field", "code"), BAD)
def test_what_does_not_fit_is_named_by_field_and_code(kind, values, field, code):
    _kept, found = check_fields(kind, values)
    assert [(finding.field, finding.code) for finding in found] == [(field, code)]


def test_empty_values_and_empty_rows_are_left_out():
    kept, found = check_fields(
        PageKind.TERM,
        {
            "definitions": [
                {"key": "0a1b2c3d", "definition": " x ", "scope": "  "},
                {"key": "", "definition": " "},
            ]
        },
    )
    assert not found
    assert kept == {"definitions": [{"key": "0a1b2c3d", "definition": "x"}]}


def test_a_page_can_say_what_nobody_filled_in_yet():
    assert missing_fields(PageKind.FAQ, {"question": "Mag dit?"}) == ["answer_short"]
    assert missing_fields(PageKind.PAGE, {}) == []


def test_running_text_of_fields_is_found_for_searching():
    texts = texts_of(PageKind.STEP_PLAN, {"steps": [{"title": "Een", "text": "Doe dit."}]})
    assert texts == ["Een", "Doe dit."]
    assert texts_of(PageKind.DATASET, {"source_holder": "CBS", "access": "open"}) == ["CBS"]


@given(
    st.sampled_from(list(PageKind)),
    st.dictionaries(
        st.sampled_from(sorted({field.name for fields in FIELDS.values() for field in fields})),
        st.one_of(
            st.none(),
            st.text(max_size=9),
            st.integers(),
            st.lists(st.text(max_size=9)),
            st.lists(st.dictionaries(st.text(max_size=9), st.integers())),
        ),
    ),
)
def test_whatever_comes_in_the_answer_is_a_tidy_value_or_a_finding(kind, values):
    kept, _found = check_fields(kind, values)
    assert kept.keys() <= {field.name for field in fields_of(kind)}
    assert all(value not in ("", [], None) for value in kept.values())


@pytest.mark.parametrize(
    ("draft", "field", "code"),
    [
        (Draft(title="  "), "title", "title_needed"),
        (Draft(title="x" * 201), "title", "text_too_long"),
        (Draft(title="x", abstract="y" * 601), "abstract", "text_too_long"),
        (Draft(title="x", body="y" * (LONGEST_BODY + 1)), "body", "text_too_long"),
        (Draft(title="x", aliases=tuple(str(n) for n in range(31))), "aliases", "too_many"),
        (Draft(title="x", aliases=("y" * 101,)), "aliases", "text_too_long"),
        (Draft(title="x", sources=({"source": "000", "passage": ""},) * 31), "sources", "too_many"),
    ],
)
def test_what_stops_a_page_is_named(draft, field, code):
    _kept, found = checked(draft)
    assert [(finding.field, finding.code) for finding in found] == [(field, code)]


def test_a_draft_is_kept_tidy():
    draft = Draft(
        title=" Een\n titel ",
        aliases=("BRP", "brp", " ", "een titel"),
        categories=(Category.SENSOR, Category.PERSON, Category.SENSOR),
        domains=("b", "a", "b"),
    )
    kept, found = checked(draft)
    assert not found
    assert kept.title == "Een titel"
    assert kept.aliases == ("BRP",)
    assert kept.categories == (Category.PERSON, Category.SENSOR)
    assert kept.domains == ("a", "b")


def test_a_draft_comes_back_from_its_values():
    draft, _found = checked(
        Draft(title="x", body="y", kind=PageKind.FAQ, fields={"answer_short": "Ja."}, aliases=("z",))
    )
    assert Draft.of(draft.title, draft.body, draft.values) == draft
