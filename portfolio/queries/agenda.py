"""Read agendas: their themes with action points, and their budget. All of it is public."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from accounts.models import Organisation
from core.database import db
from core.errors import NotFound
from portfolio.models import ActionPoint, ActionTheme, Agenda, BudgetLine

LONGEST_CODE = 16
FOR_READING = (
    selectinload(Agenda.themes).selectinload(ActionTheme.actions).selectinload(ActionPoint.organisations),
    selectinload(Agenda.budget_lines).selectinload(BudgetLine.amounts),
)


def find_agenda(slug: str | None = None) -> Agenda | None:
    """Return the agenda at this slug, or the newest, with themes, actions and budget; six queries at most."""
    statement = select(Agenda).options(*FOR_READING).order_by(Agenda.from_year.desc(), Agenda.id.desc())
    if slug is not None:
        statement = statement.where(Agenda.slug == slug)
    return db.session.scalars(statement.limit(1)).one_or_none()


def get_agenda(slug: str) -> Agenda:
    """Return the agenda at this slug, or refuse as not found."""
    agenda = find_agenda(slug)
    if agenda is None:
        raise NotFound("not_found")
    return agenda


def list_agendas() -> Sequence[Agenda]:
    """Return all agendas, newest first, without what is in them."""
    return db.session.scalars(select(Agenda).order_by(Agenda.from_year.desc(), Agenda.id.desc())).all()


def get_action(code: str, *, is_fresh: bool = False) -> ActionPoint:
    """Return the action point with this code in the newest agenda that has it; else refuse as not found.

    Its theme, agenda and organisations come along. ``is_fresh`` reads again what
    was already loaded, to compare it with what somebody typed.
    """
    statement = (
        select(ActionPoint)
        .join(ActionPoint.theme)
        .join(ActionTheme.agenda)
        .where(ActionPoint.code == code)
        .options(
            contains_eager(ActionPoint.theme).contains_eager(ActionTheme.agenda),
            selectinload(ActionPoint.organisations),
        )
        .order_by(Agenda.from_year.desc(), Agenda.id.desc())
        .limit(1)
        .execution_options(populate_existing=is_fresh)
    )
    action = db.session.scalars(statement).one_or_none() if len(code) <= LONGEST_CODE else None
    if action is None:
        raise NotFound("not_found")
    return action


def actions_by_code(codes: Collection[str]) -> dict[str, ActionPoint]:
    """Return action points by code, of the newest agenda that has each: one query."""
    statement = (
        select(ActionPoint)
        .join(ActionPoint.theme)
        .join(ActionTheme.agenda)
        .where(ActionPoint.code.in_(codes))
        .options(joinedload(ActionPoint.theme))
        .order_by(Agenda.from_year, Agenda.id)
    )
    return {action.code: action for action in db.session.scalars(statement)}


def find_action_code(id_: int) -> str | None:
    """Return the code of the action point with this id."""
    return db.session.scalar(select(ActionPoint.code).where(ActionPoint.id == id_))


def list_organisations_to_choose() -> Sequence[tuple[int, str]]:
    """Return id and name of every organisation, by name: what an action point may name."""
    statement = select(Organisation.id, Organisation.name).order_by(
        func.lower(Organisation.name), Organisation.id
    )
    return [(id_, name) for id_, name in db.session.execute(statement)]
