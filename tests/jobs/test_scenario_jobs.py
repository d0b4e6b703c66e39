"""Calculating scenarios: cancelled, out of time, resumed, checked, and never changed afterwards."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.audit import SYSTEM
from core.database import db
from core.jobs import Job, JobState, Running
from portfolio.actions import scenarios as actions
from portfolio.actions.scenario_results import record_result
from portfolio.jobs import scenarios as jobs
from portfolio.models import DetailKind, RunDetail, RunState, ScenarioRun
from portfolio.models.scenario import RunIsFinal
from portfolio.queries.scenarios import get_any_scenario
from portfolio.rules.quarters import Quarter
from portfolio.rules.selection.choose import propose
from portfolio.rules.selection.plain import from_plain, input_from_plain, input_hash
from portfolio.rules.selection.proposal import Proposal, Status
from tests.factories.scenarios import calculate, make_candidates, make_run, make_scenario


@pytest.fixture
def domain(make_domain):
    domain = make_domain(code="ZOR", slug="zorg", name="Zorg")
    make_candidates(domain)
    return domain


def run_again(run_id: int) -> ScenarioRun:
    db.session.expire_all()
    return db.session.get_one(ScenarioRun, run_id)


def test_a_calculation_keeps_its_question_answer_and_explanations(domain):
    run = make_run(make_scenario(domain, months=20), with_studies=True)
    candidates, terms = input_from_plain(run.inputs)
    kinds = {detail.kind for detail in db.session.query(RunDetail)}

    assert run.state is RunState.DONE
    assert run.input_hash == input_hash(candidates, terms) == run.result["input_hash"]
    assert {
        DetailKind.MIX_RULE,
        DetailKind.WHY_NOT,
        DetailKind.LOSS,
        DetailKind.FRONTIER,
        DetailKind.ROBUSTNESS,
    } <= kinds
    assert db.session.get(Job, run.job_id).state is JobState.DONE


def test_a_price_is_exactly_what_forcing_it_in_costs(domain):
    run = make_run(make_scenario(domain, months=30))
    candidates, terms = input_from_plain(run.inputs)
    proposal = from_plain(Proposal, run.result)
    for detail in db.session.query(RunDetail).filter_by(kind=DetailKind.WHY_NOT):
        forced = propose(candidates, replace(terms, locked_in={**terms.locked_in, detail.key: None}))
        price = detail.data["if_in"]["price"]
        if price is None:
            assert forced.status is Status.INFEASIBLE
        else:
            assert proposal.objective - forced.objective == Decimal(price)


def test_the_board_s_own_word_is_kept_with_its_price(domain):
    scenario = make_scenario(domain, months=30)
    whole = get_any_scenario(domain, scenario.number)
    actions.set_override(whole, "ZOR-006", is_in=True, reason="Beloofd", version=None, by=SYSTEM)
    run = make_run(scenario)
    price = db.session.query(RunDetail).filter_by(kind=DetailKind.OVERRIDE).one()

    assert "ZOR-006" in {one["code"] for one in run.result["chosen"]}
    assert price.key == "ZOR-006"
    assert float(price.data["without"]["price"]) > 0
    assert run.context["overrides"][0]["reason"] == "Beloofd"


def test_what_began_before_stands_fast_and_what_can_not_be_chosen_is_named(domain, make_use_case):
    make_use_case(domain=domain, code="ZOR-099", phase="candidate", chance=None)
    run = make_run(make_scenario(domain, months=20))

    assert "ZOR-001" in {one["code"] for one in run.result["chosen"]}
    assert run.context["running"] == ["ZOR-001"]
    assert set(run.context["ineligible"]["ZOR-099"]) == {"no_value", "no_chance", "no_building"}


def test_calculated_again_it_gives_the_same_and_says_so(domain):
    run = make_run(make_scenario(domain, months=20))
    actions.ask_detail(with_scenario(run.id), DetailKind.CHECK, by=SYSTEM)
    calculate()

    check = db.session.query(RunDetail).filter_by(kind=DetailKind.CHECK).one()
    assert check.data["is_same"] is True
    assert check.data["differs"] == []


def with_scenario(run_id: int) -> ScenarioRun:
    run = db.session.get_one(ScenarioRun, run_id)
    db.session.refresh(run, ["scenario", "job"])
    return run


def test_a_calculation_that_is_cancelled_before_it_begins_never_begins(domain):
    run = make_run(make_scenario(domain), is_calculated=False)
    actions.cancel_run(with_scenario(run.id), by=SYSTEM)
    calculate()

    assert run_again(run.id).state is RunState.CANCELLED
    assert run.result is None


def test_a_calculation_that_is_cancelled_on_its_way_keeps_the_best_it_found(domain, monkeypatch):
    run = make_run(make_scenario(domain), is_calculated=False)
    monkeypatch.setattr(Running, "goes_on", lambda self, progress=None: False)
    calculate()

    assert run_again(run.id).state is RunState.CANCELLED
    assert db.session.query(RunDetail).count() == 0


def test_a_calculation_out_of_time_says_so_with_its_gap_and_that_it_can_not_be_repeated(domain, monkeypatch):
    run = make_run(make_scenario(domain), is_calculated=False)
    real = jobs.propose

    def late(*arguments, **named):
        return replace(real(*arguments, **named), status=Status.TIME_LIMIT, is_reproducible=False)

    monkeypatch.setattr(jobs, "propose", late)
    calculate()

    run = run_again(run.id)
    assert run.state is RunState.TIMED_OUT
    assert run.result["gap"] is not None
    assert run.result["is_reproducible"] is False


def test_a_worker_killed_after_the_choice_only_makes_the_explanations_that_lack(domain, monkeypatch):
    run = make_run(make_scenario(domain, months=20))
    before = [(detail.kind, detail.key) for detail in db.session.query(RunDetail).order_by(RunDetail.id)]
    result = dict(run.result)
    db.session.execute(db.delete(RunDetail).where(RunDetail.kind == DetailKind.WHY_NOT))
    job = db.session.get_one(Job, run.job_id)
    job.state, job.worker = JobState.WAITING, ""
    monkeypatch.setattr(jobs, "propose", None)
    calculate()

    after = [(detail.kind, detail.key) for detail in db.session.query(RunDetail).order_by(RunDetail.id)]
    assert sorted(after) == sorted(before)
    assert run_again(run.id).result == result


def test_a_new_calculation_takes_the_place_of_one_that_waits(domain):
    scenario = make_scenario(domain)
    first = make_run(scenario, is_calculated=False)
    whole = get_any_scenario(domain, scenario.number)
    second = actions.ask_run(whole, now=Quarter(2026, 4), by=SYSTEM, instead=True)
    calculate()

    assert run_again(first.id).state is RunState.CANCELLED
    assert run_again(second.id).state is RunState.DONE


def test_a_calculation_that_ended_is_never_changed(domain):
    run = make_run(make_scenario(domain, months=20))
    assert record_result(run, from_plain(Proposal, run.result)) is False

    run.result = {}
    with pytest.raises(RunIsFinal):
        db.session.flush()
    db.session.rollback()
    detail = db.session.query(RunDetail).first()
    detail.data = {}
    with pytest.raises(RunIsFinal):
        db.session.flush()
    db.session.rollback()


def test_a_question_that_contradicts_itself_says_which_rules_and_what_to_give_up(domain):
    run = make_run(make_scenario(domain, months=1))

    assert run.state is RunState.DONE
    assert run.result["status"] == "infeasible"
    assert {rule["name"] for rule in run.result["conflict"]["together"]} == {"budget_months", "locked_in"}
