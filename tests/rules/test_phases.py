from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rules.completeness import Dossier, Offer, completeness, missing_for_candidate
from portfolio.rules.effort import Effort
from portfolio.rules.findings import blocking, warnings
from portfolio.rules.framework import Verdict
from portfolio.rules.phases import STEPS, Step, check_step, next_phases
from portfolio.rules.preconditions import Gate
from portfolio.rules.terms import (
    MIX_PHASES,
    PUBLISHED_PHASES,
    Commitment,
    ContributionLevel,
    DataLevel,
    PersonalData,
    Phase,
    PreconditionState,
)

TODAY = date(2026, 6, 1)
COMPLETE = Dossier(
    phase=Phase.IDEA,
    phase_since=date(2026, 1, 1),
    challenge="Mensen melden zich te laat met schulden.",
    intended_result="De gemeente ziet achterstanden eerder.",
    practice="Twee wijkteams doen mee.",
    has_owner=True,
    effort=Effort.exact(Decimal(4)),
    has_no_preconditions=True,
    risks=1,
    offers=(Offer("FDS-1", ContributionLevel.DELIVERS, "koppeling met de bron"),),
    commitments=(Commitment.YES,),
    verdict=Verdict.YES,
    data_level=DataLevel.POLICY,
    personal_data=PersonalData.NONE,
)


def at(phase, **changed):
    return replace(COMPLETE, phase=phase, **changed)


def gate(state=PreconditionState.OPEN, due_on=None, is_hard=True):
    return Gate("wet", is_hard, state, due_on)


def codes(dossier, to, on=TODAY, reason="", decision="B-2026-01"):
    found = check_step(dossier, Step(to, on, reason, decision), TODAY)
    return [finding.code for finding in blocking(found)], [finding.code for finding in warnings(found)]


@pytest.mark.parametrize(
    ("phase", "to"),
    [
        (Phase.IDEA, Phase.CANDIDATE),
        (Phase.CANDIDATE, Phase.SELECTED),
        (Phase.SELECTED, Phase.PREPARATION),
        (Phase.PREPARATION, Phase.PILOT),
        (Phase.PILOT, Phase.PRODUCTION),
        (Phase.PRODUCTION, Phase.SCALE_UP),
        (Phase.SCALE_UP, Phase.FINISHED),
        (Phase.PILOT, Phase.FINISHED),
    ],
)
def test_a_complete_use_case_goes_all_the_way(phase, to):
    assert codes(at(phase), to) == ([], [])


@pytest.mark.parametrize(
    ("phase", "to"),
    [
        (Phase.IDEA, Phase.SELECTED),
        (Phase.IDEA, Phase.IDEA),
        (Phase.CANDIDATE, Phase.PILOT),
        (Phase.SELECTED, Phase.FINISHED),
        (Phase.FINISHED, Phase.PILOT),
        (Phase.FINISHED, Phase.STOPPED),
        (Phase.STOPPED, Phase.PILOT),
        (Phase.STOPPED, Phase.PARKED),
        (Phase.PARKED, Phase.PILOT),
    ],
)
def test_a_step_that_does_not_exist_is_the_only_finding(phase, to):
    assert codes(at(phase), to, reason="x") == (["step_not_allowed"], [])


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"challenge": " "}, ["missing_challenge"]),
        ({"intended_result": ""}, ["missing_intended_result"]),
        ({"effort": None}, ["missing_effort"]),
        ({"has_no_preconditions": False}, ["missing_preconditions"]),
        ({"has_no_preconditions": False, "gates": (gate(),)}, []),
        ({"risks": 0}, ["missing_risks"]),
        ({"risks": 0, "has_no_risks": True}, []),
        ({"has_owner": False}, ["missing_owner"]),
        ({"practice": "\n"}, ["missing_practice"]),
        ({"offers": ()}, []),
        ({"challenge": "", "effort": None}, ["missing_challenge", "missing_effort"]),
    ],
)
def test_a_candidate_must_be_complete_enough_to_compare(changed, expected):
    dossier = at(Phase.IDEA, **changed)

    assert codes(dossier, Phase.CANDIDATE) == (expected, [])
    assert completeness(dossier) == (7 - len(expected), 7)


def offer(level, deliverable="recept", function="FDS"):
    return Offer(function, level, deliverable)


USES, EXTENDS, DELIVERS = ContributionLevel


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ((), (["missing_contribution"], [])),
        ((offer(USES),), (["missing_contribution"], [])),
        ((offer(EXTENDS),), ([], [])),
        ((offer(USES, ""), offer(DELIVERS)), ([], [])),
        ((offer(EXTENDS, " "),), (["missing_deliverable"], [])),
        ((offer(EXTENDS, ""), offer(DELIVERS, "bron", "TAL")), ([], ["missing_deliverable"])),
    ],
)
def test_selection_needs_a_contribution_that_extends_or_delivers_something_named(offers, expected):
    assert codes(at(Phase.CANDIDATE, offers=offers), Phase.SELECTED) == expected


def test_selection_needs_a_decision():
    assert codes(at(Phase.CANDIDATE), Phase.SELECTED, decision=" ") == (["missing_decision"], [])


@pytest.mark.parametrize(
    ("given_gate", "expected"),
    [
        (gate(), (["hard_precondition_without_date"], [])),
        (gate(due_on=date(2026, 9, 1)), ([], ["hard_precondition_open"])),
        (gate(due_on=date(2026, 5, 1)), ([], ["hard_precondition_late"])),
        (gate(PreconditionState.IN_PROGRESS), (["hard_precondition_without_date"], [])),
        (gate(PreconditionState.MET), ([], [])),
        (gate(PreconditionState.NOT_NEEDED), ([], [])),
        (gate(is_hard=False), ([], [])),
    ],
)
def test_a_hard_precondition_without_a_date_bars_selection_and_one_with_a_date_warns(given_gate, expected):
    assert codes(at(Phase.CANDIDATE, gates=(given_gate,)), Phase.SELECTED) == expected


@pytest.mark.parametrize(("phase", "to"), [(Phase.PREPARATION, Phase.PILOT), (Phase.PILOT, Phase.PRODUCTION)])
def test_nothing_runs_before_its_hard_preconditions_are_met(phase, to):
    dated = at(phase, gates=(gate(due_on=date(2026, 5, 1)),))

    assert codes(dated, to) == (["hard_precondition_not_met"], [])


@pytest.mark.parametrize(
    ("data_level", "personal_data", "dpia", "expected"),
    [
        (DataLevel.POLICY, PersonalData.NONE, "", []),
        (DataLevel.POLICY, PersonalData.PERSONAL, "", []),
        (DataLevel.POLICY, PersonalData.SPECIAL, "", ["missing_dpia"]),
        (DataLevel.POLICY, PersonalData.CRIMINAL, "", ["missing_dpia"]),
        (DataLevel.EXECUTION, PersonalData.PERSONAL, " ", ["missing_dpia"]),
        (DataLevel.EXECUTION, PersonalData.PERSONAL, "DPIA 2026-3", []),
        (None, PersonalData.NONE, "", ["missing_data_level"]),
        (DataLevel.POLICY, None, "", ["missing_personal_data"]),
    ],
)
def test_decisions_on_people_and_sensitive_data_need_the_heavier_assessment_before_a_pilot(
    data_level, personal_data, dpia, expected
):
    dossier = at(Phase.PREPARATION, data_level=data_level, personal_data=personal_data, dpia=dpia)

    assert codes(dossier, Phase.PILOT) == (expected, [])


@pytest.mark.parametrize(
    ("commitments", "expected"),
    [
        ((), ["missing_commitment"]),
        ((Commitment.OPEN, Commitment.OPEN), ["missing_commitment"]),
        ((Commitment.YES, Commitment.OPEN), ["commitment_open"]),
        ((Commitment.YES, Commitment.NO), ["commitment_refused"]),
        ((Commitment.YES, Commitment.NO, Commitment.OPEN), ["commitment_open", "commitment_refused"]),
        ((Commitment.YES, Commitment.YES), []),
    ],
)
@pytest.mark.parametrize("phase", [Phase.SELECTED, Phase.PREPARATION, Phase.PILOT])
def test_commitment_to_scale_up_is_a_flag_from_preparation_on(commitments, expected, phase):
    assert codes(at(phase, commitments=commitments), STEPS[phase][0]) == ([], expected)


@pytest.mark.parametrize("to", [Phase.STOPPED, Phase.PARKED])
@pytest.mark.parametrize("phase", [Phase.IDEA, Phase.SELECTED, Phase.PRODUCTION])
def test_stopping_and_parking_ask_for_a_reason_and_nothing_else(phase, to):
    bare = Dossier(phase)

    assert codes(bare, to) == (["missing_reason"], [])
    assert codes(bare, to, reason="geen geld") == ([], [])


@pytest.mark.parametrize(
    ("verdict", "found"),
    [
        (None, ["missing_verdict"]),
        (Verdict.NO, ["verdict_no"]),
        (Verdict.NOT_YET, ["verdict_not_yet"]),
        (Verdict.YES_IF, []),
        (Verdict.YES, []),
    ],
)
def test_selection_needs_a_verdict_that_allows_it(verdict, found):
    assert codes(at(Phase.CANDIDATE, verdict=verdict), Phase.SELECTED) == (found, [])


def test_a_verdict_is_asked_for_once_at_selection():
    assert codes(at(Phase.SELECTED, verdict=None), Phase.PREPARATION) == ([], [])


def test_a_step_back_asks_for_a_reason_and_nothing_else():
    stuck = Dossier(Phase.PRODUCTION, gates=(gate(),))

    assert codes(stuck, Phase.PILOT) == (["missing_reason"], [])
    assert codes(stuck, Phase.PILOT, reason="bron valt weg") == ([], [])


def test_a_parked_one_may_take_up_where_it_was_when_it_still_meets_what_that_asks():
    parked = at(Phase.PARKED, parked_from=Phase.PILOT)

    assert next_phases(Phase.PARKED, Phase.PILOT)[0] is Phase.PILOT
    assert codes(parked, Phase.PILOT, reason="geld gevonden") == ([], [])
    assert codes(replace(parked, offers=()), Phase.PILOT, reason="x") == (["missing_contribution"], [])
    assert codes(parked, Phase.PRODUCTION, reason="x") == (["step_not_allowed"], [])


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 12, 31), ["date_before_previous"]),
        (date(2026, 1, 1), []),
        (TODAY, []),
        (date(2026, 6, 2), ["date_in_future"]),
    ],
)
def test_a_step_is_dated_from_the_previous_one_up_to_today(on, expected):
    assert codes(COMPLETE, Phase.CANDIDATE, on=on) == (expected, [])


def test_the_first_step_has_no_previous_date():
    assert codes(replace(COMPLETE, phase_since=None), Phase.CANDIDATE, on=date(2018, 3, 1)) == ([], [])


def test_findings_carry_what_a_sentence_needs():
    dossier = at(Phase.PREPARATION, gates=(gate(due_on=date(2026, 9, 1)),))
    (finding,) = check_step(dossier, Step(Phase.PILOT, TODAY), TODAY)

    assert finding.params == {"key": "wet", "due_on": date(2026, 9, 1)}


def test_public_and_counted_phases_are_as_agreed():
    assert {Phase.IDEA, Phase.CANDIDATE, Phase.STOPPED, Phase.PARKED} == set(Phase) - PUBLISHED_PHASES
    assert {Phase.FINISHED} == PUBLISHED_PHASES - MIX_PHASES


phases = st.sampled_from(Phase)
offers = st.lists(
    st.builds(offer, st.sampled_from(ContributionLevel), st.sampled_from(["", "x"])), max_size=3
)
gates = st.lists(
    st.builds(gate, st.sampled_from(PreconditionState), st.sampled_from([None, TODAY]), st.booleans()),
    max_size=2,
)
dossiers = st.builds(
    at,
    phases,
    parked_from=st.one_of(st.none(), phases),
    challenge=st.sampled_from(["", "x"]),
    has_owner=st.booleans(),
    offers=offers.map(tuple),
    gates=gates.map(tuple),
)


@given(dossiers)
def test_a_candidate_gets_selected_just_when_it_is_complete_builds_something_named_and_has_no_open_end(
    dossier,
):
    candidate = replace(dossier, phase=Phase.CANDIDATE)
    stopped, _ = codes(candidate, Phase.SELECTED)

    is_building = any(one.builds and one.deliverable for one in candidate.offers)
    has_open_end = any(one.is_shut and one.due_on is None for one in candidate.gates)
    is_ready = is_building and not has_open_end and not missing_for_candidate(candidate)
    assert is_ready is not bool(stopped)


@given(dossiers, phases)
def test_only_steps_that_exist_are_ever_allowed_and_one_can_always_stop(dossier, to):
    stopped, _ = codes(dossier, to, reason="x")

    assert (stopped == ["step_not_allowed"]) is (to not in next_phases(dossier.phase, dossier.parked_from))
    if dossier.phase not in {Phase.FINISHED, Phase.STOPPED}:
        assert codes(dossier, Phase.STOPPED, reason="x") == ([], [])
