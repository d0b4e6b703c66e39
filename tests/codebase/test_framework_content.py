"""The assessments of the content: there for all that was chosen, whole, marked, and in our own words."""

from functools import cache

import pytest
import yaml

from portfolio.rules.framework import (
    ENABLING,
    Answer,
    Heard,
    Question,
    Sheet,
    Verdict,
    Viewpoint,
    check_establish,
)
from portfolio.rules.terms import PUBLISHED_PHASES, Phase
from seed.digest import CONTENT
from seed.framework import read_frameworks
from seed.reading import SeedError, read_yaml
from tests.codebase.test_content import runs, texts, use_cases
from tests.codebase.test_content import source_runs as source_runs


@cache
def assessments():
    return {row["code"]: row for row in read_frameworks(CONTENT)}


def sheet(row) -> Sheet:
    answers = {one: Answer(row[one.value]["level"], row[one.value]["reason"]) for one in Question}
    return Sheet(
        purpose=row["purpose"],
        answers=answers,
        may_explanation=row["may"].get("why", ""),
        verdict=Verdict(row["verdict"]),
        verdict_reason=row["because"],
        conditions=len(row["conditions"]),
        heard=tuple(Heard(Viewpoint(name), *told) for name, told in row["heard"].items()),
        consulted=len(row["asked"]),
    )


def test_all_that_was_chosen_has_a_verdict_that_allowed_it():
    known = assessments()
    chosen = [row["code"] for row in use_cases() if Phase(row["phase"]) in PUBLISHED_PHASES]
    assert [code for code in chosen if code not in known] == []
    assert [code for code in chosen if Verdict(known[code]["verdict"]) not in ENABLING] == []
    assert set(known) <= {row["code"] for row in use_cases()}


@pytest.mark.parametrize("code", sorted(assessments()))
def test_each_could_be_established_and_heard_somebody(code):
    found = check_establish(sheet(assessments()[code]))
    assert [finding.code for finding in found if finding.code != "framework_viewpoints_missing"] == []
    assert len(assessments()[code]["heard"]) >= 2


def test_every_verdict_is_shown_at_work():
    assert {row["verdict"] for row in assessments().values()} == {verdict.value for verdict in Verdict}


@pytest.mark.parametrize("name", ["framework.yaml", "outcomes.yaml"])
def test_they_are_told_in_our_own_words(name, source_runs):
    told = texts(read_yaml(CONTENT / name))
    assert [run for text in told for run in runs(text) & source_runs] == []


@pytest.mark.parametrize(
    "broken",
    [
        {"heard": {"nobody": ["functie", "Iets"]}},
        {"kinds": ["secret"]},
        {"verdict": "maybe"},
        {"may": {"level": "5", "reason": "x"}},
    ],
)
def test_what_is_not_as_agreed_is_refused(tmp_path, broken):
    row = {**assessments()["SOC-001"], **broken}
    (tmp_path / "framework.yaml").write_text(yaml.safe_dump([row], allow_unicode=True), "utf-8")
    with pytest.raises(SeedError):
        read_frameworks(tmp_path)
