"""Read agendas: their themes with action points, and their budget.

All of it is public but for drafts, which only those read who edit agendas.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, or_, select, true, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from accounts.models import Organisation
from accounts.permissions import Permission, may
from core.database import db
from core.errors import NotFound
from portfolio.models import ActionPoint, ActionTheme, Agenda, BudgetLine
from portfolio.rules.agenda import AgendaState, Unfinished, why_unfinished

LONGEST_CODE = 16
LONGEST_SLUG = 80
FOR_READING = (
    joinedload(Agenda.organisation),
    joinedload(Agenda.follows),
    selectinload(Agenda.followed_by),
    selectinload(Agenda.themes).selectinload(ActionTheme.actions).selectinload(ActionPoint.organisations),
    selectinload(Agenda.budget_lines).selectinload(BudgetLine.amounts),
)


@dataclass(frozen=True)
class Counted:
    """An agenda with how many action points it has, and on how many of those a result was reported."""

    agenda: Agenda
    actions: int
    reported: int


def is_visible(reader: Any) -> ColumnElement[bool]:
    """Return the condition under which ``reader`` may read an agenda and what is in it."""
    return true() if may(Permission.AGENDA_EDIT, reader=reader) else is_public()


def is_public() -> ColumnElement[bool]:
    """Return the condition under which everyone may read an agenda."""
    return Agenda.state != AgendaState.DRAFT


def find_agenda(slug: str | None = None, reader: Any = None) -> Agenda | None:
    """Return the agenda at this slug, or the current one, with themes, actions and budget.

    The current one is the newest that is open, else the newest that was closed; never a
    draft. ``reader`` None is nobody. Eight queries at most.
    """
    statement = select(Agenda).options(*FOR_READING)
    if slug is None:
        statement = statement.where(is_public()).order_by(*_current_first()).limit(1)
    else:
        statement = statement.where(Agenda.slug == slug[:LONGEST_SLUG], _seen_by(reader))
    return db.session.scalars(statement).unique().one_or_none()


def get_agenda(slug: str, reader: Any) -> Agenda:
    """Return the agenda at this slug, or refuse as not found."""
    agenda = find_agenda(slug, reader)
    if agenda is None:
        raise NotFound("not_found")
    return agenda


def get_agenda_head(slug: str, reader: Any, *, is_fresh: bool = False) -> Agenda:
    """Return an agenda without what is in it, or refuse as not found. ``is_fresh`` reads it again."""
    statement = (
        select(Agenda)
        .where(Agenda.slug == slug[:LONGEST_SLUG], _seen_by(reader))
        .execution_options(populate_existing=is_fresh)
    )
    agenda = db.session.scalars(statement).one_or_none()
    if agenda is None:
        raise NotFound("not_found")
    return agenda


def agendas_by_slug(slugs: Collection[str], reader: Any) -> dict[str, Agenda]:
    """Return the agendas at these addresses that ``reader`` may read: one query."""
    statement = select(Agenda).where(Agenda.slug.in_(slugs), _seen_by(reader))
    return {agenda.slug: agenda for agenda in db.session.scalars(statement)}


def current_id() -> ScalarSelect[int]:
    """Return the id of the current agenda, as part of a larger question."""
    return select(Agenda.id).where(is_public()).order_by(*_current_first()).limit(1).scalar_subquery()


def list_agendas(reader: Any) -> list[Counted]:
    """Return the agendas that ``reader`` may read, newest first, each with its counts: one query."""
    statement = (
        select(
            Agenda,
            func.count(ActionPoint.id),
            func.count(ActionPoint.id).filter(ActionPoint.is_reported.is_(True)),
        )
        .outerjoin(ActionPoint, ActionPoint.agenda_id == Agenda.id)
        .where(_seen_by(reader))
        .group_by(Agenda.id)
        .order_by(Agenda.from_year.desc(), Agenda.id.desc())
    )
    # Grouped rows name every column of the agenda in PostgreSQL too: its key determines them.
    return [Counted(*row) for row in db.session.execute(statement)]


def get_theme(slug: str, theme_id: int, reader: Any, *, is_fresh: bool = False) -> ActionTheme:
    """Return a theme of this agenda with the agenda and its action points, or refuse as not found."""
    statement = (
        select(ActionTheme)
        .join(ActionTheme.agenda)
        .where(ActionTheme.id == theme_id, Agenda.slug == slug, _seen_by(reader))
        .options(contains_eager(ActionTheme.agenda), selectinload(ActionTheme.actions))
        .execution_options(populate_existing=is_fresh)
    )
    theme = db.session.scalars(statement).one_or_none()
    if theme is None:
        raise NotFound("not_found")
    return theme


def get_line(slug: str, line_id: int, reader: Any, *, is_fresh: bool = False) -> BudgetLine:
    """Return a line of this agenda's budget with its amounts and agenda, or refuse as not found."""
    statement = (
        select(BudgetLine)
        .join(BudgetLine.agenda)
        .where(BudgetLine.id == line_id, Agenda.slug == slug, _seen_by(reader))
        .options(contains_eager(BudgetLine.agenda), selectinload(BudgetLine.amounts))
        .execution_options(populate_existing=is_fresh)
    )
    line = db.session.scalars(statement).one_or_none()
    if line is None:
        raise NotFound("not_found")
    return line


def get_action(
    code: str, slug: str | None = None, *, reader: Any = None, is_fresh: bool = False
) -> ActionPoint:
    """Return the action point with this code in the agenda at ``slug``; else refuse as not found.

    Without ``slug`` the public agenda that had this code first: an address that was
    given once never means another thing. Theme, agenda, organisations, and what it
    continues and is continued by come along. ``is_fresh`` reads again what was already
    loaded, to compare it with what somebody typed.
    """
    statement = _one_action(slug, reader).where(ActionPoint.code == code)
    statement = statement.execution_options(populate_existing=is_fresh)
    action = db.session.scalars(statement).one_or_none() if len(code) <= LONGEST_CODE else None
    if action is None:
        raise NotFound("not_found")
    return action


def _one_action(slug: str | None, reader: Any) -> Select[ActionPoint]:
    statement = (
        select(ActionPoint)
        .join(ActionPoint.theme)
        .join(ActionTheme.agenda)
        .options(
            contains_eager(ActionPoint.theme).contains_eager(ActionTheme.agenda),
            selectinload(ActionPoint.organisations),
            joinedload(ActionPoint.continues).joinedload(ActionPoint.theme).joinedload(ActionTheme.agenda),
            selectinload(ActionPoint.continued_by)
            .joinedload(ActionPoint.theme)
            .joinedload(ActionTheme.agenda),
        )
        .limit(1)
    )
    if slug is None:
        return statement.where(is_public()).order_by(Agenda.id)
    return statement.where(Agenda.slug == slug[:LONGEST_SLUG], _seen_by(reader))


def actions_by_key(keys: Collection[str], reader: Any) -> dict[str, ActionPoint]:
    """Return action points by key, in one query: "0.1" (of the first agenda that had it) or "agenda/0.1"."""
    bare = {key for key in keys if "/" not in key}
    pairs = [tuple(key.split("/", 1)) for key in keys if "/" in key]
    wanted = or_(
        and_(ActionPoint.code.in_(bare), is_public()),
        and_(tuple_(Agenda.slug, ActionPoint.code).in_(pairs), _seen_by(reader)),
    )
    statement = (
        select(ActionPoint)
        .join(ActionPoint.theme)
        .join(ActionTheme.agenda)
        .where(wanted)
        .options(contains_eager(ActionPoint.theme).contains_eager(ActionTheme.agenda))
        .order_by(Agenda.id.desc())
    )
    found: dict[str, ActionPoint] = {}
    for action in db.session.scalars(statement):
        agenda = action.theme.agenda
        found[f"{agenda.slug}/{action.code}"] = action
        if not agenda.is_draft:
            found[action.code] = action
    return {key: found[key] for key in keys if key in found}


def find_action_address(id_: int, reader: Any) -> tuple[str, str] | None:
    """Return the agenda's slug and the code of an action point, where ``reader`` may read it."""
    row = db.session.execute(
        select(Agenda.slug, ActionPoint.code)
        .join(Agenda, Agenda.id == ActionPoint.agenda_id)
        .where(ActionPoint.id == id_, _seen_by(reader))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def first_agendas(codes: Collection[str]) -> dict[str, int]:
    """Return by code the id of the public agenda that had it first: where a bare code leads. One query."""
    statement = (
        select(ActionPoint.code, func.min(ActionPoint.agenda_id))
        .join(Agenda, Agenda.id == ActionPoint.agenda_id)
        .where(ActionPoint.code.in_(codes), is_public())
        .group_by(ActionPoint.code)
    )
    return dict(db.session.execute(statement).all())


def list_continued(agenda_id: int, reader: Any) -> dict[int, list[tuple[str, str]]]:
    """Return by id of its action points where each goes on: (slug of that agenda, code there); one query."""
    later = select(ActionPoint.continues_id, Agenda.slug, ActionPoint.code).join(
        Agenda, Agenda.id == ActionPoint.agenda_id
    )
    own = select(ActionPoint.id).where(ActionPoint.agenda_id == agenda_id)
    statement = later.where(ActionPoint.continues_id.in_(own), _seen_by(reader)).order_by(ActionPoint.id)
    found: dict[int, list[tuple[str, str]]] = {}
    for id_, slug, code in db.session.execute(statement):
        if id_ is not None:
            found.setdefault(id_, []).append((slug, code))
    return found


def unfinished(agenda: Agenda) -> dict[int, tuple[Unfinished, ...]]:
    """Return by id why action points of a loaded agenda are unfinished; finished ones are left out."""
    found = {}
    for theme in agenda.themes:
        for one in theme.actions:
            why = why_unfinished(
                is_reported=one.is_reported,
                year_from=one.year_from,
                year_to=one.year_to,
                last_year=agenda.to_year,
            )
            if why:
                found[one.id] = why
    return found


def free_slug(wanted: str) -> str:
    """Return ``wanted``, or the first of wanted-2, wanted-3 … that no agenda has."""
    base = wanted[: LONGEST_SLUG - 5] or "agenda"
    taken = set(db.session.scalars(select(Agenda.slug).where(Agenda.slug.startswith(base))))
    candidate, number = base, 1
    while candidate in taken or candidate == "new":
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def list_organisations_to_choose() -> Sequence[tuple[int, str]]:
    """Return id and name of every organisation, by name: what an action point may name."""
    statement = select(Organisation.id, Organisation.name).order_by(
        func.lower(Organisation.name), Organisation.id
    )
    return [(id_, name) for id_, name in db.session.execute(statement)]


def _seen_by(reader: Any) -> ColumnElement[bool]:
    return is_public() if reader is None else is_visible(reader)


def _current_first() -> tuple[ColumnElement[Any], ...]:
    is_closed = case((Agenda.state == AgendaState.CLOSED, 1), else_=0)
    return is_closed, Agenda.from_year.desc(), Agenda.id.desc()
