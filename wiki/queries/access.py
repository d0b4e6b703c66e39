"""What the wiki tells who uses a source: how one gets at it, as its page says."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from core.database import db
from core.links import Reference
from wiki.models import Page
from wiki.queries.visibility import is_live
from wiki.rules.terms import Access, PageKind


def access_of_definitions(references: Sequence[Reference], _reader: Any) -> dict[Reference, str]:
    """Answer core.links for definitions: the access of the dataset whose page holds each; one query.

    What is no page of a dataset, or says nothing of its access, is left out.
    """
    pages = {reference: reference.key.partition(":")[0] for reference in references}
    ids = {int(id_) for id_ in pages.values() if id_.isascii() and id_.isdigit() and len(id_) < 10}
    if not ids:
        return {}
    statement = select(Page.id, Page.fields).where(Page.id.in_(ids), Page.kind == PageKind.DATASET, is_live())
    known = {
        str(id_): fields["access"]
        for id_, fields in db.session.execute(statement)
        if fields.get("access") in set(Access)
    }
    return {reference: known[id_] for reference, id_ in pages.items() if id_ in known}
