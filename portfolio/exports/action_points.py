"""Action points as a table: one row each. No source made any of it up, so nothing is marked illustrative."""

from collections.abc import Callable
from typing import Any

from core.web.tables import CELL
from portfolio.models import ActionPoint, Agenda

COLUMNS = (
    *("agenda", "theme", "theme_title", "code", "title", "title_en", "description"),
    *("year_from", "year_to", "is_tentative", "organisations", "state", "result", "result_en"),
    *("figures", "links", "note", "sources", "url", "illustrative"),
)
Address = Callable[[str], str]


def record_of(action: ActionPoint, agenda: Agenda, address: Address) -> dict[str, Any]:
    """Return one action point by column; its theme and organisations must be loaded."""
    return {
        "agenda": agenda.slug,
        "theme": action.theme.number,
        "theme_title": action.theme.title,
        "code": action.code,
        "title": action.title,
        "title_en": action.title_en,
        "description": action.description,
        "year_from": action.year_from,
        "year_to": action.year_to,
        "is_tentative": action.is_tentative,
        "organisations": [organisation.name for organisation in action.organisations],
        "state": "reported" if action.is_reported else "not_reported",
        "result": action.result or None,
        "result_en": action.result_en or None,
        "figures": action.figures,
        "links": action.links,
        "note": action.note or None,
        "sources": action.sources,
        "url": address(action.code),
        "illustrative": [],
    }


def cells_of(record: dict[str, Any]) -> list[CELL]:
    """Return the cells of a record in the order of COLUMNS; lists are joined."""
    return [_joined(record[column]) for column in COLUMNS]


def _joined(value: Any) -> CELL:
    if not isinstance(value, list):
        return value
    return "; ".join(_part(part) for part in value)


def _part(part: Any) -> str:
    if not isinstance(part, dict):
        return str(part)
    return ", ".join(f"{name}: {value}" for name, value in part.items() if value not in ("", None))
