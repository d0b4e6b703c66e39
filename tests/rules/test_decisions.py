"""The rules of decisions: numbers, where an outcome leads, and when it is time to look again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.decisions import (
    News,
    Outcome,
    Revisit,
    RevisitKind,
    goes_on,
    is_due,
    is_number,
    next_phase,
    number_of,
)
from portfolio.rules.findings import Refusal
from portfolio.rules.terms import Phase, PreconditionState

DAY = date(2026, 3, 1)


@given(st.from_regex(r"[A-Z]{2,3}", fullmatch=True), st.integers(1900, 2199), st.integers(1, 99_999))
def test_what_is_numbered_reads_as_a_number(board, year, serial):
    assert is_number(number_of(board, year, serial))


@pytest.mark.parametrize("text", ["", "SOC-003", "soc-2026-001", "SOC-2026-1", "SOC-2026-001x", "SOC-26-001"])
def test_what_is_no_number_of_a_decision(text):
    assert not is_number(text)


@pytest.mark.parametrize(
    ("outcome", "now", "aside", "to"),
    [
        (Outcome.SELECTED, Phase.CANDIDATE, None, Phase.SELECTED),
        (Outcome.SELECTED, Phase.SELECTED, None, None),
        (Outcome.REJECTED, Phase.CANDIDATE, None, Phase.PARKED),
        (Outcome.REJECTED, Phase.CANDIDATE, Phase.STOPPED, Phase.STOPPED),
        (Outcome.REJECTED, Phase.PARKED, None, None),
        (Outcome.PARKED, Phase.PILOT, None, Phase.PARKED),
        (Outcome.STOPPED, Phase.PILOT, None, Phase.STOPPED),
        (Outcome.CONTINUED, Phase.PILOT, None, None),
    ],
)
def test_where_an_outcome_leads(outcome, now, aside, to):
    assert next_phase(outcome, now, aside) is to


def test_aside_is_parked_or_stopped():
    with pytest.raises(Refusal, match="aside_not_valid"):
        next_phase(Outcome.REJECTED, Phase.CANDIDATE, Phase.PILOT)


def test_only_what_was_chosen_and_has_not_ended_goes_on():
    assert [phase for phase in Phase if goes_on(phase)] == [
        *(Phase.SELECTED, Phase.PREPARATION, Phase.PILOT, Phase.PRODUCTION, Phase.SCALE_UP)
    ]


PILOT = Phase.PILOT
BEFORE, AFTER = date(2026, 2, 1), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("kind", "fields", "news", "model", "due"),
    [
        (RevisitKind.DATE, {"due_on": DAY}, News(), "", True),
        (RevisitKind.DATE, {"due_on": AFTER}, News(), "", False),
        (RevisitKind.CONDITION_DUE, {"due_on": BEFORE}, News(), "", True),
        (RevisitKind.PHASE_REACHED, {"phase": PILOT}, News(PILOT), "", True),
        (RevisitKind.PHASE_REACHED, {"phase": PILOT}, News(Phase.PRODUCTION, {PILOT: AFTER}), "", True),
        (RevisitKind.PHASE_REACHED, {"phase": PILOT}, News(Phase.PRODUCTION, {PILOT: BEFORE}), "", False),
        (RevisitKind.PHASE_REACHED, {"phase": PILOT}, News(Phase.SELECTED), "", False),
        (RevisitKind.PHASE_REACHED, {}, News(PILOT), "", False),
        (RevisitKind.PHASE_LEFT, {"phase": PILOT}, News(Phase.PRODUCTION, {PILOT: BEFORE}), "", True),
        (RevisitKind.PHASE_LEFT, {"phase": PILOT}, News(PILOT, {PILOT: BEFORE}), "", False),
        (RevisitKind.PHASE_LEFT, {"phase": PILOT}, News(Phase.SELECTED), "", False),
        (RevisitKind.PRECONDITION_MET, {}, News(gate=PreconditionState.MET), "", True),
        (RevisitKind.PRECONDITION_MET, {}, News(gate=PreconditionState.NOT_NEEDED), "", True),
        (RevisitKind.PRECONDITION_MET, {}, News(gate=PreconditionState.OPEN), "", False),
        (RevisitKind.PRECONDITION_MET, {}, News(), "", False),
        (RevisitKind.MODEL_CHANGED, {"model_version": "soc 1"}, News(), "soc 2", True),
        (RevisitKind.MODEL_CHANGED, {"model_version": "soc 1"}, News(), "soc 1", False),
        (RevisitKind.MODEL_CHANGED, {}, News(), "soc 1", False),
    ],
)
def test_when_it_is_time_to_look_again(kind, fields, news, model, due):
    assert is_due(Revisit(kind, DAY, **fields), DAY, news, model) is due
