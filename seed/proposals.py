"""Proposals for core information that wait in the demo; made up, so that the review has something to show."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.models import Person
from core.database import db
from seed.ledger import Item
from seed.reading import Shape, check_rows, is_filled, is_mapping, is_whole, read_yaml
from wiki.actions.deciding import object_to
from wiki.actions.proposals import submit_page
from wiki.actions.writing import current_draft
from wiki.models import Page, Proposal
from wiki.queries.pages import read_page
from wiki.queries.proposals import list_events
from wiki.rules.draft import Draft

FILE = "proposals.yaml"
SHAPE: Shape = {
    "slug": is_filled,
    "author": is_filled,
    "days_ago": is_whole,
    "summary": is_filled,
    "abstract": is_filled,
    "keys": is_filled,
    "definitions": is_mapping,
    "objection": is_mapping,
}


def proposal_items(content: Path) -> Iterator[Item]:
    """Yield the proposals; what people decided about one since is theirs."""
    path = content / FILE
    rows = read_yaml(path) if path.is_file() else []
    check_rows(rows, SHAPE, FILE, optional=("abstract", "keys", "definitions", "objection"))
    for row in rows:
        yield Item(
            key=f"proposal:{row['slug']}",
            content=row,
            find=partial(_find, row["slug"]),
            add=partial(_add, row),
            update=lambda _proposal: None,
        )


def _find(slug: str) -> Proposal | None:
    statement = select(Proposal).join(Page, Page.id == Proposal.page_id)
    return db.session.scalars(statement.where(Page.slug == slug, Proposal.is_illustrative)).first()


def _add(row: dict[str, Any]) -> Proposal | None:
    page, author = read_page(Page.slug == row["slug"]), _person(row["author"])
    if page is None or author is None or page.is_deleted:
        return None
    submitted = submit_page(
        page,
        _wanted(current_draft(page), row),
        base_revision=page.revision,
        by=author,
        summary=row["summary"],
    )
    proposal = submitted.proposal
    if proposal is None:
        return None
    objector = _person(row["objection"]["by"]) if "objection" in row else None
    if objector is not None and proposal.object_until is not None:
        object_to(proposal, page, version=proposal.version, by=objector, reason=row["objection"]["reason"])
    proposal.is_illustrative = True
    proposal.submitted_at -= timedelta(days=row["days_ago"])
    for event in list_events(proposal)[:1]:
        event.at = proposal.submitted_at
    db.session.flush()
    return proposal


def _wanted(live: Draft, row: dict[str, Any]) -> Draft:
    fields = dict(live.fields)
    if "keys" in row:
        fields["keys"] = row["keys"]
    if "definitions" in row:
        told = row["definitions"]
        fields["definitions"] = [{**one, **told.get(one["key"], {})} for one in fields["definitions"]]
    return replace(live, fields=fields, abstract=row.get("abstract", live.abstract))


def _person(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email, Person.is_demo))
