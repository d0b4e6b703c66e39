"""The Data Agenda Overheid: its themes, action points with results, and budget."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.audit import SYSTEM
from core.database import db
from portfolio.actions import agenda as actions
from portfolio.models import ActionPoint, ActionTheme, Agenda, BudgetLine
from seed.ledger import Item
from seed.lookups import Lookups
from seed.organisations import SOURCE
from seed.reading import (
    Shape,
    check_row,
    check_rows,
    is_filled,
    is_flag,
    is_list,
    is_mapping,
    is_number,
    is_text,
    is_texts,
    is_whole,
    maybe,
    read_yaml,
)

AGENDA: Shape = {
    "slug": is_filled,
    "title": is_filled,
    "title_en": is_filled,
    "from_year": is_whole,
    "to_year": is_whole,
    "themes": is_list,
    "actions": is_list,
    "budget": is_list,
}
THEME: Shape = {
    "number": is_whole,
    "title": is_filled,
    "title_en": is_filled,
    "summary": is_filled,
    "summary_en": is_filled,
}
ACTION: Shape = {
    "code": is_filled,
    "theme": is_whole,
    "title": is_filled,
    "title_en": is_filled,
    "description": is_filled,
    "year_from": is_whole,
    "year_to": maybe(is_whole),
    "is_tentative": is_flag,
    "note": is_text,
    "organisations": is_texts,
    "result": maybe(is_filled),
    "result_en": maybe(is_filled),
    "result_state": lambda state: state in ("reported", "not_reported"),
    "links": is_list,
    "figures": is_list,
    "sources": is_list,
}
LINK: Shape = {"label": is_filled, "url": is_filled}
FIGURE: Shape = {"label": is_filled, "label_en": is_filled, "value": is_number, "unit": is_text}
LINE: Shape = {
    "slug": is_filled,
    "name": is_filled,
    "name_en": is_filled,
    "amounts": is_mapping,
    "reserved": is_list,
    "note": is_text,
    "sources": is_list,
}
CENTS = 100_000  # in a thousand euros


def agenda_items(content: Path) -> Iterator[Item]:
    """Yield the agenda, then its themes, action points and budget lines."""
    agenda = read_yaml(content / "agenda.yaml")
    check_row(agenda, AGENDA, "agenda.yaml")
    check_rows(agenda["themes"], THEME, "agenda.yaml.themes")
    check_rows(agenda["actions"], ACTION, "agenda.yaml.actions")
    check_rows(agenda["budget"], LINE, "agenda.yaml.budget")
    slug = agenda["slug"]
    head = {name: agenda[name] for name in actions.AGENDA_FIELDS if name in agenda}
    yield Item(
        key=f"agenda:{slug}",
        content=head,
        find=partial(_find, slug),
        add=partial(actions.add_agenda, slug, head, by=SYSTEM),
        update=lambda found: actions.edit_agenda(found, head, by=SYSTEM),
    )
    loaded = _find(slug)
    if loaded is None:
        return  # somebody removed it, with all that was in it
    yield from _theme_items(loaded, agenda["themes"])
    yield from _action_items(loaded, agenda["actions"])
    yield from _line_items(loaded, agenda["budget"])


def _find(slug: str) -> Agenda | None:
    return db.session.scalars(select(Agenda).where(Agenda.slug == slug)).one_or_none()


def _theme_items(agenda: Agenda, rows: list[dict[str, Any]]) -> Iterator[Item]:
    for row in rows:
        values = {name: row[name] for name in actions.THEME_FIELDS}
        yield Item(
            key=f"theme:{agenda.slug}:{row['number']}",
            content=row,
            find=partial(_find_theme, agenda, row["number"]),
            add=partial(actions.add_theme, agenda, row["number"], values, by=SYSTEM),
            update=partial(_update_theme, values),
        )


def _find_theme(agenda: Agenda, number: int) -> ActionTheme | None:
    statement = select(ActionTheme).where(ActionTheme.agenda_id == agenda.id, ActionTheme.number == number)
    return db.session.scalars(statement).one_or_none()


def _update_theme(values: dict[str, Any], theme: ActionTheme) -> None:
    actions.edit_theme(theme, values, by=SYSTEM)


def _action_items(agenda: Agenda, rows: list[dict[str, Any]]) -> Iterator[Item]:
    lookups = Lookups()
    for place, row in enumerate(rows):
        where = f"agenda.yaml.actions[{row['code']}]"
        check_rows(row["links"], LINK, f"{where}.links")
        check_rows(row["figures"], FIGURE, f"{where}.figures")
        check_rows(row["sources"], SOURCE, f"{where}.sources")
        values = {name: row[name] for name in actions.ACTION_FIELDS if name in row} | {
            "position": place,
            "is_reported": row["result_state"] == "reported",
            "result": row["result"] or "",
            "result_en": row["result_en"] or "",
        }
        organisations = lookups.organisation_ids(row["organisations"])
        yield Item(
            key=f"action-point:{agenda.slug}:{row['code']}",
            content=row,
            find=partial(_find_action, agenda, row["code"]),
            add=partial(_add_action, agenda, row, values, organisations),
            update=partial(_update_action, values, organisations),
        )


def _find_action(agenda: Agenda, code: str) -> ActionPoint | None:
    statement = (
        select(ActionPoint)
        .join(ActionPoint.theme)
        .where(ActionTheme.agenda_id == agenda.id, ActionPoint.code == code)
        .options(selectinload(ActionPoint.organisations))
    )
    return db.session.scalars(statement).one_or_none()


def _add_action(
    agenda: Agenda, row: dict[str, Any], values: dict[str, Any], organisations: list[int]
) -> ActionPoint:
    theme = _find_theme(agenda, row["theme"])
    if theme is None:  # somebody removed it; start it again for what is new
        theme = actions.add_theme(agenda, row["theme"], {"title": str(row["theme"])}, by=SYSTEM)
    return actions.add_action_point(theme, row["code"], values, organisation_ids=organisations, by=SYSTEM)


def _update_action(values: dict[str, Any], organisations: list[int], action: ActionPoint) -> None:
    actions.edit_action_point(action, values, organisation_ids=organisations, by=SYSTEM)


def _line_items(agenda: Agenda, rows: list[dict[str, Any]]) -> Iterator[Item]:
    for place, row in enumerate(rows):
        check_rows(row["sources"], SOURCE, f"agenda.yaml.budget[{row['slug']}].sources")
        values = {name: row[name] for name in actions.LINE_FIELDS if name in row} | {"position": place}
        amounts = {
            year: (round(amount * CENTS), year in row["reserved"]) for year, amount in row["amounts"].items()
        }
        yield Item(
            key=f"budget-line:{agenda.slug}:{row['slug']}",
            content=row,
            find=partial(_find_line, agenda, row["slug"]),
            add=partial(actions.add_budget_line, agenda, row["slug"], values, amounts=amounts, by=SYSTEM),
            update=partial(_update_line, values, amounts),
        )


def _find_line(agenda: Agenda, slug: str) -> BudgetLine | None:
    statement = select(BudgetLine).where(BudgetLine.agenda_id == agenda.id, BudgetLine.slug == slug)
    return db.session.scalars(statement.options(selectinload(BudgetLine.amounts))).one_or_none()


def _update_line(values: dict[str, Any], amounts: dict[int, tuple[int, bool]], line: BudgetLine) -> None:
    actions.edit_budget_line(line, values, amounts=amounts, by=SYSTEM)
