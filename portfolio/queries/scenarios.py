"""Read scenarios and their calculations: all for board, secretary and programme manager, the rest what a
published decision rests on.

Nothing here shows a calculation to a reader who may not see it: such a one is not found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Domain
from accounts.permissions import Permission, Scope, may, rights
from core.database import db
from core.errors import NotFound
from portfolio.models import (
    Decision,
    DetailKind,
    RunDecision,
    RunDetail,
    RunState,
    Scenario,
    ScenarioOverride,
    ScenarioRun,
    UseCase,
    team_member,
)
from portfolio.rules.decisions import DecisionState

LARGEST = 2**31 - 1
WITH_RESULT = (RunState.DONE, RunState.TIMED_OUT, RunState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Line:
    """A scenario in a list, with the calculation that this reader sees of it."""

    scenario: Scenario
    run: ScenarioRun | None
    runs: int


def sees_all(domain: Domain, reader: Any) -> bool:
    """Tell whether ``reader`` sees every scenario of this domain."""
    return may(Permission.SCENARIO_READ, Scope(frozenset({domain.id})), reader)


def _is_decided() -> ColumnElement[bool]:
    """Return the condition under which everyone may read a calculation."""
    decided = (
        select(RunDecision.run_id)
        .join(Decision, Decision.id == RunDecision.decision_id)
        .where(Decision.state == DecisionState.PUBLISHED)
    )
    return ScenarioRun.id.in_(decided)


def _is_visible(domain: Domain, reader: Any) -> ColumnElement[bool]:
    return true() if sees_all(domain, reader) else _is_decided()


def list_scenarios(domain: Domain, reader: Any) -> list[Line]:
    """Return the scenarios of a domain that ``reader`` may see, by number: two queries."""
    statement = (
        select(ScenarioRun)
        .join(Scenario, Scenario.id == ScenarioRun.scenario_id)
        .where(Scenario.domain_id == domain.id, _is_visible(domain, reader))
        .options(joinedload(ScenarioRun.job))
        .order_by(ScenarioRun.scenario_id, ScenarioRun.number)
    )
    runs: dict[int, list[ScenarioRun]] = {}
    for run in db.session.scalars(statement):
        runs.setdefault(run.scenario_id, []).append(run)
    found = select(Scenario).where(Scenario.domain_id == domain.id).order_by(Scenario.number)
    if not sees_all(domain, reader):
        found = found.where(Scenario.id.in_(runs))
    return [
        Line(scenario, next(reversed(runs.get(scenario.id, ())), None), len(runs.get(scenario.id, ())))
        for scenario in db.session.scalars(found)
    ]


def get_scenario(domain: Domain, number: int, reader: Any) -> Scenario:
    """Return a scenario with its overrides, or refuse as not found."""
    scenario = get_any_scenario(domain, number)
    if not sees_all(domain, reader) and find_run(domain, scenario, reader) is None:
        raise NotFound("not_found")
    return scenario


def get_any_scenario(domain: Domain, number: int) -> Scenario:
    """Return a scenario with its overrides, whoever asks: for jobs and for who has another right to it."""
    statement = (
        select(Scenario)
        .where(Scenario.domain_id == domain.id, Scenario.number == min(number, LARGEST))
        .options(selectinload(Scenario.overrides).joinedload(ScenarioOverride.use_case))
        .execution_options(populate_existing=True)
    )
    scenario = db.session.scalars(statement).one_or_none()
    if scenario is None:
        raise NotFound("not_found")
    return scenario


def find_run(
    domain: Domain, scenario: Scenario, reader: Any, number: int | None = None, *, own_code: str = ""
) -> ScenarioRun | None:
    """Return a calculation that ``reader`` may see: the one with this number, else the last.

    With ``own_code`` (a use case that is the reader's own) also one that is not published.
    """
    statement = (
        select(ScenarioRun)
        .where(ScenarioRun.scenario_id == scenario.id)
        .options(joinedload(ScenarioRun.job), joinedload(ScenarioRun.scenario))
        .order_by(ScenarioRun.number.desc())
        .limit(1)
    )
    if not (own_code and is_own(own_code, domain, reader)):
        statement = statement.where(_is_visible(domain, reader))
    if number is not None:
        statement = statement.where(ScenarioRun.number == number)
    return db.session.scalars(statement).one_or_none()


def list_runs(domain: Domain, scenario: Scenario, reader: Any) -> Sequence[ScenarioRun]:
    """Return the calculations of a scenario that ``reader`` may see, newest first."""
    statement = (
        select(ScenarioRun)
        .where(ScenarioRun.scenario_id == scenario.id, _is_visible(domain, reader))
        .options(joinedload(ScenarioRun.job))
        .order_by(ScenarioRun.number.desc())
    )
    return db.session.scalars(statement).all()


def last_result(scenario_id: int) -> ScenarioRun | None:
    """Return the newest calculation of a scenario that has an answer."""
    statement = (
        select(ScenarioRun)
        .where(ScenarioRun.scenario_id == scenario_id, ScenarioRun.state.in_(WITH_RESULT))
        .order_by(ScenarioRun.number.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def details_of(
    run_id: int, *kinds: DetailKind, key: str | None = None
) -> Mapping[DetailKind, Mapping[str, RunDetail]]:
    """Return what is kept beside a calculation, by kind and key: one query."""
    statement = select(RunDetail).where(RunDetail.run_id == run_id).order_by(RunDetail.id)
    if kinds:
        statement = statement.where(RunDetail.kind.in_(kinds))
    if key is not None:
        statement = statement.where(or_(RunDetail.key == key, RunDetail.key == ""))
    found: dict[DetailKind, dict[str, RunDetail]] = {kind: {} for kind in DetailKind}
    for detail in db.session.scalars(statement):
        found[detail.kind][detail.key] = detail
    return found


def decisions_on(run_id: int, reader_sees_drafts: bool) -> Sequence[Decision]:
    """Return the decisions that this calculation lay before; drafts only for who sees them."""
    statement = (
        select(Decision)
        .join(RunDecision, RunDecision.decision_id == Decision.id)
        .where(RunDecision.run_id == run_id)
        .order_by(Decision.id)
    )
    if not reader_sees_drafts:
        statement = statement.where(Decision.state == DecisionState.PUBLISHED)
    return db.session.scalars(statement).all()


def is_own(code: str, domain: Domain, reader: Any) -> bool:
    """Tell whether ``reader`` submitted, owns or works on this use case of the domain."""
    person_id = rights(reader).person_id
    if person_id is None:
        return False
    team = select(team_member.c.use_case_id).where(team_member.c.person_id == person_id)
    statement = select(func.count()).where(
        UseCase.code == code,
        UseCase.domain_id == domain.id,
        or_(UseCase.submitter_id == person_id, UseCase.owner_id == person_id, UseCase.id.in_(team)),
    )
    return bool(db.session.scalar(statement))
