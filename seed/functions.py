"""System functions with their parts and maturity, and the urgent challenges."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.audit import SYSTEM
from core.database import db
from portfolio.actions.reference import (
    FUNCTION_FIELDS,
    add_challenge,
    add_system_function,
    edit_challenge,
    edit_system_function,
    write_maturities,
)
from portfolio.models import SystemFunction, UrgentChallenge
from portfolio.rules.quarters import Quarter
from seed.ledger import Item
from seed.organisations import SOURCE
from seed.reading import (
    SeedError,
    Shape,
    check_rows,
    is_day,
    is_filled,
    is_list,
    is_texts,
    is_whole,
    maybe,
    read_yaml,
)

FUNCTION: Shape = {
    "code": is_filled,
    "parent": maybe(is_filled),
    "name": is_filled,
    "name_en": is_filled,
    "description": is_filled,
    "description_en": is_filled,
    "maturity": is_list,
    "illustrative": is_texts,
    "sources": is_list,
}
MATURITY: Shape = {"on_quarter": is_whole, "level": is_whole, "evidence": is_filled}
CHALLENGE: Shape = {
    "slug": is_filled,
    "name": is_filled,
    "name_en": is_filled,
    "since": is_day,
    "sources": is_list,
}


def function_items(content: Path, base: Quarter) -> Iterator[Item]:
    """Yield the functions, each before its parts; the days of maturity count from ``base``."""
    rows = read_yaml(content / "system_functions.yaml")
    check_rows(rows, FUNCTION, "system_functions.yaml")
    codes = {row["code"] for row in rows}
    for place, row in enumerate(rows):
        where = f"system_functions.yaml[{row['code']}]"
        check_rows(row["maturity"], MATURITY, f"{where}.maturity")
        check_rows(row["sources"], SOURCE, f"{where}.sources")
        if row["parent"] is not None and row["parent"] not in codes:
            raise SeedError(f"{where}.parent: there is no {row['parent']}")
        yield Item(
            key=f"system-function:{row['code']}",
            content=row,
            find=partial(_find, row["code"]),
            add=partial(_add, row, place, base),
            update=partial(_update, row, place, base),
        )


def _find(code: str) -> SystemFunction | None:
    statement = select(SystemFunction).where(SystemFunction.code == code)
    return db.session.scalars(statement.options(selectinload(SystemFunction.maturities))).one_or_none()


def _values(row: dict[str, Any], place: int) -> dict[str, Any]:
    parent = select(SystemFunction.id).where(SystemFunction.code == row["parent"])
    known = {name: row[name] for name in FUNCTION_FIELDS if name in row}
    return {**known, "position": place, "parent_id": db.session.scalar(parent)}


def _maturities(row: dict[str, Any], base: Quarter) -> list[dict[str, Any]]:
    return [
        {
            "on": (base + step["on_quarter"]).last_day,
            "level": step["level"],
            "evidence": step["evidence"],
            "is_illustrative": "maturity" in row["illustrative"],
        }
        for step in row["maturity"]
    ]


def _add(row: dict[str, Any], place: int, base: Quarter) -> SystemFunction:
    function = add_system_function(row["code"], _values(row, place), by=SYSTEM)
    write_maturities(function, _maturities(row, base), by=SYSTEM)
    return function


def _update(row: dict[str, Any], place: int, base: Quarter, function: SystemFunction) -> None:
    edit_system_function(function, _values(row, place), by=SYSTEM)
    write_maturities(function, _maturities(row, base), by=SYSTEM)


def challenge_items(content: Path) -> Iterator[Item]:
    """Yield the urgent challenges of 2021 (R4)."""
    rows = read_yaml(content / "urgent_challenges.yaml")
    check_rows(rows, CHALLENGE, "urgent_challenges.yaml")
    for row in rows:
        check_rows(row["sources"], SOURCE, f"urgent_challenges.yaml[{row['slug']}].sources")
        values = {name: row[name] for name in row if name != "slug"}
        yield Item(
            key=f"urgent-challenge:{row['slug']}",
            content=row,
            find=partial(_find_challenge, row["slug"]),
            add=partial(add_challenge, row["slug"], values, by=SYSTEM),
            update=partial(_update_challenge, values),
        )


def _find_challenge(slug: str) -> UrgentChallenge | None:
    return db.session.scalars(select(UrgentChallenge).where(UrgentChallenge.slug == slug)).one_or_none()


def _update_challenge(values: dict[str, Any], challenge: UrgentChallenge) -> None:
    edit_challenge(challenge, values, by=SYSTEM)
