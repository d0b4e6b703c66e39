"""Gather what a scheduling proposal is made from, and find those that were made."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.permissions import Rights
from accounts.rules.terms import Role
from core.database import db
from portfolio.models import ScheduleRun
from portfolio.queries.capacity import limits_of, list_asked, list_capacity
from portfolio.queries.plan_moves import list_promises
from portfolio.queries.roadmap import list_needed
from portfolio.queries.scenario_inputs import load_inputs
from portfolio.queries.sources import list_shut_sources
from portfolio.rules.capacity import Limit, Task
from portfolio.rules.quarters import Quarter
from portfolio.rules.schedule import Roadmap, together


def load_roadmap(domain_id: int, day: date) -> Roadmap:
    """Return what a proposal for this domain is made from, the same whoever asks.

    Its own board's view of the domain, and of other domains what everyone sees.
    """
    board = Rights(0, frozenset(), frozenset({(Role.BOARD_MEMBER, domain_id)}))
    facts = load_inputs(domain_id).facts
    own, shared = list_capacity(domain_id), list_capacity(None)
    limits: dict[str, Limit] = dict(limits_of(own))
    limits |= {together(slug): limit for slug, limit in limits_of(shared).items()}
    ids = {one.organisation_id for one in (*own, *shared)}
    others = [
        task
        for one in list_asked(board, None, ids, day)
        if one.task.code not in facts
        and (task := _drawing_on(one.task, limits, is_own=one.domain_id == domain_id)).organisations
    ]
    wanted = {code for one in facts.values() for code in one.known.depends_on} - facts.keys()
    needed = list_needed(board, wanted)
    return Roadmap(
        known=tuple(one.known for one in facts.values()),
        limits=limits,
        others=others,
        promised=frozenset(list_promises(domain_id)),
        ends={code: one.last for code, one in needed.items() if one.last is not None},
        opens=_opens(board, domain_id),
    )


def _drawing_on(task: Task, limits: Mapping[str, Limit], *, is_own: bool) -> Task:
    names = [together(name) for name in task.organisations]
    names += list(task.organisations) if is_own else []
    return Task(
        task.code,
        task.start,
        task.quarters,
        task.months,
        tuple(name for name in names if name in limits),
        task.takers or len(task.organisations),
    )


def _opens(board: Rights, domain_id: int) -> dict[str, Quarter]:
    found = {}
    for code, sources in list_shut_sources(board, domain_id).items():
        days = [one.opens_on for one in sources if one.opens_on is not None]
        if days:
            found[code] = Quarter.of(max(days))
    return found


def find_run(domain_id: int, run_id: int | None = None) -> ScheduleRun | None:
    """Return the last exact proposal of a domain, or the one asked for; with its job."""
    statement = (
        select(ScheduleRun)
        .where(ScheduleRun.domain_id == domain_id)
        .options(joinedload(ScheduleRun.job))
        .order_by(ScheduleRun.id.desc())
        .limit(1)
    )
    if run_id is not None:
        statement = statement.where(ScheduleRun.id == run_id)
    return db.session.scalars(statement).first()
