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


def access_of_data_pages(references: Sequence[Reference], _reader: Any) -> dict[Reference, str]:
    """Answer core.links for the names of datasets: the access of the page with that title; one query."""
    names = {reference.key for reference in references}
    statement = select(Page.title, Page.fields).where(
        Page.title.in_(names), Page.kind == PageKind.DATASET, is_live()
    )
    known = {title: fields.get("access") for title, fields in db.session.execute(statement)}
    return {
        reference: way
        for reference in references
        if (way := known.get(reference.key)) is not None and way in set(Access)
    }
