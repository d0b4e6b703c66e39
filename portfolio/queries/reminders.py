"""What somebody should be reminded of: results, measurements and preconditions that are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from accounts.models import Membership
from accounts.rules.terms import Role
from core.database import db
from portfolio.models import ActionPoint, Agenda, Benefit, Precondition, UseCase, team_member
from portfolio.models.progress import BenefitDue
from portfolio.rules.agenda import AgendaState
from portfolio.rules.terms import Phase, PreconditionState

STOPPED = (Phase.STOPPED, Phase.PARKED)
ENDED = (*STOPPED, Phase.FINISHED)
UNMET = (PreconditionState.OPEN, PreconditionState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Silent:
    """An open agenda of which ``count`` action points ended in ``year`` or before without a result."""

    slug: str
    year: int
    count: int


@dataclass(frozen=True, slots=True)
class Due:
    """A use case with something due on a day, and whom to tell: its owner, then its team."""

    code: str
    key: int
    on: date
    people: tuple[int, ...]


def list_silent_agendas(last_year: int) -> list[Silent]:
    """Return per open agenda what ended in ``last_year`` or before without a result: one query.

    An action with an open end ends with its agenda.
    """
    end = func.coalesce(ActionPoint.year_to, Agenda.to_year)
    statement = (
        select(Agenda.slug, func.max(end), func.count(ActionPoint.id))
        .join(ActionPoint, ActionPoint.agenda_id == Agenda.id)
        .where(Agenda.state == AgendaState.OPEN, ActionPoint.is_reported.is_(False), end <= last_year)
        .group_by(Agenda.id, Agenda.slug)
        .order_by(Agenda.id)
    )
    return [Silent(*row) for row in db.session.execute(statement)]


def list_programme_managers(day: date) -> list[int]:
    """Return the ids of who is programme manager on ``day``."""
    statement = select(Membership.person_id).where(
        Membership.role == Role.PROGRAMME_MANAGER,
        Membership.starts_on <= day,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
    )
    return sorted(set(db.session.scalars(statement)))


def list_due_measurements(until: date) -> list[Due]:
    """Return per use case the first day, until ``until``, on which a benefit is to be measured.

    One benefit of a use case asks for all of them. Also after delivery, as benefits come
    later; not of what stopped. Two queries.
    """
    statement = (
        select(UseCase.code, UseCase.id, func.min(BenefitDue.due_on), UseCase.owner_id)
        .join(Benefit, Benefit.use_case_id == UseCase.id)
        .join(BenefitDue, BenefitDue.benefit_id == Benefit.id)
        .where(BenefitDue.due_on <= until, *_not_in(STOPPED))
        .group_by(UseCase.id, UseCase.code, UseCase.owner_id)
        .order_by(UseCase.code)
    )
    rows = [(code, id_, id_, on, owner) for code, id_, on, owner in db.session.execute(statement)]
    return _with_people(rows)


def list_due_preconditions(until: date) -> list[Due]:
    """Return the preconditions that should hold on ``until`` or before and do not yet: two queries.

    ``key`` is the id of the precondition. Who sees to one is told too.
    """
    statement = (
        select(UseCase.code, UseCase.id, Precondition.id, Precondition.due_on, Precondition.owner_id)
        .add_columns(UseCase.owner_id)
        .join(Precondition, Precondition.use_case_id == UseCase.id)
        .where(
            Precondition.due_on.is_not(None),
            Precondition.due_on <= until,
            Precondition.state.in_(UNMET),
            *_not_in(ENDED),
        )
        .order_by(UseCase.code, Precondition.id)
    )
    found = db.session.execute(statement).all()
    dues = _with_people([(code, id_, key, on, owner) for code, id_, key, on, _sees, owner in found])
    return [
        Due(due.code, due.key, due.on, tuple(dict.fromkeys([*([row[4]] if row[4] else []), *due.people])))
        for due, row in zip(dues, found, strict=True)
    ]


def _not_in(phases: Iterable[Phase]) -> tuple[ColumnElement[bool], ...]:
    return (UseCase.is_draft.is_(False), UseCase.merged_into_id.is_(None), UseCase.phase.not_in(phases))


def _with_people(rows: Iterable[tuple[str, int, int, date, int | None]]) -> list[Due]:
    known = list(rows)
    teams: dict[int, list[int]] = {}
    if known:
        members = (
            select(team_member.c.use_case_id, team_member.c.person_id)
            .where(team_member.c.use_case_id.in_({row[1] for row in known}))
            .order_by(team_member.c.person_id)
        )
        for id_, person_id in db.session.execute(members):
            teams.setdefault(id_, []).append(person_id)
    return [
        Due(code, key, on, tuple(dict.fromkeys([*([owner] if owner else []), *teams.get(id_, [])])))
        for code, id_, key, on, owner in known
    ]
