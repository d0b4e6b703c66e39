"""The assessment framework: what may be saved, what may be established, and what selection asks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.findings import blocking, warnings
from portfolio.rules.framework import (
    Answer,
    Heard,
    Question,
    Sheet,
    Verdict,
    Viewpoint,
    check_draft,
    check_establish,
    is_in_between,
    missing_verdict,
    missing_viewpoints,
)

EVERYONE = tuple(Heard(viewpoint, "functie", "gezegd") for viewpoint in Viewpoint)
WHOLE = Sheet(
    purpose="Eerder hulp",
    answers={question: Answer(5, "Daarom") for question in Question},
    verdict=Verdict.YES,
    verdict_reason="Alles klopt",
    heard=EVERYONE,
    consulted=1,
)


def with_levels(**levels) -> Sheet:
    answers = {Question(name): Answer(level, "Daarom") for name, level in levels.items()}
    return replace(WHOLE, answers=WHOLE.answers | answers)


def codes(findings):
    return [finding.code for finding in findings]


def test_a_whole_assessment_is_established_without_a_word():
    assert check_establish(WHOLE) == []


def test_an_empty_one_may_be_saved_but_not_established():
    assert check_draft(Sheet()) == []
    assert codes(blocking(check_establish(Sheet()))) == [
        "framework_purpose_missing",
        *["framework_level_missing"] * 3,
        "framework_verdict_missing",
    ]


@pytest.mark.parametrize(
    ("level", "asks"), [(None, False), (0, False), (1, True), (2, True), (3, True), (4, True), (5, False)]
)
def test_the_law_says_no_or_yes_and_anything_else_is_explained(level, asks):
    sheet = with_levels(may=level)
    assert is_in_between(level) is asks
    assert ("framework_may_in_between" in codes(check_draft(sheet))) is asks
    assert check_draft(replace(sheet, may_explanation="Het hangt van de zaak af")) == []


@pytest.mark.parametrize("level", [-1, 6, 99])
def test_a_level_outside_the_scale_is_refused(level):
    assert "framework_level_unknown" in codes(check_draft(with_levels(want=level)))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"verdict_reason": " "}, "framework_verdict_without_reason"),
        ({"verdict": Verdict.YES_IF}, "framework_conditions_missing"),
        ({"verdict": None}, "framework_verdict_missing"),
        ({"purpose": "\n"}, "framework_purpose_missing"),
        ({"heard": (Heard(Viewpoint.PRIVACY, "", "Iets"),)}, "framework_speaker_missing"),
        ({"heard": (Heard(Viewpoint.PRIVACY, "functie", ""),)}, "framework_said_missing"),
    ],
)
def test_what_lacks_stops_it(changed, code):
    assert code in codes(blocking(check_establish(replace(WHOLE, **changed))))


def test_a_score_without_a_reason_stops_it():
    sheet = replace(WHOLE, answers={**WHOLE.answers, Question.CAN: Answer(4, "")})
    assert codes(blocking(check_establish(sheet))) == ["framework_reason_missing"]


@pytest.mark.parametrize(
    ("verdict", "stops", "warns"),
    [(Verdict.YES, 1, 0), (Verdict.YES_IF, 0, 1), (Verdict.NOT_YET, 0, 0), (Verdict.NO, 0, 0)],
)
def test_a_yes_against_the_law_is_refused_and_a_conditional_one_warned_of(verdict, stops, warns):
    found = check_establish(replace(with_levels(may=0), verdict=verdict, conditions=1))
    code = "framework_yes_against_the_law"
    assert codes(blocking(found)).count(code) == stops
    assert codes(warnings(found)).count(code) == warns


def test_a_plain_yes_on_weak_ground_warns():
    found = check_establish(with_levels(can=1, want=0))
    assert codes(found) == ["framework_yes_on_weak_ground"] * 2
    assert blocking(found) == []


def test_missing_viewpoints_and_advice_warn_and_name_who():
    found = check_establish(replace(WHOLE, heard=EVERYONE[:5], consulted=0))
    assert codes(found) == ["framework_viewpoints_missing", "framework_nobody_consulted"]
    assert found[0].params["viewpoints"] == (Viewpoint.CITIZENS, Viewpoint.BUSINESSES)
    assert blocking(found) == []


@given(st.sets(st.sampled_from(list(Viewpoint))))
def test_heard_and_missing_are_always_the_seven(heard):
    missing = missing_viewpoints([Heard(one, "functie", "gezegd") for one in heard])
    assert set(missing) | heard == set(Viewpoint)
    assert not set(missing) & heard


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (None, ["missing_verdict"]),
        (Verdict.NOT_YET, ["verdict_not_yet"]),
        (Verdict.NO, ["verdict_no"]),
        (Verdict.YES_IF, []),
        (Verdict.YES, []),
    ],
)
def test_only_a_yes_opens_the_way_to_selection(verdict, code):
    assert codes(missing_verdict(verdict)) == code
    assert blocking(missing_verdict(verdict)) == missing_verdict(verdict)
