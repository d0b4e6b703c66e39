"""Write what is read off a page's fields: definitions with their versions, relations, keys."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from core.audit import Actor
from core.database import db, utc_now
from wiki.actions.definition_news import tell_builders
from wiki.models import Definition, DefinitionVersion, Page, PageKey, PageRelation, PageRevision
from wiki.rules.definitions import definitions_of, followed_by, name_of_definition, said
from wiki.rules.draft import Draft
from wiki.rules.field_kinds import DEFINED
from wiki.rules.key_names import key_names
from wiki.rules.relations import relations_of
from wiki.rules.terms import DefinitionState, PageKind, RelationKind, RelationState


def renew_defined(page: Page, draft: Draft, before: PageRevision | None, by: Actor) -> None:
    """Bring definitions, relations and keys in line with what the page says now.

    ``before`` is the revision that was live until now, None for a new page. A page
    that neither is nor was of a kind with definitions costs nothing. Who builds on a
    definition that has a newer version now is told, but for ``by``.
    """
    was = PageKind.PAGE if before is None else PageKind(before.values.get("kind", PageKind.PAGE))
    if draft.kind not in DEFINED and was not in DEFINED:
        return
    _renew_definitions(page, draft.fields if draft.kind in DEFINED else {}, by)
    _renew_relations(page, draft.fields)
    _renew_keys(page, draft)


def _renew_definitions(page: Page, fields: Mapping[str, Any], by: Actor) -> None:
    statement = select(Definition).where(Definition.page_id == page.id)
    known = {row.key: row for row in db.session.scalars(statement)}
    wanted = {row["key"]: row for row in definitions_of(fields)}
    newer: dict[str, int] = {}
    for position, (key, row) in enumerate(wanted.items()):
        says = said(row)
        present = known.get(key)
        if present is None:
            present = Definition(page_id=page.id, key=key, version=1, said=says)
            db.session.add(present)
            _keep_version(page, present)
        elif present.said != says:
            present.version += 1
            present.said = says
            newer[key] = present.version
            _keep_version(page, present)
        present.position = position
        present.name = name_of_definition(row)[:200]
        present.state = DefinitionState(row["state"]) if row.get("state") else None
        present.follows = row.get("follows", "")
        present.gone_in = None
    for key, gone in known.items():
        if key not in wanted and gone.gone_in is None:
            gone.gone_in = page.revision
    if newer:
        taken = {old: key for key in newer for old in followed_by(wanted[key])}
        tell_builders(page.id, newer, taken, by)


def _keep_version(page: Page, definition: Definition) -> None:
    db.session.add(
        DefinitionVersion(
            page_id=page.id,
            key=definition.key,
            version=definition.version,
            revision=page.revision,
            at=utc_now(),
            said=definition.said,
        )
    )


def _renew_relations(page: Page, fields: Mapping[str, Any]) -> None:
    if page.revision > 1:
        db.session.execute(delete(PageRelation).where(PageRelation.page_id == page.id))
    rows = [
        {
            "page_id": page.id,
            "position": position,
            "key": row["key"],
            "kind": RelationKind(row["relation"]),
            "state": RelationState(row["state"]) if row.get("state") else None,
            "own": row.get("own", ""),
            "theirs": row.get("theirs", ""),
            "row": row,
        }
        for position, row in enumerate(relations_of(fields))
    ]
    if rows:
        db.session.execute(insert(PageRelation), rows)


def _renew_keys(page: Page, draft: Draft) -> None:
    if page.revision > 1:
        db.session.execute(delete(PageKey).where(PageKey.page_id == page.id))
    if draft.kind is not PageKind.DATASET:
        return
    names = key_names(str(draft.fields.get("keys", "")))
    if names:
        rows = [{"page_id": page.id, "name": name, "label": label} for name, label in names.items()]
        db.session.execute(insert(PageKey), rows)
