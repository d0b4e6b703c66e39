"""Write agendas: themes, action points, budget. None of these commits. Source: domain.md §7."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from accounts.models import Organisation
from core import audit
from core.audit import Actor
from core.database import db, utc_now
from core.errors import Invalid
from portfolio.actions.fields import assign, check_seen
from portfolio.models import ActionPoint, ActionTheme, Agenda, BudgetAmount, BudgetLine
from portfolio.rules import findings as rule
from portfolio.rules.budget import Amount, totals

AGENDA_FIELDS = ("title", "title_en", "from_year", "to_year")
THEME_FIELDS = ("title", "title_en", "summary", "summary_en")
ACTION_FIELDS = (
    *("title", "title_en", "description", "year_from", "year_to", "is_tentative", "note", "position"),
    *("is_reported", "result", "result_en", "links", "figures", "sources"),
)
LINE_FIELDS = ("name", "name_en", "note", "position", "sources")
Money = Mapping[int, tuple[int, bool]]
"""By year: (cents, whether it is reserved rather than proposed)."""


def add_agenda(slug: str, values: Mapping[str, Any], *, by: Actor) -> Agenda:
    """Add an agenda of actions."""
    agenda = Agenda(
        slug=slug, title=values["title"], from_year=values["from_year"], to_year=values["to_year"]
    )
    return edit_agenda(agenda, values, by=by)


def edit_agenda(agenda: Agenda, values: Mapping[str, Any], *, by: Actor) -> Agenda:
    """Change the title and years of an agenda."""
    _check_text(values, "title")
    _check_years(values.get("from_year"), values.get("to_year"), "to_year")
    db.session.add(agenda)
    with db.session.no_autoflush:
        assign(agenda, values, AGENDA_FIELDS)
    audit.record("agenda.edited", agenda, by=by)
    return agenda


def add_theme(agenda: Agenda, number: int, values: Mapping[str, Any], *, by: Actor) -> ActionTheme:
    """Add a theme, numbered as in the agenda."""
    return edit_theme(ActionTheme(agenda_id=agenda.id, number=number), values, by=by)


def edit_theme(theme: ActionTheme, values: Mapping[str, Any], *, by: Actor) -> ActionTheme:
    """Change the title and summary of a theme."""
    _check_text(values, "title")
    db.session.add(theme)
    with db.session.no_autoflush:
        assign(theme, values, THEME_FIELDS)
    audit.record("theme.edited", theme, by=by, label=theme.title)
    return theme


def add_action_point(
    theme: ActionTheme,
    code: str,
    values: Mapping[str, Any],
    *,
    by: Actor,
    organisation_ids: Sequence[int] = (),
) -> ActionPoint:
    """Add an action point to a theme."""
    _check_action(values, values)
    action = ActionPoint(theme_id=theme.id, code=code, title=values["title"], organisations=[])
    db.session.add(action)
    with db.session.no_autoflush:
        assign(action, values, ACTION_FIELDS)
        action.organisations = _organisations(organisation_ids)
    audit.record("action_point.added", action, by=by)
    return action


def edit_action_point(
    action: ActionPoint,
    values: Mapping[str, Any],
    *,
    by: Actor,
    organisation_ids: Sequence[int] | None = None,
    version: int | None = None,
) -> ActionPoint:
    """Change an action point; its organisations must be loaded when they are to change.

    A result makes it reported and no result makes it not reported, so that an
    action without news is never shown as done.
    """
    check_seen(action, version)
    now = {name: values.get(name, getattr(action, name)) for name in ACTION_FIELDS}
    if "result" in values and "is_reported" not in values:
        now["is_reported"] = bool(str(now["result"]).strip())
    _check_action(values, now)
    with db.session.no_autoflush:
        is_changed = assign(action, now, ACTION_FIELDS)
        if organisation_ids is not None:
            before = {organisation.id for organisation in action.organisations}
            if before != set(organisation_ids):
                action.organisations = _organisations(organisation_ids)
                is_changed = True
    if is_changed:
        action.updated_at = utc_now()  # also when only its organisations changed: a new version
        audit.record("action_point.edited", action, by=by)
    return action


def add_budget_line(
    agenda: Agenda, slug: str, values: Mapping[str, Any], *, amounts: Money, by: Actor
) -> BudgetLine:
    """Add a line to the budget of an agenda."""
    line = BudgetLine(agenda_id=agenda.id, slug=slug, amounts=[])
    return edit_budget_line(line, values, amounts=amounts, by=by)


def edit_budget_line(line: BudgetLine, values: Mapping[str, Any], *, amounts: Money, by: Actor) -> BudgetLine:
    """Change a line and what it has in each year; its amounts must be loaded."""
    _check_text(values, "name")
    try:
        totals(Amount(line.slug, year, cents, is_reserved) for year, (cents, is_reserved) in amounts.items())
    except rule.Refusal as refusal:
        raise Invalid([("amounts", refusal.code, dict(refusal.params))]) from refusal
    db.session.add(line)
    with db.session.no_autoflush:
        assign(line, values, LINE_FIELDS)
        known = {amount.year: amount for amount in line.amounts}
        wanted = [known.get(year) or BudgetAmount(year=year) for year in sorted(amounts)]
        for amount in wanted:
            amount.cents, amount.is_reserved = amounts[amount.year]
        line.amounts = wanted
    audit.record("budget_line.edited", line, by=by, label=line.name)
    return line


def _organisations(ids: Sequence[int]) -> list[Organisation]:
    statement = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)
    return list(db.session.scalars(statement))


def _check_action(values: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    _check_text(values, "title")
    _check_years(now.get("year_from"), now.get("year_to"), "year_to")
    if bool(now.get("is_reported")) is not bool(str(now.get("result") or "").strip()):
        raise Invalid([("result", "reported_without_result", {})])


def _check_text(values: Mapping[str, Any], name: str) -> None:
    if name in values and not str(values[name]).strip():
        raise Invalid([(name, f"missing_{name}", {})])


def _check_years(first: int | None, last: int | None, field: str) -> None:
    if last is not None and (first is None or last < first):
        raise Invalid([(field, "years_not_in_order", {})])
