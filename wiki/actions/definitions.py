"""Change one definition or relation of a page. Each is a revision of the page, so each can be put back.

Where definitions are core, each is a proposal for a revision (wiki/actions/proposals.py).
None of these commits.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.audit import Actor
from core.errors import Invalid, NotFound
from wiki.actions.proposals import Submitted, submit_page
from wiki.actions.writing import current_draft
from wiki.models import Page
from wiki.rules import definitions as rule
from wiki.rules.relations import find_relation, with_relation, without_relation

Row = Mapping[str, str]


def write_definition(
    page: Page, row: Row, *, base_revision: int | None, by: Actor, summary: str = "", key: str = ""
) -> Submitted:
    """Add a definition, or change the one with ``key``."""
    kept: dict[str, str] = _own(page, key) if key else {}
    carried: dict[str, str] = {name: kept[name] for name in ("key", "origin", "follows") if name in kept}
    fields = rule.with_definition(page.fields, {**{n: v for n, v in row.items() if v}, **carried})
    return _save(page, fields, base_revision, by, summary, "definitions", "definition")


def remove_definition(
    page: Page, key: str, *, base_revision: int | None, by: Actor, summary: str
) -> Submitted:
    """Take a definition away; its versions are kept."""
    _own(page, key)
    fields = rule.without_definition(page.fields, key)
    return _save(page, fields, base_revision, by, summary, "definitions", "summary")


def merge_definitions(
    page: Page,
    keep: str,
    other: str,
    row: Row,
    *,
    base_revision: int | None,
    by: Actor,
    summary: str,
    origin: str,
) -> Submitted:
    """Take ``other`` into ``keep``; what pointed at ``other`` finds ``keep`` from now on."""
    kept = _own(page, keep)
    if keep == other or not _is_there(page, other):
        raise Invalid([("other", "definition_not_there", {})])
    fields = rule.merged(page.fields, keep, other, {**kept, **row}, origin)
    return _save(page, fields, base_revision, by, summary, "definitions", "definition")


def split_definition(
    page: Page,
    key: str,
    one: Row,
    two: Row,
    *,
    base_revision: int | None,
    by: Actor,
    summary: str,
    origin: str,
) -> Submitted:
    """Make two definitions of one."""
    present = _own(page, key)
    fields, _new = rule.split(page.fields, key, {**present, **one}, {**present, **two}, origin)
    return _save(page, fields, base_revision, by, summary, "definitions", "definition")


def write_relation(
    page: Page, row: Row, *, base_revision: int | None, by: Actor, summary: str = "", key: str = ""
) -> Submitted:
    """Add a relation, or change the one with ``key``."""
    if key and find_relation(page.fields, key) is None:
        raise NotFound("relation_not_found")
    fields = with_relation(page.fields, {**row, **({"key": key} if key else {})})
    return _save(page, fields, base_revision, by, summary, "relations", "target")


def remove_relation(page: Page, key: str, *, base_revision: int | None, by: Actor, summary: str) -> Submitted:
    """Take a relation away; the history of the page keeps it."""
    if find_relation(page.fields, key) is None:
        raise NotFound("relation_not_found")
    return _save(page, without_relation(page.fields, key), base_revision, by, summary, "relations", "summary")


def _own(page: Page, key: str) -> dict[str, str]:
    found = next((one for one in rule.definitions_of(page.fields) if one.get("key") == key), None)
    if found is None:
        raise NotFound("definition_not_found")
    return found


def _is_there(page: Page, key: str) -> bool:
    return any(one.get("key") == key for one in rule.definitions_of(page.fields))


def _save(
    page: Page,
    fields: Mapping[str, Any],
    base_revision: int | None,
    by: Actor,
    summary: str,
    name: str,
    shown_at: str,
) -> Submitted:
    """Save the page with these fields; what is wrong with them is shown at one field of the small form."""
    draft = replace(current_draft(page), fields=dict(fields))
    try:
        return submit_page(page, draft, base_revision=base_revision, by=by, summary=summary)
    except Invalid as refusal:
        raise Invalid(
            [(shown_at if field == name else field, code, params) for field, code, params in refusal.findings]
        ) from refusal
