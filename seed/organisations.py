"""Organisations, and how many there are of a kind."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.actions.organisations import change_organisation, create_organisation
from accounts.models import Organisation
from accounts.rules.terms import Layer, OrganisationKind
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.reference import set_count
from portfolio.models import OrganisationCount
from seed.ledger import Item
from seed.reading import (
    Shape,
    check_row,
    check_rows,
    is_day,
    is_filled,
    is_list,
    is_text,
    is_whole,
    read_yaml,
)

SOURCE: Shape = {"source": is_filled, "passage": is_filled}
ORGANISATION: Shape = {
    "slug": is_filled,
    "name": is_filled,
    "name_en": is_filled,
    "kind": OrganisationKind,
    "layer": Layer,
    "abbreviation": is_text,
    "sources": is_list,
}
COUNT: Shape = {"kind": OrganisationKind, "count": is_whole, "as_of": is_day, **SOURCE}


def organisation_items(content: Path) -> Iterator[Item]:
    """Yield the organisations that the sources name."""
    rows = read_yaml(content / "organisations.yaml")
    check_rows(rows, ORGANISATION, "organisations.yaml")
    for row in rows:
        slug = row["slug"]
        check_rows(row["sources"], SOURCE, f"organisations.yaml[{slug}].sources")
        values = {**row, "kind": OrganisationKind(row["kind"]), "layer": Layer(row["layer"])}
        yield Item(
            key=f"organisation:{slug}",
            content=row,
            find=partial(_find, slug),
            add=partial(create_organisation, **values, by=SYSTEM),
            update=partial(_update, values),
        )


def _find(slug: str) -> Organisation | None:
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()


def _update(values: dict[str, Any], organisation: Organisation) -> None:
    change_organisation(organisation, version=organisation.version, **values, by=SYSTEM)


def count_items(content: Path) -> Iterator[Item]:
    """Yield N per kind of organisation, each dated."""
    rows = read_yaml(content / "counts.yaml")
    for row in rows:
        check_row(row, COUNT, "counts.yaml")
        kind = OrganisationKind(row["kind"])
        yield Item(
            key=f"count:{kind.value}:{row['as_of']}",
            content=row,
            find=partial(_find_count, kind, row),
            add=partial(_write_count, kind, row),
            update=partial(_write_count, kind, row),
        )


def _find_count(kind: OrganisationKind, row: dict[str, Any]) -> OrganisationCount | None:
    statement = select(OrganisationCount).where(
        OrganisationCount.kind == kind, OrganisationCount.as_of == row["as_of"]
    )
    return db.session.scalars(statement).one_or_none()


def _write_count(kind: OrganisationKind, row: dict[str, Any], _count: Any = None) -> OrganisationCount:
    source = f"{row['source']}, {row['passage']}"
    return set_count(kind, as_of=row["as_of"], total=row["count"], source=source, by=SYSTEM)
