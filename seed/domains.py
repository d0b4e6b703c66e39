"""Domains, with the limits between small and ambitious."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.actions.domains import change_domain, create_domain
from accounts.models import Domain
from core.audit import SYSTEM
from core.database import db
from seed.ledger import Item
from seed.organisations import SOURCE
from seed.reading import (
    Shape,
    check_row,
    check_rows,
    is_filled,
    is_flag,
    is_list,
    is_texts,
    is_whole,
    read_yaml,
)

DOMAIN: Shape = {
    "slug": is_filled,
    "code": is_filled,
    "name": is_filled,
    "name_en": is_filled,
    "ambition": is_filled,
    "ambition_en": is_filled,
    "is_own_adjustment": is_flag,
    "sources": is_list,
    "illustrative": is_texts,
}
SIZE: Shape = {"max_person_months": is_whole, "max_organisations": is_whole}


def domain_items(content: Path) -> Iterator[Item]:
    """Yield the nine European data spaces and our own three."""
    rows = read_yaml(content / "domains.yaml")
    check_rows(rows, DOMAIN, "domains.yaml")
    size = read_yaml(content / "scoring.yaml")["size"]
    check_row(size, SIZE, "scoring.yaml.size")
    for row in rows:
        slug = row["slug"]
        check_rows(row["sources"], SOURCE, f"domains.yaml[{slug}].sources")
        values = {
            **row,
            "small_effort_limit": size["max_person_months"],
            "small_organisations_limit": size["max_organisations"],
        }
        yield Item(
            key=f"domain:{slug}",
            content=row,
            find=partial(_find, slug),
            add=partial(create_domain, **values, by=SYSTEM),
            update=partial(_update, values),
        )


def _find(slug: str) -> Domain | None:
    return db.session.scalars(select(Domain).where(Domain.slug == slug)).one_or_none()


def _update(values: dict[str, Any], domain: Domain) -> None:
    changeable = {name: value for name, value in values.items() if name not in ("slug", "code")}
    change_domain(domain, version=domain.version, mix_tolerance=domain.mix_tolerance, **changeable, by=SYSTEM)
