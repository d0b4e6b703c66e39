"""The course of an agenda: open, closed, followed by a next one; themes put in order. None of these commits.

A next agenda is made of copies. Nothing in the agenda that it follows changes.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import audit
from core.audit import Actor
from core.database import db
from core.errors import Invalid, Refusal
from portfolio.actions.agenda import MARKS, add_action_point, add_agenda, add_theme
from portfolio.actions.fields import check_seen
from portfolio.models import ActionPoint, ActionTheme, Agenda
from portfolio.rules.agenda import STEPS, AgendaState, next_code, renumbered
from search.outbox import note

VERBS = {
    AgendaState.OPEN: "agenda.opened",
    AgendaState.CLOSED: "agenda.closed",
}


def set_state(
    agenda: Agenda, state: AgendaState, *, on: date, by: Actor, version: int | None = None
) -> Agenda:
    """Open a draft to everyone, close an open agenda from ``on``, or open a closed one again."""
    check_seen(agenda, version)
    if state not in STEPS[agenda.state]:
        raise Refusal("agenda_step_not_allowed")
    actions = db.session.scalars(select(ActionPoint.id).where(ActionPoint.agenda_id == agenda.id)).all()
    if agenda.is_draft and not actions:
        raise Refusal("agenda_without_actions")
    agenda.state = state
    agenda.closed_on = on if state is AgendaState.CLOSED else None
    audit.record(VERBS[state], agenda, by=by)
    for action_id in actions:
        note("action-point", action_id)
    return agenda


def remove_agenda(agenda: Agenda, *, by: Actor, version: int | None = None) -> None:
    """Remove a draft with all that is in it; what others could read is never removed."""
    check_seen(agenda, version)
    _refuse_public(agenda)
    actions = db.session.scalars(select(ActionPoint.id).where(ActionPoint.agenda_id == agenda.id)).all()
    audit.record("agenda.removed", agenda, by=by)
    for action_id in actions:
        note("action-point", action_id)
    db.session.delete(agenda)


def remove_action_point(action: ActionPoint, *, by: Actor, version: int | None = None) -> None:
    """Remove an action point of a draft; its theme and agenda must be loaded."""
    check_seen(action, version)
    _refuse_public(action.theme.agenda)
    audit.record("action_point.removed", action, by=by, label=action.code)
    db.session.delete(action)


def remove_theme(theme: ActionTheme, *, by: Actor, version: int | None = None) -> None:
    """Remove a theme of a draft that holds no action points; its agenda and actions must be loaded."""
    check_seen(theme, version)
    _refuse_public(theme.agenda)
    if theme.actions:
        raise Refusal("theme_not_empty")
    audit.record("theme.removed", theme, by=by)
    db.session.delete(theme)


def swap_themes(theme: ActionTheme, *, is_up: bool, by: Actor, version: int | None = None) -> None:
    """Let a theme of a draft change numbers with its neighbour; codes of action points follow.

    In a public agenda the numbers are what people refer to, so there they stay. At the
    first or last place nothing happens. The theme's agenda must be loaded.
    """
    check_seen(theme, version)
    _refuse_public(theme.agenda)
    others = select(ActionTheme).where(ActionTheme.agenda_id == theme.agenda_id)
    if is_up:
        others = others.where(ActionTheme.number < theme.number).order_by(ActionTheme.number.desc())
    else:
        others = others.where(ActionTheme.number > theme.number).order_by(ActionTheme.number)
    loaded = selectinload(ActionTheme.actions)
    other = db.session.scalars(others.limit(1).options(loaded)).one_or_none()
    if other is None:
        return
    numbers = {theme.id: other.number, other.id: theme.number}
    pair = db.session.scalars(
        select(ActionTheme).where(ActionTheme.id.in_(numbers)).order_by(ActionTheme.id).options(loaded)
    ).all()
    codes = {
        action.id: renumbered([action.code], numbers[one.id])[action.code]
        for one in pair
        for action in one.actions
    }
    # No two may have the same number or code, not for a moment: first out of each other's way.
    for one in pair:
        one.number = -1 - one.id
        for action in one.actions:
            action.code = f"~{action.id}"
    db.session.flush()
    for one in pair:
        one.number = numbers[one.id]
        for action in one.actions:
            action.code = codes[action.id]
        audit.record("theme.moved", one, by=by, number=one.number)
    for action_id in codes:
        note("action-point", action_id)


def make_next(
    agenda: Agenda, slug: str, values: Mapping[str, Any], *, action_ids: Collection[int], by: Actor
) -> Agenda:
    """Make a draft that goes on with the chosen action points of ``agenda``; return it.

    Each copy knows which one it continues. What was reported stays where it is: the
    copy begins without a result, in the first year of the new agenda, its years not yet
    certain. The agenda's themes, actions and their organisations must be loaded.
    """
    chosen = {action.id for theme in agenda.themes for action in theme.actions} & set(action_ids)
    if not chosen:
        raise Invalid([("action_ids", "choose_action_points", {})])
    made = add_agenda(slug, values, by=by, state=AgendaState.DRAFT, follows=agenda)
    for theme in agenda.themes:
        going_on = [action for action in theme.actions if action.id in chosen]
        if not going_on:
            continue
        names = ("title", "title_en", "summary", "summary_en", MARKS)
        copied = add_theme(made, theme.number, {name: getattr(theme, name) for name in names}, by=by)
        codes: list[str] = []
        for place, action in enumerate(going_on):
            codes.append(next_code(theme.number, codes))
            add_action_point(
                copied,
                codes[-1],
                {**_copied(action, made), "position": place},
                by=by,
                organisation_ids=[one.id for one in action.organisations],
                continues=action,
            )
    return made


def _copied(action: ActionPoint, agenda: Agenda) -> dict[str, Any]:
    last = action.year_to if action.year_to and action.year_to >= agenda.from_year else None
    names = ("title", "title_en", "description")
    return {
        **{name: getattr(action, name) for name in names},
        "year_from": agenda.from_year,
        "year_to": last,
        "is_tentative": True,
        "sources": list(action.sources),
        MARKS: [name for name in action.illustrative if name in names],
    }


def _refuse_public(agenda: Agenda) -> None:
    if not agenda.is_draft:
        raise Refusal("agenda_not_a_draft")
