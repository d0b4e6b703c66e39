"""Two made-up agendas of the demo: a closed one with what was spent, and a draft after the real one."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.audit import SYSTEM
from core.database import db
from portfolio.actions import agenda as actions
from portfolio.actions.agenda_course import make_next, set_state
from portfolio.models import Agenda
from portfolio.queries.agenda import get_agenda, unfinished
from portfolio.rules.agenda import AgendaState
from portfolio.rules.quarters import Quarter
from seed.agenda import CENTS, LINK
from seed.ledger import Item
from seed.reading import (
    Shape,
    check_row,
    check_rows,
    is_filled,
    is_list,
    is_mapping,
    is_whole,
    read_yaml,
)

HEAD: Shape = {
    "slug": is_filled,
    "title": is_filled,
    "title_en": is_filled,
    "purpose": is_filled,
    "purpose_en": is_filled,
}
EARLIER: Shape = {
    **HEAD,
    "from_year": is_whole,
    "to_year": is_whole,
    "closed_on": lambda day: isinstance(day, date),
    "themes": is_list,
    "budget": is_list,
}
THEME: Shape = {"number": is_whole, "title": is_filled, "title_en": is_filled, "actions": is_list}
ACTION: Shape = {
    "code": is_filled,
    "title": is_filled,
    "title_en": is_filled,
    "years": is_list,
    "result": is_filled,
    "result_en": is_filled,
    "links": is_list,
}
LINE: Shape = {
    "slug": is_filled,
    "name": is_filled,
    "name_en": is_filled,
    "amounts": is_mapping,
    "spent": is_mapping,
}
NEXT: Shape = {**HEAD, "follows": is_filled, "years": is_whole, "budget": is_list}
NEXT_LINE: Shape = {"slug": is_filled, "name": is_filled, "name_en": is_filled, "amount": is_whole}
MADE_UP_HEAD = ["title", "from_year", "to_year", "purpose"]


def example_agenda_items(content: Path, base: Quarter) -> Iterator[Item]:
    """Yield the earlier agenda and the draft, each with all that is in it; comes after the real agenda."""
    rows = read_yaml(content / "agendas.yaml")
    earlier, later = rows["earlier"], rows["next"]
    check_row(earlier, EARLIER, "agendas.yaml.earlier")
    check_rows(earlier["themes"], THEME, "agendas.yaml.earlier.themes")
    for theme in earlier["themes"]:
        check_rows(theme["actions"], ACTION, "agendas.yaml.actions", ("result", "result_en", "links"))
        for row in theme["actions"]:
            check_rows(row.get("links", []), LINK, "agendas.yaml.links")
    check_rows(earlier["budget"], LINE, "agendas.yaml.earlier.budget")
    check_row(later, NEXT, "agendas.yaml.next")
    check_rows(later["budget"], NEXT_LINE, "agendas.yaml.next.budget")
    yield _item(earlier, partial(_add_earlier, earlier))
    if _find(later["follows"]) is not None:
        yield _item(later, partial(_add_next, later, base.year + 1))


def _item(row: dict[str, Any], add: Any) -> Item:
    return Item(
        key=f"agenda:{row['slug']}",
        content=row,
        find=partial(_find, row["slug"]),
        add=add,
        update=lambda found: found,  # made once, as a whole; from then on it is its reader's
    )


def _find(slug: str) -> Agenda | None:
    return db.session.scalars(select(Agenda).where(Agenda.slug == slug)).one_or_none()


def _add_earlier(row: dict[str, Any]) -> Agenda:
    names = ("title", "title_en", "purpose", "purpose_en", "from_year", "to_year")
    values = {name: row[name] for name in names} | {actions.MARKS: MADE_UP_HEAD}
    agenda = actions.add_agenda(row["slug"], values, by=SYSTEM)
    for one in row["themes"]:
        titles = {"title": one["title"], "title_en": one["title_en"], actions.MARKS: ["title"]}
        theme = actions.add_theme(agenda, one["number"], titles, by=SYSTEM)
        for place, action in enumerate(one["actions"]):
            actions.add_action_point(theme, action["code"], _action_values(action, place), by=SYSTEM)
    for place, line in enumerate(row["budget"]):
        actions.add_budget_line(
            agenda,
            line["slug"],
            _line_values(line, place),
            amounts={year: (amount * CENTS, True) for year, amount in line["amounts"].items()},
            spent={year: amount * CENTS for year, amount in line["spent"].items()},
            marks={
                year: ["cents", *(["spent_cents"] if year in line["spent"] else [])]
                for year in line["amounts"]
            },
            by=SYSTEM,
        )
    return set_state(agenda, AgendaState.CLOSED, on=row["closed_on"], by=SYSTEM)


def _action_values(row: dict[str, Any], place: int) -> dict[str, Any]:
    first, last = row["years"]
    result = row.get("result", "")
    return {
        "title": row["title"],
        "title_en": row["title_en"],
        "year_from": first,
        "year_to": last,
        "position": place,
        "is_reported": bool(result),
        "result": result,
        "result_en": row.get("result_en", ""),
        "links": row.get("links", []),
        actions.MARKS: ["title", "year_from", "year_to", *(["result"] if result else [])],
    }


def _line_values(row: dict[str, Any], place: int) -> dict[str, Any]:
    return {"name": row["name"], "name_en": row["name_en"], "position": place, actions.MARKS: ["name"]}


def _add_next(row: dict[str, Any], first: int) -> Agenda:
    followed = get_agenda(row["follows"], None)
    names = ("title", "title_en", "purpose", "purpose_en")
    years = {"from_year": first, "to_year": first + row["years"] - 1}
    values = {name: row[name] for name in names} | years | {actions.MARKS: MADE_UP_HEAD}
    chosen = list(unfinished(followed))
    agenda = make_next(followed, row["slug"], values, action_ids=chosen, by=SYSTEM)
    span = range(first, first + row["years"])
    for place, line in enumerate(row["budget"]):
        actions.add_budget_line(
            agenda,
            line["slug"],
            _line_values(line, place),
            amounts=dict.fromkeys(span, (line["amount"] * CENTS, False)),
            marks={year: ["cents"] for year in span},
            by=SYSTEM,
        )
    return agenda
