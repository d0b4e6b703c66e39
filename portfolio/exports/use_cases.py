"""Use cases as a table: one row each, the columns of ``COLUMNS``.

Values are the English terms of rules/terms.py, lists are joined by "; ",
quarters read 2026-Q4. A value that the reader may not see is empty, like one
that is not known. ``illustrative`` names the columns whose value no source gives.
"""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from core.web.tables import CELL
from portfolio.models import UseCase
from portfolio.rules.quarters import Quarter

BOARD_COLUMNS = ("value_low", "value_high", "scored", "criteria", "chance")
COLUMNS = (
    *("code", "kind", "title", "title_en", "domain", "other_domains", "phase", "size"),
    *BOARD_COLUMNS,
    *("effort_low", "effort_likely", "effort_high", "cost_eur", "planned_start", "planned_quarters"),
    *("government_role", "data_level", "personal_data", "owner", "partners", "contributions"),
    *("urgent_challenges", "published_on", "version", "url", "illustrative"),
)
# A mark stands on a group of values that people see as one; here each column names itself.
MARKED_COLUMNS = {
    "scores": ("value_low", "value_high"),
    "chance": ("chance",),
    "effort": ("effort_low", "effort_likely", "effort_high"),
    "cost": ("cost_eur",),
    "planned": ("planned_start", "planned_quarters"),
    "size_override": ("size",),
    "challenges": ("urgent_challenges",),
}
Address = Callable[[str], str]


def record_of(use_case: UseCase, *, shows_scores: bool, address: Address) -> dict[str, Any]:
    """Return one use case by column, lists as lists; what an export loads must be loaded."""
    start = use_case.planned_start
    known: dict[str, Any] = {
        "code": use_case.code,
        "kind": use_case.kind.value,
        "title": use_case.title,
        "title_en": use_case.title_en,
        "domain": use_case.domain.slug,
        "other_domains": [domain.slug for domain in use_case.other_domains],
        "phase": use_case.phase.value,
        "size": _term(use_case.size),
        **{column: getattr(use_case, column) if shows_scores else None for column in BOARD_COLUMNS},
        "effort_low": use_case.effort_low,
        "effort_likely": use_case.effort_likely,
        "effort_high": use_case.effort_high,
        "cost_eur": None if use_case.cost_cents is None else Decimal(use_case.cost_cents) / 100,
        "planned_start": None if start is None else str(Quarter.from_index(start)),
        "planned_quarters": use_case.planned_quarters,
        "government_role": _term(use_case.government_role),
        "data_level": _term(use_case.data_level),
        "personal_data": _term(use_case.personal_data),
        "owner": use_case.owner_organisation.name if use_case.owner_organisation else None,
        "partners": [partner.organisation.name for partner in use_case.partners],
        "contributions": [
            {"function": row.function.code, "level": row.level.value} for row in use_case.contributions
        ],
        "urgent_challenges": [challenge.slug for challenge in use_case.challenges],
        "published_on": use_case.published_on,
        "version": use_case.version,
        "url": address(use_case.code),
        "illustrative": illustrative_columns(use_case, shows_scores=shows_scores),
    }
    return known


def cells_of(record: dict[str, Any]) -> list[CELL]:
    """Return the cells of a record in the order of COLUMNS, lists joined."""
    return [
        _joined(record[column]) if isinstance(record[column], list) else record[column] for column in COLUMNS
    ]


def illustrative_columns(use_case: UseCase, *, shows_scores: bool) -> list[str]:
    """Return the columns whose value is made up, in the order of COLUMNS; never of what is hidden."""
    marked = {column for mark in use_case.illustrative for column in MARKED_COLUMNS.get(mark, (mark,))}
    for name in ("contributions", "partners"):
        if any(row.illustrative for row in getattr(use_case, name)):
            marked.add(name)
    hidden: Collection[str] = () if shows_scores else BOARD_COLUMNS
    return [column for column in COLUMNS if column in marked and column not in hidden]


def _joined(values: list[Any]) -> str:
    return "; ".join(":".join(value.values()) if isinstance(value, dict) else str(value) for value in values)


def _term(term: Any) -> str | None:
    return term.value if term is not None else None
