"""Write scenarios: what is asked, the board's own word, and asking for a calculation. None commits.

What a calculation gives is recorded in ``scenario_results.py``. Source: methods.md §3.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from accounts.models import Domain
from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid, NotFound, Refusal
from core.jobs import Job, JobState, ask_to_cancel, enqueue
from portfolio.actions.fields import check_seen
from portfolio.models import DetailKind, RunDetail, RunState, Scenario, ScenarioOverride, ScenarioRun, UseCase
from portfolio.queries.scenario_inputs import Inputs, load_inputs
from portfolio.rules import findings as rule
from portfolio.rules.quarters import Quarter
from portfolio.rules.scenario import Question, Settings, make_question
from portfolio.rules.selection.plain import from_plain, input_hash, input_to_plain, to_plain
from portfolio.rules.selection.terms import MODEL_VERSION, check
from portfolio.rules.terms import Phase

RUN_TASK = "scenario.run"
DETAIL_TASK = "scenario.detail"
_GOING = (JobState.WAITING, JobState.RUNNING)


def add_scenario(domain: Domain, *, name: str, note: str, settings: Settings, by: Actor) -> Scenario:
    """Add a named scenario to a domain; it gets the next number there."""
    _check_name(name)
    last = db.session.scalar(select(func.max(Scenario.number)).where(Scenario.domain_id == domain.id))
    scenario = Scenario(
        domain_id=domain.id,
        number=(last or 0) + 1,
        name=name,
        note=note,
        settings=to_plain(settings),
        by_id=by.actor_id,
        by_label=by.actor_label,
        overrides=[],
    )
    db.session.add(scenario)
    audit.record("scenario.added", scenario, by=by, label=_trail(scenario))
    return scenario


def edit_scenario(
    scenario: Scenario, *, name: str, note: str, settings: Settings, by: Actor, version: int | None
) -> Scenario:
    """Change what a scenario asks; what was calculated before stays as it was."""
    check_seen(scenario, version)
    _check_name(name)
    scenario.name, scenario.note, scenario.settings = name, note, to_plain(settings)
    audit.record("scenario.edited", scenario, by=by, label=_trail(scenario))
    return scenario


def set_override(
    scenario: Scenario, code: str, *, is_in: bool, reason: str, by: Actor, version: int | None
) -> ScenarioOverride:
    """Lock a candidate of this domain in or out, with a reason; its overrides must be loaded."""
    check_seen(scenario, version)
    if not reason.strip():
        raise Invalid([("reason", "missing_reason", {})])
    use_case = db.session.scalars(
        select(UseCase).where(
            UseCase.code == code,
            UseCase.domain_id == scenario.domain_id,
            UseCase.phase == Phase.CANDIDATE,
            UseCase.is_draft.is_(False),
            UseCase.merged_into_id.is_(None),
        )
    ).one_or_none()
    if use_case is None:
        raise Invalid([("code", "override_no_candidate", {"use_case": code})])
    found = next((one for one in scenario.overrides if one.use_case_id == use_case.id), None)
    if found is None:
        found = ScenarioOverride(use_case_id=use_case.id, use_case=use_case)
        scenario.overrides.append(found)
    found.is_in, found.reason, found.by_label = is_in, reason.strip(), by.actor_label
    _touch(scenario)
    audit.record("scenario.override_set", scenario, by=by, label=_trail(scenario), code=code, is_in=is_in)
    return found


def remove_override(scenario: Scenario, code: str, *, by: Actor, version: int | None) -> None:
    """Let the optimiser decide on this one again; overrides and their use cases must be loaded."""
    check_seen(scenario, version)
    found = next((one for one in scenario.overrides if one.use_case.code == code), None)
    if found is None:
        raise NotFound("not_found")
    scenario.overrides.remove(found)
    _touch(scenario)
    audit.record("scenario.override_removed", scenario, by=by, label=_trail(scenario), code=code)


def ask_run(scenario: Scenario, *, now: Quarter, by: Actor, instead: bool = False) -> ScenarioRun:
    """Keep what a calculation is made from and ask for it; overrides and their use cases must be loaded.

    One at a time: while one waits or runs, a second is refused, or takes its place (``instead``).
    ``now`` is the quarter of today.
    """
    going = db.session.scalars(
        select(ScenarioRun).where(
            ScenarioRun.scenario_id == scenario.id, ScenarioRun.state == RunState.QUEUED
        )
    ).all()
    if going and not instead:
        raise Refusal("run_is_going_on")
    for run in going:
        run.state, run.ended_at = RunState.CANCELLED, utc_now()
        if run.job_id is not None:
            ask_to_cancel(db.session.get_one(Job, run.job_id))
    inputs = load_inputs(scenario.domain_id)
    question = question_of(scenario, inputs, now)
    if not question.candidates:
        raise Refusal("nothing_to_choose_from")
    try:
        check(question.candidates, question.terms)
    except rule.Refusal as refusal:
        params: dict[str, Any] = dict(refusal.params)
        if "code" in params:
            params["use_case"] = params.pop("code")
        raise Refusal(refusal.code, **params) from refusal
    last = db.session.scalar(
        select(func.max(ScenarioRun.number)).where(ScenarioRun.scenario_id == scenario.id)
    )
    run = ScenarioRun(
        scenario_id=scenario.id,
        number=(last or 0) + 1,
        settings=dict(scenario.settings),
        inputs=input_to_plain(question.candidates, question.terms),
        context=context_of(scenario, inputs, question),
        model_version=MODEL_VERSION,
        input_hash=input_hash(question.candidates, question.terms),
        asked_by=by.actor_label,
    )
    db.session.add(run)
    db.session.flush()
    run.job_id = enqueue(RUN_TASK, {"run_id": run.id}).id
    audit.record("scenario.run_asked", scenario, by=by, label=_trail(scenario), run=run.number)
    return run


def question_of(scenario: Scenario, inputs: Inputs, now: Quarter) -> Question:
    """Return the question that this scenario asks of these inputs."""
    return make_question(
        from_plain(Settings, scenario.settings),
        inputs.known,
        locked_in=frozenset(one.use_case.code for one in scenario.overrides if one.is_in),
        locked_out=frozenset(one.use_case.code for one in scenario.overrides if not one.is_in),
        done=inputs.done,
        now=now,
        floors=inputs.model.thresholds.floors,
    )


def context_of(scenario: Scenario, inputs: Inputs, question: Question) -> dict[str, Any]:
    """Return what people need to read the outcome later: names, figures and reasons as they are now."""
    return {
        "name": scenario.name,
        "facts": {code: one.plain() for code, one in inputs.facts.items()},
        "ineligible": {code: [one.value for one in why] for code, why in question.ineligible.items()},
        "running": sorted(code for code, one in inputs.facts.items() if one.known.is_running),
        "not_counted": list(question.not_counted),
        "organisations": dict(inputs.organisations),
        "scoring_model": inputs.model.label,
        "weights": {code: str(weight) for code, weight in inputs.model.weights.items()},
        "levels": {code: dict(levels) for code, levels in inputs.levels.items()},
        "overrides": [
            {
                "code": one.use_case.code,
                "is_in": one.is_in,
                "reason": one.reason,
                "by": one.by_label,
                "at": one.made_at.isoformat(),
            }
            for one in sorted(scenario.overrides, key=lambda one: one.use_case.code)
        ],
    }


def cancel_run(run: ScenarioRun, *, by: Actor) -> None:
    """Ask a calculation to stop with the best it found; its job and scenario must be loaded."""
    if run.is_final:
        raise Refusal("run_has_ended")
    if run.job is not None:
        ask_to_cancel(run.job)
    audit.record("scenario.run_cancelled", run.scenario, by=by, label=_trail(run.scenario), run=run.number)


def ask_detail(run: ScenarioRun, kind: DetailKind, *, key: str = "", by: Actor) -> Job | None:
    """Ask for an explanation or study of a finished calculation; None when it is there or on its way."""
    if not run.is_final or run.result is None:
        raise Refusal("run_has_no_result")
    there = select(RunDetail.id).where(
        RunDetail.run_id == run.id, RunDetail.kind == kind, RunDetail.key == key
    )
    payload = {"run_id": run.id, "kind": kind.value, "key": key}
    if db.session.scalar(there) is not None or find_detail_job(payload) is not None:
        return None
    audit.record(
        f"scenario.{kind.value}_asked", run.scenario, by=by, label=_trail(run.scenario), run=run.number
    )
    return enqueue(DETAIL_TASK, payload)


def find_detail_job(payload: Mapping[str, Any]) -> Job | None:
    """Return the job that is going to make this detail, or is making it."""
    statement = select(Job).where(Job.name == DETAIL_TASK, Job.state.in_(_GOING)).order_by(Job.id)
    return next((job for job in db.session.scalars(statement) if job.payload == payload), None)


def _check_name(name: str) -> None:
    if not name.strip():
        raise Invalid([("name", "missing_name", {})])


def _touch(scenario: Scenario) -> None:
    """Make it a new version: what others opened is stale."""
    scenario.updated_at = utc_now()
    db.session.flush()


def _trail(scenario: Scenario) -> str:
    # The trail is the administrator's, who reads no scenarios: it names the number alone.
    return f"scenario {scenario.number}"
