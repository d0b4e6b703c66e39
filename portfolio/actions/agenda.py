"""Write agendas: themes, action points, budget. None of these commits. Source: domain.md §7.

A closed agenda stays as it is: every write in it is refused, but for the loader, which
corrects what it loaded itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from accounts.models import Organisation
from core import audit
from core.audit import SYSTEM, Actor
from core.database import db, utc_now
from core.errors import Invalid, NotFound, Refusal
from portfolio.actions.fields import assign, check_seen
from portfolio.models import ActionPoint, ActionTheme, Agenda, BudgetAmount, BudgetLine
from portfolio.rules import findings as rule
from portfolio.rules.agenda import AgendaState, next_code
from portfolio.rules.budget import Amount, totals

AGENDA_FIELDS = ("title", "title_en", "from_year", "to_year", "purpose", "purpose_en", "organisation_id")
THEME_FIELDS = ("title", "title_en", "summary", "summary_en")
ACTION_FIELDS = (
    *("title", "title_en", "description", "year_from", "year_to", "is_tentative", "note", "position"),
    *("is_reported", "result", "result_en", "links", "figures", "sources"),
)
LINE_FIELDS = ("name", "name_en", "note", "position", "sources")
MARKS = "illustrative"
"""The field that names the made-up ones; a value that somebody changes is theirs, and loses its mark."""
Money = Mapping[int, tuple[int, bool]]
"""By year: (cents, whether it is reserved rather than proposed)."""
Spent = Mapping[int, int | None]
"""By year: cents that were spent; None while nobody reported it."""


def add_agenda(
    slug: str,
    values: Mapping[str, Any],
    *,
    by: Actor,
    state: AgendaState = AgendaState.OPEN,
    follows: Agenda | None = None,
) -> Agenda:
    """Add an agenda of actions; ``follows`` is the one that it continues."""
    agenda = Agenda(
        slug=slug,
        title=values["title"],
        from_year=values["from_year"],
        to_year=values["to_year"],
        state=state,
        follows_id=follows.id if follows else None,
    )
    return edit_agenda(agenda, values, by=by)


def edit_agenda(
    agenda: Agenda, values: Mapping[str, Any], *, by: Actor, version: int | None = None
) -> Agenda:
    """Change the title, the years and what else stands at the head of an agenda."""
    check_seen(agenda, version)
    refuse_closed(agenda, by)
    _check_text(values, "title")
    first = values.get("from_year", agenda.from_year)
    _check_years(first, values.get("to_year", agenda.to_year), "to_year")
    db.session.add(agenda)
    is_new = agenda.id is None
    with db.session.no_autoflush:
        is_changed = assign_marked(agenda, values, AGENDA_FIELDS)
    if is_changed or is_new:
        audit.record("agenda.edited", agenda, by=by)
    return agenda


def add_theme(agenda: Agenda, number: int, values: Mapping[str, Any], *, by: Actor) -> ActionTheme:
    """Add a theme, numbered as in the agenda."""
    refuse_closed(agenda, by)
    return edit_theme(ActionTheme(agenda_id=agenda.id, number=number), values, by=by)


def edit_theme(
    theme: ActionTheme, values: Mapping[str, Any], *, by: Actor, version: int | None = None
) -> ActionTheme:
    """Change the title and summary of a theme."""
    check_seen(theme, version)
    state = refuse_closed_id(theme.agenda_id, by)
    _check_text(values, "title")
    db.session.add(theme)
    is_new = theme.id is None
    with db.session.no_autoflush:
        is_changed = assign_marked(theme, values, THEME_FIELDS)
    if is_changed or is_new:
        audit.record("theme.edited", theme, by=by, label=_label(theme.title, state))
    return theme


def add_action_point(
    theme: ActionTheme,
    code: str,
    values: Mapping[str, Any],
    *,
    by: Actor,
    organisation_ids: Sequence[int] = (),
    continues: ActionPoint | None = None,
) -> ActionPoint:
    """Add an action point to a theme; ``continues`` is the one of an earlier agenda that it goes on with."""
    state = refuse_closed_id(theme.agenda_id, by)
    _check_action(values, values)
    action = ActionPoint(
        theme_id=theme.id,
        agenda_id=theme.agenda_id,
        code=code,
        title=values["title"],
        organisations=[],
        continues_id=continues.id if continues else None,
    )
    db.session.add(action)
    with db.session.no_autoflush:
        assign_marked(action, values, ACTION_FIELDS)
        action.organisations = _organisations(organisation_ids)
    audit.record("action_point.added", action, by=by, label=_label(action.label, state) or action.code)
    return action


def edit_action_point(
    action: ActionPoint,
    values: Mapping[str, Any],
    *,
    by: Actor,
    organisation_ids: Sequence[int] | None = None,
    theme: ActionTheme | None = None,
    version: int | None = None,
) -> ActionPoint:
    """Change an action point; its organisations must be loaded when they are to change.

    A result makes it reported and no result makes it not reported, so that an
    action without news is never shown as done. Another ``theme`` of the same agenda
    moves it: it keeps its code, which is its address, unless the agenda is a draft.
    """
    check_seen(action, version)
    state = refuse_closed_id(action.agenda_id, by)
    now = {name: values.get(name, getattr(action, name)) for name in ACTION_FIELDS}
    if "result" in values and "is_reported" not in values:
        now["is_reported"] = bool(str(now["result"]).strip())
    _check_action(values, now)
    with db.session.no_autoflush:
        marked = {MARKS: values[MARKS]} if MARKS in values else {}
        is_changed = assign_marked(action, now | marked, ACTION_FIELDS)
        if theme is not None and theme.id != action.theme_id:
            _move(action, theme, state)
            is_changed = True
        if organisation_ids is not None:
            before = {organisation.id for organisation in action.organisations}
            if before != set(organisation_ids):
                action.organisations = _organisations(organisation_ids)
                is_changed = True
    if is_changed:
        action.updated_at = utc_now()  # also when only its organisations changed: a new version
        audit.record("action_point.edited", action, by=by, label=_label(action.label, state) or action.code)
    return action


def add_budget_line(
    agenda: Agenda,
    slug: str,
    values: Mapping[str, Any],
    *,
    amounts: Money,
    spent: Spent | None = None,
    marks: Mapping[int, list[str]] | None = None,
    by: Actor,
) -> BudgetLine:
    """Add a line to the budget of an agenda."""
    line = BudgetLine(agenda_id=agenda.id, slug=slug, amounts=[])
    return edit_budget_line(line, values, amounts=amounts, spent=spent, marks=marks, by=by)


def edit_budget_line(
    line: BudgetLine,
    values: Mapping[str, Any],
    *,
    amounts: Money,
    spent: Spent | None = None,
    marks: Mapping[int, list[str]] | None = None,
    by: Actor,
    version: int | None = None,
) -> BudgetLine:
    """Change a line and what it has in each year; its amounts must be loaded.

    Without ``spent`` what was spent stays; with it, a year that it does not name was
    not reported. ``marks`` names by year what is made up ("cents", "spent_cents").
    """
    check_seen(line, version)
    state = refuse_closed_id(line.agenda_id, by)
    _check_text(values, "name")
    _check_amounts(line.slug, amounts, spent or {})
    db.session.add(line)
    is_new = line.id is None
    with db.session.no_autoflush:
        is_changed = assign_marked(line, values, LINE_FIELDS)
        known = {amount.year: amount for amount in line.amounts}
        wanted = [known.get(year) or BudgetAmount(year=year) for year in sorted(amounts)]
        is_changed |= known.keys() != set(amounts)
        for amount in wanted:
            cents, is_reserved = amounts[amount.year]
            now: dict[str, Any] = {"cents": cents, "is_reserved": is_reserved}
            if spent is not None:
                now["spent_cents"] = spent.get(amount.year)
            if marks is not None:
                now[MARKS] = marks.get(amount.year, [])
            is_changed |= assign_marked(amount, now, ("cents", "is_reserved", "spent_cents"))
        line.amounts = wanted
    if is_changed or is_new:
        if not is_new:
            # A change of amounts alone is a new version too, or two people could overwrite each other.
            db.session.flush()
            flag_modified(line, "position")
        audit.record("budget_line.edited", line, by=by, label=_label(line.name, state))
    return line


def assign_marked(thing: Any, values: Mapping[str, Any], allowed: Sequence[str]) -> bool:
    """Set fields as ``assign`` does; what changes loses its mark of being made up."""
    before = {name: getattr(thing, name) for name in values if name != MARKS}
    is_changed = assign(thing, values, (*allowed, MARKS))
    marks: list[str] = getattr(thing, MARKS) or []
    if MARKS not in values and marks:
        kept = [name for name in marks if name not in before or before[name] == getattr(thing, name)]
        if kept != marks:
            thing.illustrative = kept
    return is_changed


def refuse_closed(agenda: Agenda, by: Actor) -> None:
    """Refuse a change in an agenda that was closed."""
    if agenda.is_closed and by is not SYSTEM:
        raise Refusal("agenda_closed")


def refuse_closed_id(agenda_id: int, by: Actor) -> AgendaState | None:
    """Refuse a change in the agenda with this id if it was closed; return its state.

    Until the transaction ends nobody can close it.
    """
    statement = select(Agenda.state).where(Agenda.id == agenda_id).with_for_update(read=True)
    state = db.session.scalar(statement)
    if state is AgendaState.CLOSED and by is not SYSTEM:
        raise Refusal("agenda_closed")
    return state


def codes_of(agenda_id: int) -> list[str]:
    """Return the codes that an agenda has given."""
    return list(db.session.scalars(select(ActionPoint.code).where(ActionPoint.agenda_id == agenda_id)))


def _label(words: str, state: AgendaState | None) -> str:
    """Return how the audit trail names something: nothing that says what stands in a draft."""
    return "" if state is AgendaState.DRAFT else words


def _move(action: ActionPoint, theme: ActionTheme, state: AgendaState | None) -> None:
    if theme.agenda_id != action.agenda_id:
        raise NotFound("not_found")
    if state is AgendaState.DRAFT:
        action.code = next_code(theme.number, codes_of(action.agenda_id))
    action.theme = theme


def _organisations(ids: Sequence[int]) -> list[Organisation]:
    statement = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)
    return list(db.session.scalars(statement))


def _check_action(values: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    _check_text(values, "title")
    _check_years(now.get("year_from"), now.get("year_to"), "year_to")
    if bool(now.get("is_reported")) is not bool(str(now.get("result") or "").strip()):
        raise Invalid([("result", "reported_without_result", {})])


def _check_amounts(slug: str, amounts: Money, spent: Spent) -> None:
    try:
        totals(Amount(slug, year, cents, is_reserved) for year, (cents, is_reserved) in amounts.items())
    except rule.Refusal as refusal:
        raise Invalid([("amounts", refusal.code, dict(refusal.params))]) from refusal
    if any(cents is not None and cents < 0 for cents in spent.values()):
        raise Invalid([("amounts", "amount_negative", {})])


def _check_text(values: Mapping[str, Any], name: str) -> None:
    if name in values and not str(values[name]).strip():
        raise Invalid([(name, f"missing_{name}", {})])


def _check_years(first: int | None, last: int | None, field: str) -> None:
    if last is not None and (first is None or last < first):
        raise Invalid([(field, "years_not_in_order", {})])
