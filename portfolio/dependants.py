"""Which use cases build on definitions of the wiki, for who changes one: their owners may object."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from core.i18n import localised
from core.links import Dependant, Reference
from portfolio.queries.pins import list_builders, list_teams


def use_cases_on_definitions(references: Sequence[Reference], reader: Any) -> list[Dependant]:
    """Answer core.links for the type "definition"; "12:" means any definition of page 12."""
    keys = [reference.key for reference in references if reference.type == "definition"]
    rows = list_builders(keys, reader)
    teams = list_teams({row.id for row in rows}) if reader is None else {}
    return [
        Dependant(
            reference=Reference("use-case", row.code),
            on=row.definition,
            title=f"{row.code} {localised(row, 'title')}",
            url=url_for("portfolio.show_use_case", code=row.code) if reader is not None else "",
            people=frozenset({row.owner_id} - {None}),
            organisations=frozenset({row.owner_organisation_id, row.holder_id} - {None}),
            team=teams.get(row.id, frozenset()),
        )
        for row in rows
    ]
